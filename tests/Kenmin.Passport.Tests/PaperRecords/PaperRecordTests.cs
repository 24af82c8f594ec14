using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Passport.Tests.Support;

namespace Kenmin.Passport.Tests.PaperRecords;

/// <summary>What a person did before or elsewhere.</summary>
public sealed class PaperRecordTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    [Fact]
    public async Task A_person_enters_corrects_and_takes_out_what_was_done_before()
    {
        var me = Guid.CreateVersion7();
        using var resident = house.Resident(me);
        using var entered = await resident.SubmitAsync("/passport/paper-records/new", "paper-record",
            ("Input.What", "夏まつりの運営"), ("Input.FirstDay", "令和元年８月３日"), ("Input.LastDay", ""), ("Input.Hours", "４"), ("Input.Minutes", "30"), ("Input.Document", "感謝状"), ("Input.Municipality", PassportHouse.Hagi));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var line = (await house.RecordAsync(me)).GetProperty("lines")[0];
        line.GetProperty("minutes").GetInt32().ShouldBe(270);
        line.GetProperty("proof").GetString().ShouldBe("documentHeld");
        line.GetProperty("fiscalYear").GetInt32().ShouldBe(2019);
        var address = $"/passport/paper-records/{line.GetProperty("paperRecordId").GetGuid()}";
        (await resident.ReadAsync("/passport")).ShouldContain(address);

        using var corrected = await resident.SubmitAsync(address, "paper-record", ("Input.What", "夏まつりの運営"), ("Input.FirstDay", "2019-08-03"), ("Input.LastDay", "2019-08-04"), ("Input.Hours", "6"));
        corrected.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.RecordAsync(me)).GetProperty("minutes").GetInt32().ShouldBe(360);
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var theirs = await stranger.Http.DeleteAsync("/api/v1" + address);
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await resident.SubmitAsync(address, "remove")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.RecordAsync(me)).GetProperty("times").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("", "2020-01-01", null, 60, "what")]
    [InlineData("活動", null, null, 60, "firstDay")]
    [InlineData("活動", "2026-06-11", null, 60, "firstDay")]
    [InlineData("活動", "1944-12-31", null, 60, "firstDay")]
    [InlineData("活動", "2020-01-02", "2020-01-01", 60, "lastDay")]
    [InlineData("活動", "2020-01-01", null, 1441, "minutes")]
    [InlineData("活動", "2020-01-01", null, 0, "minutes")]
    public async Task What_cannot_be_is_said_at_its_field(string what, string? first, string? last, int minutes, string field)
    {
        using var resident = house.Resident(Guid.CreateVersion7());
        using var answer = await resident.Http.PostAsJsonAsync("/api/v1/passport/paper-records", new { what, firstDay = first, lastDay = last, minutes });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).ToString().ShouldContain($"#/{field}");
    }

    [Fact]
    public async Task What_was_typed_wrong_is_shown_again()
    {
        using var resident = house.Resident(Guid.CreateVersion7());
        using var answer = await resident.SubmitAsync("/passport/paper-records/new", "paper-record", ("Input.What", "活動"), ("Input.FirstDay", "去年の夏"), ("Input.Hours", "たくさん"));
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        text.ShouldContain("去年の夏");
        text.ShouldContain("0 から 100,000 までの数");
    }
}
