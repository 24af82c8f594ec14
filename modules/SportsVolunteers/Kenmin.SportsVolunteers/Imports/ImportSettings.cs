using System.ComponentModel.DataAnnotations;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>What imports keep: section <c>Modules:sports-volunteers:Imports</c>.</summary>
internal sealed class ImportSettings
{
    /// <summary>Days after an import for which its refused rows can be fetched and corrected; then their values are removed.</summary>
    [Range(1, 90)]
    public int RefusedRowsKeptDays { get; set; } = 30;
}
