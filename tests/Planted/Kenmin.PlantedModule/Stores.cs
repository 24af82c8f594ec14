using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.PlantedModule;

/// <summary>Is given the platform's store.</summary>
internal sealed class TakesTheMainStore(IDocumentStore store)
{
    public IDocumentSession Open() => store.LightweightSession();
}

/// <summary>Is given a session of the platform's store.</summary>
internal sealed class TakesTheMainSession(IQuerySession session)
{
    public IQuerySession Session => session;
}

/// <summary>Asks for the platform's store.</summary>
internal static class AsksForTheMainStore
{
    public static IDocumentStore Find(IServiceProvider services) => services.GetRequiredService<IDocumentStore>();
}

/// <summary>A page that is given a session of the platform's store.</summary>
public sealed class PageWithMainSession : ComponentBase
{
    [Inject] private IDocumentSession Session { get; set; } = null!;

    protected override void OnInitialized() => Session.Dispose();
}

/// <summary>A service as it should be: the module's own store.</summary>
internal sealed class TakesItsOwnStore(IPlantedStore store)
{
    public async Task<int> CountAsync()
    {
        await using var session = store.QuerySession();
        return await session.Query<Note>().CountAsync();
    }
}

/// <summary>A document; public, because generated code names it.</summary>
public sealed class Note
{
    public Guid Id { get; set; }

    public NoteKind Kind { get; set; }
}

/// <summary>Public, because a document shows it.</summary>
public enum NoteKind
{
    Short,
}

/// <summary>Endpoints that break the rules of the edge.</summary>
public static class PlantedEndpoints
{
    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/planted/session", ([FromServices] IQuerySession session) => session.ToString());
    }
}
