using System.Text;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>What can go wrong on the way of a file, and how it goes on. Each test brings people of its own.</summary>
public sealed class ImportFlowTests(ImportHost host) : IClassFixture<ImportHost>
{
    private IOptionsMonitor<ImportSettings> Settings => host.Services.GetRequiredService<IOptionsMonitor<ImportSettings>>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Rows of people of a test's own, some of whom apply twice.</summary>
    private static string[] People(string family, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => i - i % 7 + Math.Min(i % 7, 5)).Select((person, i) =>
            $"{i + 1},{family} 人{person},,{new DateOnly(1950, 1, 1).AddDays(person):yyyy/M/d},,753-0000,山口県山口市大手町{person + 1}-1,090-{person:0000}-0001,,会場整理,,{(i % 3 == 0 ? "○" : i % 3 == 1 ? "×" : "")}"),
    ];

    private async Task<IReadOnlyList<Volunteer>> PeopleOfAsync(string family)
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<Volunteer>().Where(v => v.FamilyName == family).ToListAsync(Stop);
    }

    private ImportRunner Runner(IImportTarget? target = null) => new(
        host.Store, new ImportTargets([target ?? new RosterTarget(TimeProvider.System)]), host.Database, TimeProvider.System, NullLogger<ImportRunner>.Instance);

    private async Task<Import> StartedAsync(string[] rows)
    {
        var import = await host.UploadAsync(Rosters.Csv(rows));
        await using var session = host.Store.LightweightSession();
        import = (await session.LoadAsync<Import>(import.Id, Stop))!;
        import.State = ImportState.Running;
        session.Store(import);
        await session.SaveChangesAsync(Stop);
        return import;
    }

    [Fact]
    public async Task An_import_that_was_killed_in_the_middle_goes_on_and_applies_every_line_once()
    {
        var rows = People("中断", 1700);
        var import = await StartedAsync(rows);
        await Should.ThrowAsync<Killed>(() => Runner(new DyingTarget(batches: 2)).RunAsync(import.Id, Stop));
        var half = await host.FindAsync(import.Id);
        half.Handled.ShouldBe(2 * ImportRunner.BatchSize);
        (await host.CountAsync($"select count(*) from {ImportTables.Lines} where import_id = '{import.Id}'")).ShouldBe(half.Handled);

        (await Runner().RunAsync(import.Id, Stop)).ShouldBeFalse();

        var done = await host.FindAsync(import.Id);
        (done.State, done.Handled, done.Refused).ShouldBe((ImportState.Done, rows.Length, 0));
        var people = await PeopleOfAsync("中断");
        people.Count.ShouldBe(done.New);
        people.Sum(p => p.Sources.Count).ShouldBe(rows.Length);
        people.SelectMany(p => p.Sources).Select(s => s.Line).Order().ShouldBe(Enumerable.Range(2, rows.Length));
    }

    [Fact]
    public async Task An_import_run_by_two_hosts_at_once_applies_every_line_once()
    {
        var rows = People("二台", 1300);
        var import = await StartedAsync(rows);
        await Task.WhenAll(Runner().RunAsync(import.Id, Stop), Runner().RunAsync(import.Id, Stop), Runner().RunAsync(import.Id, Stop));
        var done = await host.FindAsync(import.Id);
        (done.State, done.Handled).ShouldBe((ImportState.Done, rows.Length));
        (await PeopleOfAsync("二台")).Sum(p => p.Sources.Count).ShouldBe(rows.Length);
    }

    [Fact]
    public async Task Two_files_with_the_same_people_at_once_bring_nobody_twice()
    {
        var rows = People("同時", 900);
        var first = await StartedAsync(rows);
        var second = await StartedAsync([.. rows.Reverse()]);
        await Task.WhenAll(Runner().RunAsync(first.Id, Stop), Runner().RunAsync(second.Id, Stop));
        (first, second) = (await host.FindAsync(first.Id), await host.FindAsync(second.Id));
        var people = await PeopleOfAsync("同時");
        people.Count.ShouldBe(rows.Select(r => r.Split(',')[1]).Distinct().Count());
        (first.New + second.New).ShouldBe(people.Count);
        (first.Unchanged + second.Unchanged).ShouldBe(rows.Length);
    }

    [Fact]
    public async Task Refused_rows_come_back_corrected_and_are_taken_in()
    {
        var import = await host.ImportAsync(Rosters.Csv(
            "1,訂正 一子,,1950/13/40,,,,090-1111-0001,,受付・案内,=1+1,○",
            "2,訂正 二子,,1951/2/2,,,,090-1111-0002,,,,",
            "3,訂正 三子,,1952/3/3,,,,12345,,,,×"));
        (import.New, import.Refused).ShouldBe((1, 2));
        var file = new MemoryStream();
        await host.Desk.WriteRefusedAsync(import, ImportHost.Owner, file, Stop);
        var text = Encoding.UTF8.GetString(file.ToArray());
        text.ShouldContain("'=1+1");
        text.ShouldContain("1950/13/40");

        var corrected = text.Replace("1950/13/40", "1950/3/4", StringComparison.Ordinal).Replace(",12345,", ",090-1111-0003,", StringComparison.Ordinal);
        var uploaded = await host.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes(corrected)), "直した.csv");
        uploaded.Corrects.ShouldBe(import.Id);
        uploaded.Columns.ShouldBe(import.Columns, ignoreOrder: true);
        var done = await host.RunAsync(uploaded.Id);
        (done.New, done.Refused).ShouldBe((2, 0));
        (await PeopleOfAsync("訂正")).Single(p => p.GivenName == "一子").Remarks.ShouldBe("=1+1");
        (await host.RunAsync((await host.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes(corrected)))).Id)).ChangedNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_later_line_of_the_same_person_fills_in_and_restates_the_answer()
    {
        await host.ImportAsync(Rosters.Csv(
            "1,追記 花子,,1960/1/2,,753-0001,山口市大手町1-1,090-2222-0001,,会場整理,土日のみ,○",
            "2,追記花子,ツイキ ハナコ,昭和35年1月2日,F,7530001,山口県山口市大手町１丁目１,080-2222-0002,a@example.jp,受付・案内,車いす使用,×",
            "3,追記花子,,1960/1/2,F,7530001,,080-2222-0002,a@example.jp,,,"));
        var person = (await PeopleOfAsync("追記")).ShouldHaveSingleItem();
        (person.GivenName, person.Kana, person.Phone, person.Email, person.Gender).ShouldBe(("花子", "ツイキ　ハナコ", "09022220001", "a@example.jp", Gender.Female));
        person.OtherPhones.ShouldBe(["08022220002"]);
        person.Wishes.ShouldBe(["会場整理", "受付・案内"]);
        person.Remarks.ShouldBe("土日のみ\n車いす使用");
        person.MunicipalityCode.ShouldBe("352039");
        person.Sources.Select(s => s.Line).ShouldBe([2, 3, 4]);
        await using var session = host.Store.QuerySession();
        var events = (await session.Events.FetchStreamAsync(person.Id, token: Stop)).Select(e => e.Data).ToList();
        events.ShouldBe([new CameForward("県民スポーツ大会", new FiscalYear(2026), ContinuationAnswer.Agreed), new AnswerRestated(ContinuationAnswer.Refused)]);
    }

    [Fact]
    public async Task Another_festival_is_another_time_of_coming_forward()
    {
        const string Row = "1,再会 花子,,1960/1/3,,753-0001,,090-2222-0009,,,,○";
        await host.ImportAsync(Rosters.Csv(Row));
        var uploaded = await host.Desk.UploadAsync(
            RosterTarget.TargetKey, Rosters.Csv(Row), "next.csv",
            new Dictionary<string, string> { [RosterTarget.Festival] = "次の大会", [RosterTarget.Year] = "2027" }, null, ImportHost.Owner, Stop);
        (await host.RunAsync(uploaded.Import!.Id)).Merged.ShouldBe(1);
        var person = (await PeopleOfAsync("再会")).ShouldHaveSingleItem();
        await using var session = host.Store.QuerySession();
        (await session.Events.FetchStreamAsync(person.Id, token: Stop)).Select(e => e.Data).OfType<CameForward>().Select(e => e.Festival)
            .ShouldBe(["県民スポーツ大会", "次の大会"]);
    }

    [Fact]
    public async Task Who_was_erased_is_not_brought_back_by_the_same_file()
    {
        const string Row = "1,消去 花子,,1960/1/4,,753-0001,,090-2222-0010,,,,×";
        await host.ImportAsync(Rosters.Csv(Row));
        var person = (await PeopleOfAsync("消去")).ShouldHaveSingleItem();
        await using (var session = host.Store.LightweightSession())
        {
            person.Erase();
            session.Store(person);
            await session.SaveChangesAsync(Stop);
        }
        (await host.ImportAsync(Rosters.Csv(Row))).ChangedNothing.ShouldBeTrue();
        (await PeopleOfAsync("消去")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preview_tells_what_would_happen_and_leaves_no_trace()
    {
        var import = await host.UploadAsync(Rosters.Csv(
            "1,試験 一子,,1950/1/4,,,,090-3333-0001,,,,", "2,試験一子,,S25.1.4,,,,09033330001,,,,", "3,,,1950/1/4,,,,090-3333-0001,,,,"));
        var preview = await host.Desk.PreviewAsync(import, ImportHost.Owner, Stop);
        (preview.New, preview.Merged, preview.Unchanged, preview.Refused).ShouldBe((1, 1, 0, 1));
        preview.Rows[1].Shown[RosterRow.Birth].ShouldBe("1950-01-04");
        preview.Errors.ShouldHaveSingleItem().ColumnKey.ShouldBe(RosterRow.Name);
        (await PeopleOfAsync("試験")).ShouldBeEmpty();
        (await host.CountAsync($"select count(*) from {ImportTables.Lines} where import_id = '{import.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_file_is_kept_until_the_import_is_done_given_up_or_seven_days_old()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var import = await host.UploadAsync(Rosters.Csv("1,保存 一子,,1950/1/5,,,,090-4444-0001,,,,"));
        Task<long> Chunks() => host.CountAsync($"select count(*) from {ImportTables.Chunks} where import_id = '{import.Id}'");
        var cleanup = new ImportCleanup(host.Store, Settings, clock, NullLogger<ImportCleanup>.Instance);
        await cleanup.CleanAsync(Stop);
        (await Chunks()).ShouldBe(1);
        clock.Advance(ImportDesk.KeptFor + TimeSpan.FromMinutes(1));
        await cleanup.CleanAsync(Stop);
        (await Chunks()).ShouldBe(0);
        (await host.FindAsync(import.Id)).State.ShouldBe(ImportState.Dropped);

        import = await host.ImportAsync(Rosters.Csv("1,保存 二子,,1950/1/5,,,,090-4444-0002,,,,"));
        (await Chunks()).ShouldBe(0);
    }

    [Fact]
    public async Task After_an_import_no_value_of_an_accepted_row_is_kept_and_those_of_refused_rows_go_in_time()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var import = await host.ImportAsync(Rosters.Csv("1,期限 一子,,1950/1/5,,,,090-4444-0011,,,,", "2,期限 二子,,1950/13/5,,,,090-4444-0012,,,,"));
        Task<long> Holding(string value) => host.CountAsync(
            $"select (select count(*) from {ImportTables.Lines} l where l.import_id = '{import.Id}' and l::text like '%{value}%') "
            + $"+ (select count(*) from {ImportTables.Schema}.mt_doc_import i where i.id = '{import.Id}' and i.data::text like '%{value}%')");
        (await Holding("期限 一子"), await Holding("4444-0011"), await Holding("期限 二子")).ShouldBe((0, 0, 1));

        var cleanup = new ImportCleanup(host.Store, Settings, clock, NullLogger<ImportCleanup>.Instance);
        clock.Advance(TimeSpan.FromDays(Settings.CurrentValue.RefusedRowsKeptDays - 1));
        await cleanup.CleanAsync(Stop);
        (await Holding("期限 二子")).ShouldBe(1);
        clock.Advance(TimeSpan.FromDays(2));
        await cleanup.CleanAsync(Stop);
        (await Holding("期限 二子"), await Holding("4444-0012")).ShouldBe((0, 0));
        (await ImportLines.FindAsync(import.Id, 3, host.Database, Stop)).ShouldBe((RowResult.Refused, null), "what became of the line is still known");
    }

    [Fact]
    public async Task A_file_whose_import_got_stuck_goes_after_seven_days_too()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var import = await host.UploadAsync(Rosters.Csv("1,中断 一子,,1950/1/5,,,,090-4444-0021,,,,"));
        await using (var session = host.Store.LightweightSession())
        {
            var stuck = (await session.LoadAsync<Import>(import.Id, Stop))!;
            (stuck.State, stuck.ProgressAt) = (ImportState.Running, clock.GetUtcNow());
            session.Store(stuck);
            await session.SaveChangesAsync(Stop);
        }

        clock.Advance(ImportDesk.KeptFor + TimeSpan.FromMinutes(1));
        await new ImportCleanup(host.Store, Settings, clock, NullLogger<ImportCleanup>.Instance).CleanAsync(Stop);

        (await host.CountAsync($"select count(*) from {ImportTables.Chunks} where import_id = '{import.Id}'")).ShouldBe(0);
        (await host.FindAsync(import.Id)).State.ShouldBe(ImportState.Dropped);
    }

    [Theory]
    [InlineData("", "空")]
    [InlineData("受付番号,氏名,生年月日\r\n", "行がありません")]
    [InlineData("a,b\r\n1,2\r\n", "見出しが見つかりません")]
    [InlineData("%PDF-1.7 something", "PDF")]
    [InlineData("<html><body>ログインしてください</body></html>", "HTML")]
    public async Task A_file_that_is_no_roster_is_refused_with_what_to_do(string content, string reason)
    {
        var answer = await host.Desk.UploadAsync(
            RosterTarget.TargetKey, new MemoryStream(Encoding.UTF8.GetBytes(content)), "x.csv", ImportHost.Festival, null, ImportHost.Owner, Stop);
        answer.Import.ShouldBeNull();
        var problem = answer.Problems.ShouldHaveSingleItem();
        problem.Key.ShouldBe(ImportDesk.FileField);
        problem.Value.Ja.ShouldContain(reason);
        problem.Value.En.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused()
    {
        var answer = await host.Desk.UploadAsync(
            RosterTarget.TargetKey, new MemoryStream(new byte[ImportFiles.Largest + 1]), "x.csv", ImportHost.Festival, null, ImportHost.Owner, Stop);
        answer.Problems.ShouldHaveSingleItem().Value.ShouldBe(ImportFiles.TooLarge);
    }

    [Fact]
    public async Task A_missing_column_can_be_chosen_and_one_column_serves_one_item()
    {
        var import = await host.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes("氏名,うまれた日,電話番号\r\n列 一子,1950/1/6,090-5555-0001\r\n")));
        ImportSheet.MappingOf(import, new RosterTarget(TimeProvider.System)).Problems.ShouldHaveSingleItem().Ja.ShouldContain("生年月日");
        var wrong = await host.Desk.SetColumnsAsync(import.Id, new Dictionary<string, int> { [RosterRow.Name] = 0, [RosterRow.Phone] = 0 }, Stop);
        wrong!.Select(p => p.Key).ShouldBe([RosterRow.Phone, RosterRow.Birth]);
        (await host.Desk.SetColumnsAsync(import.Id, new Dictionary<string, int> { [RosterRow.Name] = 0, [RosterRow.Birth] = 1, [RosterRow.Phone] = 2 }, Stop))
            .ShouldNotBeNull().ShouldBeEmpty();
        (await host.RunAsync(import.Id)).New.ShouldBe(1);
    }

    private sealed class Killed : Exception;

    /// <summary>Fails after it has written, as a host does that is killed before the commit.</summary>
    private sealed class DyingTarget(int batches) : IImportTarget
    {
        private readonly RosterTarget _roster = new(TimeProvider.System);
        private int _left = batches;

        public string Key => _roster.Key;

        public LocalizedText Name => _roster.Name;

        public LocalizedText Description => _roster.Description;

        public IReadOnlyList<ColumnDefinition> Columns => _roster.Columns;

        public IReadOnlyList<ImportOption> Options => _roster.Options;

        public string? ResultHref => null;

        public IReadOnlyList<KeyValuePair<string, LocalizedText>> CheckOptions(IReadOnlyDictionary<string, string> options) => _roster.CheckOptions(options);

        public ReadRow Read(ImportRow row) => _roster.Read(row);

        public async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
            ImportContext import, IReadOnlyList<AcceptedRow> rows, IDocumentSession session, CancellationToken cancellationToken)
        {
            var outcomes = await _roster.ApplyAsync(import, rows, session, cancellationToken);
            return _left-- > 0 ? outcomes : throw new Killed();
        }
    }
}
