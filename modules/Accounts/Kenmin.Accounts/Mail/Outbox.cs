using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace Kenmin.Accounts.Mail;

/// <summary>Puts the module's own mails on their way: kept and handed to the outbox in one transaction.</summary>
internal sealed class Outbox(IServiceProvider services, MailSealer sealer, TimeProvider clock)
{
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
