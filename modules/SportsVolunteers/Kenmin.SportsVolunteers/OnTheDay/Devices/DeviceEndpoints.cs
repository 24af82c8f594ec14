using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>Check-in devices: the roster of a shift for the day, and what was recorded without a network.</summary>
internal sealed class DeviceEndpoints : IApiEndpoints
{
    private const string ByYear = "whether check-in is open is decided for the shift's own fiscal year";
    private const int MostActions = 200;
    private static readonly string[] Kinds = ["in", "out", "undo"];

    public void Map(IEndpointRouteBuilder api)
    {
        var checkIn = api.MapGroup("/sports/shifts/{id:guid}/check-in").WithTags("sports staff");

        checkIn.MapGet("/roster", async (Guid id, HttpContext http, DeviceDesk desk, CancellationToken cancellationToken) =>
            {
                if (await desk.FindAsync(id, http.User, cancellationToken) is not { } row) return ApiProblems.NotFound();
                // The device keeps it sealed; nobody in between keeps it at all.
                http.Response.Headers.CacheControl = "no-store";
                return Results.Ok(await desk.RosterAsync(row, http.User, cancellationToken));
            })
            .Produces<DeviceRosterView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: DeviceRosterView.Example)
            .WithSummary("受付端末の名簿 / Roster for a check-in device").WithDescription("Every download is written to the audit log. The device has to delete it after `deleteAfter`.")
            .RequirePermission(Permissions.CheckIn).AlwaysOn(ByYear);

        checkIn.MapPost("/actions", async (Guid id, DeviceActionsRequest body, ClaimsPrincipal user, DeviceDesk desk, CancellationToken cancellationToken) =>
            {
                if (await desk.FindAsync(id, user, cancellationToken) is not { } row) return ApiProblems.NotFound();
                if (Problem(body) is { } problem) return ApiProblems.Invalid(problem);
                return Results.Ok(new DeviceOutcomesView(await desk.TakeAsync(row, body, user, cancellationToken)));
            })
            .Produces<DeviceOutcomesView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(
                new DeviceActionsRequest(new("0199f100-0000-4000-8000-0000000000d1"), new(2026, 11, 1, 9, 30, 0, TimeSpan.FromHours(9)),
                    [new(new("0199f100-0000-4000-8000-0000000000a1"), "in", DeviceRosterView.Example.People[0].Id, null, new(2026, 11, 1, 8, 50, 0, TimeSpan.FromHours(9)))]),
                new DeviceOutcomesView([new(new("0199f100-0000-4000-8000-0000000000a1"), DeviceOutcome.Recorded, "記録しました。", DeviceRosterView.Example.People[0].Id)]))
            .WithSummary("受付端末の記録を受け取る / Take what a check-in device recorded")
            .WithDescription("Each action has an id made on the device: sent any number of times, it counts once and gets the same answer. What could not be recorded is said for each action, not as an error of all.")
            .RequirePermission(Permissions.CheckIn).AlwaysOn(ByYear).NewEntries(Features.CheckIn).NeverReplayed();
    }

    private static readonly LocalizedText NoTime = new("時刻が正しくありません。", "This is not a time at which somebody was checked in.");

    // A clock may be wrong by years, but not by centuries.
    private static bool IsTime(DateTimeOffset at) => at.Year is > 1970 and < 2200;

    private static FieldProblem? Problem(DeviceActionsRequest body)
    {
        if (body.Actions is not { Count: > 0 and <= MostActions } actions)
            return new("#/actions", new($"1件から{MostActions}件までを送ってください。", $"Send 1 to {MostActions} actions."));
        if (body.SentAt is { } sent && !IsTime(sent)) return new("#/sentAt", NoTime);
        for (var i = 0; i < actions.Count; i++)
        {
            if (!IsTime(actions[i].At)) return new($"#/actions/{i}/at", NoTime);
            if (actions[i].Id == Guid.Empty) return new($"#/actions/{i}/id", new("端末で作った番号が必要です。", "An id made on the device is needed."));
            if (!Kinds.Contains(actions[i].Kind)) return new($"#/actions/{i}/kind", new("in、out、undo のどれかを指定してください。", "Give one of in, out, undo."));
            if (actions[i].PersonId is null && string.IsNullOrWhiteSpace(actions[i].Code))
                return new($"#/actions/{i}/personId", new("だれの記録かを、番号かコードで指定してください。", "Say whose it is: personId or code."));
        }

        return null;
    }
}
