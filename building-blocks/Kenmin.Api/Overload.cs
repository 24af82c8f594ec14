using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kenmin.Api;

/// <summary>How much a host takes on at once; section <c>Overload</c> of the configuration.</summary>
public sealed record OverloadSettings
{
    /// <summary>Requests that are worked on at the same time.</summary>
    public int AtWork { get; init; } = 200;

    /// <summary>Requests that wait for their turn; what comes on top is sent away at once.</summary>
    public int Waiting { get; init; } = 400;

    /// <summary>How long one waits for its turn before it is sent away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// Takes on as many requests as can be answered in good time and sends the others away with 503 and <c>Retry-After</c>, so that under more
/// load than a host can carry those who are let in do not wait for each other. What fails because the database is out of reach or has no
/// connection free is answered alike. Health checks and files of pages are always served.
/// </summary>
internal sealed partial class Overload(RequestDelegate next, OverloadLimiter limiter, ILogger<Overload> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsAlwaysServed(context))
        {
            await next(context);
            return;
        }

        using var lease = await limiter.AcquireAsync(context.RequestAborted);
        if (!lease.IsAcquired)
        {
            await BusyAnswer.WriteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (TooMuchAtOnceException) when (!context.Response.HasStarted)
        {
            await BusyAnswer.WriteAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && DatabaseBusy.IsIn(e))
        {
            LogBusy(log, DatabaseBusy.ReasonOf(e));
            await BusyAnswer.WriteAsync(context);
        }
    }

    private static bool IsAlwaysServed(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/health") || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is out of reach or has no connection free ({Reason}); the caller was asked to come back")]
    private static partial void LogBusy(ILogger logger, string reason);
}

/// <summary>Who may work and who waits.</summary>
internal sealed class OverloadLimiter(OverloadSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = settings.AtWork, QueueLimit = settings.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>A turn; not acquired when too many wait, or after waiting too long.</summary>
    public async ValueTask<RateLimitLease> AcquireAsync(CancellationToken aborted)
    {
        if (_turns.AttemptAcquire() is { IsAcquired: true } free) return free;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(settings.Patience);
        try
        {
            return await _turns.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return _turns.AttemptAcquire();
        }
    }

    public void Dispose() => _turns.Dispose();
}

/// <summary>“Too much at once”: problem details for programs, a page that costs next to nothing for people.</summary>
internal static class BusyAnswer
{
    private static readonly LocalizedText Title = new("ただいま混み合っています", "Too much at once");
    private static readonly LocalizedText Wait = new("少し待ってから、もう一度お試しください。", "Please wait a little and try again.");
    private static readonly LocalizedText Back = new(
        "入力の途中だったときは、ブラウザーの「戻る」で入力に戻れます。", "If you were filling in a form, your browser's “back” takes you to what you entered.");

    public static Task WriteAsync(HttpContext context)
    {
        // Not all at the same moment again.
        var after = TimeSpan.FromSeconds(Random.Shared.Next(2, 6));
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments(KenminApiExtensions.Prefix))
            return ApiProblems.Busy(context, after).ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = after.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        var title = WebUtility.HtmlEncode(Title.ToString());
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title}</title>
              <link rel="stylesheet" href="/_content/Kenmin.Pages/css/tokens.css">
              <link rel="stylesheet" href="/_content/Kenmin.Pages/css/base.css">
            </head>
            <body>
              <main>
                <h1>{title}</h1>
                <p>{WebUtility.HtmlEncode(Wait.ToString())}</p>
                <p>{WebUtility.HtmlEncode(Back.ToString())}</p>
              </main>
            </body>
            </html>
            """, context.RequestAborted);
    }
}

/// <summary>Adds the protection to a host.</summary>
public static class OverloadExtensions
{
    /// <summary>Reads the settings and makes the one limiter of the host.</summary>
    public static IServiceCollection AddOverloadProtection(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new OverloadLimiter(configuration.GetSection("Overload").Get<OverloadSettings>() ?? new()));

    /// <summary>Belongs behind what sets the language and words errors, before all that costs something.</summary>
    public static void UseOverloadProtection(this IApplicationBuilder app) => app.UseMiddleware<Overload>();
}
