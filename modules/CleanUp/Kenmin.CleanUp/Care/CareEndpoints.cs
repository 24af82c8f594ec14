using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
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

namespace Kenmin.CleanUp.Care;

/// <summary>An adopted place as everybody may see it.</summary>
internal sealed record AdoptedView(
    Guid Id, Guid SiteId, string Site, string MunicipalityCode, double Latitude, double Longitude, LocalizedText? Group, CareFrequency Frequency, DateOnly From, IReadOnlyList<LocalizedText> Thanks)
{
    public static AdoptedView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000d1"), SiteView.Example.Id, "見本海岸1", "352039", 34.0, 131.4, LocalizedText.Same("見本自治会"), new(1, CarePer.Month), new(2021, 4, 1), [new("5 年", "5 years")]);

    public static AdoptedView Of(AdoptionLine l) => new(
        l.Adoption.Id, l.Site.Id, l.Site.Name, l.Site.MunicipalityCode, l.Site.Shape.Pin.Latitude, l.Site.Shape.Pin.Longitude, l.Adoption.ShowName ? l.Group.PublicName : null, l.Adoption.Frequency,
        l.Adoption.From, [.. l.Thanks.Select(t => t.Name)]);
}

/// <summary>An adoption as its leader and the city's staff see it.</summary>
internal sealed record AdoptionView(
    Guid Id, Guid SiteId, string Site, string MunicipalityCode, Guid GroupId, LocalizedText Group, CareFrequency Frequency, DateOnly From, DateOnly Until, string Plan, string Gives, bool ShowName,
    bool Reminders, string State, string Reason, DateOnly? RenewalAsked, DateOnly? LastDone, DateOnly DueOn)
{
    public static AdoptionView Example { get; } = new(
        AdoptedView.Example.Id, SiteView.Example.Id, "見本海岸1", "352039", GroupView.Example.Id, LocalizedText.Same("見本自治会"), new(1, CarePer.Month), new(2026, 4, 1), new(2029, 3, 31), "毎月第 1 日曜日",
        "ごみ袋", true, true, "agreed", "", null, new(2026, 6, 7), new(2026, 7, 7));

    public static AdoptionView Of(AdoptionLine l) => new(
        l.Adoption.Id, l.Site.Id, l.Site.Name, l.Adoption.MunicipalityCode, l.Group.Id, l.Group.PublicName, l.Adoption.Frequency, l.Adoption.From, l.Adoption.Until, l.Adoption.Plan, l.Adoption.Gives,
        l.Adoption.ShowName, l.Adoption.Reminders, ApiWord.Of(l.Adoption.State), l.Adoption.Reason, l.Adoption.RenewalAsked, l.Adoption.LastDone, l.Adoption.DueOn);
}

/// <summary>What is sent to ask for a site; of one that is changed, site and group stay.</summary>
internal sealed record AdoptionRequest(Guid SiteId, Guid GroupId, CareFrequency? Frequency, DateOnly? From, DateOnly? Until, string? Plan, bool ShowName, bool Reminders)
{
    public static AdoptionRequest Example { get; } = new(SiteView.Example.Id, GroupView.Example.Id, new(1, CarePer.Month), new(2026, 7, 1), new(2029, 3, 31), "毎月第 1 日曜日", true, true);

    public AskAdoption ToCommand(Guid id, Guid account) => new(id, SiteId, GroupId, Frequency ?? new(0, CarePer.Year), From, Until, Plan ?? "", ShowName, Reminders, account);
}

/// <summary>A clean-up as programs send it.</summary>
internal sealed record CareRecordRequest(Figures? Figures, string? Note);

/// <summary>Agrees, or says why not.</summary>
internal sealed record AdoptionDecisionRequest(bool Agree, DateOnly? Until, string? Gives, string? Reason);

/// <summary>Care of places for programs.</summary>
internal sealed class CareApi(CareReader reader, GroupReader groups, CareDesk desk) : IApiEndpoints
{
    internal const string Kept = "what was agreed and done can always be seen and ended; whether something new is taken is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/clean-up/care", async (string? municipality, CancellationToken cancellationToken) =>
                municipality is not null && Municipality.ByCode(municipality) is null
                    ? ApiProblems.Invalid(new FieldProblem("#/municipality", new("県内の市町のコードにしてください。例：352039", "Use the code of a municipality of the prefecture, such as 352039.")))
                    : Results.Ok((await reader.PublicAsync(Municipality.ByCode(municipality)?.Code6, cancellationToken)).Select(AdoptedView.Of).ToList()))
            .WithTags("clean-up").Produces<IReadOnlyList<AdoptedView>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new[] { AdoptedView.Example }).WithSummary("受け持たれている場所 / Adopted places").AllowAnonymous().AlwaysOn(Kept);

        var own = api.MapGroup("/clean-up/me/care").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                var mine = await groups.OfAsync(user.AccountId()!.Value, cancellationToken);
                return Results.Ok((await reader.OfGroupsAsync([.. mine.Select(g => g.Id)], cancellationToken)).Select(AdoptionView.Of).ToList());
            })
            .Produces<IReadOnlyList<AdoptionView>>().WithExample(response: new[] { AdoptionView.Example }).WithSummary("受け持つ場所 / Places my groups care for");
        own.MapPost("", async (AdoptionRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                var id = Guid.CreateVersion7(clock.GetUtcNow());
                return await ShownAsync(await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, user.AccountId()!.Value), cancellationToken), id, cancellationToken);
            })
            .Produces<AdoptionView>().WithExample(AdoptionRequest.Example, AdoptionView.Example with { State = "asked" }).WithSummary("受け持ちを申し込む / Ask to care for a site");
        own.MapPut("/{id:guid}/clean-ups/{day}", async (Guid id, DateOnly day, CareRecordRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var figures = body.Figures ?? Figures.None;
                var command = new RecordCare(id, day, figures with { Litter = figures.Litter ?? new Dictionary<string, int>() }, body.Note, user.AccountId()!.Value, null);
                return await ShownAsync(await bus.InvokeAsync<CommandAnswer>(command, cancellationToken), id, cancellationToken);
            })
            .Produces<AdoptionView>().WithExample(new CareRecordRequest(SiteResultView.Example.Figures, "流木が多い"), AdoptionView.Example).WithSummary("清掃を記録する / Record a clean-up")
            .WithDescription("One day has one record: sent again, it is corrected and counts once.");
        own.MapDelete("/{id:guid}/clean-ups/{day}", async (Guid id, DateOnly day, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new RemoveCare(id, day, user.AccountId()!.Value, null), cancellationToken), id, cancellationToken))
            .Produces<AdoptionView>().WithExample(response: AdoptionView.Example).WithSummary("記録を取り消す / Take a record back");
        own.MapPost("/{id:guid}/end", async (Guid id, CallOffRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new EndAdoption(id, body.Reason, user.AccountId()!.Value, null), cancellationToken), id, cancellationToken))
            .Produces<AdoptionView>().WithExample(new CallOffRequest("会員が減ったため"), AdoptionView.Example with { State = "ended", Reason = "会員が減ったため" }).WithSummary("終了する / End it");

        var staff = api.MapGroup("/clean-up/staff/care").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await reader.OfMunicipalitiesAsync([.. CleanUpScope.Of(user).Select(m => m.Code6)], CareFilter.Live, cancellationToken)).Select(AdoptionView.Of).ToList()))
            .Produces<IReadOnlyList<AdoptionView>>().WithExample(response: new[] { AdoptionView.Example }).WithSummary("申込と合意 / What was asked and agreed").RequirePermission(Permissions.Read);
        staff.MapPost("/{id:guid}/decision", async (Guid id, AdoptionDecisionRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is not { MayManage: true } ? ApiProblems.NotFound()
                    : await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new DecideAdoption(id, body.Agree, body.Until, body.Gives, body.Reason, user.Doer()), cancellationToken), id, cancellationToken))
            .Produces<AdoptionView>().WithExample(new AdoptionDecisionRequest(true, new(2029, 3, 31), "ごみ袋", null), AdoptionView.Example).WithSummary("合意・見送り / Agree, or do not").RequirePermission(Permissions.Manage);
    }

    private async Task<IResult> ShownAsync(CommandAnswer answer, Guid id, CancellationToken cancellationToken) =>
        answer.IsDone ? Results.Ok(AdoptionView.Of((await reader.FindAsync(id, cancellationToken))!)) : answer.ToResult();
}

/// <summary>Open data, and certificates to print.</summary>
internal sealed class CareFiles(CareReader reader, CareDesk desk) : ISiteEndpoints
{
    private static readonly IReadOnlyList<string> Header = ["市区町村コード", "市町名", "場所名", "緯度", "経度", "団体名", "頻度", "開始日"];

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/clean-up/open-data/care.csv", async (CancellationToken cancellationToken) =>
                Results.File(new TableFile(Header, (await reader.PublicAsync(null, cancellationToken)).Select(Row)).ToCsv(), TableFile.CsvType, "clean-up-care.csv"))
            .AllowAnonymous().AlwaysOn(CareApi.Kept);
        site.MapGet("/clean-up/me/care/{id:guid}/thanks/{thanks:guid}.pdf", async (Guid id, Guid thanks, ClaimsPrincipal user, HttpContext http, CancellationToken cancellationToken) =>
                File(await desk.OwnAsync(id, user, cancellationToken), thanks, http))
            .RequirePermission(Permissions.TakePart).AlwaysOn(CareApi.Kept).ExcludeFromDescription();
        site.MapGet("/staff/clean-up/care/{id:guid}/thanks/{thanks:guid}.pdf", async (Guid id, Guid thanks, ClaimsPrincipal user, HttpContext http, CancellationToken cancellationToken) =>
                File((await desk.LookAsync(id, user, cancellationToken))?.Line, thanks, http))
            .RequirePermission(Permissions.Read).AlwaysOn(CareApi.Kept).ExcludeFromDescription();
    }

    private static IReadOnlyList<string> Row(AdoptionLine l) =>
    [
        l.Site.MunicipalityCode, l.Site.Municipality.Name, l.Site.Name, l.Site.Shape.Pin.Latitude.ToString(CultureInfo.InvariantCulture), l.Site.Shape.Pin.Longitude.ToString(CultureInfo.InvariantCulture),
        l.Adoption.ShowName ? l.Group.PublicName.Ja : "", l.Adoption.Frequency.Name.Ja, Dates.Iso(l.Adoption.From),
    ];

    private static IResult File(AdoptionLine? line, Guid id, HttpContext http)
    {
        if (!Paper.IsAvailable || line?.Thanks.FirstOrDefault(t => t.Id == id) is not { } thanks) return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(CarePaper.Write(line, thanks), "application/pdf", "certificate-of-care.pdf");
    }
}
