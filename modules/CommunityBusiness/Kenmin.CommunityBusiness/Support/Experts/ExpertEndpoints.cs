using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
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

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>A consent for programs.</summary>
internal sealed record ListingConsentView(string Purpose, DateOnly From, DateOnly Until);

/// <summary>An expert for programs.</summary>
internal sealed record ExpertView(
    Guid Id, string Name, string Introduction, string Phone, string Email, IReadOnlyList<string> Fields, IReadOnlyList<string> Municipalities, decimal HoursAMonth, ListingConsentView? Consent, bool Confirmed, bool Listed, int Revision)
{
    public static ExpertView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000f1"), "見本 師子", "直売所を 10 年営んできました。", "083-933-0000", "", ["sales", "food"], ["352039", "352047"], 6, new("matching", new(2026, 4, 1), new(2027, 3, 31)), true, true, 2);

    public static ExpertView Of(Expert e, DateOnly today) => new(
        e.Id, e.Name, e.Introduction, e.Phone, e.Email, [.. e.Fields.Select(f => ApiWord.Of(f))], e.Municipalities, SupportHours.Of(e.MinutesAMonth), e.Consent is { } c ? new(ApiWord.Of(c.Purpose), c.From, c.Until) : null, e.ConfirmedBy is not null, e.IsListed(today), e.Revision);
}

/// <summary>What is sent of an expert.</summary>
internal sealed record ExpertBody(string? Name, string? Introduction, string? Phone, string? Email, IReadOnlyList<ExpertField>? Fields, IReadOnlyList<string>? Municipalities, decimal? HoursAMonth, int? Revision)
{
    public static ExpertBody Example { get; } = new("見本 師子", "直売所を 10 年営んできました。", "083-933-0000", null, [ExpertField.Sales, ExpertField.Food], ["352039", "352047"], 6, 0);

    public SaveExpert ToCommand(Guid id, Doer? by, OfficePowers? office) => new(id, new(Name, Introduction, Phone, Email, Fields ?? [], Municipalities ?? [], HoursAMonth), Revision ?? 0, by, office);
}

/// <summary>A consent.</summary>
internal sealed record ListingConsentBody(ListingPurpose? Purpose, DateOnly? Until, string? How = null)
{
    public static ListingConsentBody Example { get; } = new(ListingPurpose.Matching, new(2027, 3, 31));
}

/// <summary>Experts for programs: the own entry, and for staff those who go to their municipalities.</summary>
internal sealed class ExpertApi(ExpertReader experts, TimeProvider clock) : IApiEndpoints
{
    private const string Kept = "who is registered stays so and can leave whatever is switched on; what is new is decided when it is sent";

    private DateOnly Today => JapanTime.Today(clock);

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/expert").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) => await experts.OwnAsync(user, cancellationToken) is { } found ? Results.Ok(ExpertView.Of(found, Today)) : ApiProblems.NotFound())
            .Produces<ExpertView>().WithExample(response: ExpertView.Example).WithSummary("専門家としてのわたしの登録 / My entry as an expert");
        own.MapPut("/{id:guid}", async (Guid id, ExpertBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, user.Doer(), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(ExpertBody.Example).WithSummary("専門家として登録する / Register as an expert").WithDescription("A new id begins the entry; there is one for each account. Codes of refusals: closed, already, changed-meanwhile.");
        own.MapPost("/take-over", async (CodeBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new TakeOverExpert(body.Code, user.Doer()), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new CodeBody("ABCD-2345-EFGH")).WithSummary("窓口の登録を引き継ぐ / Take over the entry that staff kept").WithDescription("Codes of refusals: no-such-code, already.");
        own.MapDelete("/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new RemoveExpert(id, user.Doer(), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("専門家としての登録を消す / Delete my entry").WithDescription("Code of a refusal: visits.");
        own.MapPut("/{id:guid}/consent", async (Guid id, ListingConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new GiveListingConsent(id, body.Purpose, body.Until, null, user.Doer(), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(ListingConsentBody.Example).WithSummary("載せることに同意する / Agree to be listed");
        own.MapDelete("/{id:guid}/consent", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new WithdrawListingConsent(id, user.Doer(), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("同意を取り消す / Withdraw the consent");

        var staff = api.MapGroup("/community-business/staff/experts").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", async (string? field, string? municipality, string? show, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await experts.ListAsync(ExpertFilter.Of(field, municipality, show), user, cancellationToken)).Select(e => ExpertView.Of(e, Today)).ToList()))
            .Produces<IReadOnlyList<ExpertView>>().WithExample(response: new[] { ExpertView.Example }).WithSummary("専門家の一覧 / Experts").WithDescription("show: unconfirmed, unlisted, every; else those that are listed.").RequirePermission(Permissions.Read);
        staff.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => await experts.ForStaffAsync(id, user, cancellationToken) is { } found ? Results.Ok(ExpertView.Of(found, Today)) : ApiProblems.NotFound())
            .Produces<ExpertView>().WithExample(response: ExpertView.Example).WithSummary("専門家の内容 / An expert").RequirePermission(Permissions.Read);
        staff.MapPut("/{id:guid}", async (Guid id, ExpertBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(body.ToCommand(id, null, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(ExpertBody.Example).WithSummary("専門家を登録する / Register an expert who has no account").RequirePermission(Permissions.Manage);
        staff.MapPost("/{id:guid}/confirm", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new ConfirmExpert(id, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("登録内容を確認した / Confirm an expert's own entry").RequirePermission(Permissions.Manage);
        staff.MapPost("/{id:guid}/hand-over", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var code = Venture.Codes.New();
                return (await bus.InvokeAsync<CommandAnswer>(new HandExpertOver(id, code, OfficePowers.Of(user)), cancellationToken)).ToResult(() => Results.Ok(new CodeBody(PrintedCode.Shown(code))));
            })
            .Produces<CodeBody>().WithExample(response: new CodeBody("ABCD-2345-EFGH")).WithSummary("引継ぎの合言葉をつくる / Make a code by which the expert takes the entry over").RequirePermission(Permissions.Manage).NeverReplayed();
        staff.MapPut("/{id:guid}/consent", async (Guid id, ListingConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new GiveListingConsent(id, body.Purpose, body.Until, body.How, null, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(ListingConsentBody.Example with { How = "同意書を受け取った" }).WithSummary("同意を記録する / Note a consent").RequirePermission(Permissions.Manage);
        staff.MapDelete("/{id:guid}/consent", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new WithdrawListingConsent(id, null, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("同意の取消しを記録する / Note that a consent was withdrawn").RequirePermission(Permissions.Manage);
        staff.MapDelete("/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(new RemoveExpert(id, null, OfficePowers.Of(user)), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("専門家の登録を消す / Delete an expert's entry").RequirePermission(Permissions.Manage);
    }
}

/// <summary>Experts as a spreadsheet: those with a consent in force only.</summary>
internal sealed class ExpertFiles(ExpertReader experts) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/community-business/experts.csv", async (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            var found = await experts.ListAsync(new(), http.User, http.RequestAborted, AuditKind.Export);
            return Results.File(new TableFile(
                [
                    L("名前", "Name").ToString(), L("専門分野", "Fields").ToString(), L("行ける市町", "Goes to").ToString(), L("月の時間", "Hours a month").ToString(), L("電話", "Telephone").ToString(), L("メール", "E-mail").ToString(),
                    L("同意の目的", "Consent for").ToString(), L("同意の期限", "Consent until").ToString(),
                ],
                found.Select(e => (IReadOnlyList<string?>)
                [
                    e.Name, ExpertWords.Join(e.Fields).ToString(), ExpertWords.Places(e).ToString(), SupportHours.Plain(e.MinutesAMonth), e.Phone, e.Email, ExpertWords.NameOf(e.Consent!.Purpose).ToString(), Dates.Iso(e.Consent.Until),
                ])).ToCsv(), TableFile.CsvType, "experts.csv");
        })
        .RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken out");
}
