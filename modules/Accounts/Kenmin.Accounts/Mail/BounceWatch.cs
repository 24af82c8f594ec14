using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>
/// Looks through the folder to which the mail server delivers what comes to the return path (a Maildir's <c>new</c>, or any
/// folder with one mail in each file). What was read is removed; several hosts may look through one folder.
/// </summary>
[NoNewEntries("notes what came back")]
internal sealed partial class BounceWatch(ReturnedMail returned, IOptions<AccountsSettings> settings, TimeProvider clock, ILogger<BounceWatch> logger)
    : BackgroundJob
{
    /// <summary>Looks once; how many files were taken.</summary>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        if (settings.Value.Mail.BounceFolder is not { Length: > 0 } folder || !Directory.Exists(folder)) return 0;
        var taken = 0;
        foreach (var file in Directory.GetFiles(folder))
        {
            try
            {
                await using (var stream = File.OpenRead(file))
                    await returned.TakeAsync(await MimeMessage.LoadAsync(stream, cancellationToken), cancellationToken);
                File.Delete(file);
                taken++;
            }
            catch (FileNotFoundException)
            {
                // Another host was faster.
            }
            catch (FormatException)
            {
                LogNoMail(logger);
                File.Delete(file);
            }
        }

        return taken;
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(settings.Value.Mail.BounceFolder)) return;
        using var timer = new PeriodicTimer(settings.Value.Mail.BounceInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LogFailed(logger, failed);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file in the folder of returned mail is no mail; it was removed")]
    private static partial void LogNoMail(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of returned mail could not be looked through; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
