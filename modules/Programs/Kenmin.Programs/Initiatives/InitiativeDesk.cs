using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives.Directory;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;

namespace Kenmin.Programs.Initiatives;

/// <summary>
/// What staff do with initiatives: for pages and the API alike. What somebody may not see looks as if it were not there.
/// </summary>
internal sealed class InitiativeDesk(IProgramsStore store, InitiativeDirectory directory, DirectorySync sync, IStaffDirectory staff)
{
    /// <summary>Who acts.</summary>
    public static InitiativeActor ActorOf(ClaimsPrincipal user) =>
        new(user.AccountId() ?? throw new InvalidOperationException("Staff are signed in."), user.DisplayName(), user.IsInRole(Roles.Administrator));

    /// <summary>Those that the user may see, the latest first.</summary>
    public async Task<IReadOnlyList<Initiative>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<Initiative>().ToListAsync(cancellationToken);
        return [.. all.Where(i => MaySee(user, i)).OrderByDescending(i => i.Details.Years.DefaultIfEmpty().Max()).ThenByDescending(i => i.Id)];
    }

    /// <summary>One that the user may see; null when there is none.</summary>
    public async Task<Initiative?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Initiative>(id, cancellationToken) is { } found && MaySee(user, found) ? found : null;
    }

    /// <summary>One that the user may change; null when there is none.</summary>
    public async Task<Initiative?> FindOwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await FindAsync(id, user, cancellationToken) is { } found && MayManage(user, found) ? found : null;

    /// <summary>One as everybody may see it, by its address; null when there is none.</summary>
    public async Task<Initiative?> PublicAsync(string slug, CancellationToken cancellationToken)
    {
        var facts = directory.All.FirstOrDefault(i => string.Equals(i.Slug, slug, StringComparison.OrdinalIgnoreCase));
        if (facts is null) return null;
        await using var session = store.QuerySession();
        // Put away after it was approved: no list shows it, and a link to it still leads to its records.
        return await session.LoadAsync<Initiative>(facts.Id, cancellationToken) is { } found
            && (facts.IsPublic || found is { State: InitiativeState.Archived, ApprovedAt: not null }) ? found : null;
    }

    /// <summary>Everything that happened to an initiative, newest first.</summary>
    public async Task<IReadOnlyList<object>> HistoryAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(id, token: cancellationToken)).Select(e => e.Data).Reverse()];
    }

    /// <summary>The copies that were made of an initiative for a year.</summary>
    public async Task<IReadOnlyList<Initiative>> CopiesAsync(Guid source, FiscalYear year, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<Initiative>().Where(i => i.CopiedFrom == source).ToListAsync(cancellationToken)).Where(i => i.Details.Years.Contains(year))];
    }

    /// <summary>The accounts that can be put in charge, and those that are.</summary>
    public async Task<IReadOnlyList<StaffMember>> OwnersToChooseAsync(
        ClaimsPrincipal user, IEnumerable<InitiativeOwner> present, CancellationToken cancellationToken)
    {
        var holders = await staff.HoldersAsync(user.AccountId()!.Value, Roles.ProgramOwner, cancellationToken);
        return [.. holders, .. present.Where(o => holders.All(h => h.AccountId != o.Account)).Select(o => new StaffMember(o.Account, o.Name, ""))];
    }

    /// <summary>The owners with these ids; null when one of them cannot be put in charge.</summary>
    public async Task<List<InitiativeOwner>?> OwnersAsync(
        IReadOnlyCollection<Guid> accounts, ClaimsPrincipal user, IEnumerable<InitiativeOwner> present, CancellationToken cancellationToken)
    {
        var known = (await OwnersToChooseAsync(user, present, cancellationToken)).ToDictionary(m => m.AccountId);
        return accounts.All(known.ContainsKey) ? [.. accounts.Distinct().Select(a => new InitiativeOwner(a, known[a].Name))] : null;
    }

    /// <summary>Carries a command out and lets this host know at once.</summary>
    public async Task<InitiativeOutcome> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken)
    {
        var outcome = await bus.InvokeAsync<InitiativeOutcome>(command, cancellationToken);
        if (outcome.IsDone) await sync.ReadAsync(CancellationToken.None);
        return outcome;
    }

    /// <summary>Whether the user may change it, judged by what is stored and not by the snapshot.</summary>
    public static bool MayManage(ClaimsPrincipal user, Initiative initiative) => DirectorySync.FactsOf(initiative).IsManagedBy(user);

    private static bool MaySee(ClaimsPrincipal user, Initiative initiative) => DirectorySync.FactsOf(initiative).IsSeenBy(user);
}
