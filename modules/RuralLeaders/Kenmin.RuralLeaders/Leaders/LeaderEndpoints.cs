using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>How far the person has come with a course.</summary>
internal sealed record ProgressView(Guid CourseId, LocalizedText Course, int Credits, int CreditsNeeded, IReadOnlyList<string> CompulsoryLeft, bool Complete);

/// <summary>The registration as leader.</summary>
internal sealed record RegistrationView(string Number, string State, DateOnly RegisteredOn, DateOnly ExpiresOn, DateOnly RenewalOpens, DateOnly RenewalCloses, int RenewalCredits);

/// <summary>The own places, courses and registration.</summary>
internal sealed record OwnView(IReadOnlyList<PlaceView> Places, IReadOnlyList<ProgressView> Courses, RegistrationView? Registration)
{
    public static OwnView Example { get; } = new(
        [PlaceView.Example], [new(CourseView.Example.Id, CourseView.Example.Name, 5, 5, [], true)],
        new("2026-0001", "active", new(2026, 6, 10), new(2029, 6, 9), new(2028, 12, 11), new(2030, 6, 9), 0));

    public static OwnView Of(LearnerRecord record, DateOnly today) => new(
        [.. record.Held.Select(s => new PlaceView(s.OpeningId, ApiWord.Of(s.State), s.Position))],
        [.. record.Courses.Select(c => new ProgressView(c.Course.Id, c.Course.Name, c.Credits, c.Course.CreditsNeeded, [.. c.Missing.Select(m => m.Title)], c.Complete))],
        record.Person.Registration is { } r
            ? new(record.Person.Number!, ApiWord.Of(r.StateOn(today)), r.RegisteredOn, r.ExpiresOn, r.RenewalOpens, r.RenewalCloses, record.RenewalCredits) : null);
}

/// <summary>The wish to be registered.</summary>
/// <param name="CourseId">The course that was completed.</param>
internal sealed record RegistrationRequest(Guid CourseId);

/// <summary>What the person says of themselves.</summary>
internal sealed record DetailsRequest(string? Name, string? Phone, string? Municipality, Guid? AreaId, int? BirthYear)
{
    public static DetailsRequest Example { get; } = new("見本 花子", "083-933-0000", "352047", null, 1962);
}

/// <summary>The own courses and registration for programs.</summary>
internal sealed class LeaderApi : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/rural-leaders/me").WithTags("rural-leaders").RequirePermission(Permissions.TakePart)
            .AlwaysOn("what a person has learned and is registered for can always be seen and ended; what is new is decided when it is sent")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
                Results.Ok(OwnView.Of(await reader.OwnAsync(user, cancellationToken), JapanTime.Today(clock))))
            .Produces<OwnView>().WithExample(response: OwnView.Example).WithSummary("わたしの受講とリーダー登録 / My courses and registration");
        own.MapPut("/details", async (DetailsRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(
                    new SaveLearner(user.AccountId()!.Value, user.AccountId(), body.Name ?? "", body.Phone ?? "", body.Municipality ?? "", body.AreaId, body.BirthYear, "", null), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithExample(DetailsRequest.Example).WithSummary("連絡先などを登録する / Say how to reach me");
        own.MapPost("/registration", async (RegistrationRequest body, ClaimsPrincipal user, IMessageBus bus, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
                await SendAsync(new RegisterLeader(user.AccountId()!.Value, body.CourseId), user, bus, reader, clock, cancellationToken))
            .Produces<OwnView>().WithExample(new RegistrationRequest(CourseView.Example.Id), OwnView.Example).WithSummary("リーダーに登録する / Register as leader")
            .WithDescription("Codes of refusals: not-completed, details-missing, closed, guardian-does-not-agree.");
        own.MapPost("/registration/renewal", async (ClaimsPrincipal user, IMessageBus bus, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
                await SendAsync(new RenewLeader(user.AccountId()!.Value), user, bus, reader, clock, cancellationToken))
            .Produces<OwnView>().WithExample(response: OwnView.Example).WithSummary("登録を更新する / Renew the registration")
            .WithDescription("Codes of refusals: too-early, over, credits-missing, closed.");
        own.MapDelete("/registration", async (ClaimsPrincipal user, IMessageBus bus, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
                await SendAsync(new EndRegistration(user.AccountId()!.Value), user, bus, reader, clock, cancellationToken))
            .Produces<OwnView>().WithExample(response: OwnView.Example).WithSummary("登録をやめる / Give the registration back");
    }

    private static async Task<IResult> SendAsync(object command, ClaimsPrincipal user, IMessageBus bus, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken)
    {
        var answer = await bus.InvokeAsync<CommandAnswer>(command, cancellationToken);
        return answer.IsDone ? Results.Ok(OwnView.Of(await reader.OwnAsync(user, cancellationToken), JapanTime.Today(clock))) : answer.ToResult();
    }
}

/// <summary>The list of people as a file for staff; the look is in the audit log.</summary>
internal sealed class LeaderFile : ISiteEndpoints
{
    private static readonly string[] Header = ["氏名", "電話", "市町", "登録番号", "登録", "登録日", "期限", "お知らせ"];

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/rural-leaders/people.csv", async (
        ClaimsPrincipal user, LearnerReader reader, TimeProvider clock, CancellationToken cancellationToken) =>
    {
        var today = JapanTime.Today(clock);
        var people = await reader.ListAsync(new(), user, cancellationToken, "rural-leaders.people.exported");
        var rows = people.Select(p => (IReadOnlyList<string?>)
        [
            p.Name, p.Phone, p.Municipality?.Name, p.Number, CourseWords.State(p, today).Text.Ja, Day(p.Registration?.RegisteredOn), Day(p.Registration is { EndedOn: null } r ? r.ExpiresOn : null),
            p.AccountId is null ? "電話か郵便" : "アカウント",
        ]);
        return Results.File(new TableFile(Header, rows).ToCsv(), TableFile.CsvType, "rural-leaders.csv");
    }).RequirePermission(Permissions.Read).AlwaysOn("what exists can be exported whatever is switched on");

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
