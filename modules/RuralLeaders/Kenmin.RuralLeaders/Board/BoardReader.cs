using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Networks;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.RuralLeaders.Board;

/// <summary>Reads files of boards, for members alone.</summary>
internal sealed class BoardReader(IRuralLeadersStore store, NetworkReader networks, IAuditTrail audit)
{
    /// <summary>The files of a network, the latest first.</summary>
    public async Task<IReadOnlyList<BoardFile>> FilesAsync(Inside inside, CancellationToken cancellationToken)
    {
        var network = inside.Network.Id;
        await using var session = store.QuerySession();
        var files = await session.Query<BoardFile>().Where(f => f.NetworkId == network).OrderByDescending(f => f.At).ToListAsync(cancellationToken);
        await SeenAsync(inside, files.Select(f => f.By.AccountId), network, cancellationToken);
        return files;
    }

    /// <summary>A file with its bytes; null when there is none, or for who is not a member.</summary>
    public async Task<(BoardFile File, byte[] Bytes)?> FileAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<BoardFile>(id, cancellationToken) is not { } file || await networks.InsideAsync(file.NetworkId, user, cancellationToken) is not { } inside
            || await session.BytesAsync(id, cancellationToken) is not { } bytes) return null;
        await SeenAsync(inside, [file.By.AccountId], id, cancellationToken);
        return (file, bytes);
    }

    /// <summary>How often the member is told by mail.</summary>
    public async Task<DigestRhythm> DigestAsync(Inside inside, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<DigestWish>(DigestWish.IdOf(inside.Network.Id, inside.Me.AccountId), cancellationToken))?.Rhythm ?? DigestRhythm.Off;
    }

    private async Task SeenAsync(Inside inside, IEnumerable<Guid?> people, Guid matter, CancellationToken cancellationToken)
    {
        Guid[] others = [.. people.OfType<Guid>().Where(p => p != inside.Me.AccountId).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(inside.Me.AccountId, "rural-leaders.network-files.viewed", others, matter.ToString()), cancellationToken);
    }
}

/// <summary>The files themselves: only ever to be saved, never shown by this site.</summary>
internal sealed class BoardFiles(BoardReader board) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/rural-leaders/networks/files/{id:guid}/content", async (Guid id, HttpContext http) =>
    {
        if (await board.FileAsync(id, http.User, http.RequestAborted) is not { } found) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(found.Bytes, found.File.MediaType, found.File.Name);
    }).RequirePermission(Permissions.TakePart).AlwaysOn("members take what is there whatever is switched on");
}
