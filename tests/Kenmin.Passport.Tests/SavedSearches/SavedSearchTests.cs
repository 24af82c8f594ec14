using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Tests.Support;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Wolverine;

namespace Kenmin.Passport.Tests.SavedSearches;

/// <summary>Searches that people save, and what is new for them.</summary>
public sealed class SavedSearchTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_saved_a_search_is_told_in_the_morning_of_what_is_new_and_of_nothing_else()
    {
        var account = Guid.CreateVersion7();
        using var resident = house.Resident(account);
        await house.HandleAsync(PassportHouse.Opportunity("前からある灯台の清掃", "sample"));
        (await resident.ReadAsync("/search?words=灯台")).ShouldContain("/passport/searches/new?words=");
        using (var saved = await resident.SubmitAsync("/passport/searches/new?words=灯台", "new-search", ("Input.Name", "灯台"), ("Input.Every", "Day"))) saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mine = (await SavedAsync(account)).Single();
        mine.Conditions.ShouldBe("words=%E7%81%AF%E5%8F%B0");
        (await resident.ReadAsync($"/passport/searches/{mine.Id}")).ShouldContain("前からある灯台の清掃");

        await LaterAsync(days: 1, hour: 6);
        (await TellAsync(account)).ShouldBeEmpty("it is not yet seven");
        await LaterAsync(days: 0, hour: 7);
        (await TellAsync(account)).ShouldBeEmpty("nothing is new");

        await house.HandleAsync(PassportHouse.Opportunity("新しい灯台の見学", "sample", change: o => o with { At = house.Clock.GetUtcNow().AddMinutes(1) }));
        await house.HandleAsync(PassportHouse.Opportunity("新しい港の清掃", "sample", change: o => o with { At = house.Clock.GetUtcNow().AddMinutes(1) }));
        (await TellAsync(account)).ShouldBeEmpty("once a day");
        await LaterAsync(days: 1, hour: 8);
        var notice = (await TellAsync(account)).Single();
        notice.Body.Ja.ShouldSatisfyAllConditions(b => b.ShouldContain("新しい灯台の見学"), b => b.ShouldNotContain("前からある"), b => b.ShouldNotContain("港"));
        notice.Link.ShouldBe($"/passport/searches/{mine.Id}", "the words looked for stand in no address of a mail");
        notice.MailKind.ShouldBe("passport.what-is-new");
        (await TellAsync(account)).ShouldBeEmpty();
        await LaterAsync(days: 1, hour: 8);
        (await TellAsync(account)).ShouldBeEmpty("it is not new any more");

        using (var changed = await resident.SubmitAsync($"/passport/searches/{mine.Id}", "saved-search", ("Input.Name", "灯台"), ("Input.Every", "Never"))) changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await house.HandleAsync(PassportHouse.Opportunity("また灯台", "sample", change: o => o with { At = house.Clock.GetUtcNow().AddMinutes(1) }));
        await LaterAsync(days: 9, hour: 8);
        (await TellAsync(account)).ShouldBeEmpty("the owner wants no more");
        using (var deleted = await resident.SubmitAsync($"/passport/searches/{mine.Id}", "delete-search")) deleted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SavedAsync(account)).ShouldBeEmpty();
    }

    [Fact]
    public void Once_a_week_is_the_next_monday()
    {
        DateOnly monday = new(2026, 6, 8);
        foreach (var days in Enumerable.Range(0, 7)) SavedSearch.Next(DigestEvery.Week, monday.AddDays(days)).ShouldBe(monday.AddDays(7));
        SavedSearch.Next(DigestEvery.Day, monday).ShouldBe(monday.AddDays(1));
        SavedSearch.Next(DigestEvery.Never, monday).ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_in_words_and_there_are_never_too_many()
    {
        var account = Guid.CreateVersion7();
        using var resident = house.Resident(account);
        using (var nameless = await resident.SubmitAsync("/passport/searches/new?words=海", "new-search", ("Input.Name", ""), ("Input.Every", "Week"))) nameless.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var unread = await resident.Http.PostAsJsonAsync("/api/v1/passport/searches", new { name = "日", conditions = "from=きのうのきのう", every = "Day" }, Cancellation)) unread.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SavedAsync(account)).ShouldBeEmpty();

        var answers = await Task.WhenAll(Enumerable.Range(0, SaveSearchHandler.Most + 6).Select(i => house.AskAsync<CommandAnswer>(new SaveSearch(Guid.CreateVersion7(), account, $"条件{i}", "words=海", DigestEvery.Week))));
        answers.Count(a => a.IsDone).ShouldBe(SaveSearchHandler.Most);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "too-many");
    }

    [Fact]
    public async Task Nobody_reads_or_changes_another_s_and_they_go_with_their_owner()
    {
        var (account, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await house.AskAsync<CommandAnswer>(new SaveSearch(id, account, "自分の条件", "words=海", DigestEvery.Week))).IsDone.ShouldBeTrue();
        using var other = house.Resident(Guid.CreateVersion7());
        (await other.GetAsync($"/passport/searches/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.DeleteAsync($"/api/v1/passport/searches/{id}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.AskAsync<CommandAnswer>(new SaveSearch(id, Guid.CreateVersion7(), "よその条件", "words=海", DigestEvery.Day))).IsDone.ShouldBeFalse();
        (await other.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/searches", Cancellation)).GetArrayLength().ShouldBe(0);

        (await house.HeldOnAsync(account)).ShouldContain(s => s.Source == "mt_doc_savedsearch" && s.Entries.Count == 1);
        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), account, null));
        (await SavedAsync(account)).ShouldBeEmpty();
        (await house.AskAsync<CommandAnswer>(new SaveSearch(Guid.CreateVersion7(), account, "あとから", "words=海", DigestEvery.Day))).IsDone.ShouldBeFalse();
    }

    private async Task<IReadOnlyList<SavedSearch>> SavedAsync(Guid account)
    {
        await using var session = house.Session();
        return await Marten.QueryableExtensions.ToListAsync(session.Query<SavedSearch>().Where(s => s.AccountId == account), Cancellation);
    }

    private Task LaterAsync(int days, int hour)
    {
        // Without the timers of the clock: the job of the house must not be quicker than the test.
        house.Clock.AdjustTime(JapanTime.At(JapanTime.Today(house.Clock).AddDays(days), new(hour, 30)));
        return Task.CompletedTask;
    }

    /// <summary>The notices of one round to an account, handled once however many hosts ask at the same time.</summary>
    private async Task<IReadOnlyList<NoticeIssued>> TellAsync(Guid account)
    {
        await using var session = house.Session();
        var (_, outgoing) = await TellWhatIsNewHandler.Handle(new(), session, house.Clock, Cancellation);
        await session.SaveChangesAsync(Cancellation);
        return [.. outgoing.OfType<NoticeIssued>().Where(n => n.AccountId == account)];
    }
}
