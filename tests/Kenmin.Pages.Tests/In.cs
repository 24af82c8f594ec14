using System.Globalization;

namespace Kenmin.Pages.Tests;

/// <summary>The reader's language for the length of a test.</summary>
internal sealed class In : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    private In(string culture) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    internal static In Japanese() => new("ja");

    internal static In English() => new("en");

    public void Dispose() => CultureInfo.CurrentUICulture = _before;
}
