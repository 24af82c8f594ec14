using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Accounts.Notices;

/// <summary>A notice as programs get it, in the language of the request.</summary>
/// <param name="Id">The notice's id.</param>
/// <param name="Subject">What happened, in one line.</param>
/// <param name="Body">What it means and what to do.</param>
/// <param name="Link">Where to read on, on this site.</param>
/// <param name="At">When it happened.</param>
/// <param name="ReadAt">When it was marked as read.</param>
internal sealed record NoticeView(Guid Id, string Subject, string Body, string? Link, DateTimeOffset At, DateTimeOffset? ReadAt);

/// <summary>A reader's own notices.</summary>
internal sealed class NoticeEndpoints : IApiEndpoints
{
    private const string Reason = "people read what they were told";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/notices", async (
                string? after, int? take, ClaimsPrincipal user, NoticeList notices, CancellationToken cancellationToken) =>
            {
                var page = await notices.OfAsync(user.AccountId()!.Value, after, PageSize.Within(take), cancellationToken);
                return new Page<NoticeView>([.. page.Items.Select(View)], page.Next);
            })
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample(response: new Page<NoticeView>(
                [new(new("0199f000-0000-7000-8000-0000000000a1"), "申し込みが確定しました", "11 月 1 日 9 時に受付へお越しください。", "/sports/my-shifts",
                    new(2026, 10, 1, 9, 0, 0, TimeSpan.FromHours(9)), null)], null))
            .WithSummary("お知らせの一覧 / My notices").WithTags("accounts")
            .RequireAuthorization().AlwaysOn(Reason);

        api.MapPost("/accounts/notices/{id:guid}/read", async (
                Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<NoticeMarked>(new MarkNoticeRead(id, user.AccountId()!.Value), cancellationToken)).Found
                    ? Results.NoContent()
                    : ApiProblems.NotFound())
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("お知らせを既読にする / Mark a notice as read").WithTags("accounts")
            .RequireAuthorization().AlwaysOn(Reason);
    }

    private static NoticeView View(AccountNotice notice) =>
        new(notice.Id, notice.Subject.ToString(), notice.Body.ToString(), notice.Link, notice.At, notice.ReadAt);
}
