using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Resources.Import;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>A file is looked at first, taken over as a whole or not at all, and a second time changes nothing.</summary>
public sealed class EntryImportTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Import = "/staff/community-business/local/import";

    static EntryImportTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(932)]
    [InlineData(65001)]
    public async Task An_office_s_own_table_is_read_looked_at_and_taken_over_once(int codePage)
    {
        var mark = $"表{codePage}";
        var bytes = Encoding.GetEncoding(codePage).GetBytes(
            $"""
            物件番号,区分,物件名,内容,市町名,所在地区,面積,lat,lon,担当課,所有者連絡先,同意,公開
            {mark}-1,空き家,{mark}の家,台所が使えます,山口市,見本地区,木造,34.1784,131.4738,定住促進課,見本 家主 083-933-0020,電話で聞いた,はい
            {mark}-2,廃校,{mark}の校舎,体育館が使えます,352039,見本地区,,,,定住促進課,,,○
            {mark}-3,買い物・移動,{mark}の店,店がありません,山口市,見本谷,,,,,,,いいえ
            """.ReplaceLineEndings("\r\n"));
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        var page = await LookAsync(staff, "akiya.csv", bytes);
        var preview = await staff.ReadAsync(page);
        preview.ShouldContain($"{mark}の校舎");
        (await FindAsync(mark)).ShouldBeEmpty("looking changes nothing");
        (await staff.SubmitAsync(page, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("取り込みました");
        var entries = await FindAsync(mark);
        entries.Select(e => e.State).ShouldBe([EntryState.Published, EntryState.Published, EntryState.Waiting]);
        (entries[0].Contact, entries[0].HandOver!.How, entries[0].Condition, entries[0].Shown == entries[0].Exact).ShouldBe(("見本 家主 083-933-0020", "電話で聞いた", "木造", false));
        (await house.LoadAsync<EntryImport>(Guid.Parse(page[^36..]))).Rows.ShouldBeEmpty("contacts are not kept twice");

        var second = await LookAsync(staff, "akiya.csv", bytes);
        (await staff.SubmitAsync(second, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<EntryImport>(Guid.Parse(second[^36..]))).Effect.ShouldBe(new(0, 0, 0, 3));
        (await FindAsync(mark)).Select(e => e.Revision).ShouldBe([1, 1, 1]);

        // What staff take out, changed, comes back as a change.
        var taken = await (await staff.GetAsync("/staff/community-business/local.csv")).Content.ReadAsStringAsync();
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.local-entries.listed" && e.Kind == Kenmin.Persistence.Audit.AuditKind.Export && e.SubjectIds.Contains(entries[0].Id));
        var lines = taken.Split("\r\n").Where((l, i) => i == 0 || l.Contains(mark, StringComparison.Ordinal));
        var third = await LookAsync(staff, "back.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", lines).Replace("台所が使えます", "台所を直しました", StringComparison.Ordinal)));
        (await staff.SubmitAsync(third, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<EntryImport>(Guid.Parse(third[^36..]))).Effect.ShouldBe(new(0, 1, 0, 2));
        (await FindAsync(mark))[0].Text.ShouldBe("台所を直しました");
    }

    [Fact]
    public async Task Bad_rows_are_named_by_row_field_and_what_is_expected_and_keep_all_out()
    {
        const string file =
            """
            番号,種類,題名,説明,市町,場所,緯度,経度,使える日（終わり）,窓口,公開
            良1,空き家,良い家,使えます,山口市,見本地区,,,,定住促進課,はい
            ,お城,,使えます,東京都,見本地区,,,,,
            悪2,空き家,遠い家,使えます,山口市,見本町12番地,34.3963,132.4594,きのう,,はい
            良1,空き家,同じ番号,使えます,山口市,見本地区,,,,,たぶん
            悪4,廃校,よその校舎,使えます,萩市,見本地区,,,,,いいえ
            悪5,廃校,同じ番号,使えます,山口市,見本地区,,,,,いいえ
            悪5,廃校,同じ番号,使えます,山口市,見本地区,,,,,いいえ
            """;
        using var staff = house.Staff();
        var page = await LookAsync(staff, "bad.csv", Encoding.UTF8.GetBytes(file));
        var text = await staff.ReadAsync(page);
        text.ShouldContain("5 行に誤りがあるため、何も取り込みません");
        var errors = (await house.LoadAsync<EntryImport>(Guid.Parse(page[^36..]))).Errors;
        errors.Select(e => (e.Line, e.ColumnKey)).ShouldBe(
        [
            (3, "number"), (3, "kind"), (3, "municipality"), (3, "title"), (4, "until"), (4, "place"), (4, "latitude"), (4, "office"), (5, "publish"), (6, "municipality"), (8, "number"),
        ], ignoreOrder: true);
        errors.Single(e => e.ColumnKey == "kind").Reason.Ja.ShouldContain("空き家、農林水産物");
        errors.Single(e => e is { Line: 6 }).Reason.Ja.ShouldBe("担当の市町を選んでください。");
        (await house.SendAsync(new ApplyEntryImport(Guid.Parse(page[^36..]), BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "another's file");
        (await FindAsync("良い家")).ShouldBeEmpty();
        using var other = house.Staff();
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nothing = await UploadAsync(staff, "empty.csv", Encoding.UTF8.GetBytes("番号,種類,題名,説明,市町,場所\r\n"));
        WebUtility.HtmlDecode(await nothing.Content.ReadAsStringAsync()).ShouldContain("1 件もありません");
        using var lacking = await UploadAsync(staff, "lacking.csv", Encoding.UTF8.GetBytes("番号,種類\r\n1,空き家\r\n"));
        WebUtility.HtmlDecode(await lacking.Content.ReadAsStringAsync()).ShouldContain("の列が見つかりません");
    }

    [Fact]
    public async Task What_was_closed_since_the_look_is_not_opened_by_a_file()
    {
        var number = Guid.CreateVersion7().ToString("N")[..12];
        using var staff = house.Staff();
        var bytes = Encoding.UTF8.GetBytes($"番号,種類,題名,説明,市町,場所,窓口,公開\r\n{number},空き家,閉じる家,使えます,山口市,見本地区,定住促進課,はい\r\n");
        var first = await LookAsync(staff, "a.csv", bytes);
        (await staff.SubmitAsync(first, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = await LookAsync(staff, "a.csv", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("使えます", "使えません", StringComparison.Ordinal)));
        (await house.SendAsync(new CloseEntry((await FindAsync("閉じる家")).Single().Id, "借り手が決まりました", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        using var refused = await staff.SubmitAsync(second, "apply");
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("もう一度ファイルを選んでください");
        (await FindAsync("閉じる家")).Single().State.ShouldBe(EntryState.Closed);
    }

    private async Task<IReadOnlyList<LocalEntry>> FindAsync(string title)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        return [.. (await session.Query<LocalEntry>().ToListAsync()).Where(e => e.Title.Contains(title, StringComparison.Ordinal)).OrderBy(e => e.Number, StringComparer.Ordinal)];
    }

    private static async Task<string> LookAsync(Visitor staff, string name, byte[] bytes)
    {
        using var answer = await UploadAsync(staff, name, bytes);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, Regex.Match(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), "error-summary.*?</", RegexOptions.Singleline).Value);
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.AbsolutePath : answer.Headers.Location.ToString();
    }

    private static async Task<HttpResponseMessage> UploadAsync(Visitor visitor, string name, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in await visitor.HiddenAsync(Import, "import")) form.Add(new StringContent(value), field);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "Input.File", name);
        return await visitor.Http.PostAsync(Import, form);
    }
}
