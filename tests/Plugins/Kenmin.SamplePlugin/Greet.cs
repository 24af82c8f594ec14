using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SamplePlugin;

[MessageIdentity("sample-plugin.greet.v1")]
public sealed record Greet(Guid Id, string Name);

public sealed record Greeting(Guid Id, string Text);

public static class GreetHandler
{
    public static void Handle(Greet command, IDocumentSession session) =>
        session.Store(new Greeting(command.Id, $"こんにちは、{command.Name}さん"));
}

internal sealed class GreetEndpoints : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sample/greetings/{id:guid}", async (Guid id, IMessageBus bus) =>
        {
            await bus.PublishAsync(new Greet(id, "見本"));
            return Results.Accepted($"/api/v1/sample/greetings/{id}");
        }).AllowAnonymous().RequireFeature(SampleModule.Feature);

        api.MapGet("/sample/greetings/{id:guid}", async (Guid id, ISampleStore store) =>
        {
            await using var session = store.QuerySession();
            return await session.LoadAsync<Greeting>(id) is { } greeting ? Results.Ok(greeting) : Results.NotFound();
        }).AllowAnonymous().RequireFeature(SampleModule.Feature);
    }
}
