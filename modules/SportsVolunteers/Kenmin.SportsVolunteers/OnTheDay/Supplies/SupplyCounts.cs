using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Skills;

namespace Kenmin.SportsVolunteers.OnTheDay.Supplies;

/// <summary>Meals at a venue on a day.</summary>
internal sealed record MealCount(DateOnly Day, Venue Venue, int Meals);

/// <summary>Uniforms of a size.</summary>
/// <param name="Size">The size; null: not said.</param>
/// <param name="People">How many people.</param>
internal sealed record UniformCount(string? Size, int People);

/// <summary>What has to be ordered for an event (弁当・ユニフォームの数): counted from the places that are given. Pure.</summary>
/// <param name="Meals">By day and venue.</param>
/// <param name="Uniforms">By size, from small to large; each person once.</param>
internal sealed record SupplyCounts(IReadOnlyList<MealCount> Meals, IReadOnlyList<UniformCount> Uniforms)
{
    /// <param name="places">Sign-ups of the event.</param>
    /// <param name="shifts">Its shifts.</param>
    /// <param name="venues">Their venues.</param>
    /// <param name="sizes">What people said of their size.</param>
    /// <param name="mealFrom">Minutes on a day from which somebody gets a meal; null: nobody does.</param>
    public static SupplyCounts Of(
        IEnumerable<SignUpView> places, IReadOnlyDictionary<Guid, Shift> shifts, IReadOnlyDictionary<Guid, Venue> venues,
        IReadOnlyDictionary<Guid, string?> sizes, int? mealFrom)
    {
        var given = places.Where(p => p.State == SignUpState.Confirmed && shifts.ContainsKey(p.OpeningId)).Select(p => (p.PersonId, Shift: shifts[p.OpeningId])).ToList();
        // One meal a day, where the person begins.
        var meals = given.GroupBy(g => (g.PersonId, g.Shift.Day))
            .Where(g => mealFrom is { } least && g.Sum(x => x.Shift.Length.TotalMinutes) >= least)
            .GroupBy(g => (g.Key.Day, g.OrderBy(x => x.Shift.Starts).First().Shift.VenueId))
            .Select(g => new MealCount(g.Key.Day, venues[g.Key.VenueId], g.Count()))
            .OrderBy(m => m.Day).ThenBy(m => m.Venue.MunicipalityCode, StringComparer.Ordinal).ThenBy(m => m.Venue.Name, StringComparer.Ordinal);
        var bySize = given.Select(g => g.PersonId).Distinct().GroupBy(p => sizes.GetValueOrDefault(p) ?? "").ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return new(
            [.. meals],
            [.. ServiceWishes.UniformSizes.Select(s => new UniformCount(s, bySize.GetValueOrDefault(s))), new UniformCount(null, bySize.GetValueOrDefault(""))]);
    }
}
