using System.Collections;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Persistence;

/// <summary>
/// Keeps what messages, documents and other values of the house carry out of the logs: where something is logged with such a value, its
/// type's name is written in its place. The message bus would write a command that failed with all its names and addresses.
/// </summary>
internal static class DiscreetLogging
{
    public static void AddDiscreetLogging(this IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(p => new Factory(new LoggerFactory(
        p.GetServices<ILoggerProvider>(), p.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(), p.GetService<IOptions<LoggerFactoryOptions>>(), p.GetService<IExternalScopeProvider>()))));

    private static bool IsOurs(object? value) => value switch
    {
        null or string or Enum or LocalizedText => false,
        IEnumerable many => many.Cast<object?>().Any(IsOurs),
        _ => value.GetType().Assembly.GetName().Name?.StartsWith("Kenmin.", StringComparison.Ordinal) == true,
    };

    private sealed class Factory(LoggerFactory inner) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new Discreet(inner.CreateLogger(categoryName));

        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Discreet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> values || !values.Any(v => IsOurs(v.Value)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            // Whoever sent it went away: nothing failed.
            if (exception is OperationCanceledException) logLevel = LogLevel.Debug;
            var template = values.FirstOrDefault(v => v.Key == "{OriginalFormat}").Value as string ?? "{Value}";
            var told = values.Where(v => v.Key != "{OriginalFormat}").Select(v => IsOurs(v.Value) ? v.Value!.GetType().Name : v.Value).ToArray();
#pragma warning disable CA2254 // the template is the one that was logged
            inner.Log(logLevel, eventId, exception, template, told);
#pragma warning restore CA2254
        }
    }
}
