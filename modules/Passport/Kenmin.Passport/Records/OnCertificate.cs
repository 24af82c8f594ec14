using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.PersonalData;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.Records;

/// <summary>Keeps certificates and licences. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("passport-certificate-given")]
[NoNewEntries("keeps what other modules gave")]
public static class OnCertificateGiven
{
    /// <summary>Of a person who was erased nothing comes back.</summary>
    public static async Task Handle(CertificateGiven message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (!await IsNewsAsync(session, message.Module, message.FactId, message.Version, cancellationToken)
            || await session.IsForgottenAsync(message.AccountId, cancellationToken)) return;
        session.Store(Certificate.Of(message));
    }

    // Two of the same fact wait for each other.
    internal static async Task<bool> IsNewsAsync(IDocumentSession session, string module, Guid fact, long version, CancellationToken cancellationToken)
    {
        var id = Certificate.IdOf(module, fact);
        await session.TakeTurnsAsync($"certificate|{id:N}", cancellationToken);
        return await session.LoadAsync<Certificate>(id, cancellationToken) is not { } known || known.Version < version;
    }
}

/// <summary>Takes out what is no certificate any more.</summary>
[WolverineHandler]
[StickyHandler("passport-certificate-withdrawn")]
[NoNewEntries("takes out what other modules took back")]
public static class OnCertificateWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static async Task Handle(CertificateWithdrawn message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await OnCertificateGiven.IsNewsAsync(session, message.Module, message.FactId, message.Version, cancellationToken))
            session.Store(new Certificate { Id = Certificate.IdOf(message.Module, message.FactId), Module = message.Module, Version = message.Version });
    }
}

/// <summary>Keeps how many points a person has. The highest version stands.</summary>
[WolverineHandler]
[StickyHandler("passport-points-standing")]
[NoNewEntries("keeps what other modules counted")]
public static class OnPointsStanding
{
    /// <summary>Of a person who was erased nothing comes back.</summary>
    public static async Task Handle(PointsStanding message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var id = PointBalance.IdOf(message.Module, message.FactId);
        await session.TakeTurnsAsync($"points|{id:N}", cancellationToken);
        if (await session.LoadAsync<PointBalance>(id, cancellationToken) is { } known && known.Version >= message.Version) return;
        if (message.AccountId is { } account && await session.IsForgottenAsync(account, cancellationToken)) return;
        session.Store(PointBalance.Of(message));
    }
}
