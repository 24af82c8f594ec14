using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Renewal;

/// <summary>Asks those who reached the age of majority for their own consent, where a guardian had agreed for them.</summary>
/// <param name="Days">How many days they have to answer.</param>
[MessageIdentity("sports-volunteers.ask-who-came-of-age.v1")]
[NoNewEntries("asks those who are registered; the job asks for the feature")]
public sealed record AskWhoCameOfAge(int Days);

/// <summary>Asks.</summary>
public static class AskWhoCameOfAgeHandler
{
    /// <summary>
    /// They stay registered for the year that was agreed to, and get a link, as for the yearly renewal, about the next. Rows that
    /// another host has in hand are skipped.
    /// </summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        AskWhoCameOfAge message, IDocumentSession session, LinkTokens tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var answerBy = today.AddDays(message.Days);
        var notices = new OutgoingMessages();
        await session.BeginAsync(cancellationToken);
        // An age is attained at the end of the day before the birthday, hence the day after.
        var grown = await session.QueryAsync<Registration>(
            """
            where d.data ->> 'state' = 'Continuing' and (d.data ->> 'guardianConsented')::boolean
              and exists (select 1 from sports_volunteers.mt_doc_volunteer v where v.id = d.id
                and extract(year from age(?::date + 1, (v.data ->> 'birthDate')::date)) >= ?)
            order by d.id limit ? for update skip locked
            """, cancellationToken, Dates.Iso(today), Age.Majority, BatchService.BatchSize);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. grown.Select(r => r.Id)])).ToDictionary(v => v.Id);
        foreach (var registration in grown)
        {
            var run = FactId.Of($"sports-volunteers.came-of-age|{registration.Id:N}");
            FiscalYear? asked = null;
            await session.DecideAsync(registration.Id, r =>
            {
                var decision = r.ComeOfAge(run, answerBy, now);
                asked = decision.Events.OfType<RenewalAsked>().FirstOrDefault()?.Year;
                return decision;
            }, cancellationToken);
            if (asked is not { } year) continue;
            var (link, _) = tokens.Create(registration.Id, LinkPurpose.Answer, AskForRenewalHandler.NameOf(year), answerBy);
            link.RenewalYear = year.StartYear;
            session.Store(link);
            if (people.GetValueOrDefault(registration.Id)?.AccountId is not { } account) continue;
            notices.Add(AskingNotice.Of(
                run, registration.Id, account,
                new("18歳になりました。登録を続けるかどうか、ご自身でお答えください", "You are 18 now. Please say for yourself whether you stay registered"),
                new($"これまでは保護者の同意で登録していました。{year.Name.Ja}も続けるかどうかを、{Dates.LongText(answerBy).Ja}までにお答えください。お答えがないときは、{year.Previous.Name.Ja}の終わりで登録が終わります。",
                    $"Until now your guardian had agreed. Please answer by {Dates.LongText(answerBy).En} whether you stay for {year.Name.En}. Without an answer your registration ends with {year.Previous.Name.En}."),
                now));
        }

        return (new(grown.Count), notices);
    }
}

/// <summary>Looks every hour who came of age. Runs on every host.</summary>
[NoNewEntries("asks those who are registered, and asks for the feature")]
internal sealed class ComingOfAge(
    IServiceProvider services, FeatureGates gates, IOptionsMonitor<AskingSettings> settings, TimeProvider clock, ILogger<ComingOfAge> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override Task<bool> MayRunAsync() => gates.IsOnNowAsync(Features.ContinuingRegistration);

    protected override object Command() => new AskWhoCameOfAge(settings.CurrentValue.Days);
}
