using System.Security.Claims;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ImportPlan;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class ShiftPlanTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static readonly ClaimsPrincipal Owner = ShiftsHouse.Person(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
    private static readonly string Plan = ReadPlan();

    private static string ReadPlan()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/Data/shift-plan.csv"), Encoding.GetEncoding(932));
    }

    private static string With(params string[] rows) => Plan[..(Plan.IndexOf('\n') + 1)] + string.Join("\r\n", rows) + "\r\n";

    private async Task<Import> ImportAsync(string plan)
    {
        var desk = house.Services.GetRequiredService<ImportDesk>();
        using var file = new MemoryStream(Encoding.GetEncoding(932).GetBytes(plan));
        var uploaded = await desk.UploadAsync("shift-plan", file, "plan.csv", new Dictionary<string, string>(), null, Owner, CancellationToken.None);
        uploaded.Problems.ShouldBeEmpty();
        await house.Services.TrackActivity().Timeout(TimeSpan.FromMinutes(1)).ExecuteAndWaitAsync(
            (Func<IMessageContext, Task>)(bus => bus.InvokeAsync<ImportStarted>(new StartImport(uploaded.Import!.Id))));
        await using var session = house.Store.QuerySession();
        var done = (await session.LoadAsync<Import>(uploaded.Import!.Id))!;
        done.State.ShouldBe(ImportState.Done);
        await Eventually.IsSoAsync(
            async () => await house.ScalarAsync<long>("select count(*) from sports_volunteers.mt_doc_shift where (data ->> 'termsPending')::boolean") == 0,
            "every shift is known to the sign-up engine");
        return done;
    }

    private async Task<ImportDesk.Preview> PreviewAsync(string plan)
    {
        var desk = house.Services.GetRequiredService<ImportDesk>();
        using var file = new MemoryStream(Encoding.GetEncoding(932).GetBytes(plan));
        var uploaded = await desk.UploadAsync("shift-plan", file, "plan.csv", new Dictionary<string, string>(), null, Owner, CancellationToken.None);
        return await desk.PreviewAsync(uploaded.Import!, Owner, CancellationToken.None);
    }

    private async Task<Shift> OnlyShiftAsync(string eventName)
    {
        await using var session = house.Store.QuerySession();
        var sportsEvent = await session.Query<SportsEvent>().SingleAsync(e => e.Name == eventName);
        return await session.Query<Shift>().SingleAsync(s => s.EventId == sportsEvent.Id);
    }

    [Fact]
    public async Task The_plan_comes_in_but_for_four_rows_and_a_second_time_changes_nothing()
    {
        var first = await ImportAsync(Plan);
        (first.New, first.Refused).ShouldBe((821, 4));

        await using var session = house.Store.QuerySession();
        var sportsEvent = await session.Query<SportsEvent>().SingleAsync(e => e.Name == "スポーツ交流フェスタ2026");
        sportsEvent.Published.ShouldBeFalse();
        (sportsEvent.FirstDay, sportsEvent.LastDay).ShouldBe((new(2026, 11, 1), new(2026, 11, 8)));
        (await session.Query<Shift>().CountAsync(s => s.EventId == sportsEvent.Id)).ShouldBe(821);
        (await session.Query<Venue>().CountAsync(v => v.Name.StartsWith("下関市") && v.MunicipalityCode == "352012")).ShouldBe(1);
        (await house.ScalarAsync<long>("select count(*) from sports_volunteers.participation_openings")).ShouldBeGreaterThanOrEqualTo(821);

        var second = await ImportAsync(Plan);
        (second.New, second.Unchanged, second.Refused).ShouldBe((0, 821, 4));
        (await session.Query<Shift>().CountAsync(s => s.EventId == sportsEvent.Id)).ShouldBe(821);
    }

    [Fact]
    public void Each_wrong_row_says_column_value_reason_and_what_to_do()
    {
        using var sheet = SpreadsheetReader.Open(
            File.OpenRead(Path.Combine(RepositoryRoot.Path, "tests/Data/shift-plan.csv")), "plan.csv", new() { Columns = ShiftPlanColumns.All });
        var mapping = ColumnMapping.Guess(sheet.Header, ShiftPlanColumns.All);
        mapping.IsComplete.ShouldBeTrue();
        var errors = sheet.Rows().SelectMany(row => ShiftPlanColumns.Read(c => mapping.Value(row, c), (c, why) => mapping.Refuse(row, c, why)).Errors).ToList();
        errors.Select(e => (e.Line, e.Column.Ja, e.Value)).ShouldBe([(7, "定員", "0"), (11, "日付", "2026/11/31"), (16, "終了", "6:00"), (22, "最少年齢", "十八")]);
        errors.ShouldAllBe(e => e.Reason.Ja.Contains("ください") && e.Reason.En.Length > 20);
    }

    [Fact]
    public async Task A_changed_plan_changes_the_shift_and_says_what_it_touches()
    {
        const string row = "変更見本大会,見本会館,山口県山口市,34.18,131.47,受付,2026/11/1,9:00,12:00,{0},,{1},{2}";
        (await ImportAsync(With(string.Format(row, 3, "", "")))).New.ShouldBe(1);
        var shift = await OnlyShiftAsync("変更見本大会");
        foreach (var person in await house.VolunteersAsync(2))
            (await house.Participation.SignUpAsync(new SignUp(Guid.NewGuid(), shift.Id, new ParticipantFacts(person.Id), Actor.Person()))).ShouldBeOfType<Result<SignUpAnswer>.Done>();

        var preview = await PreviewAsync(With(string.Format(row, 8, "", "雨天決行").Replace("12:00", "13:00")));
        var said = preview.Changes.ShouldHaveSingleItem().Reasons.Select(r => r.Ja).ToList();
        said.ShouldContain("定員を3人から8人に変更");
        said.ShouldContain("終了を12:00から13:00に変更");
        said.ShouldContain("申込2人・キャンセル待ち0人に関わります");
        (await house.OccupancyAsync(shift.Id)).Capacity.ShouldBe(3);

        var raised = await ImportAsync(With(string.Format(row, 8, "", "雨天決行").Replace("12:00", "13:00")));
        (raised.New, raised.Merged).ShouldBe((0, 1));
        (await house.OccupancyAsync(shift.Id)).Capacity.ShouldBe(8);
        var changed = await OnlyShiftAsync("変更見本大会");
        changed.Length.ShouldBe(TimeSpan.FromHours(4));
        changed.Remark.ShouldBe("雨天決行");

        var lowered = await ImportAsync(With(string.Format(row, 1, "", "雨天決行").Replace("12:00", "13:00")));
        lowered.Refused.ShouldBe(1);
        (await house.OccupancyAsync(shift.Id)).Capacity.ShouldBe(8);
    }

    [Fact]
    public async Task A_host_that_died_after_storing_a_shift_leaves_it_to_be_opened_later()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent, capacity: 4);
        // As a dead host leaves it: stored and pending, and nobody told the engine.
        await house.ScalarAsync<object>(
            $$$"""
            update sports_volunteers.mt_doc_shift set data = data || '{"termsPending": true, "pending": {"commandId": "{{{Guid.NewGuid()}}}", "capacity": 9, "moved": false}}'
            where id = '{{{shift.Id}}}' returning id
            """);
        house.Clock.Advance(TimeSpan.FromSeconds(31));
        await Eventually.IsSoAsync(async () => (await house.OccupancyAsync(shift.Id)).Capacity == 9, "the pending capacity");
    }
}
