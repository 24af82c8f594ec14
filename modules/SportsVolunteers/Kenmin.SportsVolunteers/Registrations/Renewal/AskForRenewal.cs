using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Renewal;

/// <summary>Asks all who stay whether they stay for a further fiscal year (年度更新). Repeating it asks nobody twice for one year.</summary>
/// <param name="RunId">The act's id, given by the caller: the same id is the same act.</param>
/// <param name="Year">The fiscal year (年度) to be renewed for: the present one or the next.</param>
/// <param name="AnswerBy">The last day for an answer by link, after today.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.ask-for-renewal.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AskForRenewal(Guid RunId, FiscalYear Year, DateOnly AnswerBy, Guid By);

/// <summary>Asks the next persons of a run.</summary>
/// <param name="RunId">The run.</param>
[MessageIdentity("sports-volunteers.ask-for-renewal-next-batch.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AskForRenewalNextBatch(Guid RunId);

/// <summary>Starts the run.</summary>
public static class AskForRenewalHandler
{
    /// <summary>Keeps what is to be done, and leaves the rest to the background.</summary>
    public static async Task<(Outcome, AskForRenewalNextBatch?)> Handle(
        AskForRenewal command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, gates.CurrentYear)) return (Outcome.Closed, null);
        var now = FiscalYear.Current(clock);
        if (command.Year != now && command.Year != now.Next)
            return (new(new LocalizedText(
                $"更新を尋ねられるのは{now.Name.Ja}か{now.Next.Name.Ja}です。", $"Renewal can be asked for {now.Name.En} or {now.Next.Name.En}.")), null);
        if (command.AnswerBy <= JapanTime.Today(clock))
            return (new(new LocalizedText("回答の期限は、明日以降の日にしてください。", "The last day for answers must be after today.")), null);
        if (await session.LoadAsync<RegistrationRun>(command.RunId, cancellationToken) is not null) return (Outcome.Done, null);
        session.Insert(new RegistrationRun
        {
            Id = command.RunId, Kind = RunKind.Renewal, Festival = NameOf(command.Year), Year = command.Year, LastDay = command.AnswerBy, By = command.By,
            StartedAt = clock.GetUtcNow(),
        });
        return (Outcome.Done, new AskForRenewalNextBatch(command.RunId));
    }

    /// <summary>What stands on letters and links where else a festival stands.</summary>
    internal static string NameOf(FiscalYear year) => $"{year.Name.Ja} 登録更新";
}

/// <summary>Works a run off.</summary>
public static class AskForRenewalNextBatchHandler
{
    /// <summary>Asks up to <see cref="RegistrationRun.BatchSize"/> persons and goes on with the next; each gets one link for a year.</summary>
    public static async Task<OutgoingMessages> Handle(
        AskForRenewalNextBatch message, IDocumentSession session, LinkTokens tokens, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<RegistrationRun>(message.RunId, cancellationToken) is not { FinishedAt: null, LastDay: { } answerBy, Year: { } year } run) return next;
        // Switched off in the middle, a run waits; what it has done stays.
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, gates.CurrentYear))
        {
            next.Delay(message, RegistrationRun.Pause);
            return next;
        }

        var now = clock.GetUtcNow();
        var waiting = await session.Query<Registration>()
            .Where(r => r.State == RegistrationState.Continuing && r.RegisteredYear < year.StartYear && (r.RenewalYear == null || r.RenewalYear < year.StartYear))
            .OrderBy(r => r.Id).Take(RegistrationRun.BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. waiting])).ToDictionary(v => v.Id);
        foreach (var id in waiting)
        {
            var outcome = await session.DecideAsync(id, r => r.AskForRenewal(run.Id, year, answerBy, run.By, now), cancellationToken);
            if (!outcome.Recorded) continue;
            var (link, _) = tokens.Create(id, LinkPurpose.Answer, run.Festival, answerBy);
            link.RenewalYear = year.StartYear;
            session.Store(link);
            run.Done++;
            if (people.GetValueOrDefault(id)?.AccountId is { } account) next.Add(Notice(run.Id, id, account, year, answerBy, now));
        }

        // When the last day has come meanwhile nobody can be asked any more; the rest needs a new run.
        if (waiting.Count < RegistrationRun.BatchSize || answerBy <= JapanTime.DayOf(now)) run.FinishedAt = now;
        else next.Add(new AskForRenewalNextBatch(run.Id));
        session.Store(run);
        return next;
    }

    private static NoticeIssued Notice(Guid run, Guid volunteer, Guid account, FiscalYear year, DateOnly answerBy, DateTimeOffset at) => AskingNotice.Of(
        run, volunteer, account,
        new($"{year.Name.Ja}も、ボランティアの登録を続けますか", $"Will you stay registered for {year.Name.En}?"),
        new($"{Dates.LongText(answerBy).Ja}までにお答えください。お答えがないときは、{year.Previous.Name.Ja}の終わりで登録が終わります。",
            $"Please answer by {Dates.LongText(answerBy).En}. Without an answer your registration ends with {year.Previous.Name.En}."), at);
}
