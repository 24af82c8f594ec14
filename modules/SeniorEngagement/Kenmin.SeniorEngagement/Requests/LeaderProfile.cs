using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>A licensed leader agreed to be proposed to schools, facilities and circles (活動リーダーの派遣への同意): what they lead, when, how far, and until when.</summary>
public sealed class LeaderProfile
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>What they would lead: answers of the interest card.</summary>
    public IReadOnlyList<string> Interests { get; set; } = [];

    /// <summary>When they could: answers of the interest card; any time when empty.</summary>
    public IReadOnlyList<string> Slots { get; set; } = [];

    /// <summary>How far they would go, in kilometres by the straight line; null for anywhere.</summary>
    public int? Kilometres { get; set; }

    /// <summary>The known place from which that is measured; never the address. Null measures from the town hall.</summary>
    public BasePlace? From { get; set; }

    /// <summary>The telephone for this: only for the side with which it is agreed, until the day after.</summary>
    public string Phone { get; set; } = "";

    /// <summary>What they say of how they lead; may be empty.</summary>
    public string About { get; set; } = "";

    /// <summary>When they agreed.</summary>
    public DateTimeOffset AgreedAt { get; set; }

    /// <summary>The last day for which they are proposed.</summary>
    public DateOnly Until { get; set; }

    /// <summary>When it was ended; null while it was not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who entered it.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>As what.</summary>
    public ActingAs EnteredAs { get; set; }

    internal bool RunsOn(DateOnly day) => EndedAt is null && day <= Until;
}

/// <summary>A leader agrees to be proposed, or changes what was agreed (派遣の登録).</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Interests">What they would lead.</param>
/// <param name="Slots">When they could.</param>
/// <param name="Kilometres">How far they would go; null for anywhere.</param>
/// <param name="From">Where that is measured from, by the position of a known place; may be empty.</param>
/// <param name="Phone">The telephone for this.</param>
/// <param name="About">What they say of how they lead; may be empty.</param>
/// <param name="Until">The last day.</param>
/// <param name="By">Who enters it.</param>
/// <param name="As">As what.</param>
/// <param name="Channel">How the person said so.</param>
[MessageIdentity("senior-engagement.save-leader-profile.v1")]
[NewEntries(Features.Requests)]
public sealed record SaveLeaderProfile(
    Guid HolderId, IReadOnlyList<string>? Interests, IReadOnlyList<string>? Slots, int? Kilometres, string? From, string? Phone, string? About, DateOnly? Until, Doer By, ActingAs As, ConsentChannel Channel)
{
    internal const int LongestMonths = 12;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (Interests is not { Count: > 0 } || Interests.Any(k => CardQuestions.Interests.All(o => o.Key != k))) yield return new(nameof(Interests), new("教えられることを 1 つ以上選んでください。", "Choose at least one thing that you would lead."));
        if (Slots?.Any(k => CardQuestions.Slots.All(o => o.Key != k)) == true) yield return new(nameof(Slots), new("一覧から選んでください。", "Choose from the list."));
        foreach (var flaw in Flaw.OfNumber(Kilometres, nameof(Kilometres), 1, 300)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("決まった相手に伝える電話番号を入力してください。例：083-933-0000", "Enter a telephone for those with whom it is agreed, such as 083-933-0000."));
        foreach (var flaw in Flaw.OfText(About, nameof(About), 200, required: false, lines: true)) yield return flaw;
        if (Until is not { } until || until < today || until > today.AddMonths(LongestMonths)) yield return new(nameof(Until), new($"今日から {LongestMonths} か月後までの日にしてください。", $"Choose a day within {LongestMonths} months from today."));
    }
}

/// <summary>Keeps it.</summary>
public static class SaveLeaderProfileHandler
{
    /// <summary>Only with a licence in force for each thing; the consent goes into the ledger.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveLeaderProfile command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        foreach (var flaw in command.Flaws(today)) return (CommandAnswer.Invalid(flaw), []);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (!await gates.IsOnNowAsync(Features.Requests)) return (CommandAnswer.Off, []);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return (GuardianRule.Refusal, []);
        var may = (await session.LicencesToLeadAsync([holder.Id], cancellationToken)).Where(l => l.RunsOn(today)).SelectMany(l => l.Interests).ToHashSet();
        if (command.Interests!.Any(i => !may.Contains(i)))
            return (CommandAnswer.Invalid(new(nameof(command.Interests), new("有効な資格のあることだけを選べます。", "Choose only what a licence in force is for."))), []);
        var known = await session.LoadAsync<LeaderProfile>(holder.Id, cancellationToken);
        var from = string.IsNullOrEmpty(command.From) ? null : (await session.PlacesNearAsync(holder.MunicipalityCode, cancellationToken)).FirstOrDefault(p => p.Key == command.From) ?? (known?.From?.Key == command.From ? known.From : null);
        if (!string.IsNullOrEmpty(command.From) && from is null) return (CommandAnswer.Invalid(new(nameof(command.From), new("一覧から選んでください。", "Choose from the list."))), []);
        session.Store(new LeaderProfile
        {
            Id = holder.Id, Interests = [.. CardQuestions.Interests.Select(i => i.Key).Where(command.Interests!.Contains)], Slots = [.. CardQuestions.Slots.Select(s => s.Key).Where((command.Slots ?? []).Contains)],
            Kilometres = command.Kilometres, From = from, Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, About = command.About?.Trim() ?? "", AgreedAt = known?.RunsOn(today) == true ? known.AgreedAt : now,
            Until = command.Until!.Value, EnteredBy = command.By, EnteredAs = command.As,
        });
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.LeadingAgreed, now));
        return (CommandAnswer.Done, [holder.Agrees(Purposes.Leading, Purposes.LeadingText, command.Channel, command.By, command.As, now)]);
    }
}

/// <summary>A leader does not want to be proposed any more (派遣の登録の終了).</summary>
/// <param name="HolderId">The person.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.end-leader-profile.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record EndLeaderProfile(Guid HolderId, Doer By, ActingAs As);

/// <summary>Ends it.</summary>
public static class EndLeaderProfileHandler
{
    /// <summary>What was asked and not agreed yet is declined; what is agreed stays until the leader calls it off.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(EndLeaderProfile command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return (answer, []);
        if (await session.LoadAsync<LeaderProfile>(holder.Id, cancellationToken) is not { EndedAt: null } profile) return (CommandAnswer.Done, []);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.LeadingEnded, now));
        OutgoingMessages outgoing = [.. await EndAsync(session, profile, now, cancellationToken)];
        outgoing.Add(new ConsentEnded(Purposes.Leading, holder.Id, command.As.Channel(), command.As.RecordedBy(command.By), now));
        return (CommandAnswer.Done, outgoing);
    }

    /// <summary>Ends it; the ledger is told by the caller, where it does not know yet.</summary>
    internal static async Task<IReadOnlyList<object>> EndAsync(IDocumentSession session, LeaderProfile profile, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (profile.EndedAt, profile.Phone) = (now, "");
        session.Store(profile);
        List<object> outgoing = [];
        foreach (var match in await session.Query<LeaderMatch>().Where(m => m.HolderId == profile.Id && (m.State == LeaderMatchState.Asked || m.State == LeaderMatchState.Offered)).OrderBy(m => m.RequestId).ToListAsync(cancellationToken))
            outgoing.AddRange(await LeaderMatching.DeclineAsync(session, match.RequestId, profile.Id, now, cancellationToken));
        return outgoing;
    }
}
