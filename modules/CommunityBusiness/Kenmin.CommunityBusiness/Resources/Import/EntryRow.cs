using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources.Import;

/// <summary>A row of a file of resources and problems.</summary>
/// <param name="Line">The row's number as a spreadsheet shows it.</param>
/// <param name="Number">The office's own number.</param>
/// <param name="Facts">What it says.</param>
/// <param name="HandOver">How the office was told that the contact may be handed over; empty for no consent.</param>
/// <param name="Publish">Whether it is published.</param>
public sealed record EntryRow(int Line, string Number, EntryFacts Facts, string HandOver, bool Publish)
{
    internal string Key => LocalEntry.KeyOf(Facts.MunicipalityCode, Number)!;
}

/// <summary>What an import does.</summary>
/// <param name="Added">New entries.</param>
/// <param name="Changed">Entries that change.</param>
/// <param name="Published">How many of both are published by it.</param>
/// <param name="Same">Rows that change nothing.</param>
public sealed record EntryImportEffect(int Added, int Changed, int Published, int Same)
{
    /// <summary>Nothing.</summary>
    public static EntryImportEffect Nothing { get; } = new(0, 0, 0, 0);
}
