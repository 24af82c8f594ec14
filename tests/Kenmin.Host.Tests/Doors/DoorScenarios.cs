using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Registrations.YearRegistration;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>
/// How each door that stands open whatever is switched on behaves while its feature is off. The key is the door's name: method and
/// address, or a message's alias. A scenario fails when something new came in, or when what exists cannot be seen any more.
/// </summary>
internal static class DoorScenarios
{
    private static readonly Guid Somebody = Guid.CreateVersion7();

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>([.. CleanUpDoors.All, .. CleanUpYearDoors.All, .. PassportDoors.All, .. RuralLeadersDoors.All, .. SeniorEngagementDoors.All, .. CommunityBusinessDoors.All])
    {
        ["POST /api/v1/sports/shifts/{id:guid}/sign-ups"] = async house =>
        {
            var resident = await house.AsAsync(Roles.Resident);
            using var answer = await resident.Http.PostAsJsonAsync($"/api/v1/sports/shifts/{house.Shift}/sign-ups", new { commandId = Guid.CreateVersion7() });
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
            (await SignUpsAsync(resident)).ShouldNotContain(house.Shift);
        },
        ["GET/POST /sports/shifts/{Id:guid}/sign-up"] = async house =>
            (await (await house.AsAsync(Roles.Resident)).ReadAsync($"/sports/shifts/{house.Shift}/sign-up")).ShouldNotContain("Confirm"),
        ["GET/POST /sports/swaps/{Id:guid}"] = async house =>
        {
            var resident = await house.AsAsync(Roles.Resident);
            var request = Regex.Match(await resident.ReadAsync("/sports/swaps"), "/sports/swaps/[0-9a-f-]{36}").Value;
            using var answer = await resident.SubmitAsync(request, "take");
            (await answer.Content.ReadAsStringAsync()).ShouldContain("not open at present");
        },
        ["POST /api/v1/sports/shifts/{id:guid}/roster/{volunteerId:guid}/attendance"] = async house =>
            await ClosedAsync((await house.AsAsync(Roles.ProgramOwner)).Http.PostAsJsonAsync($"/api/v1/sports/shifts/{house.Shift}/roster/{Somebody}/attendance", new { entry = "check-in", kind = "check-in" })),
        ["POST /api/v1/sports/shifts/{id:guid}/planned-hours"] = async house =>
            await ClosedAsync((await house.AsAsync(Roles.ProgramOwner)).Http.PostAsync($"/api/v1/sports/shifts/{house.Shift}/planned-hours", null)),
        ["POST /api/v1/sports/shifts/{id:guid}/walk-ins"] = async house =>
            await ClosedAsync((await house.AsAsync(Roles.ProgramOwner)).Http.PostAsJsonAsync($"/api/v1/sports/shifts/{house.Shift}/walk-ins", new { volunteerId = Somebody })),
        ["GET/POST /staff/sports/shifts/{Id:guid}/walk-in"] = async house =>
            await ClosedAsync((await house.AsAsync(Roles.ProgramOwner)).GetAsync($"/staff/sports/shifts/{house.Shift}/walk-in")),
        ["GET/POST /staff/sports/shifts/{Id:guid}"] = async house =>
        {
            var page = await (await house.AsAsync(Roles.ProgramOwner)).ReadAsync($"/staff/sports/shifts/{house.Shift}");
            page.ShouldNotContain("/attendance\"");
            page.ShouldNotContain("planned-hours");
        },
        ["POST /staff/sports/shifts/{id:guid}/attendance"] = async house =>
        {
            var owner = await house.AsAsync(Roles.ProgramOwner);
            var token = await owner.HiddenAsync($"/admin/features", "/accounts/sign-out");
            using var answer = await owner.SendAsync($"/staff/sports/shifts/{house.Shift}/attendance",
                [.. token, ("person", Somebody.ToString()), ("entry", "in"), ("commandId", Guid.CreateVersion7().ToString())]);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        },
        ["POST /api/v1/sports/shifts/{id:guid}/check-in/actions"] = async house =>
            await ClosedAsync((await house.AsAsync(Roles.ProgramOwner)).Http.PostAsJsonAsync(
                $"/api/v1/sports/shifts/{house.Shift}/check-in/actions", new { deviceId = Somebody, actions = new[] { new { id = Somebody, kind = "in", personId = Somebody, at = TimeProvider.System.GetUtcNow() } } })),
        ["PUT /api/v1/sports/registration"] = async house =>
        {
            // Who is registered may go on correcting; somebody new is refused, which the message's scenario shows.
            using var seen = await (await house.AsAsync(Roles.Resident)).GetAsync("/api/v1/sports/registration");
            seen.StatusCode.ShouldBe(HttpStatusCode.OK, "the own registration stays visible");
        },
        ["PUT /api/v1/sports/registration/answer"] = async house =>
        {
            using var answer = await (await house.AsAsync(Roles.Resident)).Http.PutAsJsonAsync(
                "/api/v1/sports/registration/answer", new { answer = "agreed", purposeVersion = PurposeOfUse.Current });
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        },
        ["GET/POST /sports/registration"] = async house =>
        {
            var page = await (await house.AsAsync(Roles.Resident)).ReadAsync("/sports/registration");
            page.ShouldContain("Nothing new is taken this fiscal year");
            page.ShouldContain("Stop my registration");
        },
        ["sports-volunteers.register-volunteer.v1"] = house => RefusedAsync(house, new RegisterVolunteer(Somebody, null!)),
        ["sports-volunteers.answer-by-link.v1"] = house => RefusedAsync(house, new AnswerByLink("token", true)),
        ["sports-volunteers.answer-by-account.v1"] = house => RefusedAsync(house, new AnswerByAccount(Somebody, true)),
        ["sports-volunteers.record-answer.v1"] = house => RefusedAsync(house, new RecordAnswer(Somebody, true, AnswerChannel.Counter, Somebody)),
        ["sports-volunteers.ask-all-who-left-it-open.v1"] = house => RefusedAsync(house, new AskAllWhoLeftItOpen(Guid.CreateVersion7(), "x", new(2100, 1, 1), Somebody)),
        ["sports-volunteers.register-for-year.v1"] = house => RefusedAsync(house, new RegisterForYear(Guid.CreateVersion7(), "x", FiscalYear.Current(TimeProvider.System), Somebody)),
        ["sports-volunteers.ask-for-renewal.v1"] = house => RefusedAsync(house, new AskForRenewal(Guid.CreateVersion7(), FiscalYear.Current(TimeProvider.System), new(2100, 1, 1), Somebody)),
        ["sports-volunteers.ask-for-renewal-next-batch.v1"] = house => RunWaitsAsync(house, RunKind.Renewal, id => new AskForRenewalNextBatch(id)),
        ["sports-volunteers.issue-all-account-links.v1"] = house => RefusedAsync(house, new IssueAllAccountLinks(Guid.CreateVersion7(), "x", new(2100, 1, 1), Somebody)),
        ["sports-volunteers.issue-account-link.v1"] = async house =>
            IsClosed((await house.InvokeAsync<AccountLinkMade>(new IssueAccountLink(Somebody, new(2100, 1, 1), Somebody))).Outcome),
        ["sports-volunteers.ask-next-batch.v1"] = house => RunWaitsAsync(house, RunKind.Asking, id => new AskNextBatch(id)),
        ["sports-volunteers.register-next-batch.v1"] = house => RunWaitsAsync(house, RunKind.YearRegistration, id => new RegisterNextBatch(id)),
        ["sports-volunteers.issue-next-account-links.v1"] = house => RunWaitsAsync(house, RunKind.AccountLinks, id => new IssueNextAccountLinks(id, Guid.Empty)),
        ["sports-volunteers.start-import.v1"] = async house =>
        {
            var import = await ImportAsync(house, ImportState.Uploaded);
            (await house.InvokeAsync<ImportStarted>(new StartImport(import))).Started.ShouldBeFalse();
        },
        ["sports-volunteers.run-import.v1"] = async house =>
        {
            var import = await ImportAsync(house, ImportState.Running);
            await house.InvokeAsync(new RunImport(import));
            await using var session = Store(house).QuerySession();
            var stopped = (await session.LoadAsync<Import>(import))!;
            stopped.State.ShouldBe(ImportState.Failed);
            stopped.Problem!.Value.En.ShouldContain("switched off");
        },
    };

    private static ISportsVolunteersStore Store(DoorHouse house) => house.Services.GetRequiredService<ISportsVolunteersStore>();

    private static async Task ClosedAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task RefusedAsync(DoorHouse house, object command) => IsClosed(await house.InvokeAsync<Outcome>(command));

    private static void IsClosed(Outcome outcome) => outcome.Refusal!.Value.En.ShouldContain("not open at present");

    private static async Task RunWaitsAsync(DoorHouse house, RunKind kind, Func<Guid, object> next)
    {
        var run = new RegistrationRun
        {
            Id = Guid.CreateVersion7(), Kind = kind, Festival = "no such festival", LastDay = new(2100, 1, 1), Year = FiscalYear.Current(TimeProvider.System), By = Somebody,
            StartedAt = TimeProvider.System.GetUtcNow(),
        };
        await using (var session = Store(house).LightweightSession())
        {
            session.Store(run);
            await session.SaveChangesAsync();
        }
        await house.InvokeAsync(next(run.Id));
        await using var after = Store(house).QuerySession();
        (await after.LoadAsync<RegistrationRun>(run.Id))!.FinishedAt.ShouldBeNull("the run waits until the feature is on again");
    }

    private static async Task<Guid> ImportAsync(DoorHouse house, ImportState state)
    {
        var import = new Import { Id = Guid.CreateVersion7(), Target = "roster", FileName = "x.csv", Sha256 = Guid.NewGuid().ToString(), State = state, UploadedAt = TimeProvider.System.GetUtcNow(), ProgressAt = TimeProvider.System.GetUtcNow() };
        await using var session = Store(house).LightweightSession();
        session.Store(import);
        await session.SaveChangesAsync();
        return import.Id;
    }

    private static async Task<IReadOnlyList<Guid>> SignUpsAsync(Visitor resident) =>
        [.. DoorHouse.Items(await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/me/sign-ups"))
            .Where(s => s.GetProperty("state").GetString() != "cancelled").Select(s => s.GetProperty("shift").GetProperty("id").GetGuid())];
}
