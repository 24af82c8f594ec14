using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>Entries are proposed, decided on and closed, and belong to who proposed them.</summary>
public sealed class EntryTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Theory]
    [InlineData("Kind", "種類を選んでください。")]
    [InlineData("Place", "番地は書かず")]
    [InlineData("Latitude", "県内の位置にしてください")]
    [InlineData("Swapped", "緯度と経度が入れ替わっています")]
    [InlineData("Elsewhere", "この位置は萩市にありません")]
    [InlineData("Until", "始まりの日よりあとにしてください")]
    [InlineData("Contact", "連絡先を書いてください")]
    public async Task What_cannot_be_taken_is_said_at_its_field(string what, string told)
    {
        var facts = ResourceHelp.House();
        facts = what switch
        {
            "Kind" => facts with { Kind = null }, "Place" => facts with { Place = "見本地区１２番地の３" }, "Latitude" => facts with { Latitude = "34.3963", Longitude = "132.4594" }, "Swapped" => facts with { Latitude = ResourceHelp.East, Longitude = ResourceHelp.Exact },
            "Elsewhere" => facts with { MunicipalityCode = BusinessHouse.Hagi }, "Until" => facts with { From = house.Today, Until = house.Today.AddDays(-1) }, _ => facts with { Contact = " " },
        };
        var answer = await house.SendAsync(new SaveEntry(Guid.CreateVersion7(), facts, null, false, 0, BusinessHouse.Somebody(), null));
        answer.Problem!.Value.Ja.ShouldContain(told);
        answer.Field.ShouldBe(what is "Swapped" or "Elsewhere" ? "Latitude" : what);
    }

    [Fact]
    public async Task A_proposal_waits_is_refused_with_a_reason_proposed_again_and_published_as_it_was_read()
    {
        var by = BusinessHouse.Somebody();
        var entry = await house.ProposedAsync(by);
        (entry.State, entry.Shown == entry.Exact).ShouldBe((EntryState.Waiting, false));
        (await house.SendAsync(new SaveEntry(entry.Id, ResourceHelp.House(), null, true, 0, by, null))).Problem.ShouldBeNull("sent twice it is one");
        (await house.SendAsync(new RefuseEntry(entry.Id, "", BusinessHouse.Office))).Field.ShouldBe("Reason");
        (await house.SendAndWaitAsync(new RefuseEntry(entry.Id, "持ち主の了解がまだです", BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(by.AccountId)).ShouldBe(["お申し出は見送りになりました"]);
        var refused = await house.LoadAsync<LocalEntry>(entry.Id);
        (await house.SendAsync(new SaveEntry(entry.Id, ResourceHelp.House("直した空き家"), null, true, refused.Revision, by, null))).Problem.ShouldBeNull();
        var again = await house.LoadAsync<LocalEntry>(entry.Id);
        (again.State, again.Reason).ShouldBe((EntryState.Waiting, ""));
        (await house.SendAsync(new PublishEntry(entry.Id, "定住促進課", refused.Revision, BusinessHouse.Office))).Code.ShouldBe("changed-meanwhile", "another text was read");
        (await house.SendAsync(new PublishEntry(entry.Id, "定住促進課", again.Revision, BusinessHouse.Office with { By = by }))).Code.ShouldBe("own");
        (await house.SendAsync(new PublishEntry(entry.Id, "定住促進課", again.Revision, BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAndWaitAsync(new PublishEntry(entry.Id, "定住促進課", again.Revision, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(by.AccountId)).ShouldContain("お申し出を公開しました");
        var open = await house.LoadAsync<LocalEntry>(entry.Id);
        (await house.SendAsync(new SaveEntry(entry.Id, ResourceHelp.House("勝手に直す"), null, true, open.Revision, by, null))).Code.ShouldBe("published");
        (await house.SendAsync(new SaveEntry(entry.Id, ResourceHelp.House(), null, true, 0, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SaveEntry(entry.Id, open.Facts with { Title = "窓口が直した" }, "", false, 0, null, BusinessHouse.Office))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new SaveEntry(entry.Id, open.Facts with { Title = "窓口が直した" }, "", false, open.Revision, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.LoadAsync<LocalEntry>(entry.Id)).HandOver.ShouldNotBeNull("the consent is theirs");
    }

    [Fact]
    public async Task A_number_is_given_once_in_a_municipality_however_many_give_it_at_once()
    {
        var number = Guid.CreateVersion7().ToString("N")[..20];
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => house.SendAsync(new SaveEntry(Guid.CreateVersion7(), ResourceHelp.House($"空き家 {i}"), number, false, 0, null, BusinessHouse.Office))));
        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "number-taken");
    }

    [Fact]
    public async Task What_was_proposed_is_taken_out_erased_and_follows_a_merging()
    {
        var (by, other) = (BusinessHouse.Somebody(), BusinessHouse.Somebody());
        var entry = await house.PublishedAsync(by, ResourceHelp.House("わたしの空き家"));
        var (venture, owner) = await house.HandedInAsync();
        var interest = Guid.CreateVersion7();
        (await house.SendAsync(new ShowInterest(interest, entry.Id, venture.Id, "使いたい", owner))).Problem.ShouldBeNull();
        var told = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, by.AccountId, [by.AccountId], CancellationToken.None);
        told.SelectMany(s => s.Entries).SelectMany(e => e).Select(f => f.Value).ShouldContain("わたしの空き家");
        AccountsMerged merged = new(Guid.CreateVersion7(), other.AccountId, by.AccountId, house.Clock.GetUtcNow());
        await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<LocalEntry>(entry.Id)).ProposerAccountId.ShouldBe(other.AccountId);
        await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<LocalEntry>(entry.Id)).ProposerAccountId.ShouldBe(by.AccountId);
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), owner.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<LocalInterest>(interest)).ShouldBeNull("it went with the venture");
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), by.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.FindAsync<LocalEntry>(entry.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_no_account_is_erased_by_the_entry()
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveEntry(id, ResourceHelp.House(), "", false, 0, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new SetHandOver(id, true, "", null, BusinessHouse.Office))).Field.ShouldBe("How");
        (await house.SendAsync(new SetHandOver(id, true, "電話で聞いた", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, id))).Erased.ShouldNotBeEmpty();
        var after = await house.LoadAsync<LocalEntry>(id);
        (after.Contact, after.HandOver).ShouldBe(("", null));
    }
}
