using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Refilling;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Tests.Telling;

/// <summary>What people sign up for elsewhere, as they see it here.</summary>
public sealed class SignUpsToldTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_up_sees_it_here_and_who_cancels_does_not_any_more()
    {
        var plan = await new CleanUpPlans(house).AcceptedAsync(helpers: 1);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SignUpAsync(plan.Activity, first);
        await SignUpAsync(plan.Activity, second);
        (await StandsAsync(first, "confirmed")).GetProperty("what").GetProperty("ja").GetString()!.ShouldContain(plan.Site);
        await StandsAsync(second, "waiting");
        using (var resident = house.Resident(first))
        {
            var page = await resident.ReadAsync("/passport");
            page.ShouldContain($"/clean-up/activities/{plan.Activity}");
            page.ShouldContain("参加が決まっています");
            (await resident.ReadAsync("/passport/upcoming.ics")).ShouldContain("BEGIN:VEVENT");
        }

        await CancelAsync(plan.Activity, first);
        await StandsAsync(second, "confirmed");
        await IsEmptyAsync(first);

        // Called off, it stands on nobody's list.
        (await house.AskAsync<CommandAnswer>(new CancelActivity(plan.Activity, "大雨のため", plan.Leader))).IsDone.ShouldBeTrue();
        await IsEmptyAsync(second);
    }

    [Fact]
    public async Task Merged_accounts_have_one_list_and_a_cancelled_place_is_gone_from_it()
    {
        var plans = new CleanUpPlans(house);
        var (one, other) = (await plans.AcceptedAsync(helpers: 3), await plans.AcceptedAsync(helpers: 3, hour: 13));
        var (kept, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SignUpAsync(one.Activity, kept);
        await SignUpAsync(one.Activity, gone);
        await SignUpAsync(other.Activity, gone);
        await StandsAsync(kept, "confirmed");
        await UntilAsync(async () => (await UpcomingAsync(gone)).GetArrayLength() == 2);

        await house.SendAndWaitAsync(new AccountsMerged(Guid.CreateVersion7(), kept, gone, house.Clock.GetUtcNow()));
        await UntilAsync(async () => (await UpcomingAsync(kept)).GetArrayLength() == 2);
        await CancelAsync(one.Activity, kept);
        await UntilAsync(async () => (await UpcomingAsync(kept)).GetArrayLength() == 1);

        // Made anew from what modules tell, it is the same.
        await house.ExecuteAsync("truncate passport.mt_doc_signedup");
        await house.SendAndWaitAsync(new AskForFacts());
        await UntilAsync(async () => (await UpcomingAsync(kept)).GetArrayLength() == 1);
    }

    [Fact]
    public async Task Who_is_erased_has_none_and_what_comes_late_brings_none_back()
    {
        var plan = await new CleanUpPlans(house).AcceptedAsync(helpers: 3);
        var account = Guid.CreateVersion7();
        await SignUpAsync(plan.Activity, account);
        await StandsAsync(account, "confirmed");
        (await house.HeldOnAsync(account)).ShouldContain(s => s.Source == "mt_doc_signedup");

        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), account, null));
        await house.HandleAsync(new SignUpsChanged("clean-up", [new(account, 99, [Fact(house.Clock.GetUtcNow().AddDays(1))])]));
        await IsEmptyAsync(account);
        (await house.HeldOnAsync(account)).SelectMany(s => s.Entries).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_highest_version_stands_in_whatever_order_they_come_and_what_is_over_is_not_shown()
    {
        var account = Guid.CreateVersion7();
        var now = house.Clock.GetUtcNow();
        var versions = Enumerable.Range(1, 6).Select(v => new SignUpsChanged("sample", [new(account, v, [.. Enumerable.Range(0, v).Select(i => Fact(now.AddDays(i + 1)))])])).ToArray();
        new Random(7).Shuffle(versions);
        foreach (var version in versions) await house.HandleAsync(version);
        (await UpcomingAsync(account)).GetArrayLength().ShouldBe(6);

        await house.HandleAsync(new SignUpsChanged("sample", [new(account, 7, [Fact(now.AddHours(-3)), Fact(now.AddDays(1)), Fact(now.AddDays(1)) with { Href = "//elsewhere.example" }])]));
        (await UpcomingAsync(account)).GetArrayLength().ShouldBe(1);
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/upcoming", Cancellation)).GetArrayLength().ShouldBe(0);
    }

    private static SignUpFact Fact(DateTimeOffset starts) => new(Guid.CreateVersion7(), SignUpStanding.Confirmed, new("見本の活動", "Sample"), starts, starts.AddHours(2), "/search");

    private async Task SignUpAsync(Guid activity, Guid account)
    {
        using var resident = house.Resident(account);
        using var taken = await resident.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity}/sign-ups", new { }, Cancellation);
        taken.EnsureSuccessStatusCode();
    }

    private async Task CancelAsync(Guid activity, Guid account)
    {
        using var resident = house.Resident(account);
        using var cancelled = await resident.Http.DeleteAsync($"/api/v1/clean-up/activities/{activity}/sign-ups", Cancellation);
        cancelled.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> UpcomingAsync(Guid account)
    {
        using var resident = house.Resident(account);
        return await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/upcoming", Cancellation);
    }

    private async Task<JsonElement> StandsAsync(Guid account, string standing)
    {
        JsonElement found = default;
        await UntilAsync(async () =>
        {
            found = await UpcomingAsync(account);
            return found.GetArrayLength() == 1 && found[0].GetProperty("standing").GetString() == standing;
        });
        return found[0];
    }

    private Task IsEmptyAsync(Guid account) => UntilAsync(async () => (await UpcomingAsync(account)).GetArrayLength() == 0);

    private async Task UntilAsync(Func<Task<bool>> so)
    {
        while (!await so())
        {
            // The engine looks once a second, by the house's clock.
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Cancellation);
        }
    }
}
