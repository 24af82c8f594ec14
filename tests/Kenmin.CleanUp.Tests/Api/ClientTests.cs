using System.Net;
using System.Net.Http.Headers;
using Kenmin.Client.CleanUp;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Refit;

namespace Kenmin.CleanUp.Tests.Api;

/// <summary>A whole clean-up by the typed client.</summary>
public sealed class ClientTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_program_plans_accepts_helps_and_reports_by_the_typed_client()
    {
        var (campaign, site) = (await house.CampaignAsync(), await house.SiteAsync());
        var leader = house.Api<ICleanUpApi>(new(Guid.CreateVersion7(), Roles.Resident, "見本 代表"));
        var helper = house.Api<ICleanUpApi>(new(Guid.CreateVersion7(), Roles.Resident, "見本 参加"));
        var staff = house.Api<ICleanUpStaffApi>(new(Guid.CreateVersion7(), Roles.MunicipalStaff, "見本 市町", CleanUpHouse.Yamaguchi));
        (await leader.CampaignsAsync()).Select(c => c.Id).ShouldContain(campaign.Id);
        (await leader.SitesAsync(CleanUpHouse.Yamaguchi)).Items.Select(s => s.Id).ShouldContain(site.Id);

        var group = await leader.RegisterGroupAsync(new("Company", "見本商会", CleanUpHouse.Yamaguchi, "083-933-0000"));
        var plan = await leader.PlanAsync(new(campaign.Id, site.Id, group.Id, new(2026, 6, 14), new(9, 0), new(11, 0), "見本駐車場", 10, HelperPlaces: 2));
        plan.State.ShouldBe("handedIn");
        (await Should.ThrowAsync<ApiException>(() => leader.PlanAsync(new(campaign.Id, site.Id, group.Id, new(2027, 6, 14), new(9, 0), new(11, 0), "駅", 10)))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await staff.ActivitiesAsync(campaign.Id)).Single(a => a.Id == plan.Id).Group.Ja.ShouldBe("見本商会");
        await house.SendAndWaitAsync(new CleanUp.Activities.DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator));
        (await staff.DecideAsync(plan.Id, new(true))).State.ShouldBe("accepted");
        (await helper.SignUpAsync(plan.Id, new(Guid.CreateVersion7()))).State.ShouldBe("confirmed");
        (await staff.MoveStockAsync(CleanUpHouse.Yamaguchi, new("Receive", [new("BurnableBag", 50)]))).Single(s => s.Item == "BurnableBag").Office.ShouldBeGreaterThanOrEqualTo(50);
        (await staff.MoveSuppliesAsync(plan.Id, new("Allocate", [new("BurnableBag", 20)]))).Single(s => s.Item == "BurnableBag").Kept.ShouldBe(20);

        await house.ExecuteAsync($$"""update clean_up.mt_doc_activity set data = data || '{"day":"2026-06-10","start":"08:00:00","end":"10:00:00"}' where id = '{{plan.Id}}'""");
        await helper.ReportOwnAsync(plan.Id, new(1, 90, BurnableBags: 2, Litter: new Dictionary<string, int> { ["can"] = 3 }));
        var report = (await leader.ReportsAsync(plan.Id)).Single();
        await leader.DecideReportAsync(plan.Id, report.Id, new(true));
        (await leader.ResultsAsync(campaign.Id)).Single().Figures.Litter!["can"].ShouldBe(3);
        await leader.ReportAsync(plan.Id, new(12, 1_200, BurnableBags: 9), Guid.CreateVersion7(), basedOn: 0);
        (await leader.ResultAsync(plan.Id)).ShouldSatisfyAllConditions(r => r.Version.ShouldBe(1), r => r.Figures!.People.ShouldBe(12));
        (await Should.ThrowAsync<ApiException>(() => leader.ReportAsync(plan.Id, new(5, 100), Guid.CreateVersion7(), basedOn: 0))).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        var photo = Guid.CreateVersion7();
        await leader.SendPhotoAsync(plan.Id, photo, "after", new StreamContent(new MemoryStream(Cameras.Sideways())) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } });
        (await leader.PhotosAsync(plan.Id)).ShouldBeEmpty("staff have not looked at it");
        (await house.SendAsync(new CleanUp.Photos.DecidePhoto(photo, true, null, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        (await leader.PhotosAsync(plan.Id)).Single().Moment.ShouldBe("after");
        await leader.RemovePhotoAsync(plan.Id, photo);
        (await leader.PhotosAsync(plan.Id)).ShouldBeEmpty();
    }
}
