using Kenmin.Accounts.Profiles;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Accounts.Letters;

/// <summary>The lines of an address for the window of an envelope.</summary>
internal static class LetterAddress
{
    public static IReadOnlyList<string> Of(PersonProfile profile) =>
    [
        profile.PostalCode is { } code ? $"〒{(PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : code)}" : "",
        profile.Address, "", L($"{profile.FullName}　様", profile.FullName).ToString(),
    ];
}
