using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Accounts.Notices;

/// <summary>Takes the button beside a notice and leads back to the list.</summary>
internal sealed class MarkReadEndpoint : ISiteEndpoints
{
    public const string Address = "/accounts/notices/read";

    public void Map(IEndpointRouteBuilder site) => site
        .MapPost(Address, async ([FromForm] Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            (await bus.InvokeAsync<NoticeMarked>(new MarkNoticeRead(id, user.AccountId()!.Value), cancellationToken)).Found
                ? Results.LocalRedirect("/accounts/notices")
                : Results.NotFound())
        .RequireAuthorization().AlwaysOn("people read what they were told").ExcludeFromDescription();
}
