using System.Net;
using System.Net.Http.Headers;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Photos;

/// <summary>Photos: sent by those who were there, looked at by staff, and only then for everybody.</summary>
public sealed class PhotoTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_photo_that_is_sent_five_times_at_once_is_one_photo()
    {
        var (activity, leader) = await TodayAsync();
        using var resident = house.Resident(leader);
        var id = Guid.CreateVersion7();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PutAsync(resident, activity, id)));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent);
        (await house.AllAsync<Photo>()).Count(p => p.SubjectId == activity.Id).ShouldBe(1);
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await PutAsync(stranger, activity, Guid.CreateVersion7())).StatusCode.ShouldBe(HttpStatusCode.NotFound, "only the leader and helpers");
        var (other, otherLeader) = await TodayAsync();
        using var another = house.Resident(otherLeader);
        (await PutAsync(another, other, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the id is somebody else's");
        using var bad = await resident.Http.PutAsync($"/api/v1/clean-up/me/activities/{activity.Id}/photos/{Guid.NewGuid()}?moment=before", new ByteArrayContent([1, 2, 3]));
        (await bad.Content.ReadAsStringAsync()).ShouldContain("JPEG");
        using var never = await resident.Http.PutAsync($"/api/v1/clean-up/me/activities/{activity.Id}/photos/{Guid.NewGuid()}?moment=7", new ByteArrayContent(Cameras.Sideways()));
        never.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Before_staff_approve_it_a_photo_is_seen_by_its_sender_the_leader_and_the_municipality_alone()
    {
        var (activity, leader) = await TodayAsync(helpers: 3);
        var helper = Guid.CreateVersion7();
        using (var early = house.Resident(helper)) await HelpAsync(activity, early);
        var id = await SentAsync(activity, helper);
        var file = $"/clean-up/photos/{id}-small.jpg";

        async Task<HttpStatusCode> LookAsync(Visitor visitor)
        {
            using (visitor)
            using (var answer = await visitor.GetAsync(file)) return answer.StatusCode;
        }

        (await LookAsync(house.Visitor())).ShouldBe(HttpStatusCode.NotFound);
        (await LookAsync(house.Resident(Guid.CreateVersion7()))).ShouldBe(HttpStatusCode.NotFound);
        (await LookAsync(house.Staff(CleanUpHouse.Hagi))).ShouldBe(HttpStatusCode.NotFound, "another municipality's staff");
        (await LookAsync(house.Resident(helper))).ShouldBe(HttpStatusCode.OK);
        (await LookAsync(house.Resident(leader))).ShouldBe(HttpStatusCode.OK);
        (await LookAsync(house.Staff())).ShouldBe(HttpStatusCode.OK);
        (await PublicAsync(activity)).ShouldBe(0);

        using var hagi = house.Staff(CleanUpHouse.Hagi);
        (await hagi.ReadAsync("/staff/clean-up/photos")).ShouldNotContain(id.ToString());
        using var staff = house.Staff();
        (await staff.SubmitAsync("/staff/clean-up/photos", $"photo-{id:N}", ("Decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await LookAsync(house.Visitor())).ShouldBe(HttpStatusCode.OK);
        (await PublicAsync(activity)).ShouldBe(1);
        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/clean-up/activities/{activity.Id}")).ShouldContain(file);

        // Hidden with its campaign, shown again with it.
        await house.SendAsync(new PublishCampaign(activity.CampaignId, false));
        (await LookAsync(house.Visitor())).ShouldBe(HttpStatusCode.NotFound);
        (await PublicAsync(activity)).ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_photo_is_gone_with_a_reason_for_its_sender()
    {
        var (activity, leader) = await TodayAsync();
        var id = await SentAsync(activity, leader);
        using var staff = house.Staff();
        using var resident = house.Resident(leader);
        (await (await staff.SubmitAsync("/staff/clean-up/photos", $"photo-{id:N}", ("Decision", "refuse"), ($"Reason-{id:N}", " "))).Content.ReadAsStringAsync()).ShouldContain("入力してください");

        (await staff.SubmitAsync("/staff/clean-up/photos", $"photo-{id:N}", ("Decision", "refuse"), ($"Reason-{id:N}", "人の顔が写っています"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await resident.ReadAsync($"/clean-up/activities/{activity.Id}/my-photos")).ShouldContain("人の顔が写っています");
        (await resident.GetAsync($"/clean-up/photos/{id}.jpg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.ScalarAsync<long>($"select count(*) from clean_up.photo_pictures where id = '{id}'")).ShouldBe(0);
        (await house.SendAsync(new DecidePhoto(id, true, null, CleanUpHouse.Administrator))).Code.ShouldBe("deleted");
    }

    [Fact]
    public async Task The_page_takes_several_photos_at_once_and_they_can_be_taken_back()
    {
        var (activity, leader) = await TodayAsync();
        using var resident = house.Resident(leader);
        var page = $"/clean-up/activities/{activity.Id}/my-photos";
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in await resident.HiddenAsync(page, "photos")) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Cameras.Sideways()), "Input.Before", "IMG_1.jpg");
        form.Add(new ByteArrayContent(Cameras.Sideways()), "Input.After", "IMG_2.jpg");
        form.Add(new ByteArrayContent("no photo"u8.ToArray()), "Input.After", "IMG_3.jpg");

        using var answer = await resident.Http.PostAsync(page, form);

        (await answer.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(p => p.ShouldContain("2 枚目："), p => p.ShouldContain("確認待ち"));
        var sent = (await house.AllAsync<Photo>()).Where(p => p.SubjectId == activity.Id).ToList();
        sent.Select(p => p.Moment).Order().ShouldBe([PhotoMoment.Before, PhotoMoment.After]);
        (await house.SendAsync(new RemovePhoto(sent[0].Id, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        (await resident.SubmitAsync(page, $"remove-{sent[0].Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.AllAsync<Photo>()).Count(p => p.SubjectId == activity.Id).ShouldBe(1);
    }

    [Fact]
    public async Task There_are_never_more_photos_of_an_activity_than_may_be()
    {
        var (activity, leader) = await TodayAsync();
        var picture = new Picture([1], [1], 1, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, AddPhotoHandler.MostPerActivity + 10).Select(_ =>
            house.SendAsync(new AddPhoto(Guid.CreateVersion7(), activity.Id, PhotoMoment.After, picture, leader))));

        answers.Count(a => a.IsDone).ShouldBe(AddPhotoHandler.MostPerActivity);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "too-many-photos");
    }

    [Fact]
    public async Task Who_is_erased_leaves_only_what_is_public_and_without_a_name()
    {
        var (activity, leader) = await TodayAsync();
        var (shown, waiting) = (await SentAsync(activity, leader), await SentAsync(activity, leader));
        (await house.SendAsync(new DecidePhoto(shown, true, null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();

        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), leader, null));

        (await house.LoadAsync<Photo>(shown)).AccountId.ShouldBeNull();
        (await house.FindAsync<Photo>(waiting)).ShouldBeNull();
        (await house.ScalarAsync<long>($"select count(*) from clean_up.photo_pictures where id = '{waiting}'")).ShouldBe(0);
    }

    private async Task<(Activity Activity, Guid Leader)> TodayAsync(int helpers = 0)
    {
        var leader = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader, helpers);
        if (helpers == 0) await house.ExecuteAsync($$"""update clean_up.mt_doc_activity set data = data || '{"day":"2026-06-10"}' where id = '{{activity.Id}}'""");
        return (activity, leader);
    }

    private async Task HelpAsync(Activity activity, Visitor helper)
    {
        (await helper.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await house.ExecuteAsync($$"""update clean_up.mt_doc_activity set data = data || '{"day":"2026-06-10"}' where id = '{{activity.Id}}'""");
    }

    private async Task<Guid> SentAsync(Activity activity, Guid account)
    {
        using var resident = house.Resident(account);
        var id = Guid.CreateVersion7();
        (await PutAsync(resident, activity, id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return id;
    }

    private static async Task<HttpResponseMessage> PutAsync(Visitor visitor, Activity activity, Guid id)
    {
        using var photo = new ByteArrayContent(Cameras.Sideways()) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        return await visitor.Http.PutAsync($"/api/v1/clean-up/me/activities/{activity.Id}/photos/{id}?moment=before", photo);
    }

    private async Task<int> PublicAsync(Activity activity)
    {
        using var anybody = house.Visitor();
        return (await (await anybody.GetAsync($"/api/v1/clean-up/activities/{activity.Id}/photos")).ReadAsync()).GetArrayLength();
    }
}
