using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>A team says how it met a condition (条件の履行の報告).</summary>
/// <param name="Id">The application.</param>
/// <param name="ConditionId">The condition.</param>
/// <param name="Evidence">What was done.</param>
/// <param name="By">Who says so.</param>
[MessageIdentity("community-business.answer-condition.v1")]
[NoNewEntries("goes on with what was granted")]
public sealed record AnswerCondition(Guid Id, Guid ConditionId, string? Evidence, Doer By);

/// <summary>Notes it.</summary>
public static class AnswerConditionHandler
{
    /// <summary>As often as it is asked, until staff looked at it.</summary>
    public static async Task<CommandAnswer> Handle(AnswerCondition command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found || found.Application.Conditions.FirstOrDefault(c => c.Id == command.ConditionId) is not { } condition) return CommandAnswer.Unknown;
        var application = found.Application;
        if (!condition.IsOpen || !application.IsOpen) return MoneyWork.NotNow(application);
        foreach (var flaw in Flaw.OfText(command.Evidence, nameof(command.Evidence), VentureWork.LongestReason, lines: true)) return CommandAnswer.Invalid(flaw);
        Put(application, condition with { Evidence = VentureWork.Tidy(command.Evidence), SaidAt = now });
        MoneyWork.Note(application, MoneyEvent.ConditionSaid, condition.Text, null, command.By, now);
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return CommandAnswer.Done;
    }

    internal static void Put(MoneyApplication application, Condition condition) => application.Conditions = [.. application.Conditions.Select(c => c.Id == condition.Id ? condition : c)];
}

/// <summary>Staff look whether a condition is met (条件の履行の確認).</summary>
/// <param name="Id">The application.</param>
/// <param name="ConditionId">The condition.</param>
/// <param name="Met">Whether it is.</param>
/// <param name="Words">What was looked at, or what is missing.</param>
/// <param name="Office">Who looked.</param>
[MessageIdentity("community-business.check-condition.v1")]
[NoNewEntries("goes on with what was granted")]
public sealed record CheckCondition(Guid Id, Guid ConditionId, bool? Met, string? Words, OfficePowers Office);

/// <summary>Notes it.</summary>
public static class CheckConditionHandler
{
    /// <summary>Once; what is broken may be followed by money that is demanded back.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CheckCondition command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found || found.Application.Conditions.FirstOrDefault(c => c.Id == command.ConditionId) is not { } condition) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (!condition.IsOpen || !application.IsOpen) return (MoneyWork.NotNow(application), []);
        if (command.Met is not { } met) return (CommandAnswer.Invalid(new(nameof(command.Met), new("守られたかどうかを選んでください。", "Choose whether it is met."))), []);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        AnswerConditionHandler.Put(application, condition with { Met = met, Words = VentureWork.Tidy(command.Words), Checked = by, CheckedAt = now });
        MoneyWork.Note(application, met ? MoneyEvent.ConditionMet : MoneyEvent.ConditionBroken, condition.Text, null, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, met ? new("条件を確認しました", "A condition was found met") : new("条件について、ごらんください", "See about a condition"), by, now)]);
    }
}
