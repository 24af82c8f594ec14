using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Staff found a circle, or change what is said of it (輪をつくる・直す).</summary>
/// <param name="Id">The circle.</param>
/// <param name="Name">Its name.</param>
/// <param name="Interests">What it is about.</param>
/// <param name="Municipality">The municipality; stays once it is there.</param>
/// <param name="District">The district; may be empty.</param>
/// <param name="About">What it does; may be empty.</param>
/// <param name="Open">Whether newcomers may ask to join.</param>
/// <param name="InitiativeId">The initiative; stays once it is there.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("senior-engagement.save-circle.v1")]
[NewEntries(Features.Circles)]
public sealed record SaveCircle(Guid Id, string? Name, IReadOnlyList<string>? Interests, string? Municipality, string? District, string? About, bool Open, Guid? InitiativeId, Doer By)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), 40)) yield return flaw;
        if (Interests is not { Count: > 0 } || Interests.Any(k => CardQuestions.Interests.All(o => o.Key != k))) yield return new(nameof(Interests), new("何をする輪か、1 つ以上選んでください。", "Choose at least one thing that it is about."));
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfText(District, nameof(District), 40, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(About, nameof(About), 500, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class SaveCircleHandler
{
    /// <summary>A new one needs the feature; two circles of a municipality never have the same name.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveCircle command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        var roster = await CircleRoster.HoldAsync(session, command.Id, cancellationToken);
        if (roster is { Circle.State: CircleState.Closed }) return (CircleAnswers.Closed, []);
        if (roster is null && !await gates.IsOnAsync(Features.Circles, FiscalYear.Of(now), command.InitiativeId)) return (CommandAnswer.Off, []);
        var circle = roster?.Circle ?? new Circle
        {
            Id = command.Id, MunicipalityCode = Municipality.ByCode(command.Municipality)!.Code6, InitiativeId = command.InitiativeId, FoundedBy = command.By, FoundedAt = now,
        };
        var key = Circle.KeyOf(circle.MunicipalityCode, command.Name!);
        await session.TakeTurnsAsync($"circle-name|{key}", cancellationToken);
        if (await session.Query<Circle>().AnyAsync(c => c.Key == key && c.Id != command.Id, cancellationToken))
            return (CommandAnswer.Refused("name-taken", "この市町には、同じ名前の輪がもうあります。", "There is a circle of this name in the municipality already.", nameof(command.Name)), []);
        (circle.Name, circle.Interests, circle.District, circle.About, circle.Open, circle.Key) =
            (command.Name!.Trim(), [.. command.Interests!.Distinct()], command.District?.Trim() ?? "", command.About?.Trim() ?? "", command.Open, key);
        session.Store(circle);
        return (CommandAnswer.Done, roster is null ? [] : [new TellCircle(circle.Id)]);
    }
}

/// <summary>Staff name who leads a circle (世話役を決める), with that person's word.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">A member.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("senior-engagement.name-leader.v1")]
[NoNewEntries("settles what exists")]
public sealed record NameLeader(Guid CircleId, Guid HolderId, Doer By);

/// <summary>Names them.</summary>
public static class NameLeaderHandler
{
    /// <summary>Only a member. The person is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(NameLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { Circle.State: CircleState.Active } roster) return (CommandAnswer.Unknown, []);
        if (!roster.IsMember(command.HolderId) || await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder)
            return (CommandAnswer.Refused("no-member", "世話役は、輪の会員から選びます。", "A member of the circle leads it.", nameof(command.HolderId)), []);
        if (roster.Circle.LeaderId == holder.Id) return (CommandAnswer.Done, []);
        (roster.Circle.LeaderId, roster.Circle.LeadOfferedTo) = (holder.Id, null);
        roster.Keep(JapanTime.DayOf(now));
        session.Store(CardEntry.Of(holder, command.By, ActingAs.Staff, EntryKind.LedCircle, now));
        return (CommandAnswer.Done, holder.AccountId is { } account ? [CircleNotices.Leads(roster.Circle, account, now)] : []);
    }
}

/// <summary>Staff propose to the members of a circle to go along to another one (合流の提案), or take the proposal back.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="Into">The other one; null takes the proposal back.</param>
[MessageIdentity("senior-engagement.propose-merge.v1")]
[NoNewEntries("settles what exists")]
public sealed record ProposeMerge(Guid CircleId, Guid? Into);

/// <summary>Proposes it.</summary>
public static class ProposeMergeHandler
{
    /// <summary>Both are there. Nobody is moved by it: each member answers.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ProposeMerge command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (command.Into == command.CircleId) return (CommandAnswer.Unknown, []);
        var (roster, into) = command.Into is { } other ? await CircleRoster.HoldAsync(session, command.CircleId, other, cancellationToken) : (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken), null);
        if (roster is not { Circle.State: CircleState.Active } || (command.Into is not null && into is not { Circle: { State: CircleState.Active, MergeInto: null } })) return (CommandAnswer.Unknown, []);
        if (roster.Circle.MergeInto == command.Into) return (CommandAnswer.Done, []);
        roster.Circle.MergeInto = command.Into;
        foreach (var member in roster.All.Where(m => m.Stays))
        {
            member.Stays = false;
            session.Store(member);
        }

        roster.Keep(JapanTime.DayOf(now));
        return (CommandAnswer.Done, into is null ? [] : await CircleNotices.ToMembersAsync(session, roster, a => CircleNotices.Merge(roster.Circle, into.Circle, a, now), cancellationToken));
    }
}

/// <summary>A member goes along to the other circle, or does not want to (合流の返事).</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">The member.</param>
/// <param name="Goes">Whether the person goes along.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.answer-merge.v1")]
[NoNewEntries("settles what exists")]
public sealed record AnswerMerge(Guid CircleId, Guid HolderId, bool Goes, Doer By, ActingAs As);

/// <summary>Moves who agrees.</summary>
public static class AnswerMergeHandler
{
    /// <summary>Who agrees is a member of the other one at once. When all have gone, the circle is closed.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerMerge command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (await session.LoadAsync<Circle>(command.CircleId, cancellationToken) is not { MergeInto: { } target }) return (CommandAnswer.Unknown, []);
        var (roster, into) = await CircleRoster.HoldAsync(session, command.CircleId, target, cancellationToken);
        if (roster is not { Circle: { State: CircleState.Active, MergeInto: { } still } } || still != target || roster.Find(holder.Id) is not { State: MemberState.Member } member) return (CommandAnswer.Unknown, []);
        if (!command.Goes)
        {
            member.Stays = true;
            session.Store(member);
            return (CommandAnswer.Done, []);
        }

        if (into is not { Circle.State: CircleState.Active }) return (CircleAnswers.Closed, []);
        if (into.Find(holder.Id)?.State != MemberState.Member) into.Put(holder.Id, MemberState.Member, "", today);
        roster.Remove(holder.Id, today);
        OutgoingMessages outgoing = [new LeaveMeetings(roster.Circle.Id, holder.Id)];
        if (!roster.Members.Any())
        {
            roster.Close($"「{into.Circle.Name}」に合流しました。", today);
            outgoing.Add(new EndMeetings(roster.Circle.Id));
        }

        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.JoinedCircle, now));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>Staff close a circle (輪を終える).</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="Reason">Why; members read it.</param>
[MessageIdentity("senior-engagement.close-circle.v1")]
[NoNewEntries("ends what exists")]
public sealed record CloseCircle(Guid CircleId, string? Reason);

/// <summary>Closes it.</summary>
public static class CloseCircleHandler
{
    /// <summary>Its meetings to come are called off; members are told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CloseCircle command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { } roster) return (CommandAnswer.Unknown, []);
        if (roster.Circle.State == CircleState.Closed) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        OutgoingMessages outgoing = await CircleNotices.ToMembersAsync(session, roster, a => CircleNotices.Closed(roster.Circle, command.Reason!.Trim(), a, now), cancellationToken);
        roster.Close(command.Reason!.Trim(), JapanTime.DayOf(now));
        outgoing.Add(new EndMeetings(roster.Circle.Id));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>Answers that several commands give.</summary>
internal static class CircleAnswers
{
    public static CommandAnswer Closed { get; } = CommandAnswer.Refused("circle-closed", "この輪は終わりました。", "This circle is over.");
}
