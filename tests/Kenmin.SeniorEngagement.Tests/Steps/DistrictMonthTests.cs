using System.Net;
using Kenmin.Documents;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using UglyToad.PdfPig;

namespace Kenmin.SeniorEngagement.Tests.Steps;

/// <summary>A month of a district, to read and to hang up.</summary>
public sealed class DistrictMonthTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task A_district_has_what_staff_put_into_it_or_what_has_its_name_in_the_place_and_the_board_is_larger()
    {
        var day = new DateOnly(2026, 7, 4);
        var (said, named, other) = (Told("言われた集い"), Told("名のある集い") with { Place = "見本西地区の公園" }, Told("よその集い"));
        foreach (var told in new[] { said, named, other }) await house.HandleAsync(told);
        using (var staff = house.Staff())
        {
            var page = $"/staff/senior-engagement/opportunities/{StepOpportunity.IdOf(said.Module, said.Id)}";
            using (var bad = await staff.SubmitAsync(page, "label", ("Input.District", new string('あ', 41)))) WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync()).ShouldContain("40 文字まで");
            (await staff.SubmitAsync(page, "label", ("Input.District", "見本西地区"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await staff.SubmitAsync($"/staff/senior-engagement/opportunities/{StepOpportunity.IdOf(other.Module, other.Id)}", "label", ("Input.District", "見本東地区"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/senior-engagement/calendar?municipality={SeniorHouse.Hagi}&month=2026-07&district={Uri.EscapeDataString("見本西地区")}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("言われた集い"), p => p.ShouldContain("名のある集い"), p => p.ShouldNotContain("よその集い"), p => p.ShouldContain("見本東地区"), p => p.ShouldContain("令和8年7月4日（土）"), p => p.ShouldContain("board=true"));
        (await anybody.ReadAsync($"/senior-engagement/calendar?municipality={SeniorHouse.Hagi}&month=2026-07")).ShouldSatisfyAllConditions(p => p.ShouldContain("言われた集い"), p => p.ShouldContain("よその集い"));
        Paper.IsAvailable.ShouldBeTrue();
        var (small, large) = (await PdfAsync(""), await PdfAsync("&board=true"));
        small.Text.ShouldSatisfyAllConditions(t => t.ShouldContain("見本西地区の活動"), t => t.ShouldContain("言われた集い"), t => t.ShouldNotContain("よその集い"));
        large.Size.ShouldBeGreaterThan(small.Size * 1.4);
        using var wrong = await anybody.GetAsync($"/senior-engagement/month.pdf?municipality={SeniorHouse.Hagi}&month=2026-07&district={new string('x', 41)}");
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Kenmin.Passport.Contracts.OpportunityPublished Told(string title) => house.Opportunity(title, JapanTime.At(day, new(10, 0)), municipality: SeniorHouse.Hagi);

        async Task<(string Text, double Size)> PdfAsync(string more)
        {
            using var file = await anybody.GetAsync($"/senior-engagement/month.pdf?municipality={SeniorHouse.Hagi}&month=2026-07&district={Uri.EscapeDataString("見本西地区")}{more}");
            using var pdf = PdfDocument.Open(await file.Content.ReadAsByteArrayAsync());
            var letters = pdf.GetPages().SelectMany(p => p.Letters).ToList();
            return (string.Concat(pdf.GetPages().Select(p => p.Text)), letters.First(l => l.Value == "言").PointSize);
        }
    }
}
