using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>What all commands about a dispatch have in common.</summary>
internal static class DispatchWork
{
    public const decimal MostHours = 8;

    public static CommandAnswer Own { get; } = CommandAnswer.Refused("own",
        "ご自分が申請した派遣、ご自分の事業や、ご自分が行く派遣は決められません。ほかの職員に頼んでください。", "You cannot decide on what you asked for, on your own business, or on sending yourself. Ask a colleague.");

    /// <summary>A dispatch with its venture, kept from others; null when there is none.</summary>
    public static async Task<(Dispatch Dispatch, Venture Venture)?> LockAsync(IDocumentSession session, Guid id, CancellationToken cancellationToken) =>
        await session.LockAsync<Dispatch>(id, cancellationToken) is { } dispatch && await session.LoadAsync<Venture>(dispatch.VentureId, cancellationToken) is { } venture ? (dispatch, venture) : null;

    /// <summary>That, for staff of the place only.</summary>
    public static async Task<(Dispatch Dispatch, Venture Venture)?> LockForOfficeAsync(IDocumentSession session, Guid id, OfficePowers office, InitiativeDirectory initiatives, CancellationToken cancellationToken) =>
        await LockAsync(session, id, cancellationToken) is { } found && office.Covers(found.Dispatch.MunicipalityCode) && office.Covers(found.Venture, initiatives) ? found : null;

    /// <summary>Whether staff asked for it themselves, or belong to the venture.</summary>
    public static bool IsOwn(Dispatch dispatch, Venture venture, OfficePowers office) => dispatch.RequestedBy.AccountId == office.By.AccountId || venture.IsOf(office.By.AccountId);

    public static bool IsExpert(Expert? expert, Doer? by) => by is not null && expert?.AccountId == by.AccountId;

    /// <summary>What the team is told; reasons stand on the page only, a mail may be read by others. Who did it is not told.</summary>
    public static IEnumerable<NoticeIssued> TellTeam(Dispatch dispatch, Venture venture, string what, LocalizedText subject, Doer by, DateTimeOffset now) => venture.Accounts.Where(a => a != by.AccountId).Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.dispatch-told|{dispatch.Id:N}|{what}|{account:N}"), account, subject, new($"「{venture.Title}」への派遣について、ごらんください。", $"See about the expert for “{venture.Title}”."),
        $"/community-business/mine/{venture.Id}/dispatches/{dispatch.Id}", now, MailKinds.Ventures));

    /// <summary>What the expert is told, who has an account.</summary>
    public static IEnumerable<NoticeIssued> TellExpert(Dispatch dispatch, Expert? expert, string what, LocalizedText subject, Doer by, DateTimeOffset now)
    {
        if (expert?.AccountId is not { } account || account == by.AccountId) yield break;
        yield return new(FactId.Of($"community-business.visit-told|{dispatch.Id:N}|{what}|{account:N}"), account, subject, new("日と内容をごらんください。", "See when and what for."),
            $"/community-business/expert/visits/{dispatch.Id}", now, MailKinds.Ventures);
    }
}
