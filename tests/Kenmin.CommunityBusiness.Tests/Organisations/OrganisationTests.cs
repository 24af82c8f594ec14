using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Organisations;

/// <summary>Organisations are entered once, and where each fact comes from is found out.</summary>
public sealed class OrganisationTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private static int _serial;

    [Fact]
    public async Task Where_a_fact_comes_from_is_found_out_and_kept_with_its_day()
    {
        var (me, id, number) = (BusinessHouse.Somebody(), Guid.CreateVersion7(), Number());
        var said = await SaidAsync(number);
        house.GoTo(house.Today.AddDays(3));
        (await house.SendAsync(Save(id, me, number) with { Name = said.Name, Kana = "ほかのよみ", Address = said.Address, PostalCode = "753-8501" })).Problem.ShouldBeNull();
        var entered = house.Today;
        var kept = await house.LoadAsync<Organisation>(id);
        (kept.Number, kept.Name.Source, kept.Kana.Source, kept.Address.Source, kept.PostalCode).ShouldBe(
            (number, FactSource.GBizInfo, FactSource.Entered, FactSource.GBizInfo, new("7538501", FactSource.Entered, entered)));
        kept.Name.On.ShouldBe(JapanTime.DayOf(said.AskedAt));

        // What stays keeps its day; what is changed is of today, and is not the register's any more.
        house.GoTo(house.Today.AddDays(3));
        (await house.SendAsync(Save(id, me, number) with { Name = said.Name, Kana = "ほかのよみ", Address = "山口市別町", PostalCode = "753-8501", Revision = 1 })).Problem.ShouldBeNull();
        kept = await house.LoadAsync<Organisation>(id);
        (kept.Name.On, kept.Kana.On, kept.Address).ShouldBe((JapanTime.DayOf(said.AskedAt), entered, new("山口市別町", FactSource.Entered, house.Today)));

        // Under another number the name is only what somebody typed.
        (await house.SendAsync(Save(id, me, Number()) with { Name = said.Name, Revision = 2 })).Problem.ShouldBeNull();
        (await house.LoadAsync<Organisation>(id)).Name.ShouldBe(new(said.Name, FactSource.Entered, house.Today));
    }

    [Fact]
    public async Task A_number_is_entered_once_however_many_try_at_once()
    {
        var number = Number();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.SendAsync(Save(Guid.CreateVersion7(), BusinessHouse.Somebody(), number))));
        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "registered" && a.Field == "Number");
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        (await session.Query<Organisation>().CountAsync(o => o.Number == number)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_overwrites_what_another_wrote_and_sending_twice_is_sending_once()
    {
        var (me, id) = (BusinessHouse.Somebody(), Guid.CreateVersion7());
        for (var i = 0; i < 2; i++) (await house.SendAsync(Group(id, me))).Problem.ShouldBeNull();
        var answers = await Task.WhenAll(house.SendAsync(Group(id, me) with { Name = "一つ目", Revision = 1 }), house.SendAsync(Group(id, null) with { Name = "二つ目", Revision = 1 }));
        answers.Select(a => a.Code).Order().ShouldBe([null, "changed-meanwhile"]);
        (await house.LoadAsync<Organisation>(id)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Each_kind_says_whether_it_has_a_number_and_staff_keep_to_their_municipalities()
    {
        var me = BusinessHouse.Somebody();
        (await house.SendAsync(Group(Guid.CreateVersion7(), me) with { Number = Number() })).Field.ShouldBe("Number");
        (await house.SendAsync(Save(Guid.CreateVersion7(), me, ""))).Field.ShouldBe("Number");
        (await house.SendAsync(Group(Guid.CreateVersion7(), me) with { Kind = null })).Field.ShouldBe("Kind");
        (await house.SendAsync(Group(Guid.CreateVersion7(), me) with { Kind = (OrganisationKind)99 })).Field.ShouldBe("Kind");
        (await house.SendAsync(Group(Guid.CreateVersion7(), me) with { PostalCode = "12" })).Field.ShouldBe("PostalCode");
        (await house.SendAsync(Group(Guid.CreateVersion7(), me) with { Municipality = "999999" })).Field.ShouldBe("Municipality");
        (await house.SendAsync(Group(Guid.CreateVersion7(), null) with { Municipality = BusinessHouse.Hagi })).Field.ShouldBe("Municipality");
        (await house.SendAsync(Group(Guid.CreateVersion7(), null) with { Office = null })).Code.ShouldBe(CommandAnswer.NotFound, "somebody has to send it");
        var id = Guid.CreateVersion7();
        (await house.SendAsync(Group(id, me) with { Municipality = BusinessHouse.Hagi })).Problem.ShouldBeNull();
        (await house.SendAsync(Group(id, null) with { Revision = 1 })).Code.ShouldBe(CommandAnswer.NotFound, "it is of another city");
        (await house.SendAsync(Group(id, BusinessHouse.Somebody()) with { Revision = 1 })).Code.ShouldBe(CommandAnswer.NotFound, "it is another's");
    }

    [Fact]
    public async Task What_the_office_corrects_or_takes_out_the_owner_is_told()
    {
        var (me, id) = (BusinessHouse.Somebody(), Guid.CreateVersion7());
        (await house.SendAndWaitAsync(Group(id, me))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(me.AccountId)).ShouldBeEmpty();
        (await house.SendAndWaitAsync(Group(id, null) with { Name = "直した会", Revision = 1 })).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new RemoveOrganisation(id, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(me.AccountId)).Order().ShouldBe(new[] { "団体の情報が変わりました", "団体の登録が消されました" }.Order());
        (await house.FindAsync<Organisation>(id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_organisation_runs_a_venture_of_its_owner_and_is_not_taken_out_meanwhile()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (mine, theirs, counter) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var stranger = BusinessHouse.Somebody();
        (await house.SendAsync(Group(mine, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(Group(theirs, stranger))).Problem.ShouldBeNull();
        (await house.SendAsync(Group(counter, null))).Problem.ShouldBeNull();
        foreach (var not in new[] { theirs, counter, Guid.CreateVersion7() }) (await house.SendAsync(new SetOrganisation(venture.Id, not, owner, null))).Field.ShouldBe("OrganisationId");
        (await house.SendAsync(new SetOrganisation(venture.Id, theirs, stranger, null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SetOrganisation(venture.Id, theirs, null, BusinessHouse.Office))).Field.ShouldBe("OrganisationId", "it is of nobody in the team");
        (await house.SendAsync(new SetOrganisation(venture.Id, counter, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new RemoveOrganisation(counter, null, BusinessHouse.Office))).Code.ShouldBe("in-use");

        // Chosen and taken out at once: never both.
        var both = await Task.WhenAll(house.SendAsync(new SetOrganisation(venture.Id, mine, owner, null)), house.SendAsync(new RemoveOrganisation(mine, owner, null)));
        both.Count(a => a.IsDone).ShouldBe(1);
        (await house.FindAsync<Organisation>(mine) is null).ShouldBe(both[1].IsDone);
        (await house.LoadAsync<Venture>(venture.Id)).OrganisationId.ShouldBe(both[0].IsDone ? mine : counter);
    }

    [Fact]
    public async Task Whose_it_was_is_forgotten_and_who_carries_the_business_on_has_it()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (friend, code) = (BusinessHouse.Somebody("見本 仲間"), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        var (runs, idle, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var id in new[] { runs, idle }) (await house.SendAsync(Group(id, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(Group(person, owner) with { Kind = OrganisationKind.SoleProprietor })).Problem.ShouldBeNull();
        (await house.SendAsync(new SetOrganisation(venture.Id, runs, owner, null))).Problem.ShouldBeNull();
        var sections = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, owner.AccountId, [owner.AccountId], CancellationToken.None);
        sections.Single(s => s.Source == "mt_doc_organisation").Entries.Count.ShouldBe(3);

        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), owner.AccountId, null))).Erased.ShouldNotBeEmpty();
        var after = await house.LoadAsync<Organisation>(runs);
        (after.OwnerAccountId, after.EnteredBy.AccountId, after.ChangedBy.AccountId).ShouldBe((friend.AccountId, Guid.Empty, Guid.Empty));
        (await house.FindAsync<Organisation>(idle)).ShouldBeNull();
        (await house.FindAsync<Organisation>(person)).ShouldBeNull();

        var alone = Guid.CreateVersion7();
        (await house.SendAsync(Group(alone, null) with { Kind = OrganisationKind.SoleProprietor })).Problem.ShouldBeNull();
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, alone))).Erased.ShouldNotBeEmpty("who has no account is known by the organisation");
        (await house.FindAsync<Organisation>(alone)).ShouldBeNull();
    }

    [Fact]
    public async Task Merged_accounts_have_all_organisations_and_get_their_own_back()
    {
        var (kept, gone, id) = (BusinessHouse.Somebody(), BusinessHouse.Somebody(), Guid.CreateVersion7());
        (await house.SendAsync(Group(id, gone))).Problem.ShouldBeNull();
        AccountsMerged merged = new(Guid.CreateVersion7(), kept.AccountId, gone.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<Organisation>(id)).OwnerAccountId.ShouldBe(kept.AccountId);
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Organisation>(id)).OwnerAccountId.ShouldBe(gone.AccountId);
    }

    internal static string Number()
    {
        var twelve = (250_009_000_000L + Interlocked.Increment(ref _serial)).ToString(CultureInfo.InvariantCulture);
        return $"{CorporateNumber.CheckDigit(twelve)}{twelve}";
    }

    internal static SaveOrganisation Group(Guid id, Doer? by) =>
        new(id, OrganisationKind.Voluntary, null, "坂の上の会", null, null, null, BusinessHouse.Yamaguchi, 0, by, by is null ? BusinessHouse.Office : null);

    private static SaveOrganisation Save(Guid id, Doer by, string number) => Group(id, by) with { Kind = OrganisationKind.NonProfit, Number = number };

    private async Task<RegisterAnswer> SaidAsync(string number)
    {
        RegisterAnswer said = new() { Id = number, Found = true, Name = "特定非営利活動法人見本", Kana = "ミホン", PostalCode = "7530001", Address = "山口県山口市見本町", AskedAt = house.Clock.GetUtcNow() };
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(said);
        await session.SaveChangesAsync();
        return said;
    }
}
