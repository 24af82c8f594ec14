using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Asking;

/// <summary>Asks everybody of a festival whose form left open whether they stay. Repeating it asks nobody twice.</summary>
/// <param name="RunId">The act's id, given by the caller: the same id is the same act.</param>
/// <param name="Festival">The festival's name.</param>
/// <param name="AnswerBy">The last day for an answer, after today.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.ask-all-who-left-it-open.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AskAllWhoLeftItOpen(Guid RunId, string Festival, DateOnly AnswerBy, Guid By);

/// <summary>Asks the next persons of a run.</summary>
/// <param name="RunId">The run.</param>
[MessageIdentity("sports-volunteers.ask-next-batch.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AskNextBatch(Guid RunId);

/// <summary>Starts the run.</summary>
public static class AskAllWhoLeftItOpenHandler
{
    /// <summary>Keeps what is to be done, and leaves the rest to the background.</summary>
    public static async Task<(Outcome, AskNextBatch?)> Handle(
        AskAllWhoLeftItOpen command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, gates.CurrentYear)) return (Outcome.Closed, null);
        if (command.AnswerBy <= JapanTime.Today(clock))
            return (new(new LocalizedText("回答の期限は、明日以降の日にしてください。", "The last day for answers must be after today.")), null);
        if (await session.LoadAsync<RegistrationRun>(command.RunId, cancellationToken) is not null) return (Outcome.Done, null);
        session.Insert(new RegistrationRun
        {
            Id = command.RunId, Kind = RunKind.Asking, Festival = command.Festival, LastDay = command.AnswerBy, By = command.By, StartedAt = clock.GetUtcNow(),
        });
        return (Outcome.Done, new AskNextBatch(command.RunId));
    }
}

/// <summary>Works a run off.</summary>
public static class AskNextBatchHandler
{
    /// <summary>
    /// Asks up to <see cref="RegistrationRun.BatchSize"/> persons and goes on with the next. Who was asked meanwhile, by another run
    /// or a second delivery of this message, is left as they are: each gets one link.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        AskNextBatch message, IDocumentSession session, LinkTokens tokens, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<RegistrationRun>(message.RunId, cancellationToken) is not { FinishedAt: null, LastDay: { } answerBy } run) return next;
        // Switched off in the middle, a run waits; what it has done stays.
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, gates.CurrentYear))
        {
            next.Delay(message, RegistrationRun.Pause);
            return next;
        }

        var now = clock.GetUtcNow();
        var waiting = await session.Query<Registration>()
            .Where(r => r.State == RegistrationState.AskingNeeded && r.Festivals.Contains(run.Festival))
            .OrderBy(r => r.Id).Take(RegistrationRun.BatchSize).ToListAsync(cancellationToken);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, waiting.Select(r => r.Id).ToArray())).ToDictionary(v => v.Id);
        var asked = 0;
        foreach (var id in waiting.Select(r => r.Id))
        {
            var outcome = await session.DecideAsync(id, r => r.Ask(run.Id, answerBy, run.By, now), cancellationToken);
            if (!outcome.Recorded) continue;
            session.Store(tokens.Create(id, LinkPurpose.Answer, run.Festival, answerBy).Link);
            asked++;
            if (people.GetValueOrDefault(id)?.AccountId is { } account) next.Add(Notice(run, id, account, answerBy, now));
        }

        run.Done += asked;
        // When the last day has come meanwhile nobody can be asked any more; the rest needs a new run.
        if (waiting.Count < RegistrationRun.BatchSize || answerBy <= JapanTime.DayOf(now)) run.FinishedAt = now;
        else next.Add(new AskNextBatch(run.Id));
        session.Store(run);
        return next;
    }

    private static NoticeIssued Notice(RegistrationRun run, Guid volunteer, Guid account, DateOnly answerBy, DateTimeOffset at) => AskingNotice.Of(
        run.Id, volunteer, account,
        new($"「{run.Festival}」の後も、ボランティア登録を続けますか", $"Will you stay registered after “{run.Festival}”?"),
        new($"{Dates.LongText(answerBy).Ja}までにお答えください。お答えがないときは、登録は終わります。",
            $"Please answer by {Dates.LongText(answerBy).En}. Without an answer your registration ends."), at);
}
