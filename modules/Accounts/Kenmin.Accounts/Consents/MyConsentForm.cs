using System.Security.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Accounts.Consents;

/// <summary>Takes the buttons of one's own consents.</summary>
internal sealed class MyConsentForm : ISiteEndpoints
{
    public const string Address = "/me/consents/change";

    public void Map(IEndpointRouteBuilder site) => site.MapPost(Address, async (
            [FromForm] string purpose, [FromForm] Guid person, [FromForm] bool agrees, [FromForm] string? version,
            ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        {
            var account = user.AccountId()!.Value;
            var answer = await bus.InvokeAsync<ConsentChanged>(
                new ChangeConsent(purpose, person, account, agrees, version, ConsentChannel.Page, null), cancellationToken);
            if (!answer.Found) return Results.NotFound();
            return Results.LocalRedirect($"/me/consents?changed={(answer.Refusal is not null ? "refused" : agrees ? "agreed" : "withdrawn")}");
        })
        .RequireAuthorization().AlwaysOn("people see and withdraw what they agreed to").ExcludeFromDescription();
}
