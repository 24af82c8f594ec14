using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Accounts.Rights;

/// <summary>A collection of one's data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Ready">Whether all modules have answered.</param>
/// <param name="File">Where the file is, once it is ready.</param>
internal sealed record CollectionView(Guid Id, bool Ready, string? File);

/// <summary>A request as programs get it.</summary>
internal sealed record RightsRequestView(
    Guid Id, string Kind, string State, DateOnly ReceivedOn, DateOnly DueOn, string Detail, string Outcome, string? Name, bool ThroughAgent)
{
    internal static RightsRequestView Of(RightsRequest request, bool named) => new(
        request.Id, request.Kind.ToString().ToLowerInvariant(), request.State.ToString().ToLowerInvariant(), request.ReceivedOn, request.DueOn,
        request.Detail, request.Outcome, named ? request.Name : null, request.Agent is not null);

    internal static RightsRequestView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000d1"), "correction", "open", new(2026, 11, 1), new(2026, 12, 1), "電話番号を直してほしい", "", null, false);
}

/// <summary>A request to enter.</summary>
/// <param name="Kind">correction, suspension or erasure.</param>
/// <param name="Detail">What exactly is asked for, at most 1,000 characters.</param>
internal sealed record RightsRequestInput(string? Kind, string? Detail);

/// <summary>A decision about a request.</summary>
/// <param name="Decision">extend, grant or refuse.</param>
/// <param name="Reason">What was done, or why; the person is told. At most 500 characters.</param>
internal sealed record RightsDecisionInput(string? Decision, string? Reason);

/// <summary>One's own data and requests, and the register, for programs.</summary>
internal sealed class RightsEndpoints(IAccountsStore store, IAuditTrail audit, TimeProvider clock) : IApiEndpoints
{
    private const string Own = "people see what is held about them, and ask for what the law gives them";
    private const string Staff = "requests that the law gives a time for must be seen and decided";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/data", async (ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var begun = await bus.InvokeAsync<CollectionBegun>(new CollectPersonalData(user.AccountId()!.Value), cancellationToken);
                return Results.Accepted($"/api/v1/me/data/{begun.Id}", new CollectionView(begun.Id, false, null));
            })
            .Produces<CollectionView>(StatusCodes.Status202Accepted).WithExample(response: new CollectionView(RightsRequestView.Example.Id, false, null))
            .WithSummary("保有している情報を集める / Collect what is held about me").WithTags("rights").RequireAuthorization().AlwaysOn(Own);
        api.MapGet("/me/data/{id:guid}", CollectionAsync).Produces<CollectionView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new CollectionView(RightsRequestView.Example.Id, true, ExportFile.Address(RightsRequestView.Example.Id)))
            .WithSummary("集めた情報 / A collection of my data").WithTags("rights").RequireAuthorization().AlwaysOn(Own);
        api.MapGet("/me/requests", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                var account = user.AccountId();
                await using var session = store.QuerySession();
                var own = await session.Query<RightsRequest>().Where(r => r.AccountId == account).OrderByDescending(r => r.Id).ToListAsync(cancellationToken);
                return own.Select(r => RightsRequestView.Of(r, named: false)).ToList();
            })
            .Produces<List<RightsRequestView>>().WithExample(response: new[] { RightsRequestView.Example })
            .WithSummary("自分の請求 / My requests").WithTags("rights").RequireAuthorization().AlwaysOn(Own);
        api.MapPost("/me/requests", AskAsync).Produces<RightsRequestView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(new RightsRequestInput("correction", "電話番号を直してほしい"), RightsRequestView.Example)
            .WithSummary("訂正・利用停止・消去の請求 / Ask for correction, suspension or erasure").WithTags("rights").RequireAuthorization().AlwaysOn(Own);

        api.MapGet("/accounts/requests", ListAsync).Produces<Page<RightsRequestView>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new Page<RightsRequestView>([RightsRequestView.Example], null))
            .WithSummary("請求の受付簿 / The register of requests").WithTags("rights").RequirePermission(AccountsPermissions.ReadRequests).AlwaysOn(Staff);
        api.MapPut("/accounts/requests/{id:guid}/decision", DecideAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithExample(new RightsDecisionInput("grant", "請求のとおり直しました。"))
            .WithSummary("請求の決定 / Decide about a request").WithTags("rights").RequirePermission(AccountsPermissions.DecideRequests).AlwaysOn(Staff);
    }

    private async Task<IResult> CollectionAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<PersonalDataExport>(id, cancellationToken) is not { } export || export.AccountId != user.AccountId()) return ApiProblems.NotFound();
        var answered = await session.Query<PersonalDataAnswer>().Where(a => a.RequestId == id).Select(a => a.Module).ToListAsync(cancellationToken);
        var ready = !export.Modules.Except(answered).Any();
        return Results.Ok(new CollectionView(id, ready, ready ? ExportFile.Address(id) : null));
    }

    private async Task<IResult> AskAsync(RightsRequestInput input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        List<FieldProblem> problems = [];
        if (!Enum.TryParse<RightsKind>(input.Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || kind == RightsKind.Disclosure)
            problems.Add(new("#/kind", new("correction、suspension、erasure のどれかにしてください。", "One of correction, suspension, erasure.")));
        if (Problem("#/detail", input.Detail, 1000) is { } detail) problems.Add(detail);
        if (problems.Count > 0) return ApiProblems.Invalid(problems);
        var entered = await bus.InvokeAsync<RequestEntered>(new EnterRightsRequest(
            kind, user.AccountId(), null, user.DisplayName(), input.Detail!.Trim(), null, null, null, JapanTime.Today(clock)), cancellationToken);
        await using var session = store.QuerySession();
        return Results.Created("/api/v1/me/requests", RightsRequestView.Of((await session.LoadAsync<RightsRequest>(entered.Id, cancellationToken))!, named: false));
    }

    private async Task<IResult> ListAsync(string? after, int? take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Guid last = default;
        if (after is not null && !Guid.TryParse(after, out last))
            return ApiProblems.Invalid(new FieldProblem("#/after", new("前のページの next をそのまま送ってください。", "Send the next of the page before as it is.")));
        var size = PageSize.Within(take);
        await using var session = store.QuerySession();
        var found = await session.QueryAsync<RightsRequest>("where d.id > ? order by d.id limit ?", cancellationToken, last, size + 1);
        var page = Page<RightsRequest>.Of(found, size, r => r.Id.ToString());
        await audit.RecordAsync(new(user.AccountId(), "accounts.requests.listed", [.. page.Items.Select(r => r.AccountId ?? r.PersonId).OfType<Guid>()]), cancellationToken);
        return Results.Ok(new Page<RightsRequestView>([.. page.Items.Select(r => RightsRequestView.Of(r, named: true))], page.Next));
    }

    private async Task<IResult> DecideAsync(Guid id, RightsDecisionInput input, ClaimsPrincipal user, RequestDesk desk, CancellationToken cancellationToken)
    {
        List<FieldProblem> problems = [];
        if (!Enum.TryParse<RightsDecision>(input.Decision, ignoreCase: true, out var decision) || !Enum.IsDefined(decision))
            problems.Add(new("#/decision", new("extend、grant、refuse のどれかにしてください。", "One of extend, grant, refuse.")));
        if (Problem("#/reason", input.Reason, 500) is { } reason) problems.Add(reason);
        if (problems.Count > 0) return ApiProblems.Invalid(problems);
        await using var session = store.QuerySession();
        if (await session.LoadAsync<RightsRequest>(id, cancellationToken) is not { } request) return ApiProblems.NotFound();
        return await desk.DecideAsync(request, decision, input.Reason!.Trim(), user.AccountId()!.Value, cancellationToken) is { } refusal
            ? ApiProblems.Refused("request-not-decided", refusal)
            : Results.NoContent();
    }

    private static FieldProblem? Problem(string pointer, string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? new(pointer, new("入力してください。", "Say it in words."))
        : text.Length > longest ? new(pointer, new($"{longest} 文字までにしてください。", $"At most {longest} characters."))
        : null;
}
