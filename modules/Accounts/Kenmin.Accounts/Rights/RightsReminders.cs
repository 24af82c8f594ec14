using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;
using Ef = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions;
using Kenmin.Persistence;

namespace Kenmin.Accounts.Rights;

/// <summary>Reminds administrators of requests whose last day comes near, and removes collections that were kept long enough.</summary>
/// <param name="Administrators">Whom to remind.</param>
[MessageIdentity("accounts.remind-of-rights-requests.v1")]
[NoNewEntries("reminds of or removes what exists")]
public sealed record RemindOfRightsRequests(IReadOnlyList<Guid> Administrators);

/// <summary>Reminds, once for each step.</summary>
public static class RemindOfRightsRequestsHandler
{
    /// <summary>Days before the last day; below zero it has passed.</summary>
    internal static readonly int[] Steps = [10, 3, 0, -1];

    /// <summary>Looks at all open requests: there are few.</summary>
    public static async Task<OutgoingMessages> Handle(RemindOfRightsRequests command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessages();
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        foreach (var request in await session.QueryAsync<RightsRequest>("where d.data ->> 'state' = 'Open' order by d.id for update skip locked", cancellationToken))
        {
            var left = request.DueOn.DayNumber - today.DayNumber;
            int[] due = [.. Steps.Where(s => left <= s && !request.Reminded.Contains(s))];
            if (due.Length == 0) continue;
            request.Reminded = [.. request.Reminded, .. due];
            session.Store(request);
            foreach (var administrator in command.Administrators)
                messages.Add(new NoticeIssued(Guid.CreateVersion7(now), administrator,
                    left < 0 ? new LocalizedText("個人情報の請求の期限が過ぎています", "A request about personal data is overdue")
                        : new LocalizedText($"個人情報の請求の期限まで {left} 日です", $"A request about personal data is due in {left} days"),
                    new($"期限は{request.DueOn:yyyy年M月d日}です。決定するか、理由を書いて延長してください。", $"The last day is {request.DueOn:yyyy-MM-dd}. Decide, or extend it with a reason."),
                    $"/staff/requests/{request.Id}", now, MailKinds.Requests));
        }

        var old = now - PersonalDataExport.Kept;
        foreach (var export in await session.Query<PersonalDataExport>().Where(e => e.RequestedAt < old).Select(e => e.Id).ToListAsync(cancellationToken))
        {
            session.DeleteWhere<PersonalDataAnswer>(a => a.RequestId == export);
            session.Delete<PersonalDataExport>(export);
        }

        return messages;
    }
}

/// <summary>Looks every hour. Runs on every host.</summary>
[NoNewEntries("reminds of or removes what exists")]
internal sealed class RightsReminders(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RightsReminders> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var administrators = await Ef.ToListAsync(
            scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Users
                .Where(a => a.Roles.Contains(Roles.Administrator) && a.DeactivatedAt == null).Select(a => a.Id), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new RemindOfRightsRequests(administrators), cancellationToken);
    }
}
