using System.Text.Json;
using CsCheck;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.OpenData;
using Kenmin.CommunityBusiness.Tests.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Tests.OpenData;

/// <summary>Published figures give nobody away, neither by themselves nor by what they add up to.</summary>
public sealed class FiguresTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private static readonly string[] Places = [BusinessHouse.Yamaguchi, BusinessHouse.Hagi, "352021", "352012"];

    private static readonly Gen<List<Venture>> Ventures = (
        from stage in Gen.Int[0, 3]
        from stopped in Gen.Int[0, 4]
        from place in Gen.Int[0, 3]
        from year in Gen.Int[0, 2]
        from field in Gen.Int[0, 4]
        select new Venture
        {
            Stage = (VentureStage)stage, State = stopped == 0 ? VentureState.Stopped : VentureState.Active, MunicipalityCode = Places[place], BegunAt = new DateTimeOffset(2024 + year, 6, 1, 0, 0, 0, TimeSpan.FromHours(9)), Field = field == 4 ? null : (BusinessField)field,
        }).List[0, 60];

    private static readonly Gen<List<(int, FollowUpAnswer)>> Answers = (
        from months in Gen.Int[0, 2].Select(i => FollowUp.After[i])
        from goesOn in Gen.Bool
        from jobs in Gen.Int[0, 3]
        from residents in Gen.OneOf(Gen.Int[0, 4], Gen.Int[0, 400])
        from turnover in Gen.Int[0, 5]
        select (months, new FollowUpAnswer(goesOn, jobs, (TurnoverClass)turnover, residents, "", "", default, new(Guid.Empty, "")))).List[0, 50];

    [Fact]
    public void In_every_division_what_is_shown_is_right_and_what_is_hidden_can_be_more_than_one_number() => Ventures.Sample(ventures =>
    {
        var counts = VentureFigures.Of(ventures);
        counts.All.ShouldBe(Suppression.IsSmall(ventures.Count) || counts.All.Hidden ? new PublicCell(null, true) : new(ventures.Count, false));
        foreach (var table in counts.Tables)
        {
            foreach (var row in table.Rows.Where(r => r.Count.Value is > 0)) row.Count.Value!.Value.ShouldBeGreaterThanOrEqualTo(Suppression.Smallest);
            NothingIsGivenAway(counts.All, [.. table.Rows.Select(r => r.Count)]);
        }
    });

    [Fact]
    public void Outcomes_show_no_sum_that_few_businesses_make_up() => Answers.Sample(answers =>
    {
        foreach (var outcome in OutcomeFigures.Of(answers, hide: true))
        {
            var of = answers.Where(a => a.Item1 == outcome.Months).Select(a => a.Item2).ToList();
            NothingIsGivenAway(outcome.Answers, [outcome.GoOn, outcome.Ended]);
            NothingIsGivenAway(outcome.Answers, [.. outcome.Turnover.Values]);
            foreach (var (sum, makers) in new[] { (outcome.Jobs, of.Count(a => a.Jobs > 0)), (outcome.Residents, of.Count(a => a.Residents > 0)) })
                if (sum.Value is > 0) makers.ShouldBeGreaterThanOrEqualTo(Suppression.Smallest);
            if (outcome.Jobs.Value is { } jobs) jobs.ShouldBe(of.Sum(a => (long)a.Jobs));
        }

        OutcomeFigures.Of(answers, hide: false).ShouldAllBe(o => !o.Answers.Hidden && o.Jobs.Value == answers.Where(a => a.Item1 == o.Months).Sum(a => a.Item2.Jobs));
    });

    [Fact]
    public async Task Everybody_sees_figures_with_the_small_ones_hidden_staff_all_of_theirs_and_programs_the_same()
    {
        for (var i = 0; i < 6; i++)
        {
            var (venture, owner) = await house.LaunchedAsync();
            if (i == 0) house.GoTo(house.Today.AddMonths(6));
            await house.ExecuteAsync($"update community_business.mt_doc_followup set data = jsonb_set(data, '{{dueOn}}', '\"2026-01-01\"') where id = '{FollowUp.IdOf(venture.Id, 6)}'");
            (await house.SendAsync(LibraryHelp.Answer(venture.Id, 6, owner, jobs: 2))).Problem.ShouldBeNull();
        }

        await house.HandedInAsync(BusinessHouse.Hagi);
        using var everybody = house.Visitor();
        var page = await everybody.ReadAsync("/community-business/outcomes");
        page.ShouldContain("働く人");
        var statistics = JsonDocument.Parse(await everybody.ReadAsync("/api/v1/community-business/statistics")).RootElement;
        var half = statistics.GetProperty("outcomes").EnumerateArray().First();
        (half.GetProperty("answers").GetInt32(), half.GetProperty("jobs").GetInt64(), half.GetProperty("residentsServed").GetInt64()).ShouldBe((6, 12, 240));
        JsonElement Row(string table, string key) => statistics.GetProperty("ventures").EnumerateArray().Single(r => r.GetProperty("table").GetString() == table && r.GetProperty("key").GetString() == key);
        Row("all", "all").GetProperty("count").GetInt32().ShouldBe(7);
        Row("municipality", BusinessHouse.Hagi).GetProperty("hidden").GetBoolean().ShouldBeTrue();
        Row("municipality", BusinessHouse.Yamaguchi).GetProperty("hidden").GetBoolean().ShouldBeTrue("or the other could be found");
        var csv = await everybody.ReadAsync("/community-business/open-data/statistics.csv");
        csv.ShouldContain("municipality,352047,萩市");
        (await everybody.ReadAsync("/community-business/open-data/outcomes.csv")).ShouldContain("6,6,6,0,12,240");
        JsonDocument.Parse(await everybody.ReadAsync("/community-business/open-data/statistics.json")).RootElement.GetProperty("ventures").GetArrayLength().ShouldBeGreaterThan(30);
        using var staff = house.Staff(BusinessHouse.Hagi);
        (await staff.ReadAsync("/staff/community-business/outcomes")).ShouldContain("回答は、まだありません。");
        using var here = house.Staff();
        (await here.ReadAsync("/staff/community-business/outcomes")).ShouldContain("240");
        (await here.SaysAsync("/api/v1/community-business/staff/outcomes")).ShouldContain("\"jobs\":12");
        var about = await everybody.ReadAsync("/community-business/open-data");
        about.ShouldContain("CC BY 4.0");
        about.ShouldContain("位置の種類");
    }

    // With the whole shown, the hidden parts are none, or several that can be any small figure; with the whole hidden, a part is hidden too.
    private static void NothingIsGivenAway(PublicCell whole, IReadOnlyList<PublicCell> parts)
    {
        var hidden = parts.Count(p => p.Hidden);
        var shown = parts.Where(p => !p.Hidden).Sum(p => p.Value!.Value);
        if (whole.Hidden) hidden.ShouldBeGreaterThan(0);
        else if (hidden > 0)
        {
            hidden.ShouldBeGreaterThan(1);
            (whole.Value!.Value - shown - (hidden - 1)).ShouldBeGreaterThanOrEqualTo(Suppression.Smallest - 1);
        }
        else shown.ShouldBe(whole.Value!.Value);
    }
}
