using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Documents;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests.Plans;

/// <summary>A plan as it is written: on pages without scripts, in spreadsheets, and by programs.</summary>
public sealed class PlanPagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_team_writes_its_canvas_saves_versions_and_compares_them()
    {
        var (venture, owner) = await house.HandedInAsync();
        var page = $"/community-business/mine/{venture.Id}/plan";
        using var mine = house.Resident(owner);
        (await mine.SubmitAsync(page, "canvas", ("Input.Problem", "坂が多い"), ("Input.Earnings", "1 回 300 円"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.SubmitAsync(page, "version", ("Version.Note", "はじめの版"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.SubmitAsync(page, "canvas", ("Input.Problem", "坂が多い"), ("Input.Earnings", "1 回 500 円"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var compared = await mine.ReadAsync($"{page}/compare?from=1");
        compared.ShouldContain("1 回 300 円</del>");
        compared.ShouldContain("1 回 500 円</ins>");
        compared.ShouldNotContain("坂が多い", customMessage: "what stayed is not among what changed");
        (await mine.SubmitAsync(page, "version", ("Version.Note", "値上げ"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync($"{page}/versions/1")).ShouldContain("1 回 300 円");
        (await mine.ReadAsync($"{page}/compare?from=1&to=2")).ShouldContain("1 回 500 円</ins>");
        (await mine.GetAsync($"{page}/compare?from=1&to=9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.GetAsync($"{page}/versions/3")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        if (Paper.IsAvailable)
        {
            using var paper = await mine.GetAsync($"{page}/versions/2.pdf");
            Encoding.ASCII.GetString((await paper.Content.ReadAsByteArrayAsync())[..5]).ShouldBe("%PDF-");
        }

        // Two of the team at once: what was written meanwhile is not lost.
        var old = await mine.HiddenAsync(page, "canvas");
        (await mine.SubmitAsync(page, "canvas", ("Input.Problem", "先の人"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var late = await mine.SendAsync(page, [.. old, ("Input.Problem", "後の人")]);
        (await TextAsync(late)).ShouldContain("ほかの人が先に変更しました");
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Canvas.Problem.ShouldBe("先の人");
    }

    [Fact]
    public async Task A_cash_flow_is_filled_in_line_by_line_and_reckoned()
    {
        var (venture, owner) = await house.HandedInAsync();
        var page = $"/community-business/mine/{venture.Id}/cash";
        using var mine = house.Resident(owner);
        using var wrong = await mine.SubmitAsync(page, "start", ("Input.FirstMonth", "いつか"), ("Input.Start1", "十万"));
        var told = await TextAsync(wrong);
        told.ShouldContain("年と月を入力してください");
        told.ShouldContain("数字で入力してください");
        var (hidden, fields) = (await mine.HiddenAsync(page, "start"), new[] { ("Input.FirstMonth", "令和8年4月"), ("Input.Start0", "１００，０００"), ("Input.Start1", "100000円"), ("Input.Start2", "100000") });
        (await mine.SendAsync(page, [.. hidden, .. fields])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Cash!.FirstMonth.ShouldBe(new(2026, 4, 1));

        // The lunch service of the hand-worked example: 140,000 are earned back after 14 months of 10,000.
        async Task AddAsync(string kind, params (string, string)[] more) =>
            (await mine.SubmitAsync($"{page}/lines/new?scenario=Expected&kind={kind}", "line", [("Input.Name", $"見本 {kind}"), .. more])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await AddAsync("Income", [("Input.UnitPrice", "500"), .. Months(i => i == 0 ? "100" : "200")]);
        await AddAsync("VariableCost", ("Input.BasisPoints", "40"));
        await AddAsync("FixedCost", ("Input.Every", "50,000"));
        await AddAsync("Investment", Months(i => i == 0 ? "120000" : ""));
        await AddAsync("Grant", Months(i => i == 2 ? "60000" : ""));
        var plan = await house.LoadAsync<BusinessPlan>(venture.Id);
        plan.Cash!.Expected.Lines.Count.ShouldBe(5);
        plan.Cash.Expected.Lines[4].Months[2].ShouldBe(60_000);
        var shown = await mine.ReadAsync(page);
        shown.ShouldContain("2027年6月（15 か月目）");
        shown.ShouldContain("-40,000円");
        shown.ShouldContain("2026年4月に、お金が足りなくなります");
        using var letters = await mine.SubmitAsync($"{page}/lines/new?scenario=Expected&kind=Income", "line", [("Input.Name", "見本"), ("Input.UnitPrice", "500"), .. Months(i => i == 3 ? "たくさん" : "")]);
        (await TextAsync(letters)).ShouldContain("数字で入力してください");

        (await mine.SubmitAsync(page, "copy", ("Copy.From", "Expected"), ("Copy.To", "Cautious"), ("Copy.Percent", "80"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Cash!.Cautious.Lines[0].Months.Take(2).ShouldBe([80, 160]);
        var rent = plan.Cash.Expected.Lines.Single(l => l.Kind == CashKind.FixedCost).Id;
        (await mine.SubmitAsync($"{page}/lines/{rent}?scenario=Expected", "drop")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.GetAsync($"{page}/lines/{rent}?scenario=Expected")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_spreadsheet_has_comes_back_as_it_was_and_nothing_is_half_taken()
    {
        var (venture, owner) = await house.HandedInAsync();
        var before = await house.PlanAsync(venture, owner, CashReckoningTests.Income(500, 100, 200), CashReckoningTests.Variable(3_333), CashReckoningTests.Cost(CashKind.FixedCost, 50_000));
        var page = $"/community-business/mine/{venture.Id}/cash";
        using var mine = house.Resident(owner);
        foreach (var kind in new[] { "csv", "xlsx" })
        {
            var file = await (await mine.GetAsync($"{page}/Expected.{kind}")).Content.ReadAsByteArrayAsync();
            (await UploadAsync(mine, $"{page}/import?scenario=Good", $"cash.{kind}", file)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            var good = (await house.LoadAsync<BusinessPlan>(venture.Id)).Cash!.Good;
            good.Lines.Zip(before.Cash!.Expected.Lines).All(p => p.First.SameAs(p.Second)).ShouldBeTrue();
        }

        var csv = await (await mine.GetAsync($"{page}/Expected.csv")).Content.ReadAsStringAsync();
        var rows = csv.Split("\r\n");
        rows[1] = rows[1].Replace(",200,", ",たくさん,", StringComparison.Ordinal);
        using var refused = await UploadAsync(mine, $"{page}/import?scenario=Expected", "cash.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", rows)));
        var text = await TextAsync(refused);
        text.ShouldContain("何も取り込みませんでした");
        text.ShouldContain("たくさん");
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Cash!.Expected.SameAs(before.Cash!.Expected).ShouldBeTrue();
        using var nothing = await UploadAsync(mine, $"{page}/import?scenario=Expected", "cash.csv", "年,月\r\n1,2\r\n"u8.ToArray());
        (await TextAsync(nothing)).ShouldContain("種類");
    }

    [Fact]
    public async Task Actuals_stand_beside_the_plan_and_staff_see_to_the_alarm()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.PlanAsync(venture, owner, CashReckoningTests.Income(1_000, 100), CashReckoningTests.Variable(5_000), CashReckoningTests.Cost(CashKind.FixedCost, 30_000), CashReckoningTests.Cost(CashKind.Investment, 110_000, 0));
        var page = $"/community-business/mine/{venture.Id}/cash/actuals";
        using var mine = house.Resident(owner);
        using var future = await mine.SubmitAsync(page, "month", ("Input.Month", "2030-01"), ("Input.Income", "1"));
        (await TextAsync(future)).ShouldContain("まだ来ていない月です");
        var csv = "年月,収入（円）,変動費（円）,固定費（円）,設備・初期費用（円）\r\n2026-01,100000,50000,30000,110000\r\n2026-02,20000,10000,30000,\r\n2026-03,20000,10000,30000,\r\n";
        (await UploadAsync(mine, $"{page}/import", "actuals.csv", Encoding.UTF8.GetBytes(csv))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var shown = await mine.ReadAsync(page);
        shown.ShouldContain("お金が足りなくなる見込みです");
        shown.ShouldContain("計画と実績");
        (await (await mine.GetAsync($"/community-business/mine/{venture.Id}/actuals.csv")).Content.ReadAsStringAsync()).ShouldContain("2026-02,20000,10000,30000,0");

        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/community-business")).ShouldContain($"{venture.Id}/cash/actuals");
        var desk = $"/staff/community-business/ventures/{venture.Id}/cash/actuals";
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(desk)).ShouldNotContain("Input.Note");
        using var empty = await staff.SubmitAsync(desk, "settle");
        (await TextAsync(empty)).ShouldContain("入力してください。");
        (await staff.SubmitAsync(desk, "settle", ("Input.Note", "電話で相談した"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync("/staff/community-business")).ShouldNotContain($"{venture.Id}/cash/actuals");
        (await staff.ReadAsync(desk)).ShouldContain("電話で相談した");
    }

    [Fact]
    public async Task Nobody_else_reads_a_plan_and_staff_of_the_place_only_read_it()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.PlanAsync(venture, owner, CashReckoningTests.Income(500, 100));
        string[] parts = ["plan", "plan/versions/1", "cash", "cash/actuals", "cash/Expected.csv", "cash/Expected.xlsx", "actuals.csv", "actuals.xlsx", "plan/versions/1.pdf"];
        using var other = house.Resident(BusinessHouse.Somebody());
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        using var auditor = house.Visitor(Roles.Auditor);
        foreach (var part in parts)
        {
            (await other.GetAsync($"/community-business/mine/{venture.Id}/{part}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, part);
            (await elsewhere.GetAsync($"/staff/community-business/ventures/{venture.Id}/{part}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, part);
            if (!part.EndsWith(".pdf", StringComparison.Ordinal) || Paper.IsAvailable) (await auditor.GetAsync($"/staff/community-business/ventures/{venture.Id}/{part}")).StatusCode.ShouldBe(HttpStatusCode.OK, part);
        }

        (await other.GetAsync($"/community-business/mine/{venture.Id}/cash/lines/new")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await auditor.ReadAsync($"/staff/community-business/ventures/{venture.Id}/plan")).ShouldNotContain("<textarea");
    }

    [Fact]
    public async Task Programs_do_the_same()
    {
        var (venture, owner) = await house.HandedInAsync();
        using var mine = house.Resident(owner);
        var own = $"/api/v1/community-business/me/ventures/{venture.Id}";
        (await mine.Http.PutAsJsonAsync($"{own}/plan/canvas", new { revision = 0, problem = "坂が多い" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.PutAsJsonAsync($"{own}/plan/canvas", new { revision = 0, problem = "ほか" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await mine.Http.PutAsJsonAsync($"{own}/plan/cash", new { revision = 1, firstMonth = "2026-01-01", cautious = 0, expected = 100_000, good = 100_000 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var line = new { id = Guid.CreateVersion7(), kind = "income", name = "弁当", unitPrice = 500, basisPoints = 0, months = Enumerable.Repeat(100, 36) };
        using var unknown = await mine.Http.PutAsJsonAsync($"{own}/plan/cash/expected", new { revision = 2, lines = new[] { line with { kind = "luck" } } });
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var put = await mine.Http.PutAsJsonAsync($"{own}/plan/cash/expected", new { revision = 2, lines = new[] { line } });
        put.StatusCode.ShouldBe(HttpStatusCode.NoContent, await put.Content.ReadAsStringAsync());
        (await mine.Http.PostAsJsonAsync($"{own}/plan/cash/copy", new { revision = 3, from = "expected", to = "good", percent = 120 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.PostAsJsonAsync($"{own}/plan/versions", new { revision = 4, note = "はじめ" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var plan = await mine.Http.GetFromJsonAsync<JsonElement>($"{own}/plan");
        var expected = plan.GetProperty("scenarios").EnumerateArray().Single(s => s.GetProperty("scenario").GetString() == "expected");
        expected.GetProperty("cashByMonth")[35].GetInt64().ShouldBe(100_000 + 36 * 50_000);
        expected.GetProperty("lines")[0].GetProperty("kind").GetString().ShouldBe("income");
        (await mine.Http.GetFromJsonAsync<JsonElement>($"{own}/plan/versions")).GetArrayLength().ShouldBe(1);
        (await mine.Http.PutAsJsonAsync($"{own}/actuals", new { entries = new[] { new { month = "2026-01-01", amounts = new { income = 40_000, variableCost = 0, fixedCost = 0, investment = 0, loanReceived = 0, loanRepaid = 0, grant = 0 } } } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var staff = house.Staff();
        var forecast = await staff.Http.GetFromJsonAsync<JsonElement>($"/api/v1/community-business/staff/ventures/{venture.Id}/actuals");
        (forecast.GetProperty("knownMonths").GetInt32(), forecast.GetProperty("incomeCorrection").GetInt64()).ShouldBe((1, 8_000));
        (await staff.Http.PostAsJsonAsync($"/api/v1/community-business/staff/ventures/{venture.Id}/alarm/settle", new { note = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound, "there is no alarm");
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.GetAsync($"{own}/plan")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.PutAsJsonAsync($"{own}/plan/canvas", new { revision = 5, problem = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    // A browser sends every field, also the empty ones.
    private static (string, string)[] Months(Func<int, string> of) => [.. Enumerable.Range(0, CashPlan.Length).Select(i => ($"Input.Months[{i}]", of(i)))];

    private static async Task<HttpResponseMessage> UploadAsync(Visitor visitor, string address, string name, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in await visitor.HiddenAsync(address, "import")) form.Add(new StringContent(value), field);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "Input.File", name);
        return await visitor.Http.PostAsync(address, form);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
}
