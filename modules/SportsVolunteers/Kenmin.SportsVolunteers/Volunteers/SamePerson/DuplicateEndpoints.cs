using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Registrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>Possible duplicates for programs of staff, with the same rules as the pages.</summary>
internal sealed class DuplicateEndpoints : IApiEndpoints
{
    internal sealed record PairView(
        string Id, Guid First, string FirstName, Guid Second, string SecondName, int Points, IReadOnlyList<string> Reasons, IReadOnlyList<string> Against, PairState State);

    internal sealed record JoinRequest(Guid Keep);

    internal sealed record UndoRequest(IReadOnlyList<Guid>? Shifts);

    private static readonly Guid ExampleId = Guid.Parse("0199f000-0000-7000-8000-000000000002");

    private static readonly PairView Example = new(
        DuplicatePair.IdOf(ExampleId, Guid.Parse("0199f000-0000-7000-8000-000000000003")), ExampleId, "見本　花子", Guid.Parse("0199f000-0000-7000-8000-000000000003"), "見本　華子",
        85, ["フリガナが同じ（漢字が違う）", "生年月日が同じ", "住所が同じ"], [], PairState.Open);

    public void Map(IEndpointRouteBuilder api)
    {
        var duplicates = api.MapGroup("/sports/duplicates").WithTags("Sports volunteers").RequirePermission(Permissions.ChangeRoster)
            .AlwaysOn("what is kept of people must be right whatever is switched on");

        duplicates.MapGet("", async (bool? decided, string? after, int? take, ClaimsPrincipal user, DuplicateDesk desk, CancellationToken cancellationToken) =>
            {
                var size = PageSize.Within(take);
                var rows = await desk.ListAsync(decided != true, after, size + 1, user, cancellationToken);
                return Results.Ok(Page<PairView>.Of([.. rows.Select(ViewOf)], size, p => p.Id));
            })
            .Produces<Page<PairView>>().WithExample(response: new Page<PairView>([Example], null))
            .WithSummary("Pairs of records that may be of one person, the likeliest first");

        duplicates.MapPost("/{id}/joining", async (
                string id, JoinRequest body, ClaimsPrincipal user, DuplicateDesk desk, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await desk.PairAsync(id, user, cancellationToken) is not { } pair) return ApiProblems.NotFound();
                if (body.Keep != pair.First.Id && body.Keep != pair.Second.Id)
                    return ApiProblems.Invalid(new FieldProblem("#/keep", new("2件のうち残す方の登録を指定してください。", "Name the one of the two records that stays.")));
                var gone = body.Keep == pair.First.Id ? pair.Second.Id : pair.First.Id;
                return Answer(await bus.InvokeAsync<Outcome>(new JoinPeople(body.Keep, gone, user.AccountId()!.Value, user.DisplayName()), cancellationToken));
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new JoinRequest(ExampleId)).WithSummary("Joins the two records; can be undone");

        duplicates.MapPost("/{id}/apart", async (string id, ClaimsPrincipal user, DuplicateDesk desk, IMessageBus bus, CancellationToken cancellationToken) =>
                await desk.PairAsync(id, user, cancellationToken) is { } pair
                    ? Answer(await bus.InvokeAsync<Outcome>(new KeepApart(pair.First.Id, pair.Second.Id, user.AccountId()!.Value), cancellationToken))
                    : ApiProblems.NotFound())
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Says that the two records are of two people");

        api.MapPost("/sports/joinings/{id:guid}/undo", async (
                Guid id, UndoRequest body, ClaimsPrincipal user, DuplicateDesk desk, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await desk.MergeAsync(id, user, cancellationToken) is not { } found) return ApiProblems.NotFound();
                var shifts = body.Shifts ?? [.. found.SignUps.Where(s => s.Theirs).Select(s => s.Shift.Shift.Id)];
                return Answer(await bus.InvokeAsync<Outcome>(
                    new UndoJoin(id, await desk.OwnShiftsAsync(id, [.. shifts], cancellationToken), user.AccountId()!.Value), cancellationToken));
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(request: new UndoRequest(null))
            .WithSummary("Takes apart what was joined").WithDescription("shifts: whose sign-up belongs to the person who is taken out; when left out, those that had been theirs.")
            .WithTags("Sports volunteers").RequirePermission(Permissions.ChangeRoster).AlwaysOn("what is kept of people must be right whatever is switched on");
    }

    private static PairView ViewOf(PairRow row) => new(
        row.Pair.Id, row.Pair.First, row.FirstName, row.Pair.Second, row.SecondName, row.Pair.Points, [.. row.Pair.Reasons.Select(r => r.ToString())],
        [.. row.Pair.Against.Select(r => r.ToString())], row.Pair.State);

    private static IResult Answer(Outcome outcome) => outcome.Refusal is { } refusal ? ApiProblems.Refused("joining-refused", refusal) : Results.NoContent();
}
