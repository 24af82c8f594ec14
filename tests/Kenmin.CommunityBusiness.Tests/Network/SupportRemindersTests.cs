using Kenmin.CommunityBusiness.Support;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>Reports that are due and consents that end are told once, to who has to do something.</summary>
public sealed class SupportRemindersTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Report = "派遣の報告をお願いします", Consent = "専門家として載せる同意の期限が近づいています";

    [Fact]
    public async Task The_day_after_a_visit_its_report_is_asked_for_once_of_the_expert_or_of_who_sent_them()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.LeaveAsync(10);
        var (who, staff) = (BusinessHouse.Somebody("見本 師子"), BusinessHouse.Somebody("見本 送子"));
        var (own, kept) = (await house.ListedAsync(who), await house.ListedAsync());
        var (first, second, reported) = (await house.RequestedAsync(venture, owner), await house.RequestedAsync(venture, owner), await house.RequestedAsync(venture, owner, 1));
        foreach (var (asked, expert) in new[] { (first, own), (second, kept), (reported, own) })
            (await house.SendAsync(NetworkHelp.Approval(asked, expert) with { Office = new(staff, null, true) })).Problem.ShouldBeNull();
        house.GoTo(first.WishedOn);
        (await house.SendAsync(new ReportDispatch(reported.Id, house.Today, 1, "話した", "", who, null))).Problem.ShouldBeNull();
        await house.HandleAndWaitAsync(new RemindOfSupport());
        (await house.DeliveredAsync(who.AccountId)).ShouldNotContain(Report, "the day is not over");
        house.GoTo(first.WishedOn.AddDays(1));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfSupport());
        house.GoTo(first.WishedOn.AddDays(9));
        await house.HandleAndWaitAsync(new RemindOfSupport());
        (await house.ToldAsync(who, Report)).Count(w => w == Report).ShouldBe(1, "one of the two visits is reported");
        (await house.ToldAsync(staff, Report)).ShouldBe([Report], "the expert has no account");
    }

    [Fact]
    public async Task A_consent_that_ends_is_told_once_a_month_before_and_anew_when_it_was_prolonged()
    {
        var (who, quiet) = (BusinessHouse.Somebody("見本 期子"), BusinessHouse.Somebody("見本 撤子"));
        var (own, withdrawn) = (await house.ListedAsync(who), await house.ListedAsync(quiet));
        var kept = await house.ListedAsync();
        var end = house.Today.AddDays(60);
        var noting = BusinessHouse.Somebody("見本 記子");
        (await house.SendAsync(new GiveListingConsent(own.Id, ListingPurpose.Teams, end, null, who, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveListingConsent(withdrawn.Id, ListingPurpose.Teams, end, null, quiet, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new WithdrawListingConsent(withdrawn.Id, quiet, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveListingConsent(kept.Id, ListingPurpose.Matching, end, "電話で", null, new(noting, null, true)))).Problem.ShouldBeNull();
        await TellAsync(end.AddDays(-RemindOfSupportHandler.DaysBefore - 1));
        (await house.DeliveredAsync(who.AccountId)).ShouldBeEmpty();
        await TellAsync(end.AddDays(-RemindOfSupportHandler.DaysBefore));
        await TellAsync(end);
        (await house.ToldAsync(who, Consent)).ShouldBe([Consent]);
        (await house.ToldAsync(noting, Consent)).ShouldBe([Consent], "the expert has no account");
        (await house.DeliveredAsync(quiet.AccountId)).ShouldBeEmpty();
        (await house.SendAsync(new GiveListingConsent(own.Id, ListingPurpose.Teams, end.AddDays(100), null, who, null))).Problem.ShouldBeNull();
        await TellAsync(end.AddDays(1));
        (await house.DeliveredAsync(who.AccountId)).Count.ShouldBe(1);
        await TellAsync(end.AddDays(80));
        (await house.ToldAsync(who, Consent, 2)).ShouldBe([Consent, Consent]);
    }

    private async Task TellAsync(DateOnly day)
    {
        house.GoTo(day);
        await house.HandleAndWaitAsync(new RemindOfSupport());
    }
}
