using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Ventures.Pages;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What an answer to a draft that saved itself says.</summary>
/// <param name="Revision">The revision that stands now; null when it was not saved.</param>
/// <param name="Text">What is told to the person.</param>
internal sealed record DraftSaved(int? Revision, string Text);

/// <summary>Drafts that save themselves, places in teams that are given up, and the list as a spreadsheet.</summary>
internal sealed class IdeaFiles(ModuleCatalog modules, VentureReader ventures, TimeProvider clock) : ISiteEndpoints
{
    public const string DraftAddress = "/community-business/ideas/draft";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapPost(DraftAddress, SaveAsync).AllowAnonymous().AlwaysOn("a draft that was begun is written on; a new one is refused while nothing is taken").NewEntries(Features.Ideas)
            .RequireRateLimiting(VentureSetup.Limit).ExcludeFromDescription();
        site.MapPost("/community-business/mine/{id:guid}/team/leave", async (Guid id, [FromForm] Guid account, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var answer = await bus.InvokeAsync<CommandAnswer>(new LeaveTeam(id, account, user.Doer()), cancellationToken);
                return !answer.IsDone ? Results.NotFound() : Results.LocalRedirect(account == user.AccountId() ? "/community-business/mine?done=left" : $"/community-business/mine/{id}?done=true");
            })
            .RequirePermission(Permissions.Own).AlwaysOn("a team can always be left").ExcludeFromDescription();
        site.MapGet("/staff/community-business/ventures.csv", async (string? stage, string? municipality, string? show, HttpContext http) =>
                Results.File((await TableAsync(stage, municipality, show, http)).ToCsv(), TableFile.CsvType, "ventures.csv"))
            .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");
        site.MapGet("/staff/community-business/ventures.xlsx", async (string? stage, string? municipality, string? show, HttpContext http) =>
                Results.File((await TableAsync(stage, municipality, show, http)).ToXlsx(L("事業", "Ventures").ToString()), TableFile.XlsxType, "ventures.xlsx"))
            .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");
    }

    // Bound by one field, so that the request is known as a form and its token is asked for; the others are read as they came.
    private async Task<IResult> SaveAsync([FromForm(Name = "Input.Id")] string? id, HttpContext http, IMessageBus bus, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        string? Sent(string field) => http.Request.Form[$"Input.{field}"];
        IdeaForm form = new()
        {
            Id = id, Code = Sent("Code"), Revision = Sent("Revision"), Title = Sent("Title"), Problem = Sent("Problem"), Resource = Sent("Resource"), Who = Sent("Who"), How = Sent("How"),
            MunicipalityCode = Sent("MunicipalityCode"), Field = Sent("Field"), InitiativeId = Sent("InitiativeId"), Place = Sent("Place"), ContactName = Sent("ContactName"), Phone = Sent("Phone"), Email = Sent("Email"),
        };
        // A form that carries a code was written without an account, whoever is signed in.
        var by = modules.Holds(http.User, Permissions.Own) && string.IsNullOrEmpty(form.Code) ? http.User.Doer() : null;
        if (form.ToCommand(by, null, submit: false) is not { } command) return Results.Json(new DraftSaved(null, CommandAnswer.Unknown.Problem.ToString()!), statusCode: StatusCodes.Status400BadRequest);
        var answer = await bus.InvokeAsync<CommandAnswer>(command, cancellationToken);
        if (answer.Problem is { } problem)
            return Results.Json(new DraftSaved(null, L($"まだ保存していません。{problem.Ja}", $"Not saved yet. {problem.En}").ToString()), statusCode: answer.Code == CommandAnswer.InvalidInput ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict);
        if (await ventures.FindAsync(command.Id, cancellationToken) is not { } kept) return Results.NotFound();
        var at = Dates.ShortDayTime(clock.GetUtcNow());
        return Results.Json(new DraftSaved(kept.Revision, (by is not null ? L($"{at} に自動で保存しました。", $"Saved by itself at {at}.")
            : L($"{at} に自動で保存しました。受付番号 {kept.Number}、合言葉 {PrintedCode.Shown(form.Code!)} で、続きを書けます。", $"Saved by itself at {at}. Go on with number {kept.Number} and code {PrintedCode.Shown(form.Code!)}.")).ToString()));
    }

    private async Task<TableFile> TableAsync(string? stage, string? municipality, string? show, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        var today = JapanTime.Today(clock);
        var found = await ventures.ListAsync(VentureFilter.Of(stage, municipality, show), http.User, http.RequestAborted, AuditKind.Export);
        return new(
            [
                L("受付番号", "Number").ToString(), L("題名", "Title").ToString(), L("市町", "Municipality").ToString(), L("場所", "Place").ToString(), L("代表", "Owner").ToString(), L("電話", "Telephone").ToString(), L("メール", "E-mail").ToString(),
                L("段階", "Stage").ToString(), L("状態", "State").ToString(), L("次の予定", "Next").ToString(), L("期限", "By when").ToString(), L("担当", "Who").ToString(), L("期限を過ぎている", "Overdue").ToString(), L("はじめた日", "Begun").ToString(),
            ],
            found.Select(v => (IReadOnlyList<string?>)
            [
                v.Number, v.Title, Municipality.ByCode(v.MunicipalityCode)?.Names.ToString(), v.Place, v.OwnerName, v.Contact?.Phone, v.Contact?.Email, VentureWords.NameOf(v.Stage).ToString(), VentureWords.NameOf(v.State).ToString(),
                v.Next?.Text.ToString(), v.Next is { } next ? Dates.Iso(next.DueOn) : "", v.Next is { } side ? VentureWords.NameOf(side.Side).ToString() : "", v.IsOverdue(today) ? L("はい", "Yes").ToString() : "", Dates.Iso(JapanTime.DayOf(v.BegunAt)),
            ]));
    }
}
