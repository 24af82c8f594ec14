using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kenmin.Api;

/// <summary>Examples of requests and answers in the OpenAPI document.</summary>
public static class ApiExamples
{
    /// <summary>Shows an example of the request and of the successful answer.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, object? request = null, object? response = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Example(request, response));

    internal static void Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, JsonSerializerOptions json)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Example>().LastOrDefault() is not { } example) return;
        foreach (var media in operation.RequestBody?.Content?.Values ?? []) media.Example = Node(example.Request, json);
        foreach (var response in operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value) ?? [])
            foreach (var media in response.Content?.Values ?? [])
                media.Example = Node(example.Response, json);
    }

    private static JsonNode? Node(object? value, JsonSerializerOptions json) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), json);

    private sealed record Example(object? Request, object? Response);
}
