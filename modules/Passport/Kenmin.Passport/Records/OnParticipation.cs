using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Opportunities;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.Records;

/// <summary>Keeps what people took part in. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("passport-participation-recorded")]
[NoNewEntries("keeps what other modules recorded")]
public static class OnParticipationRecorded
{
    /// <summary>Of a person who was erased nothing comes back.</summary>
    public static Task Handle(ParticipationRecorded message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepAsync("participation", Participation.Of(message), message.AccountId, cancellationToken);
}

/// <summary>Takes out what was no participation.</summary>
[WolverineHandler]
[StickyHandler("passport-participation-withdrawn")]
[NoNewEntries("takes out what other modules took back")]
public static class OnParticipationWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static Task Handle(ParticipationWithdrawn message, IDocumentSession session, CancellationToken cancellationToken) =>
        session.KeepAsync("participation", new Participation { Id = Participation.IdOf(message.Module, message.FactId), Module = message.Module, Version = message.Version }, null, cancellationToken);
}

/// <summary>Keeps what came of things, to be shown beside participations.</summary>
[WolverineHandler]
[StickyHandler("passport-result-published")]
[NoNewEntries("keeps what other modules show to everybody")]
public static class OnResultPublished
{
    /// <summary>The highest version stands.</summary>
    public static async Task Handle(ResultPublished message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (!Addresses.IsOfThisSite(message.Href)) return;
        SharedResult told = new() { Id = SharedResult.IdOf(message.Module, message.SubjectId), Version = message.Version, Figures = message.Figures, Href = message.Href };
        await session.KeepAsync("result", told, null, cancellationToken);
    }
}
