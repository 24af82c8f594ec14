using CsCheck;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Tests.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Consents;

/// <summary>Without a consent in force nothing is public, whatever else happened; and consents that end are told.</summary>
public sealed class PublicConsentTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Ask = "やってみてわかったことを聞かせてください", StoryEnds = "体験談を公開する同意の期限が近づいています", ShowingEnds = "事業を紹介する同意の期限が近づいています";

    private static readonly DateOnly First = new(2026, 4, 1);

    private static readonly Gen<PublicConsent?> Consents =
        from kind in Gen.Int[0, 3]
        from start in Gen.Int[0, 100]
        from length in Gen.Int[0, 100]
        select kind == 0 ? null : new PublicConsent(kind == 1 ? PublicPurpose.Pages : PublicPurpose.PagesAndOpenData, First.AddDays(start), First.AddDays(start + length), "", new(Guid.Empty, ""));

    [Fact]
    public void Nothing_is_public_on_a_day_without_a_consent_in_force_that_day() => (from consent in Consents from day in Gen.Int[0, 220] from hidden in Gen.Bool from state in Gen.Int[0, 2] from published in Gen.Bool select (consent, day, hidden, state, published)).Sample(c =>
    {
        var day = First.AddDays(c.day);
        var inForce = c.consent is { } consent && consent.From <= day && day <= consent.Until;
        Story story = new() { Consent = c.consent };
        if (c.published) story.Publish(new(1, LibraryHelp.Text(), VentureStage.Idea, false, "", "", First, First));
        story.IsPublic(day).ShouldBe(inForce && c.published);
        Showing showing = new() { Consent = c.consent, Hidden = c.hidden ? new("", default, new(Guid.Empty, "")) : null };
        showing.IsPublic(new() { State = (VentureState)c.state }, day).ShouldBe(inForce && !c.hidden && (VentureState)c.state == VentureState.Active);
        if (c.consent?.IsForOpenData(day) == true) inForce.ShouldBeTrue();
    });

    [Fact]
    public async Task The_database_finds_just_what_is_public_on_the_day()
    {
        var today = house.Today;
        List<(Guid Venture, int Days)> told = [];
        foreach (var days in new[] { 0, 1, 30, 60 })
        {
            var (venture, owner) = await house.HandedInAsync();
            await house.ToldAsync(venture, owner, days: days);
            await house.ShownAsync(venture, owner, days: days);
            told.Add((venture.Id, days));
        }

        foreach (var after in new[] { 0, 1, 2, 30, 31, 60, 61 })
        {
            house.GoTo(today.AddDays(after));
            var expected = told.Where(t => t.Days >= after).Select(t => t.Venture).ToList();
            var stories = await house.Services.GetRequiredService<LibraryReader>().PublicAsync(new(), null, 200, CancellationToken.None);
            stories.Select(s => s.VentureId).Where(v => told.Any(t => t.Venture == v)).ShouldBe(expected, ignoreOrder: true);
            stories.ShouldAllBe(s => s.IsPublic(house.Today));
            (await house.Services.GetRequiredService<ShowcaseReader>().PublicAsync(new(), CancellationToken.None)).Select(s => s.Showing.Id).Where(v => told.Any(t => t.Venture == v)).ShouldBe(expected, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Who_stopped_is_asked_kindly_once_for_the_story_and_so_is_who_answered_after_a_year()
    {
        var (stopped, owner) = await house.HandedInAsync();
        (await house.SendAsync(new StopVenture(stopped.Id, "担い手が休む", owner, null))).Problem.ShouldBeNull();
        var (written, writer) = await house.HandedInAsync();
        await house.WrittenAsync(written, writer);
        (await house.SendAsync(new StopVenture(written.Id, "休む", writer, null))).Problem.ShouldBeNull();
        var (launched, boss) = await house.LaunchedAsync();
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfPublicity());
        (await WaitAsync(owner, Ask, 1)).ShouldBe(1);
        (await house.DeliveredAsync(writer.AccountId)).ShouldNotContain(Ask, "the story is there");
        (await house.DeliveredAsync(boss.AccountId)).ShouldNotContain(Ask);
        house.GoTo(house.Today.AddMonths(12));
        (await house.SendAsync(LibraryHelp.Answer(launched.Id, 6, boss))).Problem.ShouldBeNull();
        await house.HandleAndWaitAsync(new RemindOfPublicity());
        (await house.DeliveredAsync(boss.AccountId)).ShouldNotContain(Ask, "half a year is too early");
        (await house.SendAsync(LibraryHelp.Answer(launched.Id, 12, boss))).Problem.ShouldBeNull();
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfPublicity());
        (await WaitAsync(boss, Ask, 1)).ShouldBe(1);
        using var staff = house.Staff();
        var desk = await staff.ReadAsync("/staff/community-business/library");
        desk.ShouldContain($"/staff/community-business/ventures/{stopped.Id}/story");
        desk.ShouldContain($"/staff/community-business/ventures/{launched.Id}/story");
    }

    [Fact]
    public async Task A_consent_that_ends_is_told_a_month_before_once_and_anew_when_it_was_prolonged()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ToldAsync(venture, owner, days: 60);
        await house.ShownAsync(venture, owner, days: 60);
        var end = house.Today.AddDays(60);
        await TellAsync(end.AddDays(-RemindOfPublicityHandler.DaysBefore - 1));
        (await house.DeliveredAsync(owner.AccountId)).ShouldNotContain(StoryEnds);
        await TellAsync(end.AddDays(-RemindOfPublicityHandler.DaysBefore));
        await TellAsync(end);
        (await WaitAsync(owner, StoryEnds, 1)).ShouldBe(1);
        (await WaitAsync(owner, ShowingEnds, 1)).ShouldBe(1);
        (await house.SendAsync(new GiveShowingConsent(venture.Id, PublicPurpose.Pages, end.AddDays(100), null, owner, null))).Problem.ShouldBeNull();
        await TellAsync(end.AddDays(80));
        (await WaitAsync(owner, ShowingEnds, 2)).ShouldBe(2);
        (await house.DeliveredAsync(owner.AccountId)).Count(w => w == StoryEnds).ShouldBe(1, "it ended before");
    }

    private async Task TellAsync(DateOnly day)
    {
        house.GoTo(day);
        await house.HandleAndWaitAsync(new RemindOfPublicity());
    }

    // The job of the hour may be at it at that moment.
    private Task<int> WaitAsync(Doer who, string what, int atLeast) =>
        Eventually.ReadAsync(async () => (await house.DeliveredAsync(who.AccountId)).Count(w => w == what), count => count >= atLeast);
}
