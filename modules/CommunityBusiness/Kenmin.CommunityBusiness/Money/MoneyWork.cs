using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>An application, kept from others, with its venture.</summary>
/// <param name="Application">The application.</param>
/// <param name="Venture">The venture; null where it was erased.</param>
internal sealed record LockedApplication(MoneyApplication Application, Venture? Venture);

/// <summary>What all commands about an application have in common.</summary>
internal static class MoneyWork
{
    public static CommandAnswer Own { get; } = CommandAnswer.Refused("own", "ご自分の事業や、ご自分が書いた申請については決められません。ほかの職員に頼んでください。", "You cannot decide on your own business or on what you applied for. Ask a colleague.");

    public static CommandAnswer NotYours { get; } = CommandAnswer.Refused("not-yours", "県の事業担当者が行います。", "A program owner does this.");

    /// <summary>The answer where a step does not come now.</summary>
    public static CommandAnswer NotNow(MoneyApplication application) => CommandAnswer.Refused(
        "not-now", $"今は「{MoneyWords.NameOf(application.State).Ja}」です。この段階ではできません。", $"It stands at “{MoneyWords.NameOf(application.State).En}”; this cannot be done now.");

    /// <summary>One of a team's; null when it is not.</summary>
    public static async Task<LockedApplication?> LockForTeamAsync(IDocumentSession session, Guid id, Doer by, CancellationToken cancellationToken) =>
        await session.LockAsync<MoneyApplication>(id, cancellationToken) is { } application && await session.LoadAsync<Venture>(application.VentureId, cancellationToken) is { } venture && venture.IsOf(by.AccountId) ? new(application, venture) : null;

    /// <summary>One that staff work with; drafts are the team's alone.</summary>
    public static async Task<LockedApplication?> LockForOfficeAsync(IDocumentSession session, Guid id, OfficePowers office, InitiativeDirectory initiatives, CancellationToken cancellationToken) =>
        await session.LockAsync<MoneyApplication>(id, cancellationToken) is { State: not ApplicationState.Draft } application && office.Covers(application.MunicipalityCode, application.InitiativeId, initiatives)
            ? new(application, await session.LoadAsync<Venture>(application.VentureId, cancellationToken)) : null;

    /// <summary>Why a member of staff may not decide; null where they may.</summary>
    public static CommandAnswer? Against(LockedApplication of, OfficePowers office, bool program) =>
        IsOwn(of.Application, of.Venture, office.By.AccountId) ? Own : program && !office.ForProgram ? NotYours : null;

    public static bool IsOwn(MoneyApplication application, Venture? venture, Guid account) => application.RequestedBy.AccountId == account || venture?.IsOf(account) == true;

    /// <summary>Takes a step, in the application and in the table that guards their order.</summary>
    public static void Go(this IDocumentSession session, MoneyApplication application, ApplicationState to, MoneyEvent what, string words, long? yen, Doer by, DateTimeOffset now)
    {
        application.Steps++;
        session.TakeStep(application.Id, application.Steps, application.State == ApplicationState.Draft ? null : application.State, to, application.Terms.RecommendedFirst);
        application.State = to;
        Note(application, what, words, yen, by, now);
    }

    /// <summary>Writes a line of the history.</summary>
    public static void Note(MoneyApplication application, MoneyEvent what, string words, long? yen, Doer by, DateTimeOffset now) => application.History.Add(new(what, words, yen, now, by));

    /// <summary>Ends a command: what is done is closed, what comes next is written, and the application is kept.</summary>
    public static async Task FinishAsync(IDocumentSession session, MoneyApplication application, Doer by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await session.LockAccountAsync(application.Id, cancellationToken);
        if (MoneyRules.IsDone(application, account)) session.Go(application, ApplicationState.Closed, MoneyEvent.Closed, "", null, by, now);
        var today = JapanTime.DayOf(now);
        var handInBy = application.State == ApplicationState.Draft && await session.LoadAsync<MoneyOffer>(application.OfferId, cancellationToken) is { } offer ? offer.ClosesOn : today;
        var next = MoneyRules.NextOf(application, account, handInBy, today);
        // What is the office's does not become later by what happens beside it.
        if (next is { Side: NextSide.Office } && application.Next is { } known && known.What == next.What && known.DueOn < next.DueOn) next = known;
        if (next != application.Next) (application.Next, application.Told) = (next, NextTold.Nothing);
        application.ChangedAt = now;
        session.Store(application);
    }

    /// <summary>What the team is told; reasons and amounts stand on the page only, a mail may be read by others. Who did it is not told.</summary>
    public static IEnumerable<NoticeIssued> Tell(LockedApplication of, LocalizedText subject, Doer by, DateTimeOffset now) => of.Venture is not { } venture ? [] : venture.Accounts.Where(a => a != by.AccountId).Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.money-told|{of.Application.Id:N}|{of.Application.History.Count}|{account:N}"), account, subject,
        new($"「{venture.Title}」の「{of.Application.OfferName.Ja}」について、ごらんください。", $"See “{of.Application.OfferName.En}” for “{venture.Title}”."), AddressOf(of.Application), now, MailKinds.Money));

    public static string AddressOf(MoneyApplication application) => $"/community-business/mine/{application.VentureId}/money/{application.Id}";
}
