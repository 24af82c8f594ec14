using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.RuralLeaders.Help;

/// <summary>A request as programs get it: nobody is named.</summary>
internal sealed record HelpRequestView(
    Guid Id, string Kind, Guid Area, string Municipality, DateOnly From, DateOnly Until, TimeOnly Start, TimeOnly End, int People, int Lacking, IReadOnlyList<string> Skills, IReadOnlyList<string> Tools,
    string Words, string State)
{
    public static HelpRequestView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000000101"), "grass", new("0199f000-0000-7000-8000-0000000000d1"), "352039", new(2026, 6, 20), new(2026, 6, 20), new(9, 0), new(12, 0), 4, 2, ["brushCutter"], ["truck"],
        "水路の草刈りです。", "open");

    public static HelpRequestView Of(HelpLine line) => new(
        line.Request.Id, ApiWord.Of(line.Request.Kind), line.Request.AreaId, line.Request.MunicipalityCode, line.Request.From, line.Request.Until, line.Request.Start, line.Request.End, line.Request.People,
        line.Lacking, [.. line.Request.Skills.Select(ApiWord.Of)], [.. line.Request.Tools.Select(ApiWord.Of)], line.Request.Words, ApiWord.Of(line.Request.State));
}

/// <summary>An own offer.</summary>
internal sealed record HelpOfferView(Guid Id, string Kind, int People, IReadOnlyList<string> Jobs, IReadOnlyList<string> Skills, string? Tool, int Minutes, int TimesAYear, DateOnly Until, string State)
{
    public static HelpOfferView Of(HelpOffer o) => new(
        o.Id, ApiWord.Of(o.Kind), o.People, [.. o.Jobs.Select(ApiWord.Of)], [.. o.Skills.Select(ApiWord.Of)], o.Tool is { } tool ? ApiWord.Of(tool) : null, o.Minutes, o.TimesAYear, o.Until, ApiWord.Of(o.State));
}

/// <summary>A proposal; how to reach the other only once both have accepted.</summary>
internal sealed record HelpMatchView(
    Guid Id, Guid Request, string? Side, int People, string? Tool, DateOnly Day, TimeOnly Start, TimeOnly End, int? Minutes, IReadOnlyList<LocalizedText> Reasons, string State, bool YouAccepted, DateTimeOffset AnswerBy,
    string? Place, string? Name, string? Phone)
{
    public static HelpMatchView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000000103"), HelpRequestView.Example.Id, "helper", 1, null, new(2026, 6, 20), new(9, 0), new(12, 0), 18,
        [new("「草刈り」を手伝えると申し出ています。", "Offers to help with this: grass cutting.")], "agreed", true, new(2026, 6, 17, 12, 0, 0, TimeSpan.FromHours(9)), "見本公民館の前", "見本 花子", "083-933-0000");

    public static HelpMatchView Of(MatchView view)
    {
        var (m, other) = (view.Match, view.Side == HelpSide.Asker ? view.Helper : view.Asker);
        return new(
            m.Id, m.RequestId, view.Side is { } side ? ApiWord.Of(side) : null, m.People, m.Tool is { } tool ? ApiWord.Of(tool) : null, m.Day, m.Start, m.End, m.Minutes, m.Reasons, ApiWord.Of(m.State),
            view.Side is { } own && m.HasAccepted(own), m.AnswerBy, other is null ? null : view.Request.Place, other?.Name, other?.Phone);
    }
}

/// <summary>What the user has to do with help.</summary>
internal sealed record OwnHelpView(IReadOnlyList<HelpRequestView> Requests, IReadOnlyList<HelpOfferView> Offers, IReadOnlyList<Guid> ToAnswer, IReadOnlyList<Guid> Agreed)
{
    public static OwnHelpView Example { get; } = new([HelpRequestView.Example], [], [HelpMatchView.Example.Id], []);
}

/// <summary>A request to make. An id of one's own makes sending it again harmless.</summary>
internal sealed record HelpRequestBody(
    Guid? Id, Guid? Network, HelpKind? Kind, Guid? Area, DateOnly? From, DateOnly? Until, TimeOnly? Start, TimeOnly? End, int? People, IReadOnlyList<HelpSkill>? Skills, IReadOnlyList<HelpTool>? Tools, string? Words,
    string? Place, bool Public)
{
    public static HelpRequestBody Example { get; } = new(
        null, null, HelpKind.Grass, HelpRequestView.Example.Area, new(2026, 6, 20), null, new(9, 0), new(12, 0), 4, [HelpSkill.BrushCutter], [HelpTool.Truck], "水路の草刈りです。", "見本公民館の前", true);
}

/// <summary>An offer to make.</summary>
internal sealed record HelpOfferBody(
    Guid? Id, HelpOfferKind? Kind, string? Group, int? People, IReadOnlyList<HelpKind>? Jobs, IReadOnlyList<HelpSkill>? Skills, HelpTool? Tool, Guid? Area, IReadOnlyList<DayOfWeek>? Days, int? Minutes, int? TimesAYear, DateOnly? Until)
{
    public static HelpOfferBody Example { get; } = new(
        null, HelpOfferKind.Person, null, null, [HelpKind.Grass], [HelpSkill.BrushCutter], null, HelpRequestView.Example.Area, [DayOfWeek.Saturday, DayOfWeek.Sunday], 30, 6, new(2027, 3, 31));
}

/// <summary>An answer to a proposal.</summary>
internal sealed record HelpAnswerBody(bool Accept, string? Why);

/// <summary>How it went.</summary>
internal sealed record HelpResultBody(int? Came, int? MinutesEach, string? Thanks);

/// <summary>Why something is called off.</summary>
internal sealed record HelpWhyBody(string? Why);

/// <summary>On which day somebody comes.</summary>
internal sealed record HelpDayBody(Guid? OfferId, DateOnly? Day);

/// <summary>Help for programs.</summary>
internal sealed class HelpApi(HelpReader help, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/rural-leaders/help").WithTags("rural-leaders").AllowAnonymous().AlwaysOn("requests that ask everybody can always be looked up");
        all.MapGet("", async (CancellationToken cancellationToken) => Results.Ok((await help.PublicAsync(cancellationToken)).Select(HelpRequestView.Of).ToList()))
            .Produces<IReadOnlyList<HelpRequestView>>().WithExample(response: new[] { HelpRequestView.Example }).WithSummary("応援の公募 / Requests for help that ask everybody");
        all.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) => await help.PublicAsync(id, cancellationToken) is { } found ? Results.Ok(HelpRequestView.Of(found)) : ApiProblems.NotFound())
            .Produces<HelpRequestView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: HelpRequestView.Example).WithSummary("応援の公募の詳細 / A request for help");

        var own = api.MapGroup("/rural-leaders/me/help").WithTags("rural-leaders").RequirePermission(Permissions.TakePart)
            .AlwaysOn("what was asked, offered and agreed is always seen, answered and ended; what is new is decided when it is sent")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                var found = await help.OwnAsync(user, cancellationToken);
                return Results.Ok(new OwnHelpView([.. found.Requests.Select(HelpRequestView.Of)], [.. found.Offers.Select(o => HelpOfferView.Of(o.Offer))], [.. found.ToAnswer.Select(m => m.Id)], [.. found.Agreed.Select(m => m.Id)]));
            })
            .Produces<OwnHelpView>().WithExample(response: OwnHelpView.Example).WithSummary("わたしの依頼と申し出 / My requests and offers");
        own.MapPost("/requests", async (HelpRequestBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(
                    new AskForHelp(body.Id ?? NewId(), Me(user), body.Network, body.Kind, body.Area, body.From, body.Until, body.Start, body.End, body.People, body.Skills ?? [], body.Tools ?? [], body.Words, body.Place, body.Public, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(HelpRequestBody.Example).WithSummary("応援を頼む / Ask for help")
            .WithDescription("Codes of refusals: details-missing, not-registered, guardian-does-not-agree, closed.");
        own.MapDelete("/requests/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new WithdrawHelpRequest(id, Me(user), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("依頼を取り下げる / Take a request back");
        own.MapPost("/offers", async (HelpOfferBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(
                    new OfferHelp(body.Id ?? NewId(), Me(user), body.Kind, body.Group, body.People, body.Jobs ?? [], body.Skills ?? [], body.Tool, body.Area, body.Days ?? [], body.Minutes, body.TimesAYear, body.Until, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(HelpOfferBody.Example).WithSummary("応援を申し出る / Offer help")
            .WithDescription("Codes of refusals: details-missing, offered, guardian-does-not-agree, closed.");
        own.MapDelete("/offers/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new WithdrawHelpOffer(id, Me(user), null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("申し出を取り下げる / Take an offer back");
        own.MapPost("/requests/{id:guid}/volunteers", async (Guid id, HelpDayBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new VolunteerForHelp(body.OfferId ?? NewId(), id, Me(user), body.Day), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new HelpDayBody(null, new(2026, 6, 20))).WithSummary("公募に手を挙げる / Answer a call to everybody")
            .WithDescription("Codes of refusals: details-missing, full, asked, own, over, guardian-does-not-agree, closed.");
        own.MapGet("/matches/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await help.MatchAsync(id, user, cancellationToken) is { } found ? Results.Ok(HelpMatchView.Of(found)) : ApiProblems.NotFound())
            .Produces<HelpMatchView>().WithExample(response: HelpMatchView.Example).WithSummary("提案の詳細 / A proposal");
        own.MapPost("/matches/{id:guid}/answer", async (Guid id, HelpAnswerBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new AnswerHelp(id, Me(user), body.Accept, body.Why, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new HelpAnswerBody(true, null)).WithSummary("提案に答える / Answer a proposal").WithDescription("Codes of refusals: over, answered, full, enough, promised.");
        own.MapPost("/matches/{id:guid}/calling-off", async (Guid id, HelpWhyBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CallOffHelp(id, Me(user), body.Why, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new HelpWhyBody("けがをしました。")).WithSummary("約束を取りやめる / Call off what was agreed").WithDescription("Codes of refusals: not-agreed.");
        own.MapPost("/matches/{id:guid}/result", async (Guid id, HelpResultBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new RecordHelp(id, Me(user), body.Came, body.MinutesEach, body.Thanks, null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(new HelpResultBody(1, 180, "ありがとうございました。")).WithSummary("結果とお礼を記録する / Record how it went").WithDescription("Codes of refusals: not-agreed, not-yet.");
    }

    private static Guid Me(ClaimsPrincipal user) => user.AccountId()!.Value;

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}

/// <summary>All help of a fiscal year as a file for staff; the look is in the audit log.</summary>
internal sealed class HelpFile : ISiteEndpoints
{
    private static readonly string[] Header = ["依頼", "市町", "集落・地区", "仕事", "最初の日", "最後の日", "開始", "終了", "必要な人数", "依頼した人", "状態", "応援の日", "人数・道具", "応援した人", "応援の状態", "来た人数", "1人の分数", "お礼"];

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/rural-leaders/help.csv", async (int? year, ClaimsPrincipal user, HelpReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
    {
        var of = year is { } asked && asked is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear ? new FiscalYear(asked) : FiscalYear.Current(clock);
        var rows = (await reader.ExportAsync(of, user, cancellationToken)).Select(x => (IReadOnlyList<string?>)
        [
            x.Request.Id.ToString(), x.Request.Municipality?.Name, x.Area?.Name, HelpWords.Kind(x.Request.Kind).Ja, Day(x.Request.From), Day(x.Request.Until), Time(x.Request.Start), Time(x.Request.End), Number(x.Request.People),
            x.Asker, HelpWords.State(x.Request.State).Text.Ja, Day(x.Match?.Day), x.Match is { } m ? HelpWords.Who(m).Ja : null, x.Helper, x.Match is { } state ? HelpWords.State(state).Text.Ja : null, Number(x.Match?.Came),
            Number(x.Match?.MinutesEach), x.Match?.Thanks,
        ]);
        return Results.File(new TableFile(Header, rows).ToCsv(), TableFile.CsvType, $"rural-help-{of.StartYear}.csv");
    }).RequirePermission(Permissions.Read).AlwaysOn("what exists can be exported whatever is switched on");

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
