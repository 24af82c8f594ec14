using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Tests.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Showcase;

/// <summary>Businesses are shown to everybody only while the owner agrees, staff did not hide them, and they go on.</summary>
public sealed class ShowcaseTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Secret = "坂の上まで届ける見本";

    [Fact]
    public async Task A_business_is_shown_with_the_owner_s_consent_found_by_two_characters_and_gone_once_withdrawn()
    {
        var (venture, owner) = await house.HandedInAsync();
        using var team = house.Resident(owner);
        using var everybody = house.Visitor();
        var page = $"/community-business/mine/{venture.Id}/showcase";
        (string, string)[] text =
        [
            ("Input.Name", Secret), ("Input.Field", "Shopping"), ("Input.About", "注文を聞いて届ける"), ("Input.Problem", "店がない"), ("Input.Seeks", "運転を手伝う人"), ("Input.Hours", "火曜"), ("Input.Website", "https://mihon.example.jp/"), ("Input.Latitude", "３４．１８"), ("Input.Longitude", "131.48"),
        ];
        using var script = await team.SubmitAsync(page, "showing", [.. text.Where(f => f.Item1 != "Input.Website"), ("Input.Website", "javascript:alert(1)")]);
        WebUtility.HtmlDecode(await script.Content.ReadAsStringAsync()).ShouldContain("https:// から始まるアドレス");
        using var nowhere = await team.SubmitAsync(page, "showing", [.. text.Where(f => f.Item1 != "Input.Latitude"), ("Input.Latitude", "北")]);
        WebUtility.HtmlDecode(await nowhere.Content.ReadAsStringAsync()).ShouldContain("緯度として読み取れません");
        (await team.SubmitAsync(page, "showing", text)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await everybody.ReadAsync("/community-business/showcase")).ShouldNotContain(Secret);
        (await everybody.GetAsync($"/community-business/showcase/{venture.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await team.SubmitAsync(page, "consent", ("Consent.Purpose", "PagesAndOpenData"), ("Consent.Until", $"{house.Today.AddDays(90):yyyy-MM-dd}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        foreach (var door in Doors(venture.Id)) (await everybody.SaysAsync(door)).ShouldContain(Secret, customMessage: door);
        (await everybody.ReadAsync("/community-business/showcase?words=坂の&view=list&stage=Idea&field=Shopping")).ShouldContain(Secret);
        (await everybody.ReadAsync("/community-business/showcase?words=川の")).ShouldNotContain(Secret);
        (await everybody.ReadAsync($"/community-business/showcase?municipality={BusinessHouse.Hagi}")).ShouldNotContain(Secret);
        var shown = await everybody.ReadAsync($"/community-business/showcase/{venture.Id}");
        shown.ShouldContain("運転を手伝う人");
        shown.ShouldNotContain(owner.Name);
        var feature = JsonDocument.Parse(await everybody.ReadAsync("/community-business/open-data/showcase.geojson")).RootElement.GetProperty("features").EnumerateArray().Single(f => f.GetProperty("id").GetGuid() == venture.Id);
        feature.GetProperty("geometry").GetProperty("coordinates")[0].GetDouble().ShouldBe(131.48);

        (await team.SubmitAsync(page, "withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await everybody.GetAsync($"/community-business/showcase/{venture.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var door in Doors(venture.Id).Skip(1)) (await everybody.SaysAsync(door)).ShouldNotContain(Secret, customMessage: door);
    }

    [Fact]
    public async Task Staff_hide_with_a_reason_and_show_again_and_what_is_stopped_is_not_shown()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ShownAsync(venture, owner);
        var showcase = house.Services.GetRequiredService<ShowcaseReader>();
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        (await staff.ReadAsync("/staff/community-business/showcase")).ShouldContain(venture.Id.ToString());
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.showings.listed" && e.SubjectIds.Contains(owner.AccountId));
        var office = $"/staff/community-business/ventures/{venture.Id}/showcase";
        using var why = await staff.SubmitAsync(office, "hide");
        WebUtility.HtmlDecode(await why.Content.ReadAsStringAsync()).ShouldContain("入力してください。");
        (await staff.SubmitAsync(office, "hide", ("Hide.Reason", "電話番号が書かれている"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await showcase.FindAsync(venture.Id, CancellationToken.None)).ShouldBeNull();
        using var team = house.Resident(owner);
        (await team.ReadAsync($"/community-business/mine/{venture.Id}/showcase")).ShouldContain("電話番号が書かれている");
        (await staff.SubmitAsync(office, "hide")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await showcase.FindAsync(venture.Id, CancellationToken.None)).ShouldNotBeNull();
        (await house.SendAsync(new HideShowing(venture.Id, true, "理由", new(owner, null, true)))).Code.ShouldBe("own");
        (await house.SendAsync(new HideShowing(venture.Id, true, "理由", BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new StopVenture(venture.Id, "休む", owner, null))).Problem.ShouldBeNull();
        (await showcase.FindAsync(venture.Id, CancellationToken.None)).ShouldBeNull("it does not go on");
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(office)).ShouldNotContain("Hide.Reason");
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.GetAsync($"/community-business/mine/{venture.Id}/showcase")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_picture_says_in_words_what_it_shows_and_is_seen_only_where_the_business_is()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ShownAsync(venture, owner);
        using var team = house.Resident(owner);
        using var everybody = house.Visitor();
        var page = $"/community-business/mine/{venture.Id}/showcase";
        var png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        WebUtility.HtmlDecode(await (await UploadAsync(team, page, png, "")).Content.ReadAsStringAsync()).ShouldContain("入力してください。");
        WebUtility.HtmlDecode(await (await UploadAsync(team, page, [1, 2, 3], "赤い車")).Content.ReadAsStringAsync()).ShouldContain("写真として読み取れません");
        (await UploadAsync(team, page, png, "赤い車")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var shown = await everybody.ReadAsync($"/community-business/showcase/{venture.Id}");
        shown.ShouldContain("alt=\"赤い車\"");
        var picture = ShowcaseFiles.Href(await house.LoadAsync<Showing>(venture.Id), small: false);
        shown.ShouldContain(picture);
        using (var seen = await everybody.GetAsync(picture)) (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/jpeg"));
        (await everybody.GetAsync(picture.Replace(".jpg", "-small.jpg", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await house.SendAsync(new WithdrawShowingConsent(venture.Id, owner, null))).Problem.ShouldBeNull();
        (await everybody.GetAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await team.GetAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var staff = house.Staff();
        (await staff.GetAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.GetAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await team.SubmitAsync(page, "no-picture")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.GetAsync(picture)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_the_owner_agrees_whatever_others_of_the_team_write()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (friend, code) = (BusinessHouse.Somebody("見本 仲間子"), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        (await house.SendAsync(new SaveShowing(venture.Id, LibraryHelp.Shown(), null, 0, friend, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveShowingConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(9), null, friend, null))).Code.ShouldBe(CommandAnswer.NotFound);
        using var mate = house.Resident(friend);
        (await mate.ReadAsync($"/community-business/mine/{venture.Id}/showcase")).ShouldContain("同意するのは代表です。");
        (await house.SendAsync(new SaveShowing(venture.Id, LibraryHelp.Shown("ほかの名"), null, 0, friend, null))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new SaveShowing(venture.Id, LibraryHelp.Shown(), null, 0, friend, null))).Problem.ShouldBeNull("sent twice it is one");
    }

    private static string[] Doors(Guid id) =>
        [$"/community-business/showcase/{id}", "/community-business/showcase", "/api/v1/community-business/showcase", "/community-business/open-data/showcase.csv", "/community-business/open-data/showcase.json", "/community-business/open-data/showcase.geojson"];

    private static async Task<HttpResponseMessage> UploadAsync(Kenmin.Testing.Visitor who, string page, byte[] file, string alternative)
    {
        using MultipartFormDataContent form = [];
        foreach (var (name, value) in await who.HiddenAsync(page, "picture")) form.Add(new StringContent(value), name);
        form.Add(new StringContent(alternative), "Picture.Alternative");
        ByteArrayContent picture = new(file);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(picture, "Picture.File", "kuruma.png");
        return await who.Http.PostAsync(page, form);
    }
}
