using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;

namespace Kenmin.SportsVolunteers.Opportunities;

/// <summary>What other modules were told of a shift (知らせた内容).</summary>
public sealed class ToldShift : IToldFacts
{
    /// <summary>The shift.</summary>
    public Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key. They say nothing of persons: a key is made from ids and cannot be turned back.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>What there is to tell of a shift, as it stands: a chance to take part, and who took part.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Event">Its event.</param>
/// <param name="Venue">Its venue.</param>
/// <param name="Occupancy">What the sign-up engine knows of it; null as long as it knows nothing.</param>
/// <param name="Present">Who was there with hours, by their accounts; without those who have none.</param>
internal sealed record ShiftFacts(Shift Shift, SportsEvent Event, Venue Venue, Occupancy? Occupancy, IReadOnlyCollection<(Guid Volunteer, Guid Account, int Minutes)> Present)
{
    internal const string Module = "sports-volunteers";

    /// <summary>The key of the opportunity among the facts of a shift.</summary>
    public static Guid OpportunityKey { get; } = FactId.Of("sports-volunteers.opportunity");

    private LocalizedText Title => new($"{Shift.Role}（{Event.Name}）", $"{Shift.Role} ({Event.Name})");

    private string Href => $"/sports/shifts/{Shift.Id}";

    /// <summary>All of it by key, each with version 0.</summary>
    public IReadOnlyDictionary<Guid, object> All()
    {
        Dictionary<Guid, object> all = [];
        if (Opportunity() is { } opportunity) all[OpportunityKey] = opportunity;
        foreach (var (volunteer, account, minutes) in Present)
        {
            var key = FactId.Of($"sports-volunteers.participation|{Shift.Id:N}|{volunteer:N}");
            all[key] = new ParticipationRecorded(
                Module, key, 0, account, Shift.Id, LocalizedText.Same(Event.Name), LocalizedText.Same(Shift.Role), Shift.Day, minutes, Shift.MunicipalityCode, Venue.Name, Shift.FiscalYear,
                ProofLevel.CheckedIn, Event.Published ? $"/sports/events/{Event.Slug}" : null);
        }

        return all;
    }

    private OpportunityPublished? Opportunity() => !Event.Published || Event.CancelledBecause is not null || Occupancy is not { Status: not OpeningStatus.Cancelled } ? null : new(
        Module, Shift.Id, 0, default, new("スポーツボランティア", "Sports volunteering"), Title,
        LocalizedText.Same(string.Join(' ', [Venue.Address, .. Shift.Qualifications, Shift.Remark])), Shift.Starts, Shift.Ends, Shift.MunicipalityCode, Venue.Name, Venue.Point,
        Occupancy.Capacity, Href, Event.InitiativeId, Shift.FiscalYear,
        new(Shift.MinimumAge, LifeStages: Shift.MinimumAge is { } age ? Suitability.OldEnough(age) : null));
}
