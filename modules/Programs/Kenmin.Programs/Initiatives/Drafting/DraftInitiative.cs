using JasperFx;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Marten.Exceptions;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Programs.Initiatives.Drafting;

/// <summary>Drafts an initiative. Sent again with the same id, it changes nothing more.</summary>
/// <param name="Id">The id that it gets.</param>
/// <param name="Details">What it is.</param>
/// <param name="By">Who drafts it.</param>
[MessageIdentity("programs.draft-initiative.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record DraftInitiative(Guid Id, InitiativeDetails Details, InitiativeActor By);

/// <summary>Changes the details of an initiative.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Revision">The revision that the change was made on.</param>
/// <param name="Details">What it is to be.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.revise-initiative.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record ReviseInitiative(Guid Id, int Revision, InitiativeDetails Details, InitiativeActor By);

/// <summary>Handles <see cref="DraftInitiative"/> and <see cref="ReviseInitiative"/>.</summary>
public static class DraftInitiativeHandler
{
    internal static InitiativeProblem AddressTaken { get; } = new(nameof(InitiativeDetails.Slug), new(
        "このページの名前はほかの事業で使われています。別の名前にしてください。", "This address is another initiative's. Choose another one."));

    /// <summary>Two at once with one address: the database lets one have it, and the second finds it taken.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(2);
        chain.OnException<ExistingStreamIdCollisionException>().RetryTimes(2);
    }

    /// <summary>Drafts.</summary>
    public static async Task<InitiativeOutcome> Handle(
        DraftInitiative command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Initiative>(command.Id, cancellationToken) is not null) return new(command.Id, InitiativeOutcome.Done, []);
        var details = command.Details.Tidied();
        var problems = details.Problems().ToList();
        if (await TakenAsync(session, details.Slug, command.Id, cancellationToken)) problems.Add(AddressTaken);
        if (problems.Count > 0) return new(command.Id, InitiativeOutcome.Invalid, problems);
        Start(session, command.Id, new InitiativeDrafted(details, null, command.By, clock.GetUtcNow()));
        return new(command.Id, InitiativeOutcome.Done, []);
    }

    /// <summary>Changes.</summary>
    public static async Task<InitiativeOutcome> Handle(
        ReviseInitiative command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var slug = command.Details.Tidied().Slug;
        var taken = await TakenAsync(session, slug, command.Id, cancellationToken);
        var before = "";
        var outcome = await session.DecideAsync(
            command.Id,
            i =>
            {
                before = i.Details.Slug;
                var decision = i.Revise(command.Revision, command.Details, command.By, clock.GetUtcNow());
                return taken && decision.Code is (InitiativeOutcome.Done or InitiativeOutcome.Invalid)
                    ? InitiativeDecision.Invalid([.. decision.Problems, AddressTaken]) : decision;
            },
            cancellationToken);
        if (outcome.IsDone && before != slug)
        {
            session.Delete<InitiativeAddress>(before);
            session.Insert(new InitiativeAddress { Id = slug, InitiativeId = command.Id });
        }

        return outcome;
    }

    /// <summary>Starts the stream and takes the address; whoever comes second at the same moment is refused by the database.</summary>
    internal static void Start(IDocumentSession session, Guid id, InitiativeDrafted drafted, params IReadOnlyList<object> then)
    {
        session.Insert(new InitiativeAddress { Id = drafted.Details.Slug, InitiativeId = id });
        session.Events.StartStream<Initiative>(id, [drafted, .. then]);
    }

    internal static async Task<bool> TakenAsync(IQuerySession session, string slug, Guid by, CancellationToken cancellationToken) =>
        await session.LoadAsync<InitiativeAddress>(slug, cancellationToken) is { } address && address.InitiativeId != by;
}
