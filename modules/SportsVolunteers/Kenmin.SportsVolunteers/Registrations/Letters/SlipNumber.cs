using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations.Letters;

/// <summary>The number on the slip that people send back (整理番号): eight characters drawn at random.</summary>
internal static class SlipNumber
{
    private static readonly PrintedCode Kind = new(8);

    /// <summary>A new number.</summary>
    public static string New() => Kind.New();

    /// <inheritdoc cref="PrintedCode.Shown"/>
    public static string Shown(string number) => PrintedCode.Shown(number);

    /// <inheritdoc cref="PrintedCode.Read"/>
    public static string? Read(string? text) => Kind.Read(text);
}
