using System.Globalization;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Opportunities;

/// <summary>What there is to tell of an activity, as it stands: a chance to help, what came of it, and who took part.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Site">Its site.</param>
/// <param name="Group">Its group.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Total">The leader's total, or the last correction of it; null where there is none.</param>
/// <param name="Approved">The individual reports that the leader approved.</param>
internal sealed record ActivityFacts(Activity Activity, Site Site, Group Group, Campaign Campaign, Figures? Total, IReadOnlyCollection<OwnReport> Approved)
{
    private bool IsPublic => Campaign.Published && Activity.State == ActivityState.Accepted;

    private string Href => $"/clean-up/activities/{Activity.Id}";

    private LocalizedText Title => new($"{Site.Name}の清掃（{Group.PublicName.Ja}）", $"Clean-up at {Site.Name} ({Group.PublicName.En})");

    /// <summary>The key of the opportunity among the facts of an activity.</summary>
    public static Guid OpportunityKey { get; } = FactId.Of("clean-up.opportunity");

    /// <summary>The key of the result among the facts of an activity.</summary>
    public static Guid ResultKey { get; } = FactId.Of("clean-up.result");

    /// <summary>The fact that a person took part; the same for ever.</summary>
    public static Guid ParticipationKey(Guid activity, Guid account) => FactId.Of($"clean-up.participation|{activity:N}|{account:N}");

    /// <summary>All of it by key, each with version 0.</summary>
    public IReadOnlyDictionary<Guid, object> All()
    {
        Dictionary<Guid, object> all = [];
        if (Opportunity() is { } opportunity) all[OpportunityKey] = opportunity;
        if (Result() is { } result) all[ResultKey] = result;
        foreach (var participation in Participations()) all[participation.FactId] = participation;
        return all;
    }

    /// <summary>Only what takes helpers is an opportunity; free places are seen on its own page.</summary>
    private OpportunityPublished? Opportunity() => !IsPublic || Activity.HelperPlaces == 0 ? null : new(
        CleanUpModule.Key, Activity.Id, 0, default, new("清掃活動", "Clean-up"), Title,
        new($"{Campaign.Name.Ja}　{SiteKinds.NameOf(Site.Kind).Ja}　{Activity.Note}", $"{Campaign.Name.En}. {SiteKinds.NameOf(Site.Kind).En}. {Activity.Note}"),
        Activity.Starts, Activity.Ends, Activity.MunicipalityCode, Activity.MeetingPlace, Site.Shape.Pin, Activity.HelperPlaces, Href, Campaign.InitiativeId, Campaign.FiscalYear,
        Suitability.NotKnown);

    private ResultPublished? Result()
    {
        var counts = Total ?? (Approved.Count == 0 ? null : Figures.Sum(Approved.Select(r => r.Figures)));
        if (!IsPublic || counts is null) return null;
        List<ResultFigure> figures = [Of("参加者", "People", counts.People, "人", ""), Of("ごみ袋", "Bags", counts.BurnableBags + counts.OtherBags, "袋", "")];
        if (counts.KgWeighed is { } kg) figures.Add(Of("重さ（計量）", "Weighed", kg, "kg", " kg"));
        return new(CleanUpModule.Key, Activity.Id, 0, figures, Href);
    }

    /// <summary>
    /// Helpers whose own report the leader approved, and the leader once there is a result. Who has only a place was perhaps not there: a
    /// total says how many came, and not who.
    /// </summary>
    private IEnumerable<ParticipationRecorded> Participations()
    {
        if (Activity.State != ActivityState.Accepted) yield break;
        foreach (var report in Approved)
            if (report.AccountId is { } helper && helper != Group.AccountId)
                yield return Participation(helper, new("参加者", "Helper"), report.Figures.PersonMinutes, ProofLevel.Confirmed);
        // How long the leader was there is not asked; the mean of all who came is the nearest thing, and it is the leader's own word.
        if (Group.AccountId is { } leader && Total is { People: > 0 } total)
            yield return Participation(leader, new("代表者", "Leader"), total.PersonMinutes / total.People, ProofLevel.Stated);
    }

    private ParticipationRecorded Participation(Guid account, LocalizedText role, int minutes, ProofLevel proof) => new(
        CleanUpModule.Key, ParticipationKey(Activity.Id, account), 0, account, Activity.Id, Title, role, Activity.Day, minutes, Activity.MunicipalityCode, Site.Name, Campaign.FiscalYear, proof, Href);

    private static ResultFigure Of(string ja, string en, decimal value, string unitJa, string unitEn)
    {
        var text = value.ToString("#,0.###", CultureInfo.InvariantCulture);
        return new(new(ja, en), new(text + unitJa, text + unitEn));
    }
}
