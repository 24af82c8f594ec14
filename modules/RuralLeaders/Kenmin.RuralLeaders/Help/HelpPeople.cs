using Kenmin.Accounts.Contracts;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Marten;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Who may act for whom, and what ends together.</summary>
internal static class HelpPeople
{
    /// <summary>Why somebody cannot ask or offer: staff act only for people without an account, and others must be reachable first. Null when they can.</summary>
    public static CommandAnswer? Refusal(Learner? person, Doer? by) => (person, by) switch
    {
        ({ AccountId: not null }, not null) => CommandAnswer.Refused("has-account", "この人にはアカウントがあります。本人が入力します。", "This person has an account and enters it alone."),
        (null, not null) => CommandAnswer.Unknown,
        ({ AccountId: null }, null) => CommandAnswer.Unknown,
        (null, _) or ({ Phone: "" }, _) or ({ MunicipalityCode: "" }, _) => CommandAnswer.Refused(
            "details-missing", "先に「わたしの地域づくり」で、電話番号と市町を登録してください。", "First enter your telephone and municipality on the page “My work for the area”."),
        _ => null,
    };

    /// <summary>Whether somebody acts for the side that asks: the person, an officer of its network, or staff for a person on paper.</summary>
    public static async Task<bool> AsksAsync(this IQuerySession session, HelpRequest request, Guid person, Doer? by, CancellationToken cancellationToken)
    {
        if (by is not null) return request.AccountId is null && request.PersonId == person;
        if (request.PersonId == person && request.AccountId is not null) return true;
        return request.NetworkId is { } network && (await session.LoadAsync<Network>(network, cancellationToken))?.Find(person) is { Role: NetworkRole.Coordinator or NetworkRole.Secretary };
    }

    /// <summary>Whether somebody acts for the side that helps.</summary>
    public static bool Helps(HelpOffer offer, Guid person, Doer? by) => offer.PersonId == person && by is null == offer.AccountId is not null;

    /// <summary>
    /// What hangs on a request or an offer that ends: proposals lapse, promises are called off and their time is free again, and who
    /// promised is told. The row of the one that ends is held by who calls.
    /// </summary>
    public static async Task<IReadOnlyList<NoticeIssued>> EndMatchesAsync(
        this IDocumentSession session, HelpRequest? request, HelpOffer? offer, HelpSide by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = request?.Id ?? offer!.Id;
        var found = await session.QueryAsync<HelpMatch>(
            $"where d.data ->> '{(request is null ? "offerId" : "requestId")}' = ? and d.data ->> 'state' in ('Proposed', 'Agreed') order by d.id for update", cancellationToken, id.ToString());
        await session.ReleaseAsync([.. found.Where(m => m.State == MatchState.Agreed).Select(m => m.Id)], cancellationToken);
        List<NoticeIssued> notices = [];
        foreach (var match in found)
        {
            var told = match.State == MatchState.Agreed || match.HasAccepted(by == HelpSide.Asker ? HelpSide.Helper : HelpSide.Asker);
            match.Close(match.State == MatchState.Agreed ? MatchState.Withdrawn : MatchState.Lapsed, by, "");
            session.Store(match);
            if (!told) continue;
            var account = request is null ? (await session.LoadAsync<HelpRequest>(match.RequestId, cancellationToken))?.AccountId : (await session.LoadAsync<HelpOffer>(match.OfferId, cancellationToken))?.AccountId;
            if (HelpNotices.CalledOff(match, account, now) is { } notice) notices.Add(notice);
        }

        return notices;
    }
}
