using CsCheck;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Tests.Steps;

/// <summary>The next small step: limits are limits, and the reasons are said.</summary>
public sealed class StepRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));
    private static readonly BasePlace Home = new("見本公民館", 34.18, 131.47);

    private static readonly Gen<bool?> Maybe = Generators.Of<bool?>(true, false, null);

    private static readonly Gen<InterestCard> Cards =
        from interests in Some(CardQuestions.Interests)
        from limits in Some(CardQuestions.Limits)
        from length in Generators.Of([.. CardQuestions.Lengths.Select(o => o.Key)])
        from slots in Some(CardQuestions.Slots)
        from reach in Generators.Of([.. CardQuestions.Reaches.Select(o => o.Key)])
        from home in Gen.Bool
        select new InterestCard { Interests = interests, Limits = limits, Length = length, Slots = slots, Reach = reach, From = home ? Home : null };

    private static readonly Gen<(StepOpportunity Opportunity, StepLabel? Label)> Opportunities =
        from id in Gen.Guid
        from hours in Gen.Int[-24, 400]
        from minutes in Gen.Int[30, 600]
        from metres in Gen.Int[0, 9000]
        from known in Gen.Bool
        from here in Gen.Bool
        from about in Some(CardQuestions.Interests)
        from wheelchair in Maybe
        from age in Generators.Of<int?>(null, 65, 80)
        from label in Gen.Select(Maybe, Maybe, Maybe, Gen.Bool, (s, i, w, h) => h ? null : new StepLabel { Sitting = s, Indoors = i, Wheelchair = w, Hidden = false })
        from hidden in Gen.Int[0, 9]
        select (new StepOpportunity
        {
            Id = id, Title = new("募集", "x"), Starts = Now.AddHours(hours), Ends = Now.AddHours(hours).AddMinutes(minutes), MunicipalityCode = here ? "352039" : "352047", Wheelchair = wheelchair, MinimumAge = age,
            WordInterests = about, Latitude = known ? Home.Latitude + metres / 111_195.0 : null, Longitude = known ? Home.Longitude : null,
        }, label is null ? null : new StepLabel { Id = id, Sitting = label.Sitting, Indoors = label.Indoors, Wheelchair = label.Wheelchair, Hidden = hidden == 0 });

    [Fact]
    public void Nothing_outside_a_limit_is_ever_suggested() => Gen.Select(Cards, Generators.Of<int?>(null, 1930, 1955, 1970), Opportunities.List[0, 30]).Sample((card, born, there) =>
    {
        var (person, labels) = (Person(card, born), Labels(there));
        foreach (var step in StepFinder.Find(person, there.Select(t => t.Opportunity), labels, Now).Steps)
        {
            var (o, label) = (step.Opportunity, labels.GetValueOrDefault(step.Opportunity.Id));
            o.Starts.ShouldBeGreaterThan(Now);
            (label?.Hidden ?? false).ShouldBeFalse();
            step.Interests.ShouldNotBeEmpty();
            step.Interests.ShouldBeSubsetOf(card.Interests);
            if (card.Limits.Contains("sitting")) label!.Sitting.ShouldBe(true);
            if (card.Limits.Contains("indoors")) label!.Indoors.ShouldBe(true);
            if (card.Limits.Contains("wheelchair")) (label?.Wheelchair ?? o.Wheelchair).ShouldBe(true);
            if (card.Length != "any") (o.Ends - o.Starts).TotalMinutes.ShouldBeLessThanOrEqualTo(double.Parse(card.Length!, System.Globalization.CultureInfo.InvariantCulture));
            if (o.MinimumAge is { } age) (o.Starts.Year - born!.Value - 1).ShouldBeGreaterThanOrEqualTo(age, "whoever is born in that year has reached it");
            if (card.Slots.Count > 0)
                for (var at = o.Starts; at < o.Ends; at = at.AddMinutes(7)) card.Slots.ShouldContain(SlotByHand(at));
            if (card.Reach == "municipality") o.MunicipalityCode.ShouldBe(person.MunicipalityCode);
            if (card.Reach is "walk-10" or "walk-20" or "near") step.Metres!.Value.ShouldBeLessThanOrEqualTo(card.Reach switch { "walk-10" => 462, "walk-20" => 924, _ => 5000 });
        }
    });

    [Fact]
    public void Everything_is_either_suggested_with_reasons_or_refused_with_reasons() => Gen.Select(Cards, Opportunities.List[0, 30]).Sample((card, there) =>
    {
        var found = StepFinder.Find(Person(card, 1940), there.Select(t => t.Opportunity), Labels(there), Now);
        (found.Steps.Count + found.Others.Count).ShouldBe(there.Count(t => t.Opportunity.Starts > Now));
        found.Steps.ShouldAllBe(s => s.Reasons.Count > 0);
        found.Others.ShouldAllBe(o => o.Limits.Count > 0);
        // The order is the one that is said, whatever order they come in.
        var keys = found.Steps.Select(s => (-s.Interests.Count, s.Metres ?? double.MaxValue, s.Opportunity.Starts.UtcTicks)).ToList();
        keys.ShouldBe([.. keys.Order()]);
        StepFinder.Find(Person(card, 1940), there.Select(t => t.Opportunity).Reverse(), Labels(there), Now).Steps.Select(s => s.Opportunity.Id).ShouldBe(found.Steps.Select(s => s.Opportunity.Id));
    });

    [Fact]
    public void Reasons_are_said_in_plain_words()
    {
        StepOpportunity o = new() { Id = Guid.CreateVersion7(), Starts = Now.AddDays(1).AddHours(-2), Ends = Now.AddDays(1).AddHours(-1), Latitude = Home.Latitude + 0.0035, Longitude = Home.Longitude, WordInterests = ["music"], MunicipalityCode = "352039" };
        var person = Person(new() { Interests = ["music"], Limits = ["sitting"], Slots = ["weekday-morning"], Reach = "walk-10", From = Home }, 1938);
        var step = StepFinder.Find(person, [o], new Dictionary<Guid, StepLabel> { [o.Id] = new() { Id = o.Id, Sitting = true } }, Now).Steps.ShouldHaveSingleItem();
        step.Reasons.Select(r => r.Ja).ShouldBe(["「音楽・歌・おどり」がお好きです", "歩いておよそ 9 分", "座ってできる", "都合のよい時間"]);
        StepFinder.Find(person, [o], new Dictionary<Guid, StepLabel>(), Now).Others.ShouldHaveSingleItem().Limits.Select(l => l.Ja).ShouldBe(["座ってできるかわかりません"]);
    }

    [Theory]
    [InlineData("2026-06-11T09:00", 60, "weekday-morning")]
    [InlineData("2026-06-11T11:00", 120, "weekday-morning,weekday-afternoon")]
    [InlineData("2026-06-11T10:00", 120, "weekday-morning")]
    [InlineData("2026-06-13T16:30", 60, "weekend-afternoon,evening")]
    [InlineData("2026-07-20T09:00", 60, "weekend-morning")]
    [InlineData("2026-06-12T22:00", 720, "weekend-morning,evening")]
    public void A_time_falls_into_parts_of_the_week_holidays_as_weekends(string starts, int minutes, string expected)
    {
        // Before seven in the morning is the morning of its day.
        var at = new DateTimeOffset(DateTime.Parse(starts, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(9));
        string.Join(',', StepFinder.SlotsOf(at, at.AddMinutes(minutes))).ShouldBe(expected);
    }

    private static string SlotByHand(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(9));
        return local.Hour >= 17 ? "evening" : $"{(local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? "weekend" : "weekday")}-{(local.Hour < 12 ? "morning" : "afternoon")}";
    }

    private static CardHolder Person(InterestCard card, int? born) => new() { Id = Guid.CreateVersion7(), Name = "見本", MunicipalityCode = "352039", BirthYear = born, Card = card };

    private static Dictionary<Guid, StepLabel> Labels(List<(StepOpportunity Opportunity, StepLabel? Label)> there) => there.Where(t => t.Label is not null).DistinctBy(t => t.Label!.Id).ToDictionary(t => t.Label!.Id, t => t.Label!);

    private static Gen<List<string>> Some(IReadOnlyList<CardOption> question) => Gen.Bool.List[question.Count].Select(chosen => question.Where((_, i) => chosen[i]).Select(o => o.Key).ToList());
}

/// <summary>Opportunities come as messages, staff correct what is known of them, people see what suits.</summary>
public sealed class StepTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task What_suits_is_shown_with_reasons_and_gone_when_it_is_off()
    {
        var (_, self) = await house.ResidentAsync(new(Interests: ["clean-up"], Slots: ["weekday-morning"], Reach: "municipality"));
        var starts = JapanTime.At(house.Today.AddDays(1), new(9, 0));
        var told = house.Opportunity("見本川の草取り", starts);
        await house.HandleAsync(told with { Version = 2 });
        await house.HandleAsync(told with { Title = new("古い名前", "old") });
        using var person = house.Resident(self);
        var page = await person.ReadAsync("/senior-engagement/steps");
        page.ShouldContain("見本川の草取り");
        page.ShouldContain("「清掃・まちの美化」がお好きです");
        page.ShouldNotContain("古い名前");
        await house.HandleAsync(new OpportunityWithdrawn(told.Module, told.Id, 3));
        await house.HandleAsync(told with { Version = 2 });
        (await person.ReadAsync("/senior-engagement/steps")).ShouldNotContain("見本川の草取り");
        await house.HandleAsync(house.Opportunity("外へ", starts) with { Href = "//elsewhere.example" });
        (await person.ReadAsync("/senior-engagement/steps")).ShouldNotContain("外へ");
    }

    [Fact]
    public async Task A_month_is_printed_by_day_without_what_is_elsewhere_hidden_or_off()
    {
        var june = new DateOnly(2026, 6, 1);
        StepOpportunity Make(string title, int day, int hour, string municipality = SeniorHouse.Yamaguchi, bool off = false) => new()
        {
            Id = Guid.CreateVersion7(), Title = new(title, title), Place = "見本館", MunicipalityCode = municipality, Withdrawn = off,
            Starts = JapanTime.At(new(2026, 6, day), new(hour, 0)).ToUniversalTime(), Ends = JapanTime.At(new(2026, 6, day), new(hour + 1, 30)).ToUniversalTime(),
        };
        var hidden = Make("出さない", 3, 9);
        var july = Make("七月", 30, 9);
        july.Starts = JapanTime.StartOf(new(2026, 7, 1)).ToUniversalTime();
        StepOpportunity[] all = [Make("午後の会", 3, 13), Make("朝の会", 3, 8), Make("一日目", 1, 0), hidden, july, Make("よその会", 3, 9, SeniorHouse.Hagi), Make("中止", 3, 9, off: true)];
        var days = MonthOnPaper.Days(all.Select(o => (o, o == hidden ? new StepLabel { Id = o.Id, Hidden = true } : null)), SeniorHouse.Yamaguchi, june);
        days.Select(d => d.Day.Day).ShouldBe([1, 3]);
        days[1].Lines.ShouldBe(["8:00～9:30　朝の会（見本館）", "13:00～14:30　午後の会（見本館）"]);

        using var anybody = house.Visitor();
        if (!Documents.Paper.IsAvailable) return;
        using (var answer = await anybody.GetAsync($"/senior-engagement/month.pdf?municipality={SeniorHouse.Yamaguchi}&month=2026-06"))
            System.Text.Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(), 0, 5).ShouldBe("%PDF-");
        foreach (var wrong in new[] { "municipality=1&month=2026-06", $"municipality={SeniorHouse.Yamaguchi}&month=2026-13", "" })
        {
            using var nothing = await anybody.GetAsync($"/senior-engagement/month.pdf?{wrong}");
            nothing.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound, wrong);
        }
    }

    [Fact]
    public async Task Staff_say_that_it_is_done_sitting_and_see_why_it_was_not_suggested_before()
    {
        var paper = await house.OnPaperAsync(new(Interests: ["clean-up"], Limits: ["sitting"], Slots: ["weekday-morning"], Reach: "municipality"));
        var told = house.Opportunity("ごみの仕分け", JapanTime.At(house.Today.AddDays(1), new(10, 0)));
        await house.HandleAsync(told);
        using var staff = house.Staff();
        var before = await staff.ReadAsync($"/staff/senior-engagement/people/{paper.Id}");
        before.ShouldContain("座ってできるかわかりません");
        var page = $"/staff/senior-engagement/opportunities/{StepOpportunity.IdOf(told.Module, told.Id)}";
        (await staff.ReadAsync("/staff/senior-engagement/opportunities")).ShouldContain(page);
        using (var saved = await staff.SubmitAsync(page, "label", ("Input.Sitting", "yes"), ("Input.Indoors", ""), ("Input.Wheelchair", ""))) saved.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/senior-engagement/people/{paper.Id}")).ShouldContain("座ってできる</li>");
        // What staff know stays when the module tells of a change.
        await house.HandleAsync(told with { Version = 2 });
        (await house.LoadAsync<StepLabel>(StepOpportunity.IdOf(told.Module, told.Id))).Sitting.ShouldBe(true);
        using (var hidden = await staff.SubmitAsync(page, "label", ("Input.Sitting", "yes"), ("Input.Indoors", ""), ("Input.Wheelchair", ""), ("Input.Hidden", "true"))) hidden.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/senior-engagement/people/{paper.Id}")).ShouldContain("職員がおすすめから外しています");
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(page)).ShouldNotContain("name=\"Input.Sitting\"");
    }
}
