using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>A consultation on which no member of staff is named any more is given to somebody (担当のいない相談の引継ぎ).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="ReaderId">Who goes on with it.</param>
/// <param name="Office">Who gives it to them.</param>
[MessageIdentity("community-business.assign-case.v1")]
[NoNewEntries("gives what is under way to who goes on with it")]
public sealed record AssignCase(Guid? CaseId, Guid? ReaderId, OfficePowers Office);

/// <summary>Names them.</summary>
public static class AssignCaseHandler
{
    /// <summary>Only what nobody of the staff answers for, and only to staff; who assigns it does not see it by that. The audit log has it first.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AssignCase command, IDocumentSession session, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (now, by) = (clock.GetUtcNow(), command.Office.By);
        if (!command.Office.ForProgram) return (CommandAnswer.Unknown, []);
        if (command.CaseId is not { } id) return (CommandAnswer.Invalid(new(nameof(command.CaseId), new("相談を選んでください。", "Choose the consultation."))), []);
        if (await session.LockAsync<ConsultationCase>(id, cancellationToken) is not { Entries.Count: > 0 } found || !command.Office.Covers(found.MunicipalityCode)) return (CommandAnswer.Unknown, []);
        if (found.Readers.Any(r => r.AccountId == command.ReaderId && r.AddedBy.AccountId == by.AccountId && r.Reason == ReaderReason.TakesOver)) return (CommandAnswer.Done, []);
        var all = await CaseWork.StaffAsync(staff, by.AccountId, cancellationToken);
        if (all.Any(s => found.IsKnownTo(s.AccountId))) return (CommandAnswer.Unknown, []);
        if (all.FirstOrDefault(s => s.AccountId == command.ReaderId) is not { } colleague) return (CommandAnswer.Invalid(new(nameof(command.ReaderId), new("職員を選んでください。", "Choose a colleague."))), []);
        await audit.RecordAsync(new(by.AccountId, "community-business.case.assigned", [found.Id, colleague.AccountId], $"{found.Id} {ReaderReason.TakesOver}"), cancellationToken);
        // Who was named and is staff no more does not come back to it with another office.
        found.Readers = [new(colleague.AccountId, colleague.Name, ReaderReason.TakesOver, now, by)];
        session.Store(found);
        return (CommandAnswer.Done, colleague.AccountId == by.AccountId ? [] :
        [
            new NoticeIssued(FactId.Of($"community-business.case-assigned|{found.Id:N}|{now.UtcTicks}|{colleague.AccountId:N}"), colleague.AccountId, new("相談の担当になりました", "A consultation was given to you"),
                new("担当のいない相談を引き継ぎます。内容をごらんください。", "You take over a consultation that nobody answers for. See what it is about."), $"/staff/community-business/consultations/{found.Id}", now, MailKinds.Ventures),
        ]);
    }
}
