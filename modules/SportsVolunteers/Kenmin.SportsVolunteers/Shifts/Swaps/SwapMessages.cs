using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Swaps;

/// <summary>Keeps an offer that was looked at, and tells the holder of the place.</summary>
/// <param name="RequestId">What it answers.</param>
/// <param name="VolunteerId">Who offers.</param>
/// <param name="ShiftId">The shift that is offered.</param>
[MessageIdentity("sports-volunteers.keep-swap-offer.v1")]
[NoNewEntries("keeps what was offered; whether places may change hands is asked when they do")]
public sealed record KeepSwapOffer(Guid RequestId, Guid VolunteerId, Guid ShiftId);

/// <summary>Ends a request, or one offer to it, and tells those whose offers came to nothing.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="OfferId">Only this offer; null: the request with all of them.</param>
/// <param name="TakenBy">Whose offer was taken, who needs no such notice; null: nobody's.</param>
[MessageIdentity("sports-volunteers.end-swap.v1")]
[NoNewEntries("ends what exists")]
public sealed record EndSwap(Guid RequestId, Guid? OfferId, Guid? TakenBy);

/// <summary>Keeps requests and tells people, in one transaction. Repeating changes nothing.</summary>
public static class SwapHandler
{
    /// <summary>Keeps the offer.</summary>
    public static async Task<NoticeIssued?> Handle(KeepSwapOffer command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = SwapOffer.IdOf(command.RequestId, command.ShiftId, command.VolunteerId);
        if (await session.LoadAsync<SwapOffer>(id, cancellationToken) is not null || await session.LoadAsync<SwapRequest>(command.RequestId, cancellationToken) is not { } request) return null;
        var now = clock.GetUtcNow();
        session.Store(new SwapOffer { Id = id, RequestId = request.Id, VolunteerId = command.VolunteerId, ShiftId = command.ShiftId, At = now });
        return await NoticeAsync(
            session, request.HolderId, FactId.Of($"sports-volunteers.swap-offered|{id:N}|{now.UtcTicks}"),
            new("交代の申し出が届きました", "Somebody offers to exchange shifts"),
            new("ご自分の活動と交換したいという申し出です。内容を見て、お返事をお願いします。", "See what is offered, and answer."), $"/sports/swaps/{request.Id}", now, cancellationToken);
    }

    /// <summary>Ends it.</summary>
    public static async Task<OutgoingMessages> Handle(EndSwap command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        var now = clock.GetUtcNow();
        var offers = await session.Query<SwapOffer>().Where(o => o.RequestId == command.RequestId).ToListAsync(cancellationToken);
        foreach (var offer in offers.Where(o => command.OfferId is not { } only || o.Id == only))
        {
            session.Delete(offer);
            if (offer.VolunteerId == command.TakenBy) continue;
            if (await NoticeAsync(
                session, offer.VolunteerId, FactId.Of($"sports-volunteers.swap-declined|{offer.Id:N}|{offer.At.UtcTicks}"),
                new("交換の申し出は、今回は成立しませんでした", "Your offer to exchange shifts was not taken"),
                new("お申し込みの活動はそのままです。予定どおりお願いします。", "Your own shift stays as it is."), "/sports/me", now, cancellationToken) is { } notice) outgoing.Add(notice);
        }

        if (command.OfferId is null) session.Delete<SwapRequest>(command.RequestId);
        return outgoing;
    }

    private static async Task<NoticeIssued?> NoticeAsync(
        IDocumentSession session, Guid volunteer, Guid id, LocalizedText subject, LocalizedText body, string link, DateTimeOffset at, CancellationToken cancellationToken) =>
        await session.LoadAsync<Volunteer>(volunteer, cancellationToken) is { Erased: false, AccountId: { } account } ? new(id, account, subject, body, link, at, MailKinds.Changed) : null;
}
