using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Tests.Imports;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Volunteers;

/// <summary>What staff see of volunteers, and what is recorded of it.</summary>
public sealed class StaffViewTests(ImportHost host) : IClassFixture<ImportHost>, IAsyncLifetime
{
    private const string Yamaguchi = "352039", Ube = "352021";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await host.ImportAsync(Rosters.Csv(
        "1,名簿 一子,メイボ イチコ,1950/1/4,女,753-0001,山口県山口市大手町1-1,090-7777-0001,,,車いす使用,○",
        "2,名簿 二子,メイボ ニコ,1951/1/4,女,755-0001,山口県宇部市桜1-1,083-933-3110,,通訳(英語),,○",
        "3,髙﨑 三郎,タカサキ サブロウ,1952/1/4,男,753-0001,山口県山口市大手町3-1,090-7777-0003,,,,",
        "4,=SUM(A1) 四郎,,1953/1/4,男,753-0001,山口県山口市大手町4-1,090-7777-0004,,,,"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Volunteer> PersonAsync(string given)
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<Volunteer>().SingleAsync(v => v.GivenName == given, Stop);
    }

    private async Task<string[]> NamesAsync(HttpClient client, object search)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/sports/volunteers/search", search, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!)];
    }

    [Theory]
    [InlineData("名簿", "名簿　一子|名簿　二子")]
    [InlineData("簿二", "名簿　二子")]
    [InlineData("めいぼ いち", "名簿　一子")]
    [InlineData("ﾀｶｻｷ", "髙﨑　三郎")]
    [InlineData("高崎三", "髙﨑　三郎")]
    [InlineData("高", "髙﨑　三郎")]
    [InlineData("933-3110", "名簿　二子")]
    [InlineData("7777", "名簿　一子|髙﨑　三郎|=SUM(A1)　四郎")]
    [InlineData("子一", "")]
    [InlineData("%", "")]
    public async Task Volunteers_are_found_by_parts_of_name_reading_or_phone(string search, string expected) =>
        (await NamesAsync(host.Client(Roles.ProgramOwner), new { search })).ShouldBe(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

    [Fact]
    public async Task The_list_goes_on_where_the_page_before_ended()
    {
        var client = host.Client(Roles.ProgramOwner);
        List<string> all = [];
        string? after = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/sports/volunteers?take=1{(after is null ? "" : $"&after={after}")}", Stop);
            all.Add(page.GetProperty("items")[0].GetProperty("name").GetString()!);
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        all.ShouldBe(["=SUM(A1)　四郎", "髙﨑　三郎", "名簿　一子", "名簿　二子"]);
    }

    [Fact]
    public async Task Municipal_staff_see_the_volunteers_of_their_municipality_only()
    {
        var ube = host.Client(Roles.MunicipalStaff, Ube);
        (await NamesAsync(ube, new { })).ShouldBe(["名簿　二子"]);
        (await NamesAsync(ube, new { municipality = Yamaguchi })).ShouldBeEmpty();
        var elsewhere = await PersonAsync("一子");
        (await ube.GetAsync($"/api/v1/sports/volunteers/{elsewhere.Id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ube.GetAsync($"/staff/sports/volunteers/{elsewhere.Id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var export = await ube.PostAsync("/api/v1/sports/volunteers/export", new FormUrlEncodedContent([]), Stop);
        (await export.Content.ReadAsStringAsync(Stop)).ShouldNotContain("一子");
        (await NamesAsync(host.Client(Roles.MunicipalStaff), new { })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_those_who_may_change_the_roster_see_remarks()
    {
        var id = (await PersonAsync("一子")).Id;
        (await host.Client(Roles.ProgramOwner).GetStringAsync($"/staff/sports/volunteers/{id}", Stop)).ShouldContain("車いす使用");
        var auditor = host.Client(Roles.Auditor);
        (await auditor.GetStringAsync($"/staff/sports/volunteers/{id}", Stop)).ShouldNotContain("車いす使用");
        (await auditor.GetFromJsonAsync<JsonElement>($"/api/v1/sports/volunteers/{id}", Stop)).GetProperty("remarks").ValueKind.ShouldBe(JsonValueKind.Null);
        (await (await auditor.PostAsync("/api/v1/sports/volunteers/export", new FormUrlEncodedContent([]), Stop)).Content.ReadAsStringAsync(Stop)).ShouldNotContain("車いす");
    }

    [Fact]
    public async Task Every_look_is_on_record()
    {
        var id = (await PersonAsync("三郎")).Id;
        var audit = host.Services.GetRequiredService<IAuditTrail>();
        async Task<string[]> Actions() => [.. (await audit.FindAsync(new(SubjectId: id, Take: 200), Stop)).Select(e => e.Entry.Action)];
        var before = (await Actions()).Length;
        var client = host.Client(Roles.Auditor);
        await client.GetAsync("/staff/sports/volunteers", Stop);
        await client.GetAsync($"/staff/sports/volunteers/{id}", Stop);
        await client.GetAsync("/api/v1/sports/volunteers", Stop);
        await client.GetAsync($"/api/v1/sports/volunteers/{id}", Stop);
        await client.PostAsync("/api/v1/sports/volunteers/export", new FormUrlEncodedContent([]), Stop);
        (await Actions())[..^before].Order().ShouldBe(
        [
            "sports-volunteers.roster.exported", "sports-volunteers.roster.listed", "sports-volunteers.roster.listed",
            "sports-volunteers.roster.viewed", "sports-volunteers.roster.viewed",
        ]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Roles.Resident, HttpStatusCode.Forbidden)]
    public async Task Residents_and_visitors_see_nobody(string? role, HttpStatusCode expected)
    {
        foreach (var address in new[] { "/api/v1/sports/volunteers", "/staff/sports/volunteers", "/staff/sports/imports", $"/api/v1/sports/imports/{Guid.NewGuid()}" })
            (await host.Client(role).GetAsync(address, Stop)).StatusCode.ShouldBe(expected, address);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task An_export_holds_what_was_filtered_and_runs_no_formula(string format)
    {
        var answer = await host.Client(Roles.ProgramOwner).PostAsync("/api/v1/sports/volunteers/export",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["format"] = format, ["municipality"] = Yamaguchi }), Stop);
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"ボランティア名簿.{format}");
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        if (format == "csv") System.Text.Encoding.UTF8.GetString(bytes).ShouldContain("'=SUM(A1)");
        using var sheet = SpreadsheetReader.Open(new MemoryStream(bytes), "export");
        sheet.Rows().Select(r => r[0]).ShouldBe(["=SUM(A1)　四郎", "髙﨑　三郎", "名簿　一子"]);
        sheet.Rows().ShouldContain(r => r.Cells.Contains("09077770001"));
    }

    [Fact]
    public async Task A_correction_is_checked_at_its_fields_and_kept_with_who_made_it()
    {
        var edit = host.Services.GetRequiredService<EditVolunteer>();
        var person = await PersonAsync("二子");
        var input = VolunteerCorrection.Of(person);
        var wrong = await edit.HandleAsync(person.Id, input with { Phone = "123", BirthDate = "2099/1/1", FamilyName = "" }, ImportHost.Owner, Stop);
        wrong.Problems.Select(p => p.Key).ShouldBe([nameof(input.FamilyName), nameof(input.BirthDate), nameof(input.Phone)]);
        (await PersonAsync("二子")).Version.ShouldBe(person.Version);

        (await edit.HandleAsync(person.Id, input with { FamilyName = "新姓", Qualifications = "手話、救命講習" }, ImportHost.Owner, Stop)).Problems.ShouldBeEmpty();
        var changed = await PersonAsync("二子");
        changed.Qualifications.ShouldBe(["手話", "救命講習"]);
        var change = changed.Changes.ShouldHaveSingleItem();
        change.ActorName.ShouldBe("県 花子");
        change.Fields.Select(f => (f.Field.Ja, f.Before, f.After)).ShouldBe([("氏名", "名簿　二子", "新姓　二子"), ("資格", "", "手話、救命講習")]);

        // Somebody who still sees the old data does not overwrite the new.
        var late = await edit.HandleAsync(person.Id, input with { Remarks = "x" }, ImportHost.Owner, Stop);
        late.Problems.ShouldHaveSingleItem().Key.ShouldBeEmpty();
        (await edit.HandleAsync(person.Id, VolunteerCorrection.Of(changed) with { Remarks = "x" }, ImportHost.Person(Roles.MunicipalStaff, Yamaguchi), Stop)).Found.ShouldBeFalse();

        // The file that knew the old name changes nothing now.
        await InitializeAsync();
        (await PersonAsync("二子")).FamilyName.ShouldBe("新姓");
        (await edit.HandleAsync(person.Id, VolunteerCorrection.Of(await PersonAsync("二子")) with { FamilyName = "名簿", Qualifications = "" }, ImportHost.Owner, Stop)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_is_narrowed_to_a_state_of_registration()
    {
        var client = host.Client(Roles.ProgramOwner);
        (await NamesAsync(client, new { state = "Continuing" })).ShouldBe(["名簿　一子", "名簿　二子"]);
        (await NamesAsync(client, new { state = "AskingNeeded" })).ShouldBe(["=SUM(A1)　四郎", "髙﨑　三郎"]);
    }

    [Fact]
    public async Task A_name_is_searched_without_standing_in_an_address()
    {
        var client = host.Client(Roles.ProgramOwner);
        var page = await client.GetAsync("/staff/sports/volunteers", Stop);
        var answer = await client.PostAsync("/staff/sports/volunteers", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "search", ["Input.Search"] = "タカサキ", ["__RequestVerificationToken"] = await ImportPagesAndApiTests.TokenAsync(page),
        }), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        html.ShouldContain("髙﨑　三郎");
        html.ShouldNotContain("名簿　一子");
    }

    [Fact]
    public async Task Staff_correct_a_volunteer_on_the_page_and_see_who_did_it()
    {
        var client = host.Client(Roles.ProgramOwner);
        var person = await PersonAsync("三郎");
        var address = $"/staff/sports/volunteers/{person.Id}/edit";
        var page = await client.GetAsync(address, Stop);
        var input = VolunteerCorrection.Of(person);
        Dictionary<string, string> form = new()
        {
            ["_handler"] = "volunteer", ["__RequestVerificationToken"] = await ImportPagesAndApiTests.TokenAsync(page),
            ["Input.Version"] = input.Version.ToString(), ["Input.FamilyName"] = input.FamilyName!, ["Input.GivenName"] = input.GivenName!,
            ["Input.Kana"] = input.Kana!, ["Input.BirthDate"] = input.BirthDate!, ["Input.Gender"] = input.Gender!, ["Input.PostalCode"] = input.PostalCode!,
            ["Input.Address"] = input.Address!, ["Input.Phone"] = "12345", ["Input.Qualifications"] = "手話",
        };
        var html = WebUtility.HtmlDecode(await (await client.PostAsync(address, new FormUrlEncodedContent(form), Stop)).Content.ReadAsStringAsync(Stop));
        html.ShouldContain("「12345」は電話番号として読み取れません");
        form["Input.Phone"] = input.Phone!;
        (await client.PostAsync(address, new FormUrlEncodedContent(form), Stop)).StatusCode.ShouldBe(HttpStatusCode.Found);
        html = WebUtility.HtmlDecode(await client.GetStringAsync($"/staff/sports/volunteers/{person.Id}?saved=true", Stop));
        html.ShouldContain("資格：「」→「手話」");
        html.ShouldContain("県 花子");
        (await host.Client(Roles.Auditor).GetAsync(address, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
