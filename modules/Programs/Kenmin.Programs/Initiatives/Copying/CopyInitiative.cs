using System.Globalization;
using JasperFx;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.SharedKernel;
using Marten;
using Marten.Exceptions;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Programs.Initiatives.Copying;

/// <summary>Drafts the initiative of the next fiscal year after one that there is.</summary>
/// <param name="Source">The initiative that is copied.</param>
/// <param name="Id">The id that the copy gets; sent again with the same, nothing more happens.</param>
/// <param name="Slug">The copy's public address.</param>
/// <param name="Items">What is carried over, by key.</param>
/// <param name="Another">Make one although there is a copy for that year already.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.copy-initiative.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record CopyInitiative(Guid Source, Guid Id, string Slug, string[] Items, bool Another, InitiativeActor By);

/// <summary>Remembers that an initiative was copied to a year, so that a second copy is never made unseen.</summary>
public sealed class InitiativeCopy
{
    /// <summary>Source, year and number of the copy.</summary>
    public string Id { get; set; } = "";

    /// <summary>The copy.</summary>
    public Guid InitiativeId { get; set; }

    /// <summary>The key of a copy.</summary>
    public static string IdOf(Guid source, FiscalYear year, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{source:N}/{year.StartYear}/{number}");
}

/// <summary>Handles <see cref="CopyInitiative"/>.</summary>
public static class CopyInitiativeHandler
{
    /// <summary>Two at once: the database lets one be the first copy, and the second finds it.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(2);
        chain.OnException<ExistingStreamIdCollisionException>().RetryTimes(2);
    }

    /// <summary>Copies.</summary>
    public static async Task<InitiativeOutcome> Handle(
        CopyInitiative command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Initiative>(command.Id, cancellationToken) is not null) return new(command.Id, InitiativeOutcome.Done, []);
        if (await session.LoadAsync<Initiative>(command.Source, cancellationToken) is not { } source || source.Forbidden(command.By) is not null)
            return new(command.Source, InitiativeOutcome.NotFound, []);

        var plan = CopyPlan.Of(source, command.Items.ToHashSet(StringComparer.Ordinal), command.Slug, command.By);
        var number = 1;
        while (await session.LoadAsync<InitiativeCopy>(InitiativeCopy.IdOf(source.Id, plan.Year, number), cancellationToken) is { } before)
        {
            if (!command.Another)
                return new(before.InitiativeId, InitiativeOutcome.CopiedAlready, [new(nameof(command.Another), new(
                    $"{plan.Year.Name.Ja}へはすでにコピーされています。もう1つ作るときは、下の欄にしるしを付けてください。",
                    $"It was copied to {plan.Year.Name.En} already. Tick the box to make another one."))]);
            number++;
        }

        var problems = plan.Details.Problems().ToList();
        if (await DraftInitiativeHandler.TakenAsync(session, plan.Details.Slug, command.Id, cancellationToken)) problems.Add(DraftInitiativeHandler.AddressTaken);
        if (problems.Count > 0) return new(source.Id, InitiativeOutcome.Invalid, problems);

        var now = clock.GetUtcNow();
        session.Insert(new InitiativeCopy { Id = InitiativeCopy.IdOf(source.Id, plan.Year, number), InitiativeId = command.Id });
        DraftInitiativeHandler.Start(
            session, command.Id, new InitiativeDrafted(plan.Details, source.Id, command.By, now),
            [
                .. plan.Modules.Count > 0 ? [new InitiativeModulesChosen(plan.Year, [.. plan.Modules], command.By, now)] : Array.Empty<object>(),
                .. plan.Settings.Select(s => new InitiativeSettingsChanged(s.Module, s.Year, s.Values, command.By, now)),
            ]);
        return new(command.Id, InitiativeOutcome.Done, []);
    }
}
