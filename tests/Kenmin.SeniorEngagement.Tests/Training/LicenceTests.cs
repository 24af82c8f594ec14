using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SeniorEngagement.Training;

namespace Kenmin.SeniorEngagement.Tests.Training;

/// <summary>From courses to a licence, its renewal and its end, over the years.</summary>
public sealed class LicenceTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task Staff_enter_courses_and_give_a_licence_once_there_are_enough_credits_and_the_person_sees_it_and_gives_it_back()
    {
        var (holder, self) = await house.ResidentAsync();
        using var staff = house.Staff();
        var page = $"/staff/senior-engagement/people/{holder.Id}/training";
        using (var bad = await staff.SubmitAsync(page, "credit", ("Input.Kind", "walking"), ("Input.Course", "見本講座"), ("Input.Day", "2099-01-01"), ("Input.Credits", "1")))
            WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync()).ShouldContain("今日までの日");
        foreach (var day in new[] { "令和8年6月1日", "2026/6/2" })
            (await staff.SubmitAsync(page, "credit", ("Input.Kind", "walking"), ("Input.Course", "見本講座"), ("Input.Day", day), ("Input.Credits", "１"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var twice = await staff.SubmitAsync(page, "credit", ("Input.Kind", "walking"), ("Input.Course", "見本講座"), ("Input.Day", "2026-06-02"), ("Input.Credits", "1")))
            WebUtility.HtmlDecode(await twice.Content.ReadAsStringAsync()).ShouldContain("もう入力されています");
        (await staff.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("2 / 3 単位"), p => p.ShouldNotContain("資格を交付する"));
        (await house.SendAsync(new GiveLicence(holder.Id, "walking"))).Code.ShouldBe("credits-missing");
        await CreditAsync(holder, 1, house.Today);
        (await staff.SubmitAsync(page, "give-walking")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull("pressed twice, it is given once");
        var licence = (await house.AllAsync<Licence>()).Single(l => l.HolderId == holder.Id);
        (licence.Terms, licence.GivenOn, licence.ValidUntil).ShouldBe((1, house.Today, house.Today.AddYears(3).AddDays(-1)));

        using var person = house.Resident(self);
        (await person.ReadAsync("/senior-engagement/licences")).ShouldSatisfyAllConditions(p => p.ShouldContain(licence.Number), p => p.ShouldContain("見本講座"));
        using (var elsewhere = house.Staff(SeniorHouse.Hagi))
        {
            (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await elsewhere.ReadAsync("/staff/senior-engagement/licences")).ShouldNotContain(licence.Number);
        }

        using (var auditor = house.Visitor(Kenmin.Modularity.Access.Roles.Auditor)) (await auditor.ReadAsync(page)).ShouldNotContain("受講を入力する");
        (await staff.ReadAsync("/staff/senior-engagement/licences?kind=walking")).ShouldContain(licence.Number);
        (await person.SubmitAsync("/senior-engagement/licences", $"end-{licence.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Licence>(licence.Id)).Ended.ShouldBeTrue();
        var (_, stranger) = await house.ResidentAsync();
        (await house.SendAsync(new EndLicence(licence.Id, stranger.AccountId))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_licence_is_reminded_of_renewed_lapses_and_begins_anew_under_the_same_number()
    {
        var (holder, self) = await house.ResidentAsync();
        await CreditAsync(holder, 3, house.Today);
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull();
        var first = (await house.AllAsync<Licence>()).Single(l => l.HolderId == holder.Id);
        house.GoTo(first.ValidUntil.AddDays(-90));
        (await house.SendAsync(new GiveLicence(holder.Id, "walking"))).Code.ShouldBe("credits-missing", "what was learned for the first term is used up");
        for (var i = 0; i < 2; i++) await house.SendAsync<BatchDone>(new RemindOfLicences());
        // The clock of the module may have reminded too: whoever did, it is told once.
        await UntilToldAsync(self);
        await CreditAsync(holder, 1, house.Today);
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(self.AccountId)).Count(d => d == "資格の期限が近づいています").ShouldBe(1);
        var second = await house.LoadAsync<Licence>(first.Id);
        (second.Terms, second.ValidUntil).ShouldBe((2, first.ValidUntil.AddYears(3)));

        house.GoTo(second.ValidUntil.AddYears(1).AddDays(1));
        await CreditAsync(holder, 1, house.Today);
        (await house.SendAsync(new GiveLicence(holder.Id, "walking"))).Code.ShouldBe("credits-missing", "it is over, and takes as much as a first one");
        await CreditAsync(holder, 2, house.Today.AddDays(-1));
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull();
        var third = await house.LoadAsync<Licence>(first.Id);
        (third.Number, third.GivenOn, third.ValidUntil).ShouldBe((first.Number, first.GivenOn, house.Today.AddYears(3).AddDays(-1)));
    }

    [Fact]
    public async Task Twenty_at_the_same_moment_get_twenty_numbers_and_nobody_two_licences()
    {
        List<CardHolder> people = [];
        for (var i = 0; i < 20; i++) people.Add(await house.OnPaperAsync());
        foreach (var person in people) await CreditAsync(person, 3, house.Today);
        (await Task.WhenAll(people.Concat(people).Select(p => house.SendAsync(new GiveLicence(p.Id, "walking"))))).ShouldAllBe(a => a.IsDone);
        var licences = (await house.AllAsync<Licence>()).Where(l => people.Any(p => p.Id == l.HolderId)).ToList();
        (licences.Count, licences.Select(l => l.Number).Distinct().Count(), licences.Select(l => l.HolderId).Distinct().Count()).ShouldBe((20, 20, 20));
    }

    [Fact]
    public void On_every_day_a_licence_is_in_one_state_and_never_comes_back_by_itself() => Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 4000], Gen.Bool).Sample((a, b, ended) =>
    {
        Licence licence = new() { ValidUntil = new DateOnly(2026, 1, 1).AddDays(2000), Ended = ended };
        var (early, late) = (new DateOnly(2026, 1, 1).AddDays(Math.Min(a, b)), new DateOnly(2026, 1, 1).AddDays(Math.Max(a, b)));
        ((int)licence.StateOn(early)).ShouldBeLessThanOrEqualTo((int)licence.StateOn(late));
        if (licence.StateOn(late) is LicenceState.Valid or LicenceState.Renewable) late.ShouldBeLessThanOrEqualTo(licence.ValidUntil);
    });

    [Fact]
    public async Task The_record_of_activities_is_told_it_follows_a_merging_and_an_erasure_leaves_nothing()
    {
        var (holder, self) = await house.ResidentAsync();
        await CreditAsync(holder, 3, house.Today);
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull();
        var licence = (await house.AllAsync<Licence>()).Single(l => l.HolderId == holder.Id);
        (await house.DeliveredAsync(self.AccountId)).ShouldContain($"licence v1 {licence.Number}");
        var (other, kept) = await house.ResidentAsync();
        var merge = Guid.CreateVersion7();
        await house.HandleAndWaitAsync(new AccountsMerged(merge, kept.AccountId, self.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Licence>(licence.Id)).HolderId.ShouldBe(other.Id);
        (await house.DeliveredAsync(kept.AccountId)).ShouldContain(d => d.EndsWith(licence.Number, StringComparison.Ordinal));
        await house.HandleAndWaitAsync(new AccountsUnmerged(merge, kept.AccountId, self.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Licence>(licence.Id)).HolderId.ShouldBe(holder.Id);
        await house.HandleAndWaitAsync(new FactsRequested(Guid.CreateVersion7()));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), self.AccountId))).Sections.Select(s => s.Source).ShouldContain("mt_doc_licence");

        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        (await house.FindAsync<Licence>(licence.Id)).ShouldBeNull();
        (await house.FindAsync<ToldLicences>(holder.Id)).ShouldBeNull();
        (await house.AllAsync<TrainingCredit>()).ShouldNotContain(c => c.HolderId == holder.Id);
    }

    private async Task UntilToldAsync(Doer self)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        using PeriodicTimer looks = new(TimeSpan.FromMilliseconds(50));
        while (!(await house.DeliveredAsync(self.AccountId)).Contains("資格の期限が近づいています")) await looks.WaitForNextTickAsync(patience.Token);
    }

    private async Task CreditAsync(CardHolder holder, int credits, DateOnly day) =>
        (await house.SendAsync(new SaveCredit(Guid.CreateVersion7(), holder.Id, "walking", $"見本講座{SeniorHouse.NextNumber()}", day, credits, SeniorHouse.Office))).Problem.ShouldBeNull();
}
