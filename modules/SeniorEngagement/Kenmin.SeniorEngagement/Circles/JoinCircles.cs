using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Somebody would like to belong to a circle (参加の申込); staff put people in at once.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">The person.</param>
/// <param name="Note">A word to the leader; may be empty.</param>
/// <param name="By">Who asks.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.join-circle.v1")]
[NewEntries(Features.Circles)]
public sealed record JoinCircle(Guid CircleId, Guid HolderId, string? Note, Doer By, ActingAs As);

/// <summary>Keeps the wish.</summary>
public static class JoinCircleHandler
{
    /// <summary>Nobody is a member twice, however often it is asked. The leader is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JoinCircle command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 100, required: false)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { } roster) return (CommandAnswer.Unknown, []);
        var circle = roster.Circle;
        if (roster.Find(holder.Id) is { } known && (known.State == MemberState.Member || command.As != ActingAs.Staff)) return (CommandAnswer.Done, []);
        if (circle.State == CircleState.Closed) return (CircleAnswers.Closed, []);
        if (!await gates.IsOnAsync(Features.Circles, FiscalYear.Of(now), circle.InitiativeId)) return (CommandAnswer.Off, []);
        if (command.As != ActingAs.Staff && !circle.Open) return (CommandAnswer.Refused("not-open", "この輪は、いま新しい人を募集していません。", "This circle takes no newcomers at present."), []);
        if (roster.Members.Count() >= CircleRules.MostMembers) return (CommandAnswer.Refused("full", $"この輪は {CircleRules.MostMembers} 人に達しました。", $"This circle has reached {CircleRules.MostMembers} members."), []);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return (GuardianRule.Refusal, []);
        roster.Put(holder.Id, command.As == ActingAs.Staff ? MemberState.Member : MemberState.Asked, command.Note?.Trim() ?? "", today);
        session.Store(CardEntry.Of(holder, command.By, command.As, command.As == ActingAs.Staff ? EntryKind.JoinedCircle : EntryKind.AskedCircle, now));
        return (CommandAnswer.Done, command.As != ActingAs.Staff && await session.AccountOfAsync(circle.LeaderId, cancellationToken) is { } leader ? [CircleNotices.Asked(circle, holder.Id, leader, now)] : []);
    }
}

/// <summary>The leader, or staff, answer who asked to join (申込への返事).</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">Who asked.</param>
/// <param name="Takes">Whether the person is taken.</param>
/// <param name="By">Who answers.</param>
/// <param name="As">As what: the leader, for the leader, or staff.</param>
[MessageIdentity("senior-engagement.answer-join.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerJoin(Guid CircleId, Guid HolderId, bool Takes, Doer By, ActingAs As);

/// <summary>Answers.</summary>
public static class AnswerJoinHandler
{
    /// <summary>Who asked is told, either way; a wish that was taken back meanwhile is none.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerJoin command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        // Who leads is held before the circle: those who act for a person come before circles everywhere.
        if (await session.LoadAsync<Circle>(command.CircleId, cancellationToken) is not { State: CircleState.Active } before || !await session.LeadsAsync(before, command.By, command.As, today, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { Circle.State: CircleState.Active } roster || roster.Circle.LeaderId != before.LeaderId) return (CommandAnswer.Unknown, []);
        if (roster.Find(command.HolderId) is not { } member) return (CommandAnswer.Refused("taken-back", "この申込は取り下げられました。", "The person took it back."), []);
        if (member.State == MemberState.Member) return (CommandAnswer.Done, []);
        if (await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder) return (CommandAnswer.Unknown, []);
        if (command.Takes) roster.Put(holder.Id, MemberState.Member, "", today);
        else roster.Remove(holder.Id, today);
        return (CommandAnswer.Done, holder.AccountId is { } account ? [CircleNotices.Answered(roster.Circle, command.Takes, account, now)] : []);
    }
}

/// <summary>Somebody leaves a circle, or takes back that they asked to join (輪を離れる). Nobody is told.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">The person.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.leave-circle.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record LeaveCircle(Guid CircleId, Guid HolderId, Doer By, ActingAs As);

/// <summary>Takes the person out.</summary>
public static class LeaveCircleHandler
{
    /// <summary>At once, and as often as it is asked. Places at meetings to come are given back. When too few are left, staff find it on their list.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(LeaveCircle command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { } roster) return (CommandAnswer.Unknown, []);
        if (roster.Find(holder.Id) is null) return (CommandAnswer.Done, []);
        roster.Remove(holder.Id, today);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.LeftCircle, now));
        return (CommandAnswer.Done, [new LeaveMeetings(roster.Circle.Id, holder.Id)]);
    }
}

/// <summary>The leader would like to hand over to a member (世話役の引継ぎの申出), or takes that back.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="To">The member; null takes it back.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.offer-lead.v1")]
[NoNewEntries("settles what exists")]
public sealed record OfferLead(Guid CircleId, Guid? To, Doer By, ActingAs As);

/// <summary>Asks the member.</summary>
public static class OfferLeadHandler
{
    /// <summary>Until the member agrees the leader stays.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(OfferLead command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (await session.LoadAsync<Circle>(command.CircleId, cancellationToken) is not { State: CircleState.Active } before || !await session.LeadsAsync(before, command.By, command.As, today, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { Circle.State: CircleState.Active } roster || roster.Circle.LeaderId != before.LeaderId) return (CommandAnswer.Unknown, []);
        if (command.To is { } to && (!roster.IsMember(to) || to == roster.Circle.LeaderId))
            return (CommandAnswer.Refused("no-member", "ほかの会員から選んでください。", "Choose another member.", nameof(command.To)), []);
        if (roster.Circle.LeadOfferedTo == command.To) return (CommandAnswer.Done, []);
        roster.Circle.LeadOfferedTo = command.To;
        roster.Keep(today);
        return (CommandAnswer.Done, await session.AccountOfAsync(command.To, cancellationToken) is { } account ? [CircleNotices.LeadOffered(roster.Circle, account, now)] : []);
    }
}

/// <summary>The member agrees to lead, or does not (引継ぎの返事).</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">The member.</param>
/// <param name="Takes">Whether the person agrees.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.answer-lead.v1")]
[NoNewEntries("settles what exists")]
public sealed record AnswerLead(Guid CircleId, Guid HolderId, bool Takes, Doer By, ActingAs As);

/// <summary>Hands over.</summary>
public static class AnswerLeadHandler
{
    /// <summary>Only who was asked, and while it is offered. Who led is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerLead command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (await CircleRoster.HoldAsync(session, command.CircleId, cancellationToken) is not { Circle.State: CircleState.Active } roster) return (CommandAnswer.Unknown, []);
        var circle = roster.Circle;
        if (circle.LeaderId == holder.Id && command.Takes) return (CommandAnswer.Done, []);
        if (circle.LeadOfferedTo != holder.Id || !roster.IsMember(holder.Id))
            return (CommandAnswer.Refused("not-offered", "世話役の引継ぎの申し出は、もうありません。", "Nobody offers to hand over any more."), []);
        var led = await session.AccountOfAsync(circle.LeaderId, cancellationToken);
        if (command.Takes)
        {
            circle.LeaderId = holder.Id;
            session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.LedCircle, now));
        }

        circle.LeadOfferedTo = null;
        roster.Keep(today);
        return (CommandAnswer.Done, led is { } account ? [CircleNotices.LeadAnswered(circle, command.Takes, account, now)] : []);
    }
}
