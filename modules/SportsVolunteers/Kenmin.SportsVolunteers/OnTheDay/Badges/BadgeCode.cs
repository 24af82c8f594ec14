using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.OnTheDay.Badges;

/// <summary>
/// The code on a volunteer's badge (受付コード): eight characters, one of 656 thousand millions. It says nothing about the person, and
/// only staff who may check people in get anything for it.
/// </summary>
internal static class BadgeCode
{
    private static readonly PrintedCode Kind = new(8);

    /// <summary>A new code.</summary>
    public static string New() => Kind.New();

    /// <inheritdoc cref="PrintedCode.Shown"/>
    public static string Shown(string code) => PrintedCode.Shown(code);

    /// <inheritdoc cref="PrintedCode.Read"/>
    public static string? Read(string? text) => Kind.Read(text);
}
