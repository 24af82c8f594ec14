using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Asking;

/// <summary>Reminds those who were asked whether they stay, and have not answered, some days before the last day (再度のご案内).</summary>
/// <param name="DaysBefore">How many days before the last day.</param>
[MessageIdentity("sports-volunteers.remind-unanswered.v1")]
[NoNewEntries("reminds of what was asked; the job asks for the feature")]
public sealed record RemindUnanswered(int DaysBefore);

/// <summary>Reminds.</summary>
public static class RemindUnansweredHandler
{
    /// <summary>
    /// Each is reminded once of each last day: on the site and by mail who has an account; the others are marked, so that staff print
    /// them a second letter.
    /// </summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        RemindUnanswered message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (today, upTo) = (JapanTime.DayOf(now), JapanTime.DayOf(now).AddDays(message.DaysBefore));
        var notices = new OutgoingMessages();
        await session.BeginAsync(cancellationToken);
        var waiting = await session.QueryAsync<Registration>(
            """
            where d.data ->> 'answerBy' >= ? and d.data ->> 'answerBy' <= ? and coalesce(d.data ->> 'remindedOf', '') <> d.data ->> 'answerBy'
              and (d.data ->> 'state' = 'Asked' or (d.data ->> 'state' = 'Continuing' and (d.data ->> 'renewalYear')::int > coalesce((d.data ->> 'registeredYear')::int, 0)
                and not coalesce((d.data ->> 'renewalDeclined')::boolean, false)))
            order by d.id limit ? for update skip locked
            """, cancellationToken, Dates.Iso(today), Dates.Iso(upTo), BatchService.BatchSize);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. waiting.Select(r => r.Id)])).ToDictionary(v => v.Id);
        foreach (var registration in waiting)
        {
            var outcome = await session.DecideAsync(registration.Id, r => r.Remind(now), cancellationToken);
            if (!outcome.Recorded || people.GetValueOrDefault(registration.Id)?.AccountId is not { } account || registration.AnswerBy is not { } last) continue;
            notices.Add(AskingNotice.Of(
                FactId.Of($"sports-volunteers.reminded|{Dates.Iso(last)}"), registration.Id, account,
                new("【再度のご案内】ボランティアの登録を続けますか", "Reminder: will you stay registered?"),
                new($"{Dates.LongText(last).Ja}までに、登録を続けるかどうかをお答えください。お答えがないときは、登録は終わります。",
                    $"Please answer by {Dates.LongText(last).En} whether you stay registered. Without an answer your registration ends."), now));
        }

        return (new(waiting.Count), notices);
    }
}

/// <summary>Looks every hour who has to be reminded. Runs on every host.</summary>
[NoNewEntries("reminds of what was asked, and asks for the feature")]
internal sealed class UnansweredReminders(
    IServiceProvider services, FeatureGates gates, IOptionsMonitor<AskingSettings> settings, TimeProvider clock, ILogger<UnansweredReminders> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    // While answers cannot be given nobody is asked for one.
    protected override async Task<bool> MayRunAsync() => settings.CurrentValue.RemindDaysBefore > 0 && await gates.IsOnNowAsync(Features.ContinuingRegistration);

    protected override object Command() => new RemindUnanswered(settings.CurrentValue.RemindDaysBefore);
}
