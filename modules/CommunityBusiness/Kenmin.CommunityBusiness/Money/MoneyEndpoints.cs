using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>An offer for programs; amounts in whole yen, the rate in thousandths.</summary>
internal sealed record OfferView(
    Guid Id, LocalizedText Name, string Giver, LocalizedText About, string Kind, long MostYen, int PerMille, int Months, bool RecommendedFirst, IReadOnlyList<string> Documents, IReadOnlyList<string> Stages, DateOnly OpensOn, DateOnly ClosesOn, bool Open)
{
    public static OfferView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000d1"), new("はじめの一歩補助金", "First step grant"), "見本県", new("備品と車両の費用", "Equipment and vehicles"), "grant", 500_000, 500, 0, true, ["見積書"], ["trial"], new(2026, 4, 1), new(2026, 9, 30), true);

    public static OfferView Of(MoneyOffer o, DateOnly today) => new(
        o.Id, o.Name, o.Giver, o.About, ApiWord.Of(o.Terms.Kind), o.Terms.MostYen, o.Terms.PerMille, o.Terms.Months, o.Terms.RecommendedFirst, o.Terms.Documents, [.. o.Stages.Select(s => ApiWord.Of(s))], o.OpensOn, o.ClosesOn, o.IsOpen(today));
}

/// <summary>A condition for programs.</summary>
internal sealed record ConditionView(Guid Id, string Text, DateOnly DueOn, string Evidence, bool? Met, string Words);

/// <summary>An instalment for programs.</summary>
internal sealed record InstalmentView(int Number, DateOnly DueOn, long Yen, long Paid);

/// <summary>A payment for programs.</summary>
internal sealed record PaymentView(Guid Id, string Kind, long Yen, DateOnly Day);

/// <summary>A file for programs.</summary>
internal sealed record MoneyFileView(Guid Id, string Use, string Key, string Name, long Size);

/// <summary>An application for programs; amounts in whole yen.</summary>
internal sealed record ApplicationView(
    Guid Id, Guid OfferId, Guid VentureId, string Venture, string MunicipalityCode, string State, string Purpose, long Yen, long OwnYen, IReadOnlyList<BudgetLine> Lines, bool? Recommended, bool? Granted, long? GrantedYen, DateOnly? ReportBy, long? FinalYen,
    long PaidOut, long Returned, long Due, IReadOnlyList<ConditionView> Conditions, IReadOnlyList<Expense> Expenses, IReadOnlyList<InstalmentView> Instalments, IReadOnlyList<PaymentView> Payments, IReadOnlyList<MoneyFileView> Files, string? Next, DateOnly? NextDueOn, string? NextSide, int Revision)
{
    public static ApplicationView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000d2"), OfferView.Example.Id, VentureView.Example.Id, "坂の上の移動販売", "352039", "granted", "保冷箱を買う。", 60_000, 60_000, [new("保冷箱 2 個", 120_000)], true, true, 60_000, new(2027, 3, 31), null, 60_000, 0, 0, [], [], [], [], [], "report", new(2027, 3, 31), "team", 1);

    public static ApplicationView Of(MoneyApplication a, MoneyAccount? account, IReadOnlyList<MoneyEntry> ledger, IReadOnlyList<MoneyFile> files) => new(
        a.Id, a.OfferId, a.VentureId, a.VentureTitle, a.MunicipalityCode, ApiWord.Of(a.State), a.Asked.Purpose, a.Asked.Yen, a.Asked.OwnYen, a.Asked.Lines, a.Recommendation?.Given, a.Decision?.Given, account?.Granted, a.Decision?.ReportBy, a.FinalYen,
        account?.PaidOut ?? 0, account?.Returned ?? 0, account?.Due ?? 0, [.. a.Conditions.Select(c => new ConditionView(c.Id, c.Text, c.DueOn, c.Evidence, c.Met, c.Words))], a.Expenses,
        a.Plan is { } plan && account is not null ? [.. MoneyRules.PaidOf(plan, account.Returned).Select(i => new InstalmentView(i.Of.Number, i.Of.DueOn, i.Of.Yen, i.Paid))] : [], [.. ledger.Select(e => new PaymentView(e.Id, ApiWord.Of(e.Kind), e.Yen, e.Day))],
        [.. files.Select(f => new MoneyFileView(f.Id, ApiWord.Of(f.Use), f.Key, f.Name, f.Size))], a.Next is { } next ? ApiWord.Of(next.What) : null, a.Next?.DueOn, a.Next is { } side ? ApiWord.Of(side.Side) : null, a.Revision);

    public static ApplicationView Of(MoneyLook look) => Of(look.Application, look.Account, look.Ledger, look.Files);

    public static ApplicationView Of(MoneyRow row) => Of(row.Application, row.Account, [], []);
}

/// <summary>What is asked for.</summary>
internal sealed record ApplicationBody(Guid? OfferId, string? Purpose, long? Yen, long? OwnYen, long? TotalYen, IReadOnlyList<BudgetLine>? Lines, int? Revision)
{
    public static ApplicationBody Example { get; } = new(OfferView.Example.Id, "保冷箱を買う。", 60_000, 60_000, 120_000, [new("保冷箱 2 個", 120_000)], 0);
}

/// <summary>Entries of a report.</summary>
internal sealed record ExpensesBody(IReadOnlyList<ExpenseEntry>? Entries)
{
    public static ExpensesBody Example { get; } = new([new(new("0199aaaa-0000-7000-8000-0000000000d3"), new(2026, 7, 1), "保冷箱 2 個", 118_800)]);
}

/// <summary>What the municipality says.</summary>
internal sealed record RecommendationBody(bool? Recommend, string? Reason);

/// <summary>A decision.</summary>
internal sealed record MoneyDecisionBody(bool? Grant, long? Yen, string? Reason, DateOnly? ReportBy, IReadOnlyList<ConditionText>? Conditions)
{
    public static MoneyDecisionBody Example { get; } = new(true, 60_000, "よく使われます。", new(2027, 3, 31), [new("5 年は手放さない", new(2031, 3, 31))]);
}

/// <summary>What is said of a report.</summary>
internal sealed record JudgementBody(bool? Accept, IReadOnlyList<RecognisedYen>? Recognised, string? Reason);

/// <summary>A payment.</summary>
internal sealed record PaymentBody(PaymentKind? Kind, long? Yen, DateOnly? Day);

/// <summary>Instalments.</summary>
internal sealed record RepaymentBody(int? Count, DateOnly? FirstOn);

/// <summary>Grants and loans for programs: everybody the offers, teams their own applications, staff those that they work with.</summary>
internal sealed class MoneyApi(MoneyReader money, VentureReader ventures, FileInspector inspector, TimeProvider clock) : IApiEndpoints
{
    private const string Kept = "what was applied for is carried on whatever is switched on; what is new is decided when it is sent";

    private DateOnly Today => JapanTime.Today(clock);

    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/community-business/money").WithTags("community-business").AllowAnonymous().AlwaysOn("what is offered stays visible");
        all.MapGet("", async (CancellationToken cancellationToken) => Results.Ok((await money.OffersAsync(cancellationToken)).Select(o => OfferView.Of(o, Today)).ToList()))
            .Produces<IReadOnlyList<OfferView>>().WithExample(response: new[] { OfferView.Example }).WithSummary("補助金と融資の制度 / Grants and loans that are offered");
        all.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) => await money.OfferAsync(id, cancellationToken) is { } offer ? Results.Ok(OfferView.Of(offer, Today)) : ApiProblems.NotFound())
            .Produces<OfferView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: OfferView.Example).WithSummary("制度の内容 / One of them");
        MapTeam(api);
        MapStaff(api);
    }

    private void MapTeam(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}/money").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is not null ? Results.Ok((await money.OfAsync(id, cancellationToken)).Select(ApplicationView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<ApplicationView>>().WithExample(response: new[] { ApplicationView.Example }).WithSummary("わたしの事業の申請 / Applications of one of my ventures");
        own.MapGet("/{application:guid}", async (Guid id, Guid application, ClaimsPrincipal user, CancellationToken cancellationToken) => await money.OwnAsync(id, application, user, cancellationToken) is { } look ? Results.Ok(ApplicationView.Of(look)) : ApiProblems.NotFound())
            .Produces<ApplicationView>().WithExample(response: ApplicationView.Example).WithSummary("申請の内容 / One of them");
        own.MapPut("/{application:guid}", (Guid id, Guid application, ApplicationBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                SendAsync(bus, new SaveApplication(application, id, body.OfferId ?? Guid.Empty, body.Purpose, body.Yen, body.OwnYen ?? 0, body.TotalYen, body.Lines ?? [], body.Revision ?? 0, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ApplicationBody.Example).WithSummary("申請を書く / Write an application").WithDescription("A new id begins a draft. Codes of refusals: closed, stopped, not-open, stage, twice, too-many, changed-meanwhile, not-now.");
        own.MapPut("/{application:guid}/files/{use}/{key}/{file:guid}", async (Guid id, Guid application, string use, string key, Guid file, [FromQuery(Name = "name")] string? name, ClaimsPrincipal user, HttpRequest request, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!Enum.TryParse<MoneyFileUse>(use, ignoreCase: true, out var known) || !Enum.IsDefined(known) || await money.OwnAsync(id, application, user, cancellationToken) is null) return ApiProblems.NotFound();
                var read = await inspector.ReadAsync(request.Body, cancellationToken);
                return read.TryGet(out var found) ? await SendAsync(bus, new AddMoneyFile(file, application, known, key, name, found, user.Doer()), cancellationToken) : ApiProblems.Invalid(new FieldProblem("#", read.Error));
            })
            .Produces(StatusCodes.Status204NoContent).WithSummary("書類や領収書を送る / Send a document or a receipt").WithDescription("The body is the file: PDF, xlsx, JPEG, PNG or WebP, up to 10 MB. use: document (key: its name), receipt (key: the expense's id), evidence (key: the condition's id).").NeverReplayed();
        own.MapPost("/{application:guid}/submit", (Guid id, Guid application, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new SubmitApplication(application, user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("申請する / Hand it in").WithDescription("Codes of refusals: closed, stopped, not-open, stage, terms, documents, not-now.");
        own.MapPost("/{application:guid}/withdraw", (Guid id, Guid application, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new WithdrawApplication(application, body.Reason, user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("ほかの方法でできた。")).WithSummary("取り下げる / Take it back");
        own.MapPost("/{application:guid}/conditions/{condition:guid}", (Guid id, Guid application, Guid condition, WordsBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new AnswerCondition(application, condition, body.Words, user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new WordsBody("看板を立てた。")).WithSummary("条件を守ったことを報告する / Say how a condition was met");
        own.MapPut("/{application:guid}/expenses", (Guid id, Guid application, ExpensesBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new SaveExpenses(application, body.Entries ?? [], user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ExpensesBody.Example).WithSummary("使ったお金を入力する / Enter what it paid for");
        own.MapDelete("/{application:guid}/expenses/{expense:guid}", (Guid id, Guid application, Guid expense, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new DropExpense(application, expense, user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("明細を消す / Take an entry out");
        own.MapPost("/{application:guid}/report", (Guid id, Guid application, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => OwnAsync(bus, id, application, new HandInExpenses(application, user.Doer()), user, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("実績報告を出す / Hand the report in").WithDescription("Codes of refusals: empty, receipts, not-now.");
    }

    private void MapStaff(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/community-business/staff/applications").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", async (string? state, string? kind, string? municipality, ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await money.ListAsync(MoneyFilter.Of(state, kind, municipality), user, cancellationToken)).Select(ApplicationView.Of).ToList()))
            .Produces<IReadOnlyList<ApplicationView>>().WithExample(response: new[] { ApplicationView.Example }).WithSummary("申請の一覧 / Applications, what is due first first").WithDescription("state: one of them, or every; else those under way.").RequirePermission(Permissions.Read);
        staff.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => await money.ForStaffAsync(id, user, cancellationToken) is { } look ? Results.Ok(ApplicationView.Of(look)) : ApiProblems.NotFound())
            .Produces<ApplicationView>().WithExample(response: ApplicationView.Example).WithSummary("申請の内容 / An application").RequirePermission(Permissions.Read);
        staff.MapPost("/{id:guid}/recommend", (Guid id, RecommendationBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RecommendApplication(id, body.Recommend, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new RecommendationBody(true, "地域に要る取組みです。")).WithSummary("市町が推薦する / Recommend it").WithDescription("Codes of refusals: own, not-now.").RequirePermission(Permissions.Manage);
        staff.MapPost("/{id:guid}/refer", (Guid id, WordsBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ReferApplication(id, body.Words, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new WordsBody("よろしくお願いします。")).WithSummary("取り次ぐ / Refer it").RequirePermission(Permissions.ManageMoney);
        staff.MapPost("/{id:guid}/decide", (Guid id, MoneyDecisionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new DecideApplication(id, body.Grant, body.Yen, body.Reason, body.ReportBy, body.Conditions ?? [], OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(MoneyDecisionBody.Example).WithSummary("決定を記録する / Record the decision").WithDescription("Codes of refusals: own, no-budget, over-budget, not-now.").RequirePermission(Permissions.ManageMoney);
        staff.MapPost("/{id:guid}/conditions/{condition:guid}", (Guid id, Guid condition, ConditionCheckBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new CheckCondition(id, condition, body.Met, body.Words, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ConditionCheckBody(true, "写真を見た。")).WithSummary("条件を確認する / Look at a condition").RequirePermission(Permissions.ManageMoney);
        staff.MapPost("/{id:guid}/judge", (Guid id, JudgementBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new JudgeExpenses(id, body.Accept, body.Recognised ?? [], body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new JudgementBody(true, [new(ExpensesBody.Example.Entries![0].Id, 118_800)], null)).WithSummary("実績報告を審査する / Look at a report").RequirePermission(Permissions.ManageMoney);
        staff.MapPut("/{id:guid}/payments/{entry:guid}", (Guid id, Guid entry, PaymentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RecordPayment(entry, id, body.Kind, body.Yen, body.Day, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new PaymentBody(PaymentKind.PaidOut, 60_000, new(2026, 7, 1))).WithSummary("支払いを記録する / Record a payment").WithDescription("The id is made by the sender: sent again, it is the same payment. Codes of refusals: own, over, other-entry, not-now.").RequirePermission(Permissions.ManageMoney);
        staff.MapPut("/{id:guid}/repayment", (Guid id, RepaymentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new PlanRepayment(id, body.Count, body.FirstOn, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new RepaymentBody(12, new(2026, 9, 30))).WithSummary("返す納期を決める / Set the instalments").RequirePermission(Permissions.ManageMoney);
        staff.MapPost("/{id:guid}/demand-back", (Guid id, DemandBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new DemandBack(id, body.KeptYen, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new DemandBody(0, "ほかのことに使った。")).WithSummary("返還を求める / Demand it back").RequirePermission(Permissions.ManageMoney);
    }

    // What is under another venture's address is not there.
    private async Task<IResult> OwnAsync(IMessageBus bus, Guid venture, Guid application, object command, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await money.OwnAsync(venture, application, user, cancellationToken) is null ? ApiProblems.NotFound() : await SendAsync(bus, command, cancellationToken);

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}

/// <summary>Whether a condition is met.</summary>
internal sealed record ConditionCheckBody(bool? Met, string? Words);

/// <summary>What may still be kept.</summary>
internal sealed record DemandBody(long? KeptYen, string? Reason);

/// <summary>Files to be saved, never shown by this site, and lists as spreadsheets.</summary>
internal sealed class MoneyDownloads(MoneyReader money, TimeProvider clock) : ISiteEndpoints
{
    private const string Kept = "what exists can always be taken out";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/community-business/money-files/{id:guid}", (Guid id, HttpContext http) => FileAsync(id, http, office: false)).RequirePermission(Permissions.Own).AlwaysOn(Kept);
        site.MapGet("/staff/community-business/money-files/{id:guid}", (Guid id, HttpContext http) => FileAsync(id, http, office: true)).RequirePermission(Permissions.Read).AlwaysOn(Kept);
        site.MapGet("/community-business/mine/{id:guid}/money/{application:guid}/report.csv", async (Guid id, Guid application, HttpContext http) =>
            await ExpensesAsync(id, application, http) is { } table ? Results.File(table.ToCsv(), TableFile.CsvType, "expenses.csv") : Results.NotFound()).RequirePermission(Permissions.Own).AlwaysOn(Kept);
        site.MapGet("/community-business/mine/{id:guid}/money/{application:guid}/report.xlsx", async (Guid id, Guid application, HttpContext http) =>
            await ExpensesAsync(id, application, http) is { } table ? Results.File(table.ToXlsx(L("実績", "Expenses").ToString()), TableFile.XlsxType, "expenses.xlsx") : Results.NotFound()).RequirePermission(Permissions.Own).AlwaysOn(Kept);
        site.MapGet("/staff/community-business/applications.csv", async (ClaimsPrincipal user, HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "private, no-store";
                return Results.File(Table(await money.ListAsync(new(Every: true), user, http.RequestAborted, AuditKind.Export), JapanTime.Today(clock)).ToCsv(), TableFile.CsvType, "applications.csv");
            })
            .RequirePermission(Permissions.Read).AlwaysOn(Kept);
    }

    private async Task<IResult> FileAsync(Guid id, HttpContext http, bool office)
    {
        if (await money.FileAsync(id, http.User, office, http.RequestAborted) is not { } found) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(found.Bytes, SentFiles.MediaTypeOf(found.File.Kind), found.File.Name);
    }

    private async Task<TableFile?> ExpensesAsync(Guid venture, Guid application, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return await money.OwnAsync(venture, application, http.User, http.RequestAborted) is { Application: { Terms.Kind: MoneyKind.Grant, Decision.Given: true } granted } ? ExpenseTable.Of(granted) : null;
    }

    private static TableFile Table(IReadOnlyList<MoneyRow> rows, DateOnly today) => new(
        [
            .. new[]
            {
                L("事業", "Business"), L("市町", "Municipality"), L("制度", "Offer"), L("種類", "Kind"), L("状態", "State"), L("申請した日", "Handed in"), L("申請した人", "By"), L("申請の額（円）", "Asked for"), L("決定の額（円）", "Granted"), L("確定した額（円）", "Final amount"),
                L("支払い済み（円）", "Paid out"), L("返ってきた額（円）", "Came back"), L("まだ返す額（円）", "Due"), L("期限を過ぎた額（円）", "Overdue"), L("次にすること", "Next"), L("期限", "By when"),
            }.Select(t => t.ToString()),
        ],
        rows.Select(r => (r.Application, r.Account)).Select(x => (IReadOnlyList<string?>)
        [
            x.Application.VentureTitle, Municipality.ByCode(x.Application.MunicipalityCode)?.Names.ToString(), x.Application.OfferName.ToString(), MoneyWords.NameOf(x.Application.Terms.Kind).ToString(), MoneyWords.NameOf(x.Application.State).ToString(),
            x.Application.RequestedAt is { } at ? Dates.Iso(JapanTime.DayOf(at)) : "", x.Application.RequestedBy.Name, Yen(x.Application.Asked.Yen), Yen(x.Account?.Granted), Yen(x.Application.FinalYen), Yen(x.Account?.PaidOut), Yen(x.Account?.Returned), Yen(x.Account?.Due),
            Yen(MoneyRules.Overdue(x.Application.Plan, x.Account?.Returned ?? 0, today)), x.Application.Next is { } next ? MoneyWords.NameOf(next.What).ToString() : "", x.Application.Next is { } due ? Dates.Iso(due.DueOn) : "",
        ]));

    private static string Yen(long? yen) => yen is { } known ? known.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
