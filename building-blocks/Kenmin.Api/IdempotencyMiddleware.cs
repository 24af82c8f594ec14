using System.Security.Cryptography;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Api;

/// <summary>
/// A write with an <c>Idempotency-Key</c> is carried out once: the same request with the same key gets the first answer again.
/// Keys belong to the account (or, for visitors, to nobody in particular) and are kept for a day.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyStore store)
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;
    private const int LargestBody = 1 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || !request.Headers.TryGetValue(Header, out var values) || context.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<NeverReplayedAttribute>() is not null)
        {
            await next(context);
            return;
        }

        var key = values.ToString();
        if (key.Length is 0 or > LongestKey)
        {
            await ApiProblems.Of(StatusCodes.Status400BadRequest, "idempotency-key",
                new($"{Header} は 1～{LongestKey} 文字で指定してください。", $"{Header} takes 1 to {LongestKey} characters.")).ExecuteAsync(context);
            return;
        }

        if (request.ContentLength is > LargestBody)
        {
            await ApiProblems.Of(StatusCodes.Status413PayloadTooLarge, "too-large",
                new($"{Header} を付けた要求は 1 MiB までです。", $"A request with {Header} may be 1 MiB at most.")).ExecuteAsync(context);
            return;
        }

        var owner = context.User.AccountId()?.ToString("N") ?? "visitor";
        var fingerprint = await FingerprintAsync(request, context.RequestAborted);
        switch (await store.BeginAsync(owner, key, fingerprint, context.RequestAborted))
        {
            case IdempotencyStore.Begun.First:
                await RunAsync(context, owner, key);
                break;
            case IdempotencyStore.Begun.Again { Answer: var answer }:
                await ReplayAsync(context, answer);
                break;
            case IdempotencyStore.Begun.OtherRequest:
                await ApiProblems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused",
                    new("この Idempotency-Key は別の内容の要求に使われています。新しいキーを使ってください。",
                        "This Idempotency-Key was used for another request. Use a new key.")).ExecuteAsync(context);
                break;
            default:
                context.Response.Headers.RetryAfter = "1";
                await ApiProblems.Refused("in-progress",
                    new("同じ要求を処理中です。少し待ってからもう一度送ってください。", "The same request is being carried out. Send it again in a moment."))
                    .ExecuteAsync(context);
                break;
        }
    }

    private async Task RunAsync(HttpContext context, string owner, string key)
    {
        var outside = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var completed = false;
        try
        {
            await next(context);
            // What the server could not do may be tried again with the same key.
            if (context.Response.StatusCode < 500)
            {
                await store.CompleteAsync(owner, key, new(
                    context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location, buffer.ToArray()));
                completed = true;
            }
        }
        finally
        {
            context.Response.Body = outside;
            if (!completed) await store.ForgetAsync(owner, key);
        }

        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext context, IdempotencyStore.Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Location is not null) context.Response.Headers.Location = answer.Location;
        context.Response.Headers["Idempotent-Replayed"] = "true";
        if (answer.Body.Length > 0) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<byte[]> FingerprintAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var chunk = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0) hash.AppendData(chunk, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
