using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.Mail;

/// <summary>Registers what mail needs.</summary>
internal static class MailSetup
{
    public static void AddMail(this ModuleBuilder module)
    {
        var settings = module.Configuration.GetSection("Mail").Get<MailSettings>() ?? new();
        if (settings is { Host.Length: > 0, Security: MailSecurity.None, Password.Length: > 0 })
            throw new InvalidOperationException("Modules:accounts:Mail: a password is never sent without encryption. Set Security to StartTls or Tls.");
        if (!MimeKit.MailboxAddress.TryParse(settings.From, out _))
            throw new InvalidOperationException("Modules:accounts:Mail:From is no address.");
        var services = module.Services;
        services.AddSingleton<PickupFolder>();
        if (settings.Host is { Length: > 0 }) services.AddSingleton<IMailTransport, SmtpTransport>();
        else services.AddSingleton<IMailTransport>(p => p.GetRequiredService<PickupFolder>());
        services.AddSingleton<MailSealer>().AddSingleton<IMailSealer>(p => p.GetRequiredService<MailSealer>());
        services.AddSingleton<IPostOffice, PostOffice>()
            .AddSingleton<SiteAddress>().AddSingleton<MailKinds>().AddSingleton<UnsubscribeTickets>().AddSingleton<ReturnedMail>().AddSingleton<Outbox>()
            .AddSingleton<BounceWatch>().AddHostedService(p => p.GetRequiredService<BounceWatch>())
            .AddHostedService<MailCheck>();
    }
}

/// <summary>Says at start that nobody can be written to, when that is so.</summary>
[NoNewEntries("looks at settings")]
internal sealed partial class MailCheck(IMailTransport transport, ILogger<MailCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!transport.IsSetUp) LogNotSetUp(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "No mail server is set (Modules:accounts:Mail:Host): nobody can register or reset a password, and no mail is sent")]
    private static partial void LogNotSetUp(ILogger logger);
}
