using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
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
    public static Task Handle(CertificateGiven message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepAsync("certificate", Certificate.Of(message), message.AccountId, cancellationToken);
}

/// <summary>Takes out what is no certificate any more.</summary>
[WolverineHandler]
[StickyHandler("passport-certificate-withdrawn")]
[NoNewEntries("takes out what other modules took back")]
public static class OnCertificateWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static Task Handle(CertificateWithdrawn message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepAsync("certificate", new Certificate { Id = Certificate.IdOf(message.Module, message.FactId), Module = message.Module, Version = message.Version }, null, cancellationToken);
}

/// <summary>Keeps how many points a person has. The highest version stands.</summary>
[WolverineHandler]
[StickyHandler("passport-points-standing")]
[NoNewEntries("keeps what other modules counted")]
public static class OnPointsStanding
{
    /// <summary>Of a person who was erased nothing comes back.</summary>
    public static Task Handle(PointsStanding message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepAsync("points", PointBalance.Of(message), message.AccountId, cancellationToken);
}
