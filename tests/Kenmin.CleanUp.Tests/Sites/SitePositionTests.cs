using System.Net;
using System.Text.RegularExpressions;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Sites;

/// <summary>Where a site is: drawn, typed, or found by its address.</summary>
public sealed class SitePositionTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    private static readonly string Hits = CleanUpHouse.Data("sample-gsi-address-search.json");

    [Fact]
    public async Task A_stretch_or_an_area_takes_the_place_of_a_point_and_a_point_that_of_an_area()
    {
        using var staff = house.Staff();
        var name = $"描いた場所{CleanUpHouse.NextNumber()}";
        using var made = await SaveAsync(staff, "new", name, ("Input.Municipality", "352039"), ("Input.Shape", """{"type":"LineString","coordinates":[[131.47,34.18],[131.48,34.18]]}"""));
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        var id = Regex.Match(made.Headers.Location!.ToString(), "[0-9a-f-]{36}").Value;
        var line = await house.LoadAsync<Site>(new(id));
        (line.Shape.Kind, line.Shape.Positions.Count).ShouldBe((ShapeKind.Line, 2));
        line.LengthMetres!.Value.ShouldBeInRange(915, 925, "a drawn stretch is measured");
        (await staff.ReadAsync($"/staff/clean-up/sites/{id}")).ShouldContain("\"LineString\"");

        (await SaveAsync(staff, id, name, ("Input.Shape", """{"type":"Polygon","coordinates":[[[131.47,34.18],[131.48,34.18],[131.48,34.19],[131.47,34.18]]]}"""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Site>(new(id))).Shape.ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(ShapeKind.Area), s => s.Positions.Count.ShouldBe(3));
        (await SaveAsync(staff, id, name, ("Input.Latitude", "３４．１８"), ("Input.Longitude", "131.47"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Site>(new(id))).Shape.ShouldBe(SiteShape.At(new(34.18, 131.47)));
    }

    [Theory]
    [InlineData("""{"type":"LineString","coordinates":[[34.18,131.47],[34.19,131.47]]}""", "入れ替わって")]
    [InlineData("""{"type":"LineString","coordinates":[[131.47,34.18]]}""", "異なる 2 点以上")]
    [InlineData("""{"type":"LineString","coordinates":[[131.47,34.18],[139.7,35.6]]}""", "離れています")]
    [InlineData("""{"type":"Polygon","coordinates":[[[131.47,34.18],[131.48,34.18],[131.47,34.18]]]}""", "4 点以上")]
    [InlineData("""{"type":"MultiPoint","coordinates":[]}""", "使えません")]
    [InlineData("<svg>", "読み取れません")]
    [InlineData("", "緯度として読み取れません")]
    public async Task What_is_no_place_is_refused_with_the_reason(string shape, string reason)
    {
        using var staff = house.Staff();
        var name = $"描けない場所{CleanUpHouse.NextNumber()}";
        using var answer = await SaveAsync(staff, "new", name, ("Input.Municipality", "352039"), ("Input.Shape", shape));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        (await house.AllAsync<Site>()).ShouldNotContain(s => s.Name == name);
    }

    [Fact]
    public async Task A_place_is_found_by_its_address_and_taken_over()
    {
        house.Outside.Answer = path => path.StartsWith("/address/address-search/AddressSearch?q=", StringComparison.Ordinal) ? Hits : null;
        using var staff = house.Staff();
        var name = $"探した場所{CleanUpHouse.NextNumber()}";
        using var found = await FindAsync(staff, name, "山口市滝町１番");
        var page = WebUtility.HtmlDecode(await found.Content.ReadAsStringAsync());
        page.ShouldContain("山口県山口市滝町１番");
        page.ShouldContain($"value=\"{name}\"", customMessage: "what was typed stays");
        house.Outside.Asked.Last().ShouldContain(Uri.EscapeDataString("山口市滝町１番"));
        var asked = house.Outside.Asked.Count;
        (await FindAsync(staff, name, "山口市滝町1番")).EnsureSuccessStatusCode();
        house.Outside.Asked.Count.ShouldBe(asked, "the same name in another width is known already");

        using var saved = await SaveAsync(staff, "new", name, ("Input.Municipality", "352039"), ("Input.Hit", "34.18613,131.47055"));
        var id = Regex.Match(saved.Headers.Location!.ToString(), "[0-9a-f-]{36}").Value;
        (await house.LoadAsync<Site>(new(id))).Shape.ShouldBe(SiteShape.At(new(34.18613, 131.47055)));

        house.Outside.Answer = path => path.StartsWith("/position/reverse-geocoder/LonLatToAddress?lat=34.1861&lon=131.4706", StringComparison.Ordinal) ? CleanUpHouse.Data("sample-gsi-reverse-geocoder.json") : null;
        (await staff.ReadAsync($"/staff/clean-up/sites/{id}?where=true")).ShouldContain("山口市滝町");
        var sea = await house.SiteAsync();
        house.Outside.Answer = _ => CleanUpHouse.Data("sample-gsi-reverse-geocoder-sea.json");
        (await staff.ReadAsync($"/staff/clean-up/sites/{sea.Id}?where=true")).ShouldContain("住所はありません");
    }

    [Theory]
    [InlineData(OutsideServerMood.Broken)]
    [InlineData(OutsideServerMood.Garbled)]
    [InlineData(OutsideServerMood.Busy)]
    [InlineData(OutsideServerMood.Failing)]
    [InlineData(OutsideServerMood.Silent)]
    [InlineData(OutsideServerMood.Stalling)]
    public async Task When_the_search_does_not_answer_the_page_says_so_and_all_else_goes_on(OutsideServerMood mood)
    {
        // A house of its own: what keeps failing is left alone for a while, whoever asks.
        var own = new CleanUpHouse();
        await own.InitializeAsync();
        await using var _ = own;
        (own.Outside.Answer, own.Outside.Mood) = (_ => Hits, mood);
        using var staff = own.Staff();
        var name = $"待たない場所{CleanUpHouse.NextNumber()}";

        // Who never answers is not waited for: without its own limit this would not come back.
        using var answer = await FindAsync(staff, name, $"山口市滝町 {mood}").WaitAsync(TimeSpan.FromMinutes(1));

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain("住所検索が使えません");
        (await SaveAsync(staff, "new", name, ("Input.Municipality", "352039"), ("Input.Latitude", "34.18"), ("Input.Longitude", "131.47"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_slow_search_is_waited_for_and_what_is_far_away_is_left_out()
    {
        house.Outside.Answer = _ => """[{"geometry":{"coordinates":[139.7,35.6]},"properties":{"title":"東京都"}},{"geometry":{"coordinates":[131.4]},"properties":{"title":"半端"}},{"geometry":null,"properties":null}]""";
        (house.Outside.Mood, house.Outside.Delay) = (OutsideServerMood.Slow, TimeSpan.FromMilliseconds(200));
        using var staff = house.Staff();
        using var answer = await FindAsync(staff, "遠い場所", "千代田");
        house.Outside.Mood = OutsideServerMood.Right;
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain("見つかりませんでした");
    }

    private static Task<HttpResponseMessage> FindAsync(Visitor staff, string name, string text) =>
        staff.SubmitAsync("/staff/clean-up/sites/new", "site", ("Input.Name", name), ("Input.Find", text), ("do", "find"));

    private static Task<HttpResponseMessage> SaveAsync(Visitor staff, string page, string name, params (string, string)[] fields) =>
        staff.SubmitAsync($"/staff/clean-up/sites/{page}", "site", [("Input.Name", name), ("Input.Kind", "Coast"), ("do", "save"), .. fields]);
}
