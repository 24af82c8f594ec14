using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace Kenmin.Accounts.Mail;

/// <summary>Puts the module's own mails on their way: kept and handed to the outbox in one transaction.</summary>
internal sealed class Outbox(IServiceProvider services, MailSealer sealer, TimeProvider clock)
{
    /// <summary>How long it is kept that a mail was sent: reports of returned mail come within days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Forgets mails that were settled long ago.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        await using var session = services.GetRequiredService<IAccountsStore>().LightweightSession();
        session.DeleteWhere<OutgoingMail>(m => m.SettledAt < before);
        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Has a mail sent to an account's address, or to that of <paramref name="content"/>.</summary>
    public async Task SendAsync(Guid accountId, string kind, MailContent content, CancellationToken cancellationToken)
    {
        // Resolved late: Wolverine knows its stores only after it was built.
        var sessions = services.GetRequiredService<OutboxedSessionFactory<IAccountsStore>>();
        var context = new MessageContext(services.GetRequiredService<IWolverineRuntime>());
        await using var session = sessions.OpenSession(context);
        var now = clock.GetUtcNow();
        var mail = sealer.Seal(Guid.CreateVersion7(now), accountId, kind, content, now);
        session.Insert(mail);
        await context.PublishAsync(new SendMail(mail.Id));
        await session.SaveChangesAsync(cancellationToken);
    }
}
