using Kenmin.Modularity.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.Passwords;

/// <summary>Says in the log that this program takes breached passwords, where it was built without their list.</summary>
[NoNewEntries("only looks at how the program was built")]
internal sealed partial class BreachedPasswordsNotice(ILogger<BreachedPasswordsNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!BreachedPasswords.IsAvailable) LogMissing(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The list of breached passwords was not fetched when this program was built: such passwords are taken. Build again with Node.js, npm and a connection")]
    private static partial void LogMissing(ILogger logger);
}
