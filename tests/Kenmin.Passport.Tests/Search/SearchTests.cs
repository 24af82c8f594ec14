using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Ical.Net;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.Search;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Passport.Tests.Search;

/// <summary>One search over all that there is to take part in.</summary>
public sealed class SearchTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    [Theory]
    [InlineData("海岸")]
    [InlineData("ﾋﾞｰﾁ")]
    [InlineData("びーちく")]
    [InlineData("高橋")]
    [InlineData("髙")]
    [InlineData("ＢＥＡＣＨ")]
    [InlineData("山口市")]
    [InlineData("ヤマグチ")]
    [InlineData("軍手　海岸")]
    public async Task It_is_found_by_parts_of_words_in_whatever_letters_they_are_written(string words)
    {
        var module = NewModule();
        await house.HandleAsync(PassportHouse.Opportunity("髙橋海岸ビーチクリーン", module, change: o => o with { Description = new("軍手をお持ちください", "Beach clean") }));
        await house.HandleAsync(PassportHouse.Opportunity("別の活動", module, change: o => o with { MunicipalityCode = PassportHouse.Hagi }));

        (await house.FindAsync($"module={module}&words={Uri.EscapeDataString(words)}")).ShouldBe(["髙橋海岸ビーチクリーン"]);
    }

    [Fact]
    public async Task Every_word_must_be_there_and_characters_of_two_words_make_no_third()
    {
        var module = NewModule();
        await house.HandleAsync(PassportHouse.Opportunity("川 岸辺", module));

        (await house.FindAsync($"module={module}&words=岸辺")).Count.ShouldBe(1);
        (await house.FindAsync($"module={module}&words=川岸")).ShouldBeEmpty();
        (await house.FindAsync($"module={module}&words=岸辺 公園")).ShouldBeEmpty();
        (await house.FindAsync($"module={module}&words=%25")).ShouldBeEmpty("no sign means anything by itself");
    }

    [Fact]
    public async Task It_is_narrowed_by_days_place_age_and_what_is_known_of_its_suitability()
    {
        var module = NewModule();
        var day = new DateTimeOffset(2026, 6, 20, 9, 0, 0, TimeSpan.FromHours(9));
        await house.HandleAsync(PassportHouse.Opportunity("当日", module, day, o => o with { Suitability = new(MinimumAge: 18, Wheelchair: true) }));
        await house.HandleAsync(PassportHouse.Opportunity("前日の夜から", module, day.AddHours(-12), o => o with { Ends = day, MunicipalityCode = PassportHouse.Hagi, Suitability = new(Children: true, Wheelchair: false) }));
        await house.HandleAsync(PassportHouse.Opportunity("終わった", module, PassportHouse.Noon.AddHours(-5)));

        (await house.FindAsync($"module={module}")).ShouldBe(["前日の夜から", "当日"], "by start, without what is over");
        (await house.FindAsync($"module={module}&from=2026-06-20&until=令和8年6月20日")).ShouldBe(["前日の夜から", "当日"]);
        (await house.FindAsync($"module={module}&from=2026-06-21")).ShouldBeEmpty();
        (await house.FindAsync($"module={module}&until=2026-06-19")).ShouldBe(["前日の夜から"]);
        (await house.FindAsync($"module={module}&municipality=萩市")).ShouldBe(["前日の夜から"]);
        (await house.FindAsync($"module={module}&age=17")).ShouldBe(["前日の夜から"]);
        (await house.FindAsync($"module={module}&age=18")).Count.ShouldBe(2);
        (await house.FindAsync($"module={module}&wheelchair=true")).ShouldBe(["当日"]);
        (await house.FindAsync($"module={module}&children=true")).ShouldBe(["前日の夜から"]);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync("/search")).ShouldContain("車いすで参加できる");
    }

    [Fact]
    public async Task Near_means_within_the_circle_and_says_how_far()
    {
        var module = NewModule();
        var here = new GeoPoint(34.0, 131.0);
        GeoPoint East(double km) => new(here.Latitude, here.Longitude + km / (111.195 * Math.Cos(double.DegreesToRadians(here.Latitude))));
        foreach (var km in new[] { 0.5, 9.9, 10.1 })
            await house.HandleAsync(PassportHouse.Opportunity($"{km} km", module, change: o => o with { Position = East(km) }));
        await house.HandleAsync(PassportHouse.Opportunity("斜め", module, change: o => o with { Position = new(here.Latitude + 0.085, East(9).Longitude) }));
        await house.HandleAsync(PassportHouse.Opportunity("場所不明", module));

        (await house.FindAsync($"module={module}&near=34.0,131.0&km=10")).ShouldBe(["0.5 km", "9.9 km"], ignoreOrder: true);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/search?module={module}&near=34.0,131.0&km=10")).ShouldContain("約 9.9 km");
        (await house.FindAsync($"module={module}&near=352039&km=200")).Count.ShouldBe(4, "a municipality means its office");
    }

    [Fact]
    public async Task Pages_follow_each_other_without_repeating_or_missing_one()
    {
        var module = NewModule();
        // Three are under way.
        for (var i = 0; i < 10; i++) await house.HandleAsync(PassportHouse.Opportunity($"第{i}回", module, i < 3 ? PassportHouse.Noon.AddMinutes(i / 2 - 10) : PassportHouse.Noon.AddDays(i / 3)));
        List<string> seen = [];
        var after = "";
        using var visitor = house.Visitor();
        do
        {
            var page = await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/opportunities?module={module}&take=2&after={after}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetProperty("ja").GetString()!));
            after = page.GetProperty("next").GetString() ?? "";
        }
        while (after.Length > 0);
        seen.ShouldBe(Enumerable.Range(0, 10).Select(i => $"第{i}回"), ignoreOrder: true);
        seen.Take(3).ShouldBe(["第0回", "第1回", "第2回"], ignoreOrder: true, "by the start");
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_at_its_field_and_nothing_is_looked_for()
    {
        using var visitor = house.Visitor();
        var page = await visitor.ReadAsync("/search?from=いつか&km=1000&near=月&age=-1&municipality=東京");
        page.ShouldContain("探していません");
        page.ShouldContain("1 から 200 までの数");
        page.ShouldContain("県内の市町を選んでください");
        using var answer = await visitor.GetAsync("/api/v1/opportunities?from=いつか&until=9999-12-31");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(a => a.ShouldContain("#/from"), a => a.ShouldContain("#/until"));
        (await visitor.GetAsync("/search/calendar.ics?age=x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.ReadAsync("/search?after=nonsense")).ShouldContain("参加できる活動を探す");
        (await visitor.GetAsync("/search?words=%00&module=%00x&municipality=%00&near=%00")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.ReadAsync("/search?words=ありえないことば")).ShouldContain("見つかりませんでした");
    }

    [Fact]
    public async Task Calendars_and_open_data_hold_what_the_page_shows()
    {
        var module = NewModule();
        var opportunity = PassportHouse.Opportunity("暦の活動", module, change: o => o with { Version = 3, Position = new(34.1, 131.4) });
        await house.HandleAsync(opportunity);
        await house.HandleAsync(PassportHouse.Opportunity("ほかの活動", module));
        using var visitor = house.Visitor();

        var calendar = Calendar.Load(await visitor.ReadAsync($"/search/calendar.ics?module={module}&words=暦"))!;
        var entry = calendar.Events.ShouldHaveSingleItem();
        entry.Summary.ShouldBe("暦の活動");
        entry.Sequence.ShouldBe(3);
        entry.Start!.AsUtc.ShouldBe(opportunity.Starts.UtcDateTime);
        var lines = (await visitor.ReadAsync($"/search/open-data/events.csv?module={module}&words=暦")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("暦の活動");
        lines[1].Split(',').Length.ShouldBe(32);
    }

    [Fact]
    public async Task Whatever_is_looked_for_is_what_a_plain_look_at_each_would_find()
    {
        var module = NewModule();
        string[] words = ["海岸", "川", "公園", "カイガン", "こうえん", "高橋", "髙橋"];
        var all = Gen.Select(OneOf(words), OneOf(words), Gen.Int[0, 200], OneOf<string?>([PassportHouse.Yamaguchi, PassportHouse.Hagi, null]), OneOf<int?>([null, 15, 18]))
            .Select((a, b, hours, municipality, age) => PassportHouse.Opportunity($"{a}と{b}", module, PassportHouse.Noon.AddHours(hours - 20), o => o with { MunicipalityCode = municipality, Suitability = new(age) }))
            .Array[60].Single();
        foreach (var one in all) await house.HandleAsync(one);
        var search = house.Services.GetRequiredService<OpportunitySearch>();

        await Gen.Select(OneOf<string?>([null, .. words, "岸 川", "園と"]), OneOf<string?>([null, PassportHouse.Hagi]), OneOf<int?>([null, 16]), OneOf<int?>([null, 2, 5]), OneOf<int?>([null, 0, 3]))
            .SampleAsync(async (text, municipality, age, days, later) =>
            {
                DateOnly? from = later is { } l ? new DateOnly(2026, 6, 10).AddDays(l) : null;
                DateOnly? until = days is { } d ? new DateOnly(2026, 6, 10).AddDays(d) : null;
                var found = await search.FindAsync(new(text, from, until, municipality, module, Age: age), null, 200, CancellationToken.None);
                var expected = all.Where(o => o.Ends > PassportHouse.Noon && (municipality is null || o.MunicipalityCode == municipality) && (age is null || (o.Suitability.MinimumAge ?? 0) <= age)
                    && (until is null || JapanTime.DayOf(o.Starts) <= until) && (from is null || o.Ends > JapanTime.StartOf(from.Value))
                    && FoldedText.Of(text).Split(' ').All(w => Opportunity.Of(o).SearchKey.Contains(w, StringComparison.Ordinal)));
                found.Items.Select(f => f.Opportunity.SubjectId).ShouldBe(expected.Select(o => o.Id), ignoreOrder: true);
            }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task In_whatever_order_and_however_often_messages_come_the_highest_version_stands()
    {
        await Gen.Select(Gen.Int[1, 6], Gen.Bool.Array[6], Gen.Int[0, 5].Array[18]).SampleAsync(async (versions, withdrawn, order) =>
        {
            var first = PassportHouse.Opportunity("版", NewModule());
            object[] messages = [.. Enumerable.Range(1, versions).Select(v => withdrawn[v - 1]
                ? (object)new OpportunityWithdrawn(first.Module, first.Id, v) : first with { Version = v, Title = new($"第{v}版", $"Version {v}") })];
            // Each at least once, some again, in an order of their own and several at a time.
            var sent = order.Select(i => messages[i % versions]).Concat(messages).OrderBy(m => FactId.Of($"{m}{order[0]}{order[1]}")).ToList();
            await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (m, _) => await house.HandleAsync(m));

            var titles = await house.FindAsync($"module={first.Module}");
            titles.ShouldBe(withdrawn[versions - 1] ? [] : [$"第{versions}版"]);
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task What_leads_away_from_this_site_is_not_shown()
    {
        var module = NewModule();
        foreach (var href in new[] { "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "" })
            await house.HandleAsync(PassportHouse.Opportunity("よそ", module, change: o => o with { Href = href }));
        (await house.FindAsync($"module={module}")).ShouldBeEmpty();
    }

    private static Gen<T> OneOf<T>(T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static string NewModule() => $"m-{Guid.NewGuid():N}";

    [Fact]
    public async Task What_is_for_people_of_a_stage_of_life_is_found_by_it_and_what_is_not_known_is_not()
    {
        var module = $"stages-{Guid.CreateVersion7():N}";
        await house.HandleAsync(PassportHouse.Opportunity("シニアの集い", module, change: o => o with { Suitability = new(LifeStages: [LifeStage.Seniors, LifeStage.Working]) }));
        await house.HandleAsync(PassportHouse.Opportunity("親子の広場", module, change: o => o with { Suitability = new(LifeStages: [LifeStage.RaisingChildren]) }));
        // Modules that were built before it was asked: the field is not in what they sent.
        var old = JsonSerializer.Deserialize<Suitability>("""{"MinimumAge":18,"Wheelchair":true,"Children":null}""")!;
        await house.HandleAsync(PassportHouse.Opportunity("だれかの活動", module, change: o => o with { Suitability = old }));

        (await house.FindAsync($"module={module}&stage=seniors")).ShouldBe(["シニアの集い"]);
        (await house.FindAsync($"module={module}&stage=raising-children")).ShouldBe(["親子の広場"]);
        (await house.FindAsync($"module={module}&stage=children")).ShouldBeEmpty();
        (await house.FindAsync($"module={module}")).Count.ShouldBe(3);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/search?module={module}&stage=seniors")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("対象：働いている人、退職後の人・シニア"), p => p.ShouldContain($"events.csv?module={module}&stage=seniors"));
        (await visitor.ReadAsync($"/search/open-data/events.csv?module={module}&stage=seniors")).ShouldSatisfyAllConditions(p => p.ShouldContain("対象：働いている人、退職後の人・シニア"), p => p.ShouldNotContain("親子の広場"));
        (await visitor.ReadAsync("/search?stage=everybody")).ShouldContain("一覧から選んでください");
        Kenmin.Passport.SavedSearches.SavedSearch.InputOf("stage=seniors").Query.Stage.ShouldBe(LifeStage.Seniors);
    }

    [Fact]
    public void An_age_limit_says_which_stages_of_life_can_be_old_enough_and_no_more()
    {
        Suitability.OldEnough(10).ShouldBe([LifeStage.Children, LifeStage.Students, LifeStage.Working, LifeStage.Seniors]);
        Suitability.OldEnough(18).ShouldBe([LifeStage.Students, LifeStage.Working, LifeStage.Seniors]);
        Suitability.OldEnough(65).ShouldBe([LifeStage.Seniors]);
    }
}
