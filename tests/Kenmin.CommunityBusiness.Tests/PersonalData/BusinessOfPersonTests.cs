using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.PersonalData;

/// <summary>People rule over what is known of them: they take it, have it erased, and keep it when accounts are merged.</summary>
public sealed class BusinessOfPersonTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_person_takes_the_own_ideas_plans_and_steps_without_the_names_of_others()
    {
        var (venture, owner, friend) = await TogetherAsync();
        var sections = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, owner.AccountId, [owner.AccountId], CancellationToken.None);
        sections.Select(s => s.Source).ShouldBe(["mt_doc_venture", "mt_doc_venturestep", "mt_doc_businessplan", "mt_doc_planversion"], ignoreOrder: true);
        var fields = sections.SelectMany(s => s.Entries).SelectMany(e => e).Select(f => f.Value).ToList();
        fields.ShouldContain(venture.Title);
        fields.ShouldContain("届ける");
        fields.ShouldNotContain(friend.Name);
        var theirs = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, friend.AccountId, [friend.AccountId], CancellationToken.None);
        theirs.SelectMany(s => s.Entries).SelectMany(e => e).Select(f => f.Value).ShouldNotContain(owner.Name);
    }

    [Fact]
    public async Task Whose_business_others_carry_on_is_forgotten_in_it_and_the_last_takes_all_along()
    {
        var (venture, owner, friend) = await TogetherAsync();
        (await EraseAsync(owner.AccountId)).Erased.ShouldNotBeEmpty();
        var after = await house.LoadAsync<Venture>(venture.Id);
        (after.OwnerAccountId, after.OwnerName, after.Team.Count).ShouldBe((friend.AccountId, friend.Name, 0));
        (await house.LoadAsync<BusinessPlan>(venture.Id)).ChangedBy.AccountId.ShouldBe(Guid.Empty);
        (await CountAsync(owner.AccountId)).ShouldBe(0);
        (await EraseAsync(friend.AccountId)).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<Venture>(venture.Id)).ShouldBeNull();
        (await house.FindAsync<BusinessPlan>(venture.Id)).ShouldBeNull();
        (await house.StepsAsync(venture.Id)).ShouldBeEmpty();
        (await CountAsync(friend.AccountId)).ShouldBe(0);
        (await EraseAsync(friend.AccountId)).Erased.ShouldBeEmpty("asked once more, there is nothing");
    }

    [Fact]
    public async Task Who_has_no_account_is_erased_by_the_venture()
    {
        var (id, code) = (Guid.CreateVersion7(), Venture.Codes.New());
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), new("見本 舟子", "083-933-0000", ""), code, null, null, 0, true))).Problem.ShouldBeNull();
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, id))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<Venture>(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Merged_accounts_have_one_place_in_a_team_and_get_their_own_back()
    {
        var (venture, owner, friend) = await TogetherAsync();
        AccountsMerged merged = new(Guid.CreateVersion7(), friend.AccountId, owner.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        var after = await house.LoadAsync<Venture>(venture.Id);
        (after.OwnerAccountId, after.Team.Count).ShouldBe((friend.AccountId, 0));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        after = await house.LoadAsync<Venture>(venture.Id);
        (after.OwnerAccountId, after.Team.Single().AccountId).ShouldBe((owner.AccountId, friend.AccountId));
    }

    private async Task<(Venture Venture, Doer Owner, Doer Friend)> TogetherAsync()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (friend, code) = (BusinessHouse.Somebody($"見本 仲間{Guid.CreateVersion7():N}"[..12]), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        await house.PlanAsync(venture, owner);
        return (await house.LoadAsync<Venture>(venture.Id), owner, friend);
    }

    private Task<ErasureConfirmed> EraseAsync(Guid account) => house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), account, null));

    private async Task<long> CountAsync(Guid account)
    {
        await using var command = house.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(
            string.Join(" + ", new[] { "venture", "venturestep", "businessplan", "planversion", "actualmonth", "gaterules" }.Select(t => $"(select count(*) from community_business.mt_doc_{t} where data::text like '%{account}%')")) is var sum ? $"select {sum}" : "");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
