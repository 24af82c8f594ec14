using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Somebody from the public wants to help with a request that asks everybody (公募に手を挙げる).</summary>
/// <param name="OfferId">The id of what is offered: sent again, there is one.</param>
/// <param name="RequestId">The request.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Day">On which day.</param>
[MessageIdentity("rural-leaders.volunteer-for-help.v1")]
[NewEntries(Features.Help)]
public sealed record VolunteerForHelp(Guid OfferId, Guid RequestId, Guid PersonId, DateOnly? Day);

/// <summary>Takes it in as a proposal that the helper has accepted.</summary>
public static class VolunteerForHelpHandler
{
    /// <summary>Only as long as hands are lacking; the one who asks decides.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(VolunteerForHelp command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<HelpRequest>(command.RequestId, cancellationToken) is not { Public: true } request) return (CommandAnswer.Unknown, []);
        if (await session.LoadAsync<HelpOffer>(command.OfferId, cancellationToken) is { } known) return (known.PersonId == command.PersonId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Help)) return (CommandAnswer.Off, []);
        var person = await session.LoadAsync<Learner>(command.PersonId, cancellationToken);
        if (HelpPeople.Refusal(person, null) is { } refusal) return (refusal, []);
        if (await session.GuardianStopsAsync(command.PersonId, cancellationToken)) return (GuardianRule.Refusal, []);
        if (request.State != HelpState.Open) return (CommandAnswer.Refused("over", "この依頼の受付は終わりました。", "This request is closed."), []);
        if (request.PersonId == command.PersonId) return (CommandAnswer.Refused("own", "ご自分の依頼です。", "This is your own request."), []);
        if (command.Day is not { } day || !request.MayBeOn(day) || JapanTime.At(day, request.Start) <= now)
            return (CommandAnswer.Invalid(new(nameof(command.Day), new("依頼の期間の中で、これからの日を選んでください。", "Choose a coming day within the request's days."))), []);
        var matches = await session.Query<HelpMatch>().Where(m => m.RequestId == request.Id).ToListAsync(cancellationToken);
        if (matches.Any(m => m.HelperId == command.PersonId && m.IsAlive)) return (CommandAnswer.Refused("asked", "この依頼には、すでに手を挙げています。", "You offered to help here already."), []);
        if (matches.Where(m => m.IsAlive && m.Tool is null).Sum(m => m.People) >= request.People)
            return (CommandAnswer.Refused("full", "必要な人数がそろいました。ありがとうございます。", "Enough people have been found. Thank you."), []);
        HelpOffer offer = new()
        {
            Id = command.OfferId, PersonId = person!.Id, AccountId = person.AccountId, Kind = HelpOfferKind.Person, Jobs = [request.Kind], AreaId = person.AreaId, MunicipalityCode = person.MunicipalityCode,
            Days = [day.DayOfWeek], Minutes = Matching.HelpWorth.FarthestMinutes, TimesAYear = 1, Until = day, OnlyFor = request.Id, At = now,
        };
        HelpMatch match = new()
        {
            Id = Guid.CreateVersion7(now), Pair = HelpMatch.PairOf(request.Id, offer.Id), RequestId = request.Id, OfferId = offer.Id, AskerId = request.PersonId, HelperId = person.Id, Holder = person.Id, Beneficiary = request.Beneficiary,
            People = 1, Day = day, Start = request.Start, End = request.End, At = now, AnswerBy = JapanTime.At(day, request.Start), HelperAccepted = now,
            Reasons = [new("公募に手を挙げました。", "Answered the call to everybody.")],
        };
        session.Insert(offer);
        session.Insert(match);
        return (CommandAnswer.Done, HelpNotices.Accepted(match, request.AccountId, HelpSide.Helper, now) is { } notice ? [notice] : []);
    }
}
