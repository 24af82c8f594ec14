using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Registrations.YearRegistration;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Registrations.Overview;

/// <summary>Registrations as staff work with them: the list, and what is done to many at once.</summary>
internal sealed class RegistrationEndpoints(IServiceProvider services, ISportsVolunteersStore store, IAuditTrail audit) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var registrations = api.MapGroup("/sports/registrations").WithTags("Sports registrations").RequireFeatureToWrite(Features.ContinuingRegistration);

        registrations.MapGet("", ListAsync)
            .Produces<Page<RegistrationView>>().WithExample(response: new Page<RegistrationView>([RegistrationView.Example], null))
            .WithSummary("登録の一覧 / Registrations").WithDescription("In the order of arrival; municipal staff see people of their municipalities.")
            .RequirePermission(Permissions.ReadRoster);

        registrations.MapPut("/{id:guid}/answer", RecordAnswerAsync)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new RecordedAnswer("agreed", AnswerChannel.Counter))
            .WithSummary("受け取った回答の記録 / Record an answer that came in").WithDescription("Answer: agreed or refused. Channel: Form, Counter or Phone.")
            .RequirePermission(Permissions.ChangeRoster);

        Run(registrations, "/askings", (run, body, day, by) => new AskAllWhoLeftItOpen(run, body.Festival!, day, by))
            .WithSummary("照会 / Ask all of a festival who left it open").WithDescription("lastDay is the last day for an answer.");

        Run(registrations, "/account-links", (run, body, day, by) => new IssueAllAccountLinks(run, body.Festival!, day, by))
            .WithSummary("本人確認リンクの発行 / Personal links for all of a festival").WithDescription("lastDay is the last day the links work.");

        registrations.MapPost("/renewals/{year}", async (
                string year, RenewalRun body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var parsed = FiscalYear.Parse(year);
                if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/year", parsed.Error));
                if (body.LastDay is not { } day) return ApiProblems.Invalid(new FieldProblem("#/lastDay", new("期限の日を指定してください。", "Give the last day.")));
                return Begun(await bus.InvokeAsync<Outcome>(
                    new AskForRenewal(body.RunId ?? Guid.CreateVersion7(), parsed.Value, day, user.AccountId()!.Value), cancellationToken));
            })
            .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new RenewalRun(new(2027, 2, 28), null))
            .WithSummary("年度更新の照会 / Ask all who stay whether they renew for a year").WithDescription("The present fiscal year or the next, such as FY2027; lastDay is the last day for an answer by link.")
            .RequirePermission(Permissions.ChangeRoster);

        registrations.MapPost("/years/{year}", async (
                string year, FestivalRun body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var parsed = FiscalYear.Parse(year);
                if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/year", parsed.Error));
                if (await FestivalProblemAsync(body, cancellationToken) is { } problem) return problem;
                return Begun(await bus.InvokeAsync<Outcome>(
                    new RegisterForYear(body.RunId ?? Guid.CreateVersion7(), body.Festival!, parsed.Value, user.AccountId()!.Value), cancellationToken));
            })
            .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new FestivalRun("県民スポーツ大会", null, null))
            .WithSummary("年度の登録 / Register those of a festival who stay for a year").WithDescription("The present fiscal year or the next, such as FY2027.")
            .RequirePermission(Permissions.ChangeRoster);
    }

    private async Task<IResult> ListAsync(
        string? festival, RegistrationState? state, Guid? after, int? take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var size = PageSize.Within(take);
        var found = await services.GetRequiredService<RegistrationQueries>().ListAsync(
            new(string.IsNullOrWhiteSpace(festival) ? null : festival, user.ConfinedToMunicipalities()), state, after, size + 1, cancellationToken);
        var shown = found.Take(size).ToList();
        if (shown.Count > 0)
            await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.registrations.viewed", [.. shown.Select(r => r.Id)]), cancellationToken);
        return Results.Ok(Page<RegistrationView>.Of([.. found.Select(RegistrationView.Of)], size, r => r.Id.ToString()));
    }

    private async Task<IResult> RecordAnswerAsync(
        Guid id, RecordedAnswer body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (body.Answer is not ("agreed" or "refused"))
            return ApiProblems.Invalid(new FieldProblem("#/answer", new("「agreed」か「refused」を指定してください。", "Say agreed or refused.")));
        await using (var session = store.QuerySession())
            if (await session.LoadAsync<Registration>(id, cancellationToken) is null) return ApiProblems.NotFound();
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.registration.answer-recorded", [id]), cancellationToken);
        var outcome = await bus.InvokeAsync<Outcome>(
            new RecordAnswer(id, body.Answer == "agreed", body.Channel, user.AccountId()!.Value), cancellationToken);
        return outcome.Refusal is { } refusal ? ApiProblems.Refused("answer-refused", refusal) : Results.NoContent();
    }

    private RouteHandlerBuilder Run(RouteGroupBuilder group, string pattern, Func<Guid, FestivalRun, DateOnly, Guid, object> command) =>
        group.MapPost(pattern, async (FestivalRun body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await FestivalProblemAsync(body, cancellationToken) is { } problem) return problem;
                if (body.LastDay is not { } day)
                    return ApiProblems.Invalid(new FieldProblem("#/lastDay", new("期限の日を指定してください。", "Give the last day.")));
                return Begun(await bus.InvokeAsync<Outcome>(
                    command(body.RunId ?? Guid.CreateVersion7(), body, day, user.AccountId()!.Value), cancellationToken));
            })
            .Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new FestivalRun("県民スポーツ大会", new(2026, 12, 20), null))
            .RequirePermission(Permissions.ChangeRoster);

    private async Task<IResult?> FestivalProblemAsync(FestivalRun body, CancellationToken cancellationToken) =>
        (await services.GetRequiredService<RegistrationQueries>().FestivalsAsync(new(), cancellationToken)).Any(f => f.Name == body.Festival)
            ? null
            : ApiProblems.Invalid(new FieldProblem("#/festival", new("この名前の大会はありません。", "There is no festival of this name.")));

    private static IResult Begun(Outcome outcome) =>
        outcome.Refusal is { } refusal ? ApiProblems.Refused("run-refused", refusal) : Results.Accepted();
}

/// <summary>A registration in the list.</summary>
internal sealed record RegistrationView(
    Guid Id, string Name, string Kana, string? MunicipalityCode, RegistrationState State, DateOnly Since, DateOnly? AnswerBy, int? RegisteredYear, bool HasAccount)
{
    public static RegistrationView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000000002"), "見本　花子", "ミホン　ハナコ", "352039", RegistrationState.Continuing, new(2026, 10, 1), null, 2026, false);

    public static RegistrationView Of(RegistrationRow r) => new(
        r.Id, r.Name, r.Kana, r.MunicipalityCode, r.State, JapanTime.DayOf(r.StateSince), r.State == RegistrationState.Asked ? r.AnswerBy : null,
        r.RegisteredYear, r.HasAccount);
}

/// <summary>An answer that came in on paper, at the counter or by telephone.</summary>
/// <param name="Answer"><c>agreed</c> or <c>refused</c>.</param>
/// <param name="Channel">How it came.</param>
internal sealed record RecordedAnswer(string? Answer, AnswerChannel Channel);

/// <summary>Asking all who stay to renew.</summary>
/// <param name="LastDay">The last day for an answer by link.</param>
/// <param name="RunId">The same id is the same act, however often it is sent.</param>
internal sealed record RenewalRun(DateOnly? LastDay, Guid? RunId);

/// <summary>What is done to all of a festival.</summary>
/// <param name="Festival">The festival's name as in the roster.</param>
/// <param name="LastDay">The last day, where the act has one.</param>
/// <param name="RunId">The same id is the same act, however often it is sent.</param>
internal sealed record FestivalRun(string? Festival, DateOnly? LastDay, Guid? RunId);
