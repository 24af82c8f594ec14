using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Imports;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>The way of a file as a browser and as a program go it.</summary>
public sealed partial class ImportPagesAndApiTests(ImportHost host) : IClassFixture<ImportHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static MultipartFormDataContent Upload(Stream file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StreamContent(file), "file", "名簿.csv" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    private async Task<JsonElement> FinishedAsync(HttpClient client, string address)
    {
        // Asks again until the fact is there, a minute at most.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            var import = await client.GetFromJsonAsync<JsonElement>(address, limit.Token);
            if (import.GetProperty("state").GetString() is "Done" or "Failed") return import;
        }
    }

    [Fact]
    public async Task A_program_uploads_maps_runs_and_reads_the_refused_rows()
    {
        var client = host.Client(Roles.ProgramOwner);
        var uploaded = await client.PostAsync("/api/v1/sports/imports", Upload(
            Rosters.Csv("1,機械 一子,,1950/1/4,,,,090-8888-0001,,,,", "2,機械 二子,,1950/13/4,,,,090-8888-0002,,,,"),
            ("kind", "roster"), ("festival", "大会"), ("year", "2026")), Stop);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Created);
        var address = uploaded.Headers.Location!.ToString();
        var import = await uploaded.Content.ReadFromJsonAsync<JsonElement>(Stop);
        import.GetProperty("columns").GetProperty("birth-date").GetInt32().ShouldBe(3);

        var bad = await client.PutAsJsonAsync($"{address}/columns", new { columns = new Dictionary<string, int> { ["name"] = 99 } }, Stop);
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadAsStringAsync(Stop)).ShouldContain("#/columns/name");
        var columns = import.GetProperty("columns").Deserialize<Dictionary<string, int>>();
        (await client.PutAsJsonAsync($"{address}/columns", new { columns }, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await client.PostAsync($"{address}/run", null, Stop)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        import = await FinishedAsync(client, address);
        (import.GetProperty("new").GetInt32(), import.GetProperty("refused").GetInt32()).ShouldBe((1, 1));
        (await client.PostAsync($"{address}/run", null, Stop)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var refused = (await client.GetFromJsonAsync<JsonElement>($"{address}/refused-rows", Stop)).GetProperty("items")[0];
        refused.GetProperty("line").GetInt32().ShouldBe(3);
        refused.GetProperty("errors")[0].GetProperty("column").GetString().ShouldBe("birth-date");
        var line = await client.GetFromJsonAsync<JsonElement>($"{address}/lines/2", Stop);
        var person = await client.GetFromJsonAsync<JsonElement>($"/api/v1/sports/volunteers/{line.GetProperty("subjectId").GetGuid()}", Stop);
        person.GetProperty("sources")[0].GetProperty("line").GetInt32().ShouldBe(2);
        (await client.GetFromJsonAsync<JsonElement>($"{address}/progress", Stop)).GetProperty("finished").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_upload_without_options_names_each_field()
    {
        var answer = await host.Client(Roles.ProgramOwner).PostAsync("/api/v1/sports/imports", Upload(Rosters.Csv("1,機械 三子"), ("kind", "roster"), ("year", "昨年")), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString());
        errors.ShouldBe(["#/festival", "#/year"]);
    }

    [Fact]
    public async Task Staff_go_from_the_file_to_the_result_without_scripts()
    {
        var client = host.Client(Roles.ProgramOwner);
        (await client.GetStringAsync("/staff/sports/imports", Stop)).ShouldContain("/staff/sports/imports/new/roster");
        var page = await client.GetAsync("/staff/sports/imports/new/roster", Stop);
        var upload = Upload(Rosters.Csv("1,画面 一子,,1950/1/4,,,,090-9999-0001,,,,", "2,画面 二子,,不明,,,,090-9999-0002,,,,"),
            ("festival", "大会"), ("year", "令和8年度"), ("_handler", "upload"), ("__RequestVerificationToken", await TokenAsync(page)));
        var answer = await client.PostAsync("/staff/sports/imports/new/roster", upload, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var address = new Uri(client.BaseAddress!, answer.Headers.Location!).AbsolutePath;

        page = await client.GetAsync(address, Stop);
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop));
        html.ShouldContain("画面　一子");
        html.ShouldContain("1950-01-04");
        html.ShouldContain("「不明」は日付として読み取れません");
        html = WebUtility.HtmlDecode(await client.GetStringAsync($"{address}?step=columns", Stop));
        html.ShouldContain("例：画面 一子 ／ 画面 二子");

        answer = await client.PostAsync(address, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "run", ["__RequestVerificationToken"] = await TokenAsync(page),
        }), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        await FinishedAsync(client, $"/api/v1{address.Replace("/staff", "", StringComparison.Ordinal)}");
        html = WebUtility.HtmlDecode(await client.GetStringAsync($"{address}?line=3", Stop));
        html.ShouldContain("取り込みました");
        html.ShouldContain("3行目：取り込めなかった");
        html.ShouldContain("refused-rows.csv");
    }

    [Fact]
    public async Task A_wrong_upload_is_answered_on_the_form_with_what_was_typed()
    {
        var client = host.Client(Roles.ProgramOwner);
        var page = await client.GetAsync("/staff/sports/imports/new/roster", Stop);
        var upload = Upload(new MemoryStream("%PDF-1.7"u8.ToArray()),
            ("festival", "打った大会"), ("year", "2026"), ("_handler", "upload"), ("__RequestVerificationToken", await TokenAsync(page)));
        var answer = await client.PostAsync("/staff/sports/imports/new/roster", upload, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        html.ShouldContain("打った大会");
        html.ShouldContain("PDFです");
        html.ShouldContain("f-file-error");
    }

    internal static async Task<string> TokenAsync(HttpResponseMessage page) =>
        Token().Match(await page.Content.ReadAsStringAsync(Stop)).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
