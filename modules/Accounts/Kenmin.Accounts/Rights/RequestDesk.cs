using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Wolverine;

namespace Kenmin.Accounts.Rights;

/// <summary>Where administrators decide about requests.</summary>
internal sealed class RequestDesk(AccountsDbContext database, IMessageBus bus, IAuditTrail audit)
{
    private static readonly LocalizedText StillStaff = new(
        "職員や管理者の役割があるアカウントは消去できません。先に役割を外してください。",
        "An account with the role of staff or an administrator cannot be erased. Take the roles away first.");

    /// <summary>Decides; the reason why not, or null.</summary>
    public async Task<LocalizedText?> DecideAsync(RightsRequest request, RightsDecision decision, string reason, Guid by, CancellationToken cancellationToken)
    {
        if (request.Kind == RightsKind.Erasure && decision == RightsDecision.Grant && request.AccountId is { } account
            && await database.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == account, cancellationToken) is { } known
            && known.Roles.Exists(r => r != Roles.Resident))
            return StillStaff;
        await audit.RecordAsync(
            new(by, "accounts.request.decided", (request.AccountId ?? request.PersonId) is { } id ? [id] : [], $"{request.Kind} {decision} {request.Id}"), cancellationToken);
        return (await bus.InvokeAsync<RequestEntered>(new DecideRightsRequest(request.Id, decision, reason, by), cancellationToken)).Refusal;
    }
}
