using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Refilling;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Tests.Telling;

/// <summary>What clean-ups tell, from the change there to what a person sees here.</summary>
public sealed class CleanUpTellsTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    private readonly CleanUpPlans _plans = new(house);

    [Fact]
    public async Task An_accepted_clean_up_is_found_and_gone_when_it_is_called_off()
    {
        var plan = await _plans.AcceptedAsync(helpers: 5, wait: false);
        await AppearsAsync($"words={plan.Site}", shown: true);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/search?words={plan.Site}")).ShouldContain($"/clean-up/activities/{plan.Activity}");

        (await house.AskAsync<CommandAnswer>(new CancelActivity(plan.Activity, "大雨のため", plan.Leader))).IsDone.ShouldBeTrue();
        await AppearsAsync($"words={plan.Site}", shown: false);
    }

    [Fact]
    public async Task What_seeks_no_helpers_is_not_offered_and_what_is_not_decided_neither()
    {
        var without = await _plans.AcceptedAsync(helpers: 0);
        (await house.FindAsync($"words={without.Site}")).ShouldBeEmpty();
        var undecided = await _plans.PlanAsync(helpers: 4);
        (await house.FindAsync($"words={undecided.Site}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task New_names_are_found_and_old_ones_are_not_and_a_hidden_campaign_takes_all_with_it_until_it_is_shown_again()
    {
        var plan = await _plans.AcceptedAsync(helpers: 5);
        var renamed = $"新しい名の浜{plan.Number}";
        var office = Municipality.ByCode(PassportHouse.Yamaguchi)!.Office;
        (await house.AskAndWaitAsync<CommandAnswer>(new SaveSite(plan.SiteId, PassportHouse.Yamaguchi, renamed, SiteKind.Coast, office, 500, "", Closed: false))).IsDone.ShouldBeTrue();
        (await house.FindAsync($"words={renamed}")).Count.ShouldBe(1);
        (await house.FindAsync($"words={plan.Site}")).ShouldBeEmpty();
        (await house.AskAndWaitAsync<CommandAnswer>(new RegisterGroup(plan.Group, GroupKind.Association, $"改名会{plan.Number}", PassportHouse.Yamaguchi, "見本 代表", "083-933-0000", plan.Leader))).IsDone.ShouldBeTrue();
        (await house.FindAsync($"words=改名会{plan.Number}")).Count.ShouldBe(1);

        await house.AskAndWaitAsync<CommandAnswer>(new PublishCampaign(plan.Campaign, false));
        (await house.FindAsync($"words={renamed}")).ShouldBeEmpty();
        await house.AskAndWaitAsync<CommandAnswer>(new PublishCampaign(plan.Campaign, true));
        (await house.FindAsync($"words={renamed}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_helped_and_who_led_have_it_in_their_records_and_who_only_had_a_place_has_not()
    {
        var (helper, absent) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var plan = await _plans.AcceptedAsync(helpers: 5);
        foreach (var account in new[] { helper, absent })
        {
            using var resident = house.Resident(account);
            using var taken = await resident.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{plan.Activity}/sign-ups", new { });
            taken.EnsureSuccessStatusCode();
        }

        house.Clock.SetUtcNow(JapanTime.At(plan.Day, new(12, 0)));
        await house.AskAndWaitAsync<CommandAnswer>(new ReportOwnResult(plan.Activity, Figures.None with { People = 1, PersonMinutes = 110, BurnableBags = 2 }, helper));
        (await TimesAsync(helper)).ShouldBe(0, "nobody confirmed it yet");
        var report = OwnReportId(plan.Activity, helper);
        await house.AskAndWaitAsync<CommandAnswer>(new DecideOwnResult(report, true, plan.Leader));
        var line = (await house.RecordAsync(helper)).GetProperty("lines")[0];
        line.GetProperty("minutes").GetInt32().ShouldBe(110);
        line.GetProperty("proof").GetString().ShouldBe("confirmed");
        (await TimesAsync(plan.Leader)).ShouldBe(0);

        await house.AskAndWaitAsync<CommandAnswer>(new ReportResult(plan.Activity, Figures.None with { People = 10, PersonMinutes = 900, BurnableBags = 12 }, plan.Leader));
        (await house.RecordAsync(plan.Leader)).GetProperty("lines")[0].GetProperty("minutes").GetInt32().ShouldBe(90);
        (await TimesAsync(absent)).ShouldBe(0);
        using (var resident = house.Resident(helper)) (await resident.ReadAsync("/passport")).ShouldContain("ごみ袋 12袋");

        await house.AskAndWaitAsync<CommandAnswer>(new DecideOwnResult(report, false, plan.Leader));
        (await TimesAsync(helper)).ShouldBe(0);
        await house.AskAndWaitAsync<CommandAnswer>(new DecideOwnResult(report, true, plan.Leader));

        // A merging moves it once, whoever hears of it first.
        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.SendAndWaitAsync(new AccountsMerged(merge, kept, helper, house.Clock.GetUtcNow()));
        ((await TimesAsync(kept)), (await house.RecordAsync(kept)).GetProperty("minutes").GetInt32()).ShouldBe((1, 110));
        await house.SendAndWaitAsync(new AccountsUnmerged(merge, kept, helper, house.Clock.GetUtcNow()));
        ((await TimesAsync(kept)), await TimesAsync(helper)).ShouldBe((0, 1));

        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), helper, null));
        (await TimesAsync(helper)).ShouldBe(0);
        // Made anew from what modules tell, it is the same to the last byte.
        var before = await StateAsync();
        before.Length.ShouldBeGreaterThan(1_000);
        await house.ExecuteAsync("truncate passport.mt_doc_opportunity, passport.mt_doc_participation, passport.mt_doc_sharedresult");
        (await TimesAsync(plan.Leader)).ShouldBe(0);
        using var administrator = house.Visitor(Roles.Administrator);
        await house.SendAndWaitAsync(new AskForFacts());
        (await StateAsync()).ShouldBe(before);
        (await administrator.ReadAsync("/admin/passport")).ShouldContain("環境美化活動");
    }

    private async Task<int> TimesAsync(Guid account) => (await house.RecordAsync(account)).GetProperty("times").GetInt32();

    private Task<string> StateAsync() => house.TextAsync(
        """
        select string_agg(t, E'\n' order by t) from (
          select data::text t from passport.mt_doc_opportunity where module = 'clean-up' union all
          select data::text from passport.mt_doc_participation where data ->> 'module' = 'clean-up' union all
          select data::text from passport.mt_doc_sharedresult) all_of_it
        """);

    // The same fact has the same id, whoever makes it.
    private static Guid OwnReportId(Guid activity, Guid account) => FactId.Of($"clean-up.own-report|{activity:N}|{account:N}");

    private async Task AppearsAsync(string query, bool shown)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await house.FindAsync(query)).Count > 0 != shown) await Task.Delay(20, limit.Token);
    }
}
