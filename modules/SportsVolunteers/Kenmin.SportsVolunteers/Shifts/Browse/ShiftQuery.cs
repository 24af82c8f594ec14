using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Shifts.Browse;

/// <summary>The filter of a list of shifts as it stands in an address. What cannot be read is left out.</summary>
internal sealed record ShiftQuery(string? Day, string? Municipality, string? Venue, string? Role, string? Free)
{
    public ShiftFilter Filter => new(
        DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        SharedKernel.Municipality.ByCode(Municipality)?.Code6,
        Guid.TryParse(Venue, out var venue) ? venue : null,
        string.IsNullOrWhiteSpace(Role) ? null : Role,
        IsTrue(Free));

    public static bool IsTrue(string? value) => value is "true" or "1" or "on";

    /// <summary>The address of the same list with other parts.</summary>
    public string Href(string path, string? view = null, string? after = null, string? month = null, string? venue = null, string? day = null)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("view", view), ("day", day ?? Day), ("municipality", Municipality), ("venue", venue ?? Venue), ("role", Role),
            ("free", IsTrue(Free) ? "true" : null), ("month", month), ("after", after),
        };
        var query = string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
