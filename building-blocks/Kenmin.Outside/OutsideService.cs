using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Refit;

namespace Kenmin.Outside;

/// <summary>
/// A service outside, asked through its Refit interface. Whatever it does, the caller gets an answer or the reason why there is none, in
/// bounded time; nothing of it throws.
/// </summary>
/// <typeparam name="TClient">The Refit interface.</typeparam>
public sealed partial class OutsideService<TClient>
    where TClient : class
{
    private readonly TClient? _client;
    private readonly ILogger _logger;

    internal OutsideService(TClient? client, ILogger<OutsideService<TClient>> logger) => (_client, _logger) = (client, logger);

    /// <summary>Whether it may be asked at all.</summary>
    public bool IsUsed => _client is not null;

    /// <summary>Asks it.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Who asked has gone.</param>
    public async Task<OutsideAnswer<T>> AskAsync<T>(Func<TClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (_client is null) return new(null, OutsideSilence.SwitchedOff);
        try
        {
            return await ask(_client, cancellationToken) is { } value ? new(value, null) : new(null, OutsideSilence.Unreadable);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && SilenceOf(exception) is { } silence)
        {
            // What was asked may be a person's business and stays out of the log, and so does the exception, which repeats it.
            LogSilent(_logger, typeof(TClient).Name, silence);
            return new(null, silence);
        }
    }

    // The innermost known reason: Refit and the resilience pipeline wrap what happened.
    private static OutsideSilence? SilenceOf(Exception? exception) => exception switch
    {
        null => null,
        TimeoutRejectedException or TimeoutException or OperationCanceledException => OutsideSilence.TooSlow,
        BrokenCircuitException => OutsideSilence.Resting,
        JsonException => OutsideSilence.Unreadable,
        _ when SilenceOf(exception.InnerException) is { } inner => inner,
        ApiException { StatusCode: HttpStatusCode.TooManyRequests } => OutsideSilence.Busy,
        ApiException { StatusCode: < HttpStatusCode.OK or >= HttpStatusCode.MultipleChoices } => OutsideSilence.Failed,
        ApiException => OutsideSilence.Unreadable,
        HttpRequestException or IOException => OutsideSilence.NotReached,
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A service outside gave no answer that can be used ({Service}: {Silence})")]
    private static partial void LogSilent(ILogger logger, string service, OutsideSilence silence);
}
