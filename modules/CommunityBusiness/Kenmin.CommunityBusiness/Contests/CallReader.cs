using Marten;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A result that everybody sees.</summary>
/// <param name="Title">The title.</param>
/// <param name="Name">The name, where the owner agreed.</param>
/// <param name="Summary">The summary that the owner wrote for everybody; may be empty.</param>
internal sealed record PublicResult(string Title, string? Name, string Summary);

/// <summary>A call with its results.</summary>
internal sealed record PublishedCall(Call Call, IReadOnlyList<PublicResult> Results);

/// <summary>What everybody sees of calls: those that were announced, and of results only what was accepted and agreed to.</summary>
internal sealed class CallReader(ICommunityBusinessStore store)
{
    internal const int MostListed = 200;

    /// <summary>Announced calls, the latest first.</summary>
    public async Task<IReadOnlyList<Call>> AnnouncedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Call>().Where(c => c.State != CallState.Draft).OrderByDescending(c => c.ClosesOn).ThenBy(c => c.Id).Take(MostListed).ToListAsync(cancellationToken);
    }

    /// <summary>An announced call; null when there is none.</summary>
    public async Task<Call?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Call>(id, cancellationToken) is { State: not CallState.Draft } call ? call : null;
    }

    /// <summary>The results of a call; none before they are published.</summary>
    public async Task<IReadOnlyList<PublicResult>> ResultsAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.State != CallState.Published) return [];
        await using var session = store.QuerySession();
        var id = call.Id;
        // Not in the order of the ranking: those who were accepted stand beside each other.
        return [.. (await session.Query<Submission>().Where(s => s.CallId == id && s.State == SubmissionState.Submitted).OrderBy(s => s.Case).ToListAsync(cancellationToken)).Where(s => s.Verdict is { Accepted: true })
            .Select(s => new PublicResult(s.Text.Title, s.Agreement.ShowName ? s.Agreement.Name : null, s.Agreement.Summary))];
    }

    /// <summary>All published results, the latest call first.</summary>
    public async Task<IReadOnlyList<PublishedCall>> PublishedAsync(CancellationToken cancellationToken)
    {
        List<PublishedCall> published = [];
        foreach (var call in (await AnnouncedAsync(cancellationToken)).Where(c => c.State == CallState.Published)) published.Add(new(call, await ResultsAsync(call, cancellationToken)));
        return published;
    }
}
