using System.Security.Claims;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Helpers;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Insurance;

/// <summary>Where the list of an activity stands.</summary>
internal enum ListState
{
    /// <summary>The office insures nobody here.</summary>
    NotNeeded,

    /// <summary>Nothing was handed in.</summary>
    Missing,

    /// <summary>Something is missing.</summary>
    Incomplete,

    /// <summary>All is there.</summary>
    Complete,
}

/// <summary>A person on a list.</summary>
/// <param name="AccountId">The account of a helper; null for those whom the leader entered.</param>
/// <param name="Name">The name.</param>
/// <param name="Detail">What the insurer asks beside.</param>
/// <param name="Cutters">Whether the person uses powered cutters.</param>
internal sealed record Insured(Guid? AccountId, string Name, string Detail, bool Cutters);

/// <summary>The list of an activity with what it lacks.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Rules">What the office insures; null when it has not said.</param>
/// <param name="People">Those on the list.</param>
/// <param name="HandedIn">Whether the leader said that it is whole.</param>
/// <param name="Lacks">What is missing.</param>
internal sealed record ActivityInsurance(Activity Activity, InsuranceRules? Rules, IReadOnlyList<Insured> People, bool HandedIn, IReadOnlyList<LocalizedText> Lacks)
{
    public ListState State => Rules is not { IsTaken: true } || !Activity.IsLive ? ListState.NotNeeded : People.Count == 0 && !HandedIn ? ListState.Missing : Lacks.Count > 0 ? ListState.Incomplete : ListState.Complete;

    /// <summary>The last day for the list; null when none is needed.</summary>
    public DateOnly? Due => Rules is { IsTaken: true } rules ? rules.DueFor(Activity.Day) : null;

    /// <summary>The plan of a person; empty when none covers them.</summary>
    public string PlanOf(Insured person) => Rules is null ? "" : person.Cutters ? Rules.CutterPlan : Rules.Plan;

    /// <summary>How many are in each plan; those in none under an empty name.</summary>
    public IReadOnlyDictionary<string, int> Counts => People.GroupBy(PlanOf).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}

/// <summary>Lists of those who are insured, for leaders and for staff who hand them to the insurer.</summary>
internal sealed class InsuranceDesk(ICleanUpStore store, IParticipation<ICleanUpStore> participation, IAuditTrail audit)
{
    /// <summary>What a municipality insures in a campaign; null when it has not said.</summary>
    public async Task<InsuranceRules?> RulesAsync(Guid campaign, string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<InsuranceRules>(InsuranceRules.IdOf(campaign, municipality), cancellationToken);
    }

    /// <summary>The list of an activity; the look is in the audit log before it is shown.</summary>
    /// <param name="activity">An activity that the user leads or manages.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="action">What the log says.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ActivityInsurance> LookAsync(Activity activity, ClaimsPrincipal user, string action, CancellationToken cancellationToken) =>
        (await LookAsync([activity], user, action, cancellationToken))[0];

    /// <summary>The lists of activities; the look is in the audit log before they are shown.</summary>
    public async Task<IReadOnlyList<ActivityInsurance>> LookAsync(IReadOnlyList<Activity> activities, ClaimsPrincipal user, string action, CancellationToken cancellationToken)
    {
        var found = await StandingAsync(activities, cancellationToken);
        foreach (var one in found)
            if (one.People.Select(p => p.AccountId).OfType<Guid>().ToList() is var people && (people.Count > 0 || one.People.Count > 0))
                await audit.RecordAsync(new(user.AccountId(), action, people, one.Activity.Id.ToString()), cancellationToken);
        return found;
    }

    /// <summary>Where the lists stand. Nothing of their people may be shown.</summary>
    public async Task<IReadOnlyList<ActivityInsurance>> StandingAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var rules = (await session.LoadManyAsync<InsuranceRules>(cancellationToken, [.. activities.Select(a => InsuranceRules.IdOf(a.CampaignId, a.MunicipalityCode)).Distinct()])).ToDictionary(r => r.Id);
        var insured = activities.Where(a => rules.TryGetValue(InsuranceRules.IdOf(a.CampaignId, a.MunicipalityCode), out var r) && r.IsTaken).Select(a => a.Id).ToList();
        var lists = (await session.LoadManyAsync<InsuredList>(cancellationToken, [.. insured])).ToDictionary(l => l.Id);
        var places = (await participation.SignUpsOfOpeningsAsync(insured, cancellationToken)).Where(s => s.State is SignUpState.Confirmed).ToLookup(s => s.OpeningId, s => s.PersonId);
        var names = (await session.LoadManyAsync<Helper>(cancellationToken, [.. places.SelectMany(p => p).Distinct()])).ToDictionary(h => h.Id, h => h.Name);
        return [.. activities.Select(a => Of(a, rules.GetValueOrDefault(InsuranceRules.IdOf(a.CampaignId, a.MunicipalityCode)), lists.GetValueOrDefault(a.Id), places[a.Id], names))];
    }

    private static ActivityInsurance Of(Activity activity, InsuranceRules? rules, InsuredList? list, IEnumerable<Guid> helpers, Dictionary<Guid, string> names)
    {
        var known = (list?.Helpers ?? []).ToDictionary(h => h.AccountId);
        IReadOnlyList<Insured> people =
        [
            .. (list?.Members ?? []).Select(m => new Insured(null, m.Name, m.Detail, m.Cutters)),
            .. helpers.Select(h => new Insured(h, names.GetValueOrDefault(h) ?? "", known.GetValueOrDefault(h)?.Detail ?? "", known.GetValueOrDefault(h)?.Cutters ?? false)),
        ];
        List<LocalizedText> lacks = [];
        if (list is not { HandedIn: true }) lacks.Add(new("代表者が、名簿がそろったことを知らせていません。", "The leader has not said that the list is whole."));
        if (people.Count(p => p.Name.Length == 0) is > 0 and var nameless) lacks.Add(new($"名前のわからない人が {nameless} 人います。", $"The names of {nameless} are not known."));
        if (rules is { Detail.Length: > 0 } && people.Count(p => p.Detail.Length == 0) is > 0 and var without)
            lacks.Add(new($"「{rules.Detail}」のない人が {without} 人います。", $"“{rules.Detail}” is missing for {without}."));
        if (activity.Cutters && people.Count > 0 && !people.Any(p => p.Cutters)) lacks.Add(new("刈払機などを使う人がわかりません。", "It is not known who uses the powered cutters."));
        if (rules is { IsTaken: true, CutterPlan.Length: 0 } && people.Count(p => p.Cutters) is > 0 and var uncovered)
            lacks.Add(new($"刈払機などを使う {uncovered} 人のためのプランがありません。", $"There is no plan for the {uncovered} who use powered cutters."));
        return new(activity, rules, people, list?.HandedIn == true, lacks);
    }
}
