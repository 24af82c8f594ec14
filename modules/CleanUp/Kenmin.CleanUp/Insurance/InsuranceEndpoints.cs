using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Insurance;

/// <summary>A person on a list as programs send and get it.</summary>
/// <param name="HelperId">The account of a helper; null for those of the group.</param>
/// <param name="Name">The name; of helpers what they signed up with.</param>
/// <param name="Detail">What the insurer asks beside.</param>
/// <param name="Cutters">Whether the person uses powered cutters.</param>
internal sealed record InsuredView(Guid? HelperId, string? Name, string? Detail, bool Cutters);

/// <summary>A list as its leader and staff get it.</summary>
internal sealed record InsuredListView(Guid ActivityId, string State, DateOnly? Due, string? Detail, bool HandedIn, IReadOnlyList<InsuredView> People, IReadOnlyDictionary<string, int> Plans, IReadOnlyList<LocalizedText> Lacks)
{
    public static InsuredListView Example { get; } = new(
        ActivityView.Example.Id, "complete", new(2026, 6, 9), "住所", true, [new(null, "見本 花子", "山口市滝町", false)], new Dictionary<string, int> { ["行事用Aプラン（見本）"] = 1 }, []);

    public static InsuredListView Of(ActivityInsurance i) => new(
        i.Activity.Id, ApiWord.Of(i.State), i.Due, i.Rules?.Detail, i.HandedIn,
        [.. i.People.Select(p => new InsuredView(p.AccountId, p.Name, p.Detail, p.Cutters))], i.Counts, i.Lacks);
}

/// <summary>What is sent to hand a list in.</summary>
/// <param name="People">Those of the group, and what is to be known of helpers.</param>
/// <param name="HandedIn">Whether it is whole.</param>
internal sealed record InsuredListRequest(IReadOnlyList<InsuredView>? People, bool HandedIn);

/// <summary>What a municipality insures, as programs get and set it.</summary>
internal sealed record InsuranceRulesView(string? Plan, string? CutterPlan, int? DaysBefore, string? Detail, string? Note)
{
    public static InsuranceRulesView Example { get; } = new("行事用Aプラン（見本）", "草刈プラン（見本）", 5, "住所", "");

    public static InsuranceRulesView Of(InsuranceRules? r) => new(r?.Plan ?? "", r?.CutterPlan ?? "", r?.DaysBefore, r?.Detail ?? "", r?.Note ?? "");
}

/// <summary>Insurance for programs.</summary>
internal sealed class InsuranceEndpoints(ActivityReader activities, ActivityDesk staffDesk, InsuranceDesk desk, CampaignReader campaigns, CleanUpScope scope) : IApiEndpoints
{
    private const string Kept = "who takes part in what was accepted is insured whatever is switched on";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/clean-up/me/activities/{id:guid}/insured").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await OwnAsync(id, user, cancellationToken) is { } found ? await ShowAsync(found, user, cancellationToken) : ApiProblems.NotFound())
            .Produces<InsuredListView>().WithExample(response: InsuredListView.Example).WithSummary("保険の名簿 / The list for the insurance");
        own.MapPut("", async (Guid id, InsuredListRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await OwnAsync(id, user, cancellationToken) is not { } found) return ApiProblems.NotFound();
                var people = body.People ?? [];
                var answer = await bus.InvokeAsync<CommandAnswer>(new SaveInsuredList(
                    id, [.. people.Where(p => p.HelperId is null).Select(p => new InsuredMember(p.Name ?? "", p.Detail ?? "", p.Cutters))],
                    [.. people.Where(p => p.HelperId is not null).Select(p => new InsuredHelper(p.HelperId!.Value, p.Detail ?? "", p.Cutters))], body.HandedIn, user.AccountId()!.Value), cancellationToken);
                return answer.IsDone ? await ShowAsync(found, user, cancellationToken) : answer.ToResult();
            })
            .Produces<InsuredListView>().WithExample(new InsuredListRequest(InsuredListView.Example.People, true), InsuredListView.Example)
            .WithSummary("保険の名簿を出す / Hand in the list").WithDescription("The whole list each time. Helpers are on it by themselves; name them to say what the insurer asks.");

        var staff = api.MapGroup("/clean-up/staff").WithTags("clean-up staff").RequirePermission(Permissions.Manage).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/activities/{id:guid}/insured", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await staffDesk.FindAsync(id, user, cancellationToken) is { MayDecide: true } found ? await ShowAsync(found.Line.Activity, user, cancellationToken) : ApiProblems.NotFound())
            .Produces<InsuredListView>().WithExample(response: InsuredListView.Example).WithSummary("保険の名簿 / The list for the insurance");
        staff.MapPut("/campaigns/{id:guid}/insurance/{municipality}", async (
                Guid id, string municipality, InsuranceRulesView body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (Municipality.ByCode(municipality) is not { } where || await campaigns.ForStaffAsync(id, user, cancellationToken) is not { } found
                    || !scope.MayManage(user, found, where.Code6)) return ApiProblems.NotFound();
                var answer = await bus.InvokeAsync<CommandAnswer>(
                    new SaveInsuranceRules(id, where.Code6, body.Plan ?? "", body.CutterPlan ?? "", body.DaysBefore, body.Detail ?? "", body.Note ?? ""), cancellationToken);
                return answer.IsDone ? Results.Ok(InsuranceRulesView.Of(await desk.RulesAsync(id, where.Code6, cancellationToken))) : answer.ToResult();
            })
            .Produces<InsuranceRulesView>().WithExample(InsuranceRulesView.Example, InsuranceRulesView.Example).WithSummary("市町の行事用保険を決める / Set what a municipality insures");
    }

    private async Task<Activity?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await activities.FindAsync(id, cancellationToken) is { } found && found.Group.AccountId == user.AccountId() ? found.Activity : null;

    private async Task<IResult> ShowAsync(Activity activity, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Results.Ok(InsuredListView.Of(await desk.LookAsync(activity, user, "clean-up.insured.viewed", cancellationToken)));
}

/// <summary>The lists of a municipality as a file for the insurer; taking it is in the audit log.</summary>
internal sealed class InsuredDownloads(ActivityReader activities, InsuranceDesk desk, CampaignReader campaigns, CleanUpScope scope) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site)
    {
        foreach (var kind in new[] { "csv", "xlsx" })
            site.MapGet($"/staff/clean-up/campaigns/{{id:guid}}/insurance/{{code}}/insured.{kind}", (Guid id, string code, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                    DownloadAsync(id, code, kind, user, cancellationToken))
                .RequirePermission(Permissions.Manage).AlwaysOn("who takes part in what was accepted is insured whatever is switched on");
    }

    private async Task<IResult> DownloadAsync(Guid id, string code, string kind, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (Municipality.ByCode(code) is not { } municipality || await campaigns.ForStaffAsync(id, user, cancellationToken) is not { } campaign
            || !scope.MayManage(user, campaign, municipality.Code6)) return Results.NotFound();
        var lines = (await activities.OfCampaignAsync(id, [municipality.Code6], ActivityState.Accepted, cancellationToken)).ToDictionary(l => l.Activity.Id);
        var lists = await desk.LookAsync([.. lines.Values.Select(l => l.Activity)], user, "clean-up.insured.exported", cancellationToken);
        var detail = lists.Select(l => l.Rules?.Detail).FirstOrDefault(d => d is { Length: > 0 }) ?? new LocalizedText("その他", "Further").ToString();
        TableFile file = new(
            [
                new LocalizedText("活動の日", "Day").ToString(), new LocalizedText("場所", "Site").ToString(), new LocalizedText("グループ", "Group").ToString(), new LocalizedText("氏名", "Name").ToString(), detail,
                new LocalizedText("刈払機など", "Powered cutters").ToString(), new LocalizedText("プラン", "Plan").ToString(), new LocalizedText("名簿の状態", "State of the list").ToString(),
            ],
            lists.OrderBy(l => l.Activity.Day).ThenBy(l => lines[l.Activity.Id].Site.Name, StringComparer.Ordinal).SelectMany(l => l.People.Select(p => (IReadOnlyList<string?>)
            [
                Kenmin.Pages.Dates.Iso(l.Activity.Day), lines[l.Activity.Id].Site.Name, lines[l.Activity.Id].Group.PublicName.ToString(), p.Name, p.Detail,
                (p.Cutters ? new LocalizedText("使う", "Uses them") : new("使わない", "No")).ToString(), InsuranceWords.PlanName(l.PlanOf(p)).ToString(), InsuranceWords.StateOf(l.State).ToString(),
            ])));
        return kind == "csv" ? Results.File(file.ToCsv(), TableFile.CsvType, "clean-up-insured.csv") : Results.File(file.ToXlsx(new LocalizedText("保険の名簿", "Insured").ToString()), TableFile.XlsxType, "clean-up-insured.xlsx");
    }
}
