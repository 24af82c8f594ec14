using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Npgsql;

namespace Kenmin.Api;

/// <summary>Adds the REST interface to a host.</summary>
public static class KenminApiExtensions
{
    /// <summary>Where the interface lives.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>Problem details, OpenAPI and idempotent writes.</summary>
    public static IServiceCollection AddKenminApi(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Localize);
        // What a caller sends wrong is answered, not logged as a failure of ours; in Development too.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddSingleton<IdempotencyStore>();
        services.AddHostedService<IdempotencyCleanup>();
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Kenmin Platform";
                document.Info.Version = "v1";
                document.Info.Description =
                    "県民活動プラットフォームの API です。The API of the platform for citizens' activity. Errors are problem details (RFC 9457); "
                    + "messages follow Accept-Language (ja, en). Lists are paged: pass `next` as `after`. Programs authenticate with a personal "
                    + "access token (`Authorization: Bearer kmn_…`), made at /me/security/tokens, and are told by 429 and `Retry-After` when they call too often.";
                // An installation's own address is not part of the contract.
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
                if (context.Description.HttpMethod is "POST" or "PUT" or "PATCH" or "DELETE"
                    && !context.Description.ActionDescriptor.EndpointMetadata.OfType<NeverReplayedAttribute>().Any())
                    (operation.Parameters ??= []).Add(new OpenApiParameter
                    {
                        Name = IdempotencyMiddleware.Header, In = ParameterLocation.Header,
                        Description = "The same key with the same request is carried out once and answered alike for a day.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                    });
                ApiExamples.Apply(operation, context, json);
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>
    /// Answers under <see cref="Prefix"/> with problem details where there would be none, never with a stack trace, and
    /// carries out writes with an <c>Idempotency-Key</c> once. Belongs after authorization.
    /// </summary>
    public static void UseKenminApi(this WebApplication app) =>
        app.UseWhen(IsApi, api => api.UseMiddleware<IdempotencyMiddleware>());

    /// <summary>Turns what goes wrong in the API into problem details. Belongs behind what sets the language, before the rest.</summary>
    public static void UseKenminApiProblems(this WebApplication app) => app.UseWhen(IsApi, api =>
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that is no JSON, or not of the expected shape, is the caller's to mend.
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode
                : IsUnstorableText(e) ? StatusCodes.Status400BadRequest
                : StatusCodes.Status500InternalServerError,
        });
        api.UseStatusCodePages();
    });

    /// <summary>Maps the endpoints of all modules and the OpenAPI document at <c>/openapi/v1.json</c>.</summary>
    public static void MapKenminApi(this IEndpointRouteBuilder app)
    {
        app.MapGroup(Prefix).MapModuleEndpoints();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().AlwaysOn("the contract of the interface");
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix);

    /// <summary>The database stores any text but one with the character NUL, which no person types.</summary>
    private static bool IsUnstorableText(Exception? exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
        || exception?.InnerException is { } inner && IsUnstorableText(inner);

    private static void Localize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (StandardProblems.For(problem.Status) is not { } standard || problem.Type?.StartsWith('/') == true) return;
        problem.Type = ApiProblems.TypeOf(standard.Code);
        problem.Title = standard.Title.ToString();
        if (problem.Status >= 500 || context.Exception is not null) problem.Detail = null;
    }
}
