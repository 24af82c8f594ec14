using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>When accounts are merged, what gives rights or tasks in the support network follows, and goes back.</summary>
public sealed class SupportMovesTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task Who_is_named_on_a_consultation_is_so_with_the_account_that_stays()
    {
        Doer gone = BusinessHouse.Somebody("見本 旧子"), kept = BusinessHouse.Somebody("見本 旧子");
        var (alone, both) = (await OpenedAsync(gone), await OpenedAsync(gone));
        await house.ExecuteAsync($"update community_business.mt_doc_consultationcase set data = jsonb_set(data, '{{readers}}', (data -> 'readers') || jsonb_build_array(jsonb_set(data -> 'readers' -> 0, '{{accountId}}', '\"{kept.AccountId}\"'))) where id = '{both}'");
        (await house.LoadAsync<ConsultationCase>(both)).Readers.Count.ShouldBe(2);
        using var old = house.Staff(account: gone.AccountId);
        using var now = house.Staff(account: kept.AccountId);
        var merged = await MergeAsync(gone, kept);
        foreach (var id in new[] { alone, both })
        {
            (await house.LoadAsync<ConsultationCase>(id)).Readers.Select(r => r.AccountId).ShouldBe([kept.AccountId]);
            (await now.ReadAsync($"/staff/community-business/consultations/{id}")).ShouldContain("秘密の話");
            (await old.GetAsync($"/staff/community-business/consultations/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        }

        (await house.LoadAsync<ConsultationCase>(alone)).Entries.Single().By.AccountId.ShouldBe(gone.AccountId, "what was written stays as it was written");
        await UnmergeAsync(merged);
        (await house.LoadAsync<ConsultationCase>(alone)).Readers.Select(r => r.AccountId).ShouldBe([gone.AccountId]);
        (await house.LoadAsync<ConsultationCase>(both)).Readers.Select(r => r.AccountId).ShouldBe([gone.AccountId, kept.AccountId], ignoreOrder: true);

        var again = await MergeAsync(gone, kept);
        Doer other = new(Colleagues.Municipal.AccountId, Colleagues.Municipal.Name);
        (await house.SendAsync(new AddCaseReader(alone, other.AccountId, ReaderReason.TakesOver, kept))).Problem.ShouldBeNull();
        (await house.SendAsync(new RemoveCaseReader(alone, kept.AccountId, other))).Problem.ShouldBeNull();
        await UnmergeAsync(again);
        (await house.LoadAsync<ConsultationCase>(alone)).Readers.Select(r => r.AccountId).ShouldBe([other.AccountId], "who was taken off does not come back by an undone merging");
    }

    [Fact]
    public async Task Nobody_approves_with_the_one_account_what_they_asked_for_with_the_other()
    {
        var (venture, _) = await house.HandedInAsync();
        await house.LeaveAsync(10);
        Doer gone = BusinessHouse.Somebody(), kept = BusinessHouse.Somebody();
        var (asked, expert) = (Guid.CreateVersion7(), await house.ListedAsync());
        (await house.SendAsync(new RequestDispatch(asked, venture.Id, [ExpertField.Sales], 1, house.Today.AddDays(3), "相談", null, new(gone, null, true)))).Problem.ShouldBeNull();
        var merged = await MergeAsync(gone, kept);
        ApproveDispatch approval = new(asked, expert.Id, 1, house.Today.AddDays(3), BusinessHouse.Yamaguchi, new(kept, null, true));
        (await house.SendAsync(approval)).Code.ShouldBe("own");
        await UnmergeAsync(merged);
        (await house.LoadAsync<Dispatch>(asked)).RequestedBy.AccountId.ShouldBe(gone.AccountId);
        (await house.SendAsync(approval)).Problem.ShouldBeNull();

        (await house.SendAsync(new SetNextStep(venture.Id, "窓口が読む", house.Today.AddDays(9), NextSide.Office, "電話", new(kept, null, true)))).Problem.ShouldBeNull();
        var later = await MergeAsync(kept, gone);
        (await house.LoadAsync<Dispatch>(asked)).Approval!.By.AccountId.ShouldBe(gone.AccountId, "who is asked for the report");
        (await house.LoadAsync<Venture>(venture.Id)).Next!.SetBy.ShouldBe(gone.AccountId, "whose step it is");
        await UnmergeAsync(later);
        (await house.LoadAsync<Dispatch>(asked)).Approval!.By.AccountId.ShouldBe(kept.AccountId);
        (await house.LoadAsync<Venture>(venture.Id)).Next!.SetBy.ShouldBe(kept.AccountId);
    }

    [Fact]
    public async Task Where_both_have_an_entry_one_stands_with_the_visits_and_pairs_of_both_and_it_all_goes_back()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.LeaveAsync(10);
        Doer gone = BusinessHouse.Somebody("見本 師子"), kept = BusinessHouse.Somebody("見本 師子");
        var (former, stays) = (await house.ListedAsync(gone, purpose: ListingPurpose.Teams), await house.ListedAsync(kept, purpose: ListingPurpose.Teams));
        var visit = await house.RequestedAsync(venture, owner);
        (await house.SendAsync(NetworkHelp.Approval(visit, former))).Problem.ShouldBeNull();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await house.SendAsync(new ProposeMentor(first, venture.Id, former.Id, "お願い", owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new ProposeMentor(second, venture.Id, stays.Id, "お願い", owner, null))).Problem.ShouldBeNull();

        var merged = await MergeAsync(gone, kept);
        (await house.FindAsync<Expert>(former.Id)).ShouldBeNull();
        (await house.LoadAsync<Dispatch>(visit.Id)).ExpertId.ShouldBe(stays.Id);
        (await house.LoadAsync<Mentorship>(first)).State.ShouldBe(MentorState.Ended, "nobody goes along twice");
        (await house.LoadAsync<Mentorship>(second)).State.ShouldBe(MentorState.Proposed);
        using var me = house.Resident(kept);
        (await me.ReadAsync("/community-business/expert")).ShouldContain($"/community-business/expert/visits/{visit.Id}");
        (await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, kept.AccountId, [kept.AccountId, gone.AccountId], CancellationToken.None))
            .Single(s => s.Source == "mt_doc_accountmergeseen").Entries.SelectMany(e => e).Select(f => f.Value).ShouldContain(v => v.Contains("直売所を営む", StringComparison.Ordinal), "what is kept for an undoing is disclosed too");

        await UnmergeAsync(merged);
        (await house.LoadAsync<Expert>(former.Id)).AccountId.ShouldBe(gone.AccountId);
        (await house.LoadAsync<Expert>(stays.Id)).AccountId.ShouldBe(kept.AccountId);
        (await house.LoadAsync<Dispatch>(visit.Id)).ExpertId.ShouldBe(former.Id);
        var pair = await house.LoadAsync<Mentorship>(first);
        (pair.ExpertId, pair.State).ShouldBe((former.Id, MentorState.Proposed));
        house.GoTo(visit.WishedOn);
        (await house.SendAsync(new ReportDispatch(visit.Id, house.Today, 1, "話した", "", kept, null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new ReportDispatch(visit.Id, house.Today, 1, "話した", "", gone, null))).Problem.ShouldBeNull();
    }

    private async Task<AccountsMerged> MergeAsync(Doer gone, Doer kept)
    {
        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        return merged;
    }

    private async Task UnmergeAsync(AccountsMerged merged)
    {
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
    }

    private async Task<Guid> OpenedAsync(Doer me)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new OpenCase(id, BusinessHouse.Yamaguchi, ExpertField.Sales, "見本 来子", "", house.Today, "秘密の話", new(me, [BusinessHouse.Yamaguchi], false)))).Problem.ShouldBeNull();
        return id;
    }
}
