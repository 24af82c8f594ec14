using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Passport.Sharing;
using Kenmin.Passport.Tests.Support;
using Kenmin.Persistence.Audit;

namespace Kenmin.Passport.Tests.Sharing;

/// <summary>A person shows the own record to whom they choose, until the day they choose.</summary>
public sealed class ShareTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    [Fact]
    public async Task Who_holds_the_address_sees_what_was_chosen_and_nothing_else_and_it_is_written_down()
    {
        var me = Guid.CreateVersion7();
        await house.HandleAsync(PassportHouse.Participation(me, "見せる活動", new(2026, 5, 1)));
        await house.HandleAsync(PassportHouse.Participation(me, "古い活動", new(2026, 3, 1)));
        using var resident = house.Resident(me);
        using var paper = await resident.Http.PostAsJsonAsync("/api/v1/passport/paper-records", new { what = "自分の話", firstDay = "2026-05-02", minutes = 30 });
        paper.EnsureSuccessStatusCode();
        (await resident.SubmitAsync("/passport/shares/new", "share", ("Input.Recipient", "見本株式会社"), ("Input.Until", "2026-06-30"), ("Input.FirstDay", "令和8年4月1日"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = await AddressAsync(resident);
        (await house.AuditAsync(me)).ShouldBeEmpty();

        using var anybody = house.Visitor();
        using var answer = await anybody.GetAsync(address);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldSatisfyAllConditions(
            p => p.ShouldContain("見本 花子"), p => p.ShouldContain("見せる活動"), p => p.ShouldNotContain("古い活動"), p => p.ShouldNotContain("自分の話"), p => p.ShouldContain("見本株式会社"), p => p.ShouldContain("noindex"));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var entry = (await house.AuditAsync(me)).ShouldHaveSingleItem();
        entry.Entry.Action.ShouldBe(ShareDesk.Looked);
        entry.Entry.Kind.ShouldBe(AuditKind.View);
        (await resident.ReadAsync("/passport/shares")).ShouldContain("1 回（最後は");
        // What is kept of the secret opens nothing.
        (await house.TextAsync($"select count(*) from passport.mt_doc_share where data::text like '%{address.Split('/')[^1]}%'")).ShouldBe("0");
    }

    [Fact]
    public async Task It_ends_on_its_day_or_when_its_holder_ends_it_and_then_nobody_learns_whose_it_was()
    {
        var me = Guid.CreateVersion7();
        using var resident = house.Resident(me);
        await MakeAsync(resident, "2026-06-12");
        await MakeAsync(resident, "2026-12-31");
        var shares = await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/shares");
        JsonElement Of(string until) => shares.EnumerateArray().Single(s => s.GetProperty("until").GetString() == until);
        var (late, early) = (Of("2026-12-31"), Of("2026-06-12"));
        using var anybody = house.Visitor();
        (await anybody.ReadAsync(PathOf(early))).ShouldContain("見本 花子");

        using var stranger = house.Resident(Guid.CreateVersion7());
        using var refused = await stranger.Http.DeleteAsync($"/api/v1/passport/shares/{late.GetProperty("id").GetGuid()}");
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var ended = await resident.Http.DeleteAsync($"/api/v1/passport/shares/{late.GetProperty("id").GetGuid()}");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await IsClosedAsync(PathOf(late));
        await IsClosedAsync("/passport/check/guessed");

        house.Clock.SetUtcNow(new(2026, 6, 12, 23, 59, 0, TimeSpan.FromHours(9)));
        (await anybody.ReadAsync(PathOf(early))).ShouldContain("見本 花子");
        house.Clock.SetUtcNow(new(2026, 6, 13, 0, 0, 0, TimeSpan.FromHours(9)));
        await IsClosedAsync(PathOf(early));
        (await resident.ReadAsync("/passport/shares")).ShouldNotContain("相手に見える内容を確かめる");

        async Task IsClosedAsync(string path)
        {
            using var answer = await anybody.GetAsync(path);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            text.ShouldContain("この手帳は見られません");
            text.ShouldNotContain("見本");
        }
    }

    [Theory]
    [InlineData("", "2026-12-31", null, null, "recipient")]
    [InlineData("会社", null, null, null, "until")]
    [InlineData("会社", "2026-06-09", null, null, "until")]
    [InlineData("会社", "2028-06-10", null, null, "until")]
    [InlineData("会社", "2026-12-31", "0001-01-01", null, "firstDay")]
    [InlineData("会社", "2026-12-31", null, "9999-12-31", "lastDay")]
    [InlineData("会社", "2026-12-31", "2026-05-02", "2026-05-01", "lastDay")]
    public async Task What_cannot_be_is_said_at_its_field(string recipient, string? until, string? first, string? last, string field)
    {
        using var resident = house.Resident(Guid.CreateVersion7());
        using var answer = await resident.Http.PostAsJsonAsync("/api/v1/passport/shares", new { recipient, until, firstDay = first, lastDay = last, withPapers = true });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"#/{field}");
    }

    [Fact]
    public async Task However_many_are_asked_for_at_once_there_are_never_too_many()
    {
        var me = Guid.CreateVersion7();
        using var resident = house.Resident(me);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => resident.Http.PostAsJsonAsync("/api/v1/passport/shares", new { recipient = "会社", until = "2026-12-31", withPapers = false })));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(20);
        (await answers.First(a => a.StatusCode != HttpStatusCode.OK).Content.ReadAsStringAsync()).ShouldContain("/problems/too-many");
    }

    private static async Task MakeAsync(Kenmin.Testing.Visitor resident, string until)
    {
        using var made = await resident.Http.PostAsJsonAsync("/api/v1/passport/shares", new { recipient = "学校", until, withPapers = false });
        made.EnsureSuccessStatusCode();
    }

    private static async Task<string> AddressAsync(Kenmin.Testing.Visitor resident) =>
        PathOf((await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/shares"))[0]);

    private static string PathOf(JsonElement share) => new Uri(share.GetProperty("address").GetString()!).AbsolutePath;
}
