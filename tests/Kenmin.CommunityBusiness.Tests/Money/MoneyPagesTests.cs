using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests.Money;

/// <summary>What teams and staff see and do about grants and loans, in a browser without scripts and by programs.</summary>
public sealed class MoneyPagesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_team_applies_with_documents_and_staff_go_on_with_it_by_pages()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (city, prefecture) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var program = house.Visitor(Roles.ProgramOwner, prefecture);
        using var staff = house.Staff(account: city);
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        using var team = house.Resident(owner);
        using var other = house.Resident(BusinessHouse.Somebody());
        using var auditor = house.Visitor(Roles.Auditor);

        // The offer and its budget.
        (string, string)[] entry = [("Input.NameJa", "冷やす補助金"), ("Input.Kind", "Grant"), ("Input.Giver", "見本県"), ("Input.AboutJa", "冷やすもの"), ("Input.MostYen", "５００，０００"), ("Input.PerMille", "66.6"), ("Input.RecommendedFirst", "yes"), ("Input.Documents", "見積書\n\n収支"), ("Input.OpensOn", Iso(-1)), ("Input.ClosesOn", Iso(90))];
        using var wrong = await program.SubmitAsync("/staff/community-business/money/offers/new", "offer", [.. entry.Where(e => e.Item1 != "Input.PerMille"), ("Input.PerMille", "66.66")]);
        (await TextAsync(wrong)).ShouldContain("小数点以下 1 けたまで");
        using var entered = await program.SubmitAsync("/staff/community-business/money/offers/new", "offer", entry);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var offer = PathOf(entered);
        (await staff.GetAsync("/staff/community-business/money/offers/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await staff.ReadAsync(offer)).ShouldNotContain("Input.Yen");
        (await program.SubmitAsync(offer, "budget", ("Input.Year", "2026"), ("Input.Yen", "1000000"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await program.ReadAsync("/staff/community-business/money/offers")).ShouldContain("1,000,000");
        using var visitor = house.Visitor();
        var id = offer.Split('/')[^1];
        (await visitor.ReadAsync("/community-business/money")).ShouldContain("冷やす補助金");
        (await visitor.ReadAsync($"/community-business/money/{id}")).ShouldContain("66.6%");

        // The draft and its documents.
        var mine = $"/community-business/mine/{venture.Id}/money";
        (await team.ReadAsync(mine)).ShouldContain($"{mine}/new?offer={id}");
        (await other.GetAsync(mine)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (string, string)[] asked = [("Input.Purpose", "保冷箱を買う"), ("Input.Lines[0].Text", "箱"), ("Input.Lines[0].Yen", "100001"), ("Input.Lines[1].Text", "札"), ("Input.Lines[1].Yen", "20,000"), ("Input.Yen", "79000"), ("Input.OwnYen", "41001")];
        using var off = await team.SubmitAsync($"{mine}/new?offer={id}", "application", [.. asked, ("Input.TotalYen", "120000")]);
        (await TextAsync(off)).ShouldContain("120,000 円と 1 円ちがいます");
        using var saved = await team.SubmitAsync($"{mine}/new?offer={id}", "application", [.. asked, ("Input.TotalYen", "120001")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = PathOf(saved);
        var application = page.Split('/')[^1];
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.GetAsync($"/staff/community-business/money/{application}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a draft is the team's alone");
        (await team.SubmitAsync($"{page}/edit", "application", [("Input.Purpose", "保冷箱と札を買う"), .. asked[1..], ("Input.TotalYen", "120001")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var bare = await team.SubmitAsync(page, "submit");
        (await TextAsync(bare)).ShouldContain("まだない書類があります：見積書、収支");
        using var text = await UploadAsync(team, page, "document", "Document.File", Encoding.UTF8.GetBytes("only text"), ("Document.Key", "見積書"));
        (await TextAsync(text)).ShouldContain("だけを置けます");
        foreach (var document in new[] { "見積書", "収支" }) (await UploadAsync(team, page, "document", "Document.File", MoneyHelp.Paper.Bytes, ("Document.Key", document))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.SubmitAsync(page, "submit")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // Staff: recommend, refer, grant.
        var desk = $"/staff/community-business/money/{application}";
        (await staff.ReadAsync("/staff/community-business/money")).ShouldContain(desk);
        (await elsewhere.ReadAsync("/staff/community-business/money")).ShouldNotContain(desk);
        (await elsewhere.GetAsync(desk)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await auditor.ReadAsync(desk)).ShouldNotContain("Recommend.Reason");
        var seen = await staff.ReadAsync(desk);
        seen.ShouldContain("保冷箱と札を買う");
        seen.ShouldNotContain("Decide.Reason");
        (await house.LooksAsync(city)).ShouldContain(e => e.Action == "community-business.application.viewed" && e.SubjectIds.Contains(owner.AccountId));
        var file = System.Text.RegularExpressions.Regex.Match(seen, "/staff/community-business/money-files/[0-9a-f-]{36}").Value;
        using var content = await staff.GetAsync(file);
        (content.Content.Headers.ContentType!.MediaType, content.Content.Headers.ContentDisposition!.DispositionType).ShouldBe(("application/pdf", "attachment"));
        (await content.Content.ReadAsByteArrayAsync()).ShouldBe(MoneyHelp.Paper.Bytes);
        (await elsewhere.GetAsync(file)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(file.Replace("/staff", "", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.LooksAsync(city)).ShouldContain(e => e.Action == "community-business.money-file.viewed" && e.SubjectIds.Contains(owner.AccountId));
        using var unsaid = await staff.SubmitAsync(desk, "recommend", ("Recommend.Reason", "要る"));
        (await TextAsync(unsaid)).ShouldContain("推薦するかどうかを選んでください。");
        (await staff.SubmitAsync(desk, "recommend", ("Recommend.Choice", "yes"), ("Recommend.Reason", "地域に要る"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await program.SubmitAsync(desk, "refer")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await program.ReadAsync(desk)).ShouldContain("総額の残りは 1,000,000 円です。");
        using var tooMuch = await program.SubmitAsync(desk, "decide", ("Decide.Choice", "yes"), ("Decide.Yen", "79001"), ("Decide.Reason", "続く"), ("Decide.ReportBy", Iso(60)));
        (await TextAsync(tooMuch)).ShouldContain("1 から 79,000 円まで");
        (await program.SubmitAsync(desk, "decide", ("Decide.Choice", "yes"), ("Decide.Yen", "79000"), ("Decide.Reason", "続く"), ("Decide.ReportBy", Iso(60)), ("Decide.Lines[0].Text", "札を立てる"), ("Decide.Lines[0].DueOn", Iso(20)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await program.SubmitAsync(desk, "payment", ("Pay.Kind", "PaidOut"), ("Pay.Yen", "79000"), ("Pay.Day", Iso(0)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // The condition.
        var condition = (await house.LoadAsync<MoneyApplication>(Guid.Parse(application))).Conditions.Single().Id.ToString();
        (await UploadAsync(team, page, "condition", "Answer.File", MoneyHelp.Paper.Bytes, ("Answer.Condition", condition), ("Answer.Evidence", "立てた"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await program.SubmitAsync(desk, "check", ("Check.Condition", condition), ("Check.Choice", "yes"), ("Check.Words", "写真を見た"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // The report: one by one, and from a file.
        var report = $"{page}/report";
        (await UploadAsync(team, report, "expense", "Input.File", MoneyHelp.Paper.Bytes, ("Input.Day", Iso(0)), ("Input.Text", "箱"), ("Input.Yen", "９０，０００"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var errors = await UploadAsync(team, $"{report}/import", "import", "Input.File", Encoding.UTF8.GetBytes($"支払った日,内容,金額（円）\n{Iso(0)},札,15001\n2099-01-01,,1.5\n"));
        var problems = await TextAsync(errors);
        problems.ShouldContain("3 か所に誤りがあるため");
        (await house.LoadAsync<MoneyApplication>(Guid.Parse(application))).Expenses.Count.ShouldBe(1);
        for (var i = 0; i < 2; i++)
        {
            using var read = await UploadAsync(team, $"{report}/import", "import", "Input.File", Encoding.UTF8.GetBytes($"支払った日,内容,金額（円）\n{Iso(0)},札,15001\n"));
            (i == 0 ? read.StatusCode == HttpStatusCode.Redirect : (await TextAsync(read)).Contains("取り込む行がありません。", StringComparison.Ordinal)).ShouldBeTrue("what is there already is passed over");
        }

        (await (await team.GetAsync($"{report}.csv")).Content.ReadAsStringAsync()).ShouldContain("15001");
        using var unproved = await team.SubmitAsync(report, "hand-in");
        (await TextAsync(unproved)).ShouldContain("領収書のない明細が 1 件あります：札");
        var sign = (await house.LoadAsync<MoneyApplication>(Guid.Parse(application))).Expenses.Single(e => e.Text == "札").Id.ToString();
        (await UploadAsync(team, report, "receipt", "Receipt.File", MoneyHelp.Paper.Bytes, ("Receipt.Key", sign))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.SubmitAsync(report, "hand-in")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(report)).ShouldNotContain("Input.Text");
        var lines = (await house.LoadAsync<MoneyApplication>(Guid.Parse(application))).Expenses;
        (await program.SubmitAsync(desk, "judge", [("Judge.Choice", "yes"), .. lines.SelectMany((e, i) => new[] { ($"Judge.Lines[{i}].Yen", e.Yen.ToString(System.Globalization.CultureInfo.InvariantCulture)) })])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(page)).ShouldContain("69,930円", customMessage: "66.6 % of 105,001, rounded down");

        // Paying back, overdue, and the list.
        (await program.SubmitAsync(desk, "plan", ("Plan.Count", "2"), ("Plan.FirstOn", Iso(10)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        house.GoTo(house.Today.AddDays(11));
        (await team.ReadAsync(page)).ShouldContain("期限を過ぎています");
        var csv = await (await staff.GetAsync("/staff/community-business/applications.csv")).Content.ReadAsStringAsync();
        csv.ShouldContain("9070");
        csv.ShouldContain("4535");
        (await house.LooksAsync(city)).ShouldContain(e => e.Action == "community-business.applications.listed" && e.Kind == AuditKind.Export);
        (await program.SubmitAsync(desk, "payment", ("Pay.Kind", "Returned"), ("Pay.Yen", "9070"), ("Pay.Day", Iso(0)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(page)).ShouldContain("完了");
        (await staff.ReadAsync("/staff/community-business/money?state=closed&kind=grant")).ShouldContain(desk);
        (await staff.ReadAsync("/staff/community-business/money?kind=loan")).ShouldNotContain(desk);
    }

    [Fact]
    public async Task Programs_apply_recommend_decide_report_and_pay()
    {
        var (venture, owner) = await house.HandedInAsync();
        var offer = await house.OfferedAsync(documents: ["見積書"]);
        using var team = house.Resident(owner);
        using var staff = house.Staff();
        using var program = house.Visitor(Roles.ProgramOwner);
        using var stranger = house.Resident(BusinessHouse.Somebody());
        var (id, file) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var own = $"/api/v1/community-business/me/ventures/{venture.Id}/money/{id}";
        var desk = $"/api/v1/community-business/staff/applications/{id}";
        object body = new { offerId = offer.Id, purpose = "箱", yen = 50_000, ownYen = 50_000, totalYen = 100_000, lines = new[] { new { text = "箱", yen = 100_000 } } };
        (await stranger.Http.PutAsJsonAsync(own, body)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var wrong = await team.Http.PutAsJsonAsync(own, new { offerId = offer.Id, purpose = "箱", yen = 50_000, ownYen = 50_000, totalYen = 99_999, lines = new[] { new { text = "箱", yen = 100_000 } } });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("#/totalYen");
        (await team.Http.PutAsJsonAsync(own, body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var unready = await team.Http.PostAsync($"{own}/submit", null);
        unready.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using ByteArrayContent paper = new(MoneyHelp.Paper.Bytes);
        paper.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        (await team.Http.PutAsync($"{own}/files/document/{Uri.EscapeDataString("見積書")}/{file}?name=a.pdf", paper)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.Http.PostAsync($"{own}/submit", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.PostAsJsonAsync($"{desk}/recommend", new { recommend = true, reason = "要る" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.Http.PostAsJsonAsync($"{desk}/refer", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await program.Http.PostAsJsonAsync($"{desk}/refer", new { })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.Http.PostAsJsonAsync($"{desk}/decide", new { grant = true, yen = 50_000, reason = "続く", reportBy = house.Today.AddDays(30) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var payment = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++) (await program.Http.PutAsJsonAsync($"{desk}/payments/{payment}", new { kind = "paidOut", yen = 50_000, day = house.Today })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await house.LedgerAsync(id)).ShouldHaveSingleItem().Kind.ShouldBe(PaymentKind.PaidOut);
        var expense = Guid.CreateVersion7();
        (await team.Http.PutAsJsonAsync($"{own}/expenses", new { entries = new[] { new { id = expense, day = house.Today, text = "箱", yen = 90_001 } } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using ByteArrayContent receipt = new(MoneyHelp.Paper.Bytes);
        (await team.Http.PutAsync($"{own}/files/receipt/{expense}/{Guid.CreateVersion7()}?name=b.pdf", receipt)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.Http.PostAsync($"{own}/report", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.Http.PostAsJsonAsync($"{desk}/judge", new { accept = true, recognised = new[] { new { id = expense, yen = 90_001 } } })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.Http.PutAsJsonAsync($"{desk}/repayment", new { count = 2, firstOn = house.Today.AddDays(9) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var view = JsonDocument.Parse(await team.Http.GetStringAsync(own)).RootElement;
        (view.GetProperty("finalYen").GetInt64(), view.GetProperty("due").GetInt64(), view.GetProperty("next").GetString()).ShouldBe((45_000, 5_000, "repay"));
        view.GetProperty("instalments").EnumerateArray().Select(i => i.GetProperty("yen").GetInt64()).ShouldBe([2_500, 2_500]);
        using var over = await program.Http.PutAsJsonAsync($"{desk}/payments/{Guid.CreateVersion7()}", new { kind = "returned", yen = 5_001, day = house.Today });
        (over.StatusCode, over.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.BadRequest, "application/problem+json"));
        (await program.Http.PutAsJsonAsync($"{desk}/payments/{Guid.CreateVersion7()}", new { kind = "returned", yen = 5_000, day = house.Today })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        JsonDocument.Parse(await staff.Http.GetStringAsync("/api/v1/community-business/staff/applications?state=closed")).RootElement.EnumerateArray().ShouldContain(a => a.GetProperty("id").GetGuid() == id);
        JsonDocument.Parse(await stranger.Http.GetStringAsync("/api/v1/community-business/money")).RootElement.EnumerateArray().ShouldContain(o => o.GetProperty("id").GetGuid() == offer.Id);
    }

    private string Iso(int days) => house.Today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string PathOf(HttpResponseMessage answer) => new Uri(new Uri("http://localhost"), answer.Headers.Location!).AbsolutePath;

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static async Task<HttpResponseMessage> UploadAsync(Visitor visitor, string page, string form, string field, byte[] bytes, params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent content = [];
        foreach (var (name, value) in (await visitor.HiddenAsync(page, form)).Concat(fields)) content.Add(new StringContent(value), name);
        ByteArrayContent file = new(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Add(file, field, page.EndsWith("/import", StringComparison.Ordinal) ? "a.csv" : "紙.pdf");
        return await visitor.Http.PostAsync(page, content);
    }
}
