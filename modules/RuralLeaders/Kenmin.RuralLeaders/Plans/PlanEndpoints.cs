using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>What a network made public of a plan.</summary>
internal sealed record PublicPlanView(Guid Id, string Title, string Summary, Guid Network, Guid? Area, int Version, DateOnly AdoptedOn)
{
    public static PublicPlanView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000000101"), "見本集落の夢プラン", "十年後も祭りを続けます。", new("0199f000-0000-7000-8000-0000000000f1"), new("0199f000-0000-7000-8000-0000000000d1"), 2, new(2026, 5, 1));

    public static PublicPlanView Of(PublicPlan p) => new(p.Plan.Id, p.Plan.Title, p.Plan.Summary, p.Plan.NetworkId, p.Plan.AreaId, p.Plan.Versions, p.Plan.AdoptedOn!.Value);
}

/// <summary>An action as members get it.</summary>
internal sealed record PlanActionView(Guid Id, string Text, string Owner, DateOnly DueOn, string State, bool Overdue)
{
    public static PlanActionView Example { get; } = new(new("0199f000-0000-7000-8000-000000000102"), "水路の見まわりを当番にする", "見本 花子", new(2026, 9, 30), "underWay", false);

    public static PlanActionView Of(PlanAction a, DateOnly today) => new(a.Id, a.Text, a.OwnerName, a.DueOn, ApiWord.Of(a.State), a.IsOverdue(today));
}

/// <summary>Where an action stands.</summary>
/// <param name="State">open, underWay, done or dropped.</param>
/// <param name="Reason">Why; needed when it is dropped.</param>
internal sealed record ActionStateBody(string? State, string? Reason);

/// <summary>Plans for programs.</summary>
internal sealed class PlanApi(PlanReader plans, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/rural-leaders/plans", async (CancellationToken cancellationToken) => Results.Ok((await plans.PublicAsync(cancellationToken)).Select(PublicPlanView.Of).ToList()))
            .WithTags("rural-leaders").Produces<IReadOnlyList<PublicPlanView>>().WithExample(response: new[] { PublicPlanView.Example })
            .WithSummary("公開されている村づくり計画 / Plans that were made public").AllowAnonymous().AlwaysOn("what was made public can always be looked up");

        var own = api.MapGroup("/rural-leaders/plans/{id:guid}/actions").WithTags("rural-leaders").RequirePermission(Permissions.TakePart)
            .AlwaysOn("members read what is there and say how it stands whatever is switched on")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await plans.LookAsync(id, user, cancellationToken) is { } look
                    ? Results.Ok(look.Plan.Actions.OrderBy(a => a.DueOn).Select(a => PlanActionView.Of(a, JapanTime.Today(clock))).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<PlanActionView>>().WithExample(response: new[] { PlanActionView.Example }).WithSummary("計画の取り組み / The actions of a plan").WithDescription("404 to who is not a member.");
        own.MapPut("/{action:guid}/state", async (Guid id, Guid action, ActionStateBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!Enum.TryParse<ActionState>(body.State, ignoreCase: true, out var to) || !Enum.IsDefined(to))
                    return ApiProblems.Invalid(new FieldProblem("#/state", new("open、underWay、done、dropped のどれかにしてください。", "Say open, underWay, done or dropped.")));
                return (await bus.InvokeAsync<CommandAnswer>(new MovePlanAction(id, action, to, body.Reason, user.AccountId()!.Value), cancellationToken)).ToResult();
            })
            .Produces(StatusCodes.Status204NoContent).WithExample(new ActionStateBody("done", null)).WithSummary("取り組みの状態を記録する / Say where an action stands")
            .WithDescription("Who sees to it, the coordinator or a secretary does. Codes of refusals: not-yours, too-many.");
    }
}

/// <summary>A plan as a spreadsheet and on paper, for members.</summary>
internal sealed class PlanFiles(PlanReader plans, TimeProvider clock) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site)
    {
        var own = site.MapGroup("/rural-leaders/plans/{id:guid}").RequirePermission(Permissions.TakePart).AlwaysOn("what exists can always be taken out");
        own.MapGet("/actions.csv", (Guid id, HttpContext http) => SendAsync(id, http, look => Results.File(Table(look).ToCsv(), TableFile.CsvType, "plan-actions.csv")));
        own.MapGet("/actions.xlsx", (Guid id, HttpContext http) => SendAsync(id, http, look => Results.File(Table(look).ToXlsx(L("取り組み", "Actions").ToString()), TableFile.XlsxType, "plan-actions.xlsx")));
        own.MapGet("/versions/{number:int}.pdf", async (Guid id, int number, HttpContext http) =>
        {
            if (!Paper.IsAvailable || await plans.LookAsync(id, http.User, http.RequestAborted) is not { } look
                || (await plans.VersionsAsync(look, http.RequestAborted)).FirstOrDefault(v => v.Number == number) is not { } version) return Results.NotFound();
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.File(Print(look, version), "application/pdf", string.Create(CultureInfo.InvariantCulture, $"plan-{number}.pdf"));
        });
    }

    private async Task<IResult> SendAsync(Guid id, HttpContext http, Func<PlanLook, IResult> file)
    {
        if (await plans.LookAsync(id, http.User, http.RequestAborted) is not { } look) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        return file(look);
    }

    private TableFile Table(PlanLook look)
    {
        var today = JapanTime.Today(clock);
        return new(
            [
                L("計画", "Plan").ToString(), L("取り組み", "Action").ToString(), L("担当", "Who").ToString(), L("期限", "By when").ToString(), L("状態", "State").ToString(), L("状態が変わった日", "Since").ToString(),
                L("理由", "Why").ToString(), L("期限を過ぎている", "Overdue").ToString(),
            ],
            look.Plan.Actions.OrderBy(a => a.DueOn).Select(a => (IReadOnlyList<string?>)
            [
                look.Plan.Title, a.Text, a.OwnerName, Dates.Iso(a.DueOn), PlanWords.NameOf(a.State).ToString(), Dates.Iso(a.Steps[^1].On), a.Steps[^1].Reason, a.IsOverdue(today) ? L("はい", "Yes").ToString() : "",
            ]));
    }

    internal static byte[] Print(PlanLook look, PlanVersion version)
    {
        using var paper = new Paper(new(look.Plan.Title, L("ja-JP", "en").ToString(), look.Inside.Network.Name, look.Plan.Title));
        paper.Heading(1, look.Plan.Title)
            .Paragraph(L($"第 {version.Number} 版　{look.Inside.Network.Name}", $"Version {version.Number}, {look.Inside.Network.Name}").ToString())
            .Paragraph(L($"{PlanWords.For(look.Area, look.Inside.Network).Ja}　{Dates.LongText(version.AdoptedOn).Ja}決定（{version.DecidedAt}）", $"{PlanWords.For(look.Area, look.Inside.Network).En}. Adopted on {Dates.LongText(version.AdoptedOn).En}, {version.DecidedAt}.").ToString())
            .Heading(2, PlanWords.Situation.ToString()).Paragraph(version.Text.Situation)
            .Heading(2, PlanWords.Aims.ToString()).Paragraph(version.Text.Aims)
            .Heading(2, PlanWords.Measures.ToString()).Paragraph(version.Text.Measures);
        if (version.Actions.Count > 0)
        {
            paper.Heading(2, L("取り組み（決定したとき）", "Actions, as they stood then").ToString())
                .Table(new("", [new(L("取り組み", "Action").ToString(), 3), new(L("担当", "Who").ToString(), 1.4), new(L("期限", "By when").ToString(), 1.6), new(L("状態", "State").ToString())],
                    [.. version.Actions.OrderBy(a => a.DueOn).Select(a => (IReadOnlyList<string>)[a.Text, a.OwnerName, Dates.Long(a.DueOn).ToString(), PlanWords.NameOf(a.State).ToString()])]));
        }

        return paper.ToBytes();
    }
}
