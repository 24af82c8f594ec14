using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Persistence.Audit;

/// <summary>
/// Writes to the audit log what people who are signed in ask for and do not get: what they may not reach, and things of others
/// or that do not exist, by their ids.
/// </summary>
internal sealed partial class RefusalAudit(RequestDelegate next, IAuditTrail audit, ILogger<RefusalAudit> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode is not (StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
            || context.User.AccountId() is not { } actor
            || context.GetEndpoint() is not RouteEndpoint endpoint
            // The page that explains the refusal is no request of its own.
            || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return;

        Guid[] ids = [.. context.Request.RouteValues.Values.Select(v => Guid.TryParse(v?.ToString(), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
        var refused = context.Response.StatusCode == StatusCodes.Status403Forbidden;
        if (!refused && ids.Length == 0) return;
        try
        {
            await audit.RecordAsync(
                new(actor, refused ? "platform.request.refused" : "platform.request.not-found", ids, $"{context.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}")
                {
                    Kind = AuditKind.Refusal,
                },
                CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            // Nothing was shown, so the answer stands.
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A refusal could not be written to the audit log")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

/// <summary>Adds the recording of refusals to the pipeline.</summary>
public static class RefusalAuditExtensions
{
    /// <summary>Writes refusals to the audit log. Belongs after authentication and before authorization.</summary>
    public static IApplicationBuilder UseRefusalAudit(this IApplicationBuilder app) => app.UseMiddleware<RefusalAudit>();
}
