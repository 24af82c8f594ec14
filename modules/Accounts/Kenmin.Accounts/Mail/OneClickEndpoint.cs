using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Mail;

/// <summary>Takes the "unsubscribe" of mail programs (RFC 8058): they send no cookie, and the ticket is the proof.</summary>
internal sealed class OneClickEndpoint : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapPost(UnsubscribeTickets.OneClickAddress, async (string? ticket, UnsubscribeTickets tickets, CancellationToken cancellationToken) =>
        {
            if (tickets.Read(ticket) is not { } read) return Results.NotFound();
            await tickets.SetAsync(read.Account, read.Kind.Key, wanted: false, cancellationToken);
            return Results.Ok();
        })
        .AllowAnonymous().AlwaysOn("an unwanted mail can always be stopped").ExcludeFromDescription();
}
