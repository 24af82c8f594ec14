using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Takes an organisation out (団体の登録を消す).</summary>
/// <param name="Id">The organisation.</param>
/// <param name="By">Whose it is; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.remove-organisation.v1")]
[NoNewEntries("takes out what there is")]
public sealed record RemoveOrganisation(Guid Id, Doer? By, OfficePowers? Office);

/// <summary>Takes it out.</summary>
public static class RemoveOrganisationHandler
{
    /// <summary>Not while it runs a business. An owner is told of what the office takes out.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RemoveOrganisation command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Organisation.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<Organisation>(command.Id, cancellationToken) is not { } organisation || !OrganisationWork.May(organisation, command.By, command.Office)) return (CommandAnswer.Unknown, []);
        if (await session.Query<Venture>().AnyAsync(v => v.OrganisationId == command.Id, cancellationToken))
            return (CommandAnswer.Refused("in-use", "この団体が運営する事業があります。先に、事業のページで団体を外してください。", "It runs a business. Take it out there first."), []);
        session.Delete(organisation);
        return (CommandAnswer.Done, [.. OrganisationWork.Tell(organisation, command.By ?? command.Office!.By, clock.GetUtcNow(), new("団体の登録が消されました", "Your organisation was taken out"),
            new($"窓口が「{organisation.Name.Text}」の登録を消しました。まちがいのときは、窓口にお知らせください。", $"The office took “{organisation.Name.Text}” out. If that is a mistake, please tell the office."), "/community-business/organisations")]);
    }
}

/// <summary>Says which organisation runs a venture, or that none does (事業を運営する団体を決める).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="OrganisationId">The organisation; null for none.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.set-organisation.v1")]
[NoNewEntries("says who runs what exists")]
public sealed record SetOrganisation(Guid VentureId, Guid? OrganisationId, Doer? By, OfficePowers? Office);

/// <summary>Keeps it.</summary>
public static class SetOrganisationHandler
{
    /// <summary>A member of the team names an own organisation; the office names one of the team, or one that nobody has an account for.</summary>
    public static async Task<CommandAnswer> Handle(SetOrganisation command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || !GoOn.May(venture, command.By, command.Office, initiatives)
            || (command.Office is not null && venture.State == VentureState.Draft)) return CommandAnswer.Unknown;
        if (venture.OrganisationId == command.OrganisationId) return CommandAnswer.Done;
        if (command.OrganisationId is { } id)
        {
            // It is not taken out meanwhile.
            await session.TakeTurnsAsync(Organisation.TurnOf(id), cancellationToken);
            if (await session.LoadAsync<Organisation>(id, cancellationToken) is not { } organisation || !OrganisationWork.MayRun(organisation, venture, command.By, command.Office))
                return CommandAnswer.Invalid(new(nameof(command.OrganisationId), new("一覧の中の団体を選んでください。", "Choose one of the organisations in the list.")));
        }

        (venture.OrganisationId, venture.ChangedAt) = (command.OrganisationId, clock.GetUtcNow());
        session.Store(venture);
        return CommandAnswer.Done;
    }
}

/// <summary>What all commands about an organisation have in common.</summary>
internal static class OrganisationWork
{
    /// <summary>Whether it is whose it is, or the office of its municipality.</summary>
    public static bool May(Organisation organisation, Doer? by, OfficePowers? office) => office?.Covers(organisation.MunicipalityCode) ?? (by is not null && organisation.OwnerAccountId == by.AccountId);

    /// <summary>Whether they may say that it runs a venture.</summary>
    public static bool MayRun(Organisation organisation, Venture venture, Doer? by, OfficePowers? office) =>
        May(organisation, by, office) && (office is null || organisation.OwnerAccountId is not { } owner || venture.IsOf(owner));

    /// <summary>Tells the owner of what another did.</summary>
    public static IEnumerable<NoticeIssued> Tell(Organisation organisation, Doer by, DateTimeOffset now, LocalizedText subject, LocalizedText words, string link) =>
        organisation.OwnerAccountId is { } owner && owner != by.AccountId
            ? [new(FactId.Of($"community-business.organisation-told|{organisation.Id:N}|{organisation.Revision}|{link}"), owner, subject, words, link, now, MailKinds.Ventures)] : [];
}
