using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Insurance;

/// <summary>
/// Who of a group takes part in an activity (保険の名簿), for the event policy only. It is removed some days after the activity. Helpers
/// who signed up are on the list by themselves; here stands only what the leader adds about them.
/// </summary>
public sealed class InsuredList
{
    /// <summary>The activity's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The day of the activity, as it was when the list was last looked after.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Those of the group.</summary>
    public List<InsuredMember> Members { get; set; } = [];

    /// <summary>What is known of helpers.</summary>
    public List<InsuredHelper> Helpers { get; set; } = [];

    /// <summary>Whether the leader said that it is whole.</summary>
    public bool HandedIn { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>A person of the group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Detail">What the insurer asks beside; may be empty.</param>
/// <param name="Cutters">Whether the person uses powered cutters.</param>
public sealed record InsuredMember(string Name, string Detail, bool Cutters);

/// <summary>What the leader says of a helper.</summary>
/// <param name="AccountId">The helper.</param>
/// <param name="Detail">What the insurer asks beside the name; may be empty.</param>
/// <param name="Cutters">Whether the person uses powered cutters.</param>
public sealed record InsuredHelper(Guid AccountId, string Detail, bool Cutters);

/// <summary>The leader says who takes part (保険の名簿を出す).</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Members">Those of the group.</param>
/// <param name="Helpers">What is to be known of helpers.</param>
/// <param name="HandedIn">Whether the list is whole.</param>
/// <param name="AccountId">Who says so.</param>
[MessageIdentity("clean-up.save-insured-list.v1")]
[NoNewEntries("who takes part in what was accepted is insured whatever is switched on")]
public sealed record SaveInsuredList(Guid ActivityId, IReadOnlyList<InsuredMember> Members, IReadOnlyList<InsuredHelper> Helpers, bool HandedIn, Guid AccountId)
{
    internal const int Most = 2_000, LongestName = 60, LongestDetail = 120;

    internal IEnumerable<Flaw> Flaws()
    {
        if (Members.Count > Most) yield return new(nameof(Members), new($"{Most:#,0} 人までです。", $"Up to {Most:#,0} people."));
        if (HandedIn && Members.Count == 0) yield return new(nameof(Members), new("参加する人の名前を入力してください。", "Enter the names of those who take part."));
        foreach (var (member, row) in Members.Select((m, i) => (m, i + 1)))
        {
            var name = Flaw.OfText(member.Name, nameof(Members), LongestName).Concat(Flaw.OfText(member.Detail, nameof(Members), LongestDetail, required: false)).FirstOrDefault();
            if (name.Field is null) continue;
            yield return new(nameof(Members), new($"{row} 人目：{name.Problem.Ja}", $"Person {row}: {name.Problem.En}"));
        }

        foreach (var helper in Helpers)
            foreach (var flaw in Flaw.OfText(helper.Detail, nameof(Helpers), LongestDetail, required: false)) yield return flaw;
    }
}

/// <summary>Keeps the list.</summary>
public static class SaveInsuredListHandler
{
    /// <summary>Only for what the office insures and what has not begun; only the leader.</summary>
    public static async Task<CommandAnswer> Handle(SaveInsuredList command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(command.ActivityId, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId
            || await session.LoadAsync<InsuranceRules>(InsuranceRules.IdOf(activity.CampaignId, activity.MunicipalityCode), cancellationToken) is not { IsTaken: true }) return CommandAnswer.Unknown;
        if (!activity.IsLive)
            return CommandAnswer.Refused("not-live", "この活動は行われないため、名簿はいりません。", "This activity does not take place and needs no list.");
        var now = clock.GetUtcNow();
        if (activity.Starts <= now) return CommandAnswer.Refused("begun", "始まった活動の名簿は変えられません。市町の窓口にご連絡ください。", "It has begun. Please call the municipality.");
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (!activity.Cutters && (command.Members.Any(m => m.Cutters) || command.Helpers.Any(h => h.Cutters)))
            return CommandAnswer.Refused("no-cutters", "刈払機などを使わない計画になっています。市町の窓口にご連絡ください。", "The plan says that no powered cutters are used. Please call the municipality.", nameof(command.Members));
        session.Store(new InsuredList
        {
            Id = activity.Id, Day = activity.Day, At = now, HandedIn = command.HandedIn,
            Members = [.. command.Members.Select(m => new InsuredMember(m.Name.Trim(), m.Detail?.Trim() ?? "", m.Cutters))],
            Helpers = [.. command.Helpers.DistinctBy(h => h.AccountId).Select(h => h with { Detail = h.Detail?.Trim() ?? "" })],
        });
        return CommandAnswer.Done;
    }
}
