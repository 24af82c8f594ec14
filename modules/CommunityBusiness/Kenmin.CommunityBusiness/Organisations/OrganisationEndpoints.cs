using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>A fact and where it comes from, for programs: entered or gBizInfo.</summary>
internal sealed record SourcedView(string Text, string Source, DateOnly? On)
{
    public static SourcedView Of(SourcedText fact) => new(fact.Text, ApiWord.Of(fact.Source), fact.Text.Length == 0 ? null : fact.On);
}

/// <summary>An organisation for programs.</summary>
internal sealed record OrganisationView(Guid Id, string Kind, string? Number, SourcedView Name, SourcedView Kana, SourcedView PostalCode, SourcedView Address, string Municipality, int Revision)
{
    public static OrganisationView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000e1"), "nonProfit", "3250005999901", new("特定非営利活動法人見本きらら市民ネット", "gBizInfo", new(2026, 6, 1)),
        new("ミホンキララシミンネット", "gBizInfo", new(2026, 6, 1)), new("7478501", "gBizInfo", new(2026, 6, 1)), new("山口県防府市寿町7番1号", "entered", new(2026, 6, 2)), "352063", 1);

    public static OrganisationView Of(Organisation o) => new(o.Id, ApiWord.Of(o.Kind), o.Number, SourcedView.Of(o.Name), SourcedView.Of(o.Kana), SourcedView.Of(o.PostalCode), SourcedView.Of(o.Address), o.MunicipalityCode, o.Revision);
}

/// <summary>What is sent of an organisation.</summary>
internal sealed record OrganisationBody(OrganisationKind? Kind, string? Number, string? Name, string? Kana, string? PostalCode, string? Address, string? Municipality, int? Revision)
{
    public static OrganisationBody Example { get; } = new(OrganisationKind.NonProfit, "3250005999901", "特定非営利活動法人見本きらら市民ネット", "ミホンキララシミンネット", "747-8501", "山口県防府市寿町7番1号", "352063", 0);

    public SaveOrganisation ToCommand(Guid id, Doer? by, OfficePowers? office) => new(id, Kind, Number, Name, Kana, PostalCode, Address, Municipality, Revision ?? 0, by, office);
}

/// <summary>Which organisation runs a venture; null for none.</summary>
internal sealed record RunByBody(Guid? OrganisationId);

/// <summary>What the register says of a number.</summary>
internal sealed record RegisterView(string Number, bool Found, string? Name, string? Kana, string? PostalCode, string? Address, bool Closed, DateTimeOffset? AskedAt, string? Silence)
{
    public static RegisterView Example { get; } = new("3250005999901", true, "特定非営利活動法人見本きらら市民ネット", "ミホンキララシミンネット", "7478501", "山口県防府市寿町7番1号", false, new(2026, 6, 1, 9, 0, 0, TimeSpan.FromHours(9)), null);

    public static RegisterView Of(string number, RegisterLook look)
    {
        var said = look.Answer is { Found: true } found ? found : null;
        return new(number, said is not null, said?.Name, said?.Kana, said?.PostalCode, said?.Address, said?.Closed ?? false, look.Answer?.AskedAt, look.Silence is { } silence ? ApiWord.Of(silence) : null);
    }
}

/// <summary>Organisations, for programs.</summary>
internal sealed class OrganisationApi(OrganisationReader organisations) : IApiEndpoints
{
    private const string Kept = "what is known can always be seen, corrected and taken out; a new one is refused while nothing is taken";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("/organisations", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await organisations.MineAsync(user, cancellationToken)).Select(OrganisationView.Of).ToList()))
            .Produces<IReadOnlyList<OrganisationView>>().WithExample(response: new[] { OrganisationView.Example }).WithSummary("わたしの団体 / My organisations");
        own.MapPut("/organisations/{id:guid}", (Guid id, OrganisationBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(OrganisationBody.Example).WithSummary("団体を登録する、直す / Enter or correct an organisation")
            .WithDescription("A new id enters one. Where a fact is the same as what gBizINFO said, that is its source. Codes of refusals: closed, registered, too-many, changed-meanwhile.");
        own.MapDelete("/organisations/{id:guid}", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RemoveOrganisation(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("団体の登録を消す / Take out an organisation").WithDescription("Code of refusals: in-use.");
        own.MapPut("/ventures/{id:guid}/organisation", (Guid id, RunByBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SetOrganisation(id, body.OrganisationId, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new RunByBody(OrganisationView.Example.Id)).WithSummary("運営する団体を決める / Say which organisation runs a venture");
        MapStaff(api);
        api.MapGet("/community-business/corporate-numbers/{number}", async (string number, CorporateRegister register, CancellationToken cancellationToken) =>
            {
                var parsed = CorporateNumber.Parse(number);
                return parsed.TryGet(out var digits) ? Results.Ok(RegisterView.Of(digits, await register.LookAsync(digits, cancellationToken))) : ApiProblems.Invalid(new FieldProblem("#/number", parsed.Error));
            })
            .WithTags("community-business").RequirePermission(Permissions.Own).RequireFeature(Features.Organisations).RequireRateLimiting(OrganisationSetup.Limit).Produces<RegisterView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: RegisterView.Example).WithSummary("法人番号から団体を調べる / Look up a corporate number")
            .WithDescription("silence says why gBizINFO gave no answer now: switchedOff, notReached, tooSlow, busy, failed, unreadable, resting. What it said before is given then, with its time.");
    }

    private void MapStaff(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/organisations", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await organisations.ListAsync(null, user, cancellationToken)).Select(OrganisationView.Of).ToList()))
            .Produces<IReadOnlyList<OrganisationView>>().WithExample(response: new[] { OrganisationView.Example }).WithSummary("団体の一覧 / Organisations").RequirePermission(Permissions.Read);
        staff.MapGet("/organisations/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await organisations.ForStaffAsync(id, user, cancellationToken) is { } found ? Results.Ok(OrganisationView.Of(found)) : ApiProblems.NotFound())
            .Produces<OrganisationView>().WithExample(response: OrganisationView.Example).WithSummary("団体の情報 / An organisation").RequirePermission(Permissions.Read);
        staff.MapPut("/organisations/{id:guid}", (Guid id, OrganisationBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(OrganisationBody.Example).WithSummary("団体を登録する、直す / Enter or correct an organisation").WithDescription("Codes of refusals: closed, registered, changed-meanwhile.").RequirePermission(Permissions.Manage);
        staff.MapDelete("/organisations/{id:guid}", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RemoveOrganisation(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("団体の登録を消す / Take out an organisation").WithDescription("Code of refusals: in-use.").RequirePermission(Permissions.Manage);
        staff.MapPut("/ventures/{id:guid}/organisation", (Guid id, RunByBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new SetOrganisation(id, body.OrganisationId, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new RunByBody(OrganisationView.Example.Id)).WithSummary("運営する団体を決める / Say which organisation runs a venture").RequirePermission(Permissions.Manage);
    }

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}

/// <summary>Organisations as a spreadsheet.</summary>
internal sealed class OrganisationFiles(OrganisationReader organisations) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/community-business/organisations.csv", async (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            var found = await organisations.ListAsync(null, http.User, http.RequestAborted, AuditKind.Export);
            return Results.File(new TableFile(
                [
                    L("名称", "Name").ToString(), L("ふりがな", "Reading").ToString(), L("種類", "Kind").ToString(), L("法人番号", "Corporate number").ToString(), L("郵便番号", "Postal code").ToString(), L("所在地", "Address").ToString(),
                    L("市町", "Municipality").ToString(), L("名称の出典", "Source of the name").ToString(), L("所在地の出典", "Source of the address").ToString(),
                ],
                found.Select(o => (IReadOnlyList<string?>)
                [
                    o.Name.Text, o.Kana.Text, OrganisationWords.NameOf(o.Kind).ToString(), o.Number, OrganisationWords.PostalCodeOf(o.PostalCode.Text), o.Address.Text, o.Municipality?.Names.ToString(),
                    OrganisationWords.Source(o.Name).ToString(), OrganisationWords.Source(o.Address).ToString(),
                ])).ToCsv(), TableFile.CsvType, "organisations.csv");
        })
        .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");
}
