using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>Staff of the city agree to what a group asked for, or do not (合意・見送り).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="Agree">Whether the city agrees.</param>
/// <param name="Until">The last day that is agreed on; null for the one that was asked for.</param>
/// <param name="Gives">What the city gives.</param>
/// <param name="Reason">Why not; the leader reads it.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.decide-adoption.v1")]
[NoNewEntries("decides about what was asked for")]
public sealed record DecideAdoption(Guid Id, bool Agree, DateOnly? Until, string? Gives, string? Reason, Doer By);

/// <summary>Decides, and tells the leader.</summary>
public static class DecideAdoptionHandler
{
    internal const int LongestReason = 300;

    /// <summary>Decided twice alike, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideAdoption command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Adoption>(command.Id, cancellationToken) is not { } adoption) return (CommandAnswer.Unknown, []);
        if (adoption.State == (command.Agree ? AdoptionState.Agreed : AdoptionState.Declined)) return (CommandAnswer.Done, []);
        if (adoption.State != AdoptionState.Asked) return (CommandAnswer.Refused("not-asked", "この申込は、いま決定を待っていません。", "This does not wait for a decision."), []);
        var now = clock.GetUtcNow();
        if (command.Agree)
        {
            foreach (var flaw in Flaw.OfText(command.Gives, nameof(command.Gives), 500, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
            // Who was kept waiting begins today.
            if (adoption.From < JapanTime.DayOf(now)) adoption.From = JapanTime.DayOf(now);
            foreach (var flaw in AskAdoption.OfLastDay(command.Until ?? adoption.Until, nameof(command.Until), adoption.From)) return (CommandAnswer.Invalid(flaw), []);
            (adoption.State, adoption.Until, adoption.Gives, adoption.Reason) = (AdoptionState.Agreed, command.Until ?? adoption.Until, command.Gives?.Trim() ?? "", "");
        }
        else
        {
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
            (adoption.State, adoption.Reason) = (AdoptionState.Declined, command.Reason!.Trim());
        }

        (adoption.DecidedAt, adoption.DecidedBy) = (now, command.By);
        adoption.Reckon(await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return (CommandAnswer.Done, await CareNotice.OfAsync(session, adoption, "decided", now, command.Agree
            ? (new("アダプト（里親）が決まりました", "Your group's care of a place was agreed"),
                new($"{adoption.From:yyyy-MM-dd} から {adoption.Until:yyyy-MM-dd} まで、{adoption.Frequency.Name.Ja}の清掃をお願いします。", $"From {adoption.From:yyyy-MM-dd} to {adoption.Until:yyyy-MM-dd}; {adoption.Frequency.Name.En.ToLowerInvariant()}."))
            : (new("アダプト（里親）の申込が見送られました", "Your group's care of a place was not agreed"),
                new($"理由：{adoption.Reason} 内容を直して、もう一度申し込むことができます。", $"Reason: {adoption.Reason} You can change it and ask again.")), MailKinds.CareDecided, cancellationToken));
    }
}

/// <summary>Staff renew an agreement that runs, whether the leader asked or not, or decline the renewal (更新する・更新しない).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="Until">The new last day; null when it is not renewed.</param>
/// <param name="Reason">Why it is not renewed; the leader reads it.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.renew-adoption.v1")]
[NoNewEntries("decides about an agreement that exists")]
public sealed record RenewAdoption(Guid Id, DateOnly? Until, string? Reason, Doer By);

/// <summary>Decides, and tells the leader.</summary>
public static class RenewAdoptionHandler
{
    /// <summary>Renewed twice alike, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RenewAdoption command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Adoption>(command.Id, cancellationToken) is not { } adoption) return (CommandAnswer.Unknown, []);
        if (!adoption.IsAgreed) return (CareAnswers.NotAgreed, []);
        var now = clock.GetUtcNow();
        if (command.Until is { } until)
        {
            if (until == adoption.Until) return (CommandAnswer.Done, []);
            foreach (var flaw in AskAdoption.OfLastDay(until, nameof(command.Until), adoption.Until)) return (CommandAnswer.Invalid(flaw), []);
            if (until < JapanTime.DayOf(now)) return (CommandAnswer.Invalid(new(nameof(command.Until), new("今日以降の日にしてください。", "Choose today or a later day."))), []);
            adoption.Until = until;
        }
        else
        {
            if (adoption.RenewalAsked is null) return (CommandAnswer.Refused("not-asked", "更新は申し込まれていません。", "No renewal was asked for."), []);
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), DecideAdoptionHandler.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        }

        (adoption.RenewalAsked, adoption.DecidedAt, adoption.DecidedBy) = (null, now, command.By);
        adoption.Reckon(await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return (CommandAnswer.Done, await CareNotice.OfAsync(session, adoption, "renewed", now, command.Until is { } last
            ? (new("アダプト（里親）が更新されました", "Your group's care of a place was renewed"), new($"{last:yyyy-MM-dd} まで続きます。", $"It goes on until {last:yyyy-MM-dd}."))
            : (new("アダプト（里親）は更新されません", "Your group's care of a place is not renewed"), new($"理由：{command.Reason}　{adoption.Until:yyyy-MM-dd} に終わります。", $"Reason: {command.Reason} It ends on {adoption.Until:yyyy-MM-dd}.")), MailKinds.CareDecided, cancellationToken));
    }
}

/// <summary>Either side ends an agreement, or takes back what was asked (終了する・取り下げる).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="Reason">Why; the other side reads it.</param>
/// <param name="LeaderId">The leader's account; null when staff end it.</param>
/// <param name="Staff">The member of staff; null when the leader ends it.</param>
[MessageIdentity("clean-up.end-adoption.v1")]
[NoNewEntries("what exists can always be ended")]
public sealed record EndAdoption(Guid Id, string? Reason, Guid? LeaderId, Doer? Staff);

/// <summary>Ends it today.</summary>
public static class EndAdoptionHandler
{
    /// <summary>Ended twice, nothing more happens; what was done stays.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(EndAdoption command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = command.LeaderId is { } leader ? await session.OwnAdoptionAsync(command.Id, leader, cancellationToken)
            : command.Staff is null ? null : await session.LockAsync<Adoption>(command.Id, cancellationToken);
        if (found is not { } adoption) return (CommandAnswer.Unknown, []);
        if (adoption.State == AdoptionState.Ended) return (CommandAnswer.Done, []);
        if (command.Staff is not null && !adoption.IsAgreed) return (CareAnswers.NotAgreed, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), DecideAdoptionHandler.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        adoption.End(command.Staff is null ? AdoptionEnd.Group : AdoptionEnd.Office, command.Reason!.Trim(), JapanTime.DayOf(now));
        if (command.Staff is not null) (adoption.DecidedAt, adoption.DecidedBy) = (now, command.Staff);
        session.Store(adoption);
        return (CommandAnswer.Done, command.Staff is null ? [] : await CareNotice.OfAsync(session, adoption, "ended", now,
            (new("アダプト（里親）が終了しました", "Your group's care of a place was ended"), new($"理由：{adoption.Reason}", $"Reason: {adoption.Reason}")), MailKinds.CareDecided, cancellationToken));
    }
}

/// <summary>Staff talked with a group that has not cleaned for long, and agreed on a day (休止状態のグループと話し合う).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="Until">By when the next clean-up is to be done.</param>
/// <param name="Note">What was said, for staff.</param>
/// <param name="By">Who talked.</param>
[MessageIdentity("clean-up.record-care-talk.v1")]
[NoNewEntries("about an agreement that exists")]
public sealed record RecordCareTalk(Guid Id, DateOnly? Until, string? Note, Doer By);

/// <summary>Keeps what was agreed.</summary>
public static class RecordCareTalkHandler
{
    /// <summary>The next clean-up is due on that day; the first one after makes the frequency count again.</summary>
    public static async Task<CommandAnswer> Handle(RecordCareTalk command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Adoption>(command.Id, cancellationToken) is not { } adoption) return CommandAnswer.Unknown;
        if (!adoption.IsAgreed) return CareAnswers.NotAgreed;
        var now = clock.GetUtcNow();
        if (command.Until is not { } until || until < JapanTime.DayOf(now) || until > JapanTime.DayOf(now).AddYears(1))
            return CommandAnswer.Invalid(new(nameof(command.Until), new("今日から 1 年以内の日を入力してください。", "Enter a day within a year from today.")));
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 500, lines: true)) return CommandAnswer.Invalid(flaw);
        (adoption.TalkedUntil, adoption.TalkNote, adoption.DecidedAt, adoption.DecidedBy) = (until, command.Note!.Trim(), now, command.By);
        adoption.Reckon(await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return CommandAnswer.Done;
    }
}

/// <summary>Notices to a group's leader.</summary>
internal static class CareNotice
{
    /// <summary>The notice; nothing where nobody leads the group any more. The same fact has the same id.</summary>
    public static async Task<OutgoingMessages> OfAsync(
        IQuerySession session, Adoption adoption, string fact, DateTimeOffset at, (LocalizedText Subject, LocalizedText Body) words, string? mail, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Group>(adoption.GroupId, cancellationToken) is not { AccountId: { } leader }) return [];
        var site = (await session.LoadAsync<Site>(adoption.SiteId, cancellationToken))!;
        return
        [
            new NoticeIssued(
                FactId.Of(string.Create(CultureInfo.InvariantCulture, $"clean-up.care|{adoption.Id:N}|{fact}{(fact.Contains('|', StringComparison.Ordinal) ? "" : "|" + at.UtcTicks)}")), leader, words.Subject,
                new($"{site.Name}。{words.Body.Ja}", $"{site.Name}. {words.Body.En}"), $"/clean-up/me/care/{adoption.Id}", at, mail),
        ];
    }
}
