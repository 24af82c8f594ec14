using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Care;
using Kenmin.CleanUp.LitterReports;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.LitterReports;

/// <summary>Anybody reports litter; staff look, plan and say what became of it.</summary>
public sealed partial class LitterReportTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>, IDisposable
{
    public void Dispose() => house.Clock.AdjustTime(CleanUpHouse.Noon);

    [Fact]
    public async Task Without_an_account_litter_is_reported_with_a_photo_looked_at_planned_and_resolved()
    {
        using var anybody = house.Visitor();
        var bad = await SubmitAsync(anybody, ("Input.Municipality", "352039"), ("Input.Latitude", "43.06"), ("Input.Longitude", "141.35"), ("Input.Sort", "Dumped"));
        bad.ShouldContain("km 離れています", customMessage: "Sapporo is not here");
        var words = $"冷蔵庫があります 090-0000-{CleanUpHouse.NextNumber():0000}";
        var sent = await SubmitAsync(anybody, ("Input.Municipality", "352039"), ("Input.Place", "見本さん宅の裏の川"), ("Input.Latitude", "３４．１７"), ("Input.Longitude", "131.47"), ("Input.Sort", "Dumped"), ("Input.Kinds", "appliance"), ("Input.Words", words));
        var link = Link().Match(sent).Value;
        link.ShouldNotBeEmpty("the reporter gets a link");
        var report = (await house.AllAsync<LitterReport>()).Single(r => r.Words == words);
        (await house.ScalarAsync<long>($"select count(*) from clean_up.mt_doc_litterreport where data::text like '%{link.Split('/')[^1]}%'")).ShouldBe(0, "the secret itself is not kept");
        var photo = (await house.AllAsync<Photo>()).Single(p => p.SubjectId == report.Id);

        (await anybody.ReadAsync("/clean-up/litter")).ShouldNotContain(report.Id.ToString());
        (await anybody.GetAsync($"/clean-up/litter/{report.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "staff have not looked");
        (await anybody.GetAsync($"/clean-up/photos/{photo.Id}.jpg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.ReadAsync(link)).ShouldContain("受付");
        (await anybody.GetAsync("/clean-up/litter/mine/" + new string('a', 43))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Link().IsMatch(await SubmitAsync(anybody, ("Input.Municipality", "352039"), ("Input.Place", "橋"), ("Input.Sort", "Other"))).ShouldBeTrue("kinds need not be chosen");

        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/clean-up/litter")).ShouldContain(report.Id.ToString());
        (await staff.ReadAsync($"/staff/clean-up/litter/{report.Id}")).ShouldContain(words);
        using var elsewhere = house.Staff(CleanUpHouse.Hagi);
        (await elsewhere.GetAsync($"/staff/clean-up/litter/{report.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/litter-reports/{report.Id}/check", new { verdict = "checked", publicPlace = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.SubmitAsync($"/staff/clean-up/litter/{report.Id}", "check", ("Check.PublicPlace", "見本川 橋の下"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.ReadAsync($"/clean-up/litter/{report.Id}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("見本川 橋の下"), p => p.ShouldNotContain("見本さん宅"), p => p.ShouldNotContain("090-0000"), p => p.ShouldNotContain($"{photo.Id}.jpg", customMessage: "the photo waits for staff"));
        (await staff.ReadAsync("/staff/clean-up/photos")).ShouldContain(photo.Id.ToString());
        (await house.SendAsync(new DecidePhoto(photo.Id, true, null, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        (await anybody.ReadAsync($"/clean-up/litter/{report.Id}")).ShouldContain($"{photo.Id}");
        (await anybody.Http.GetStringAsync("/clean-up/open-data/litter.csv")).ShouldSatisfyAllConditions(c => c.ShouldContain("見本川 橋の下"), c => c.ShouldNotContain("見本さん宅"));

        (await staff.SubmitAsync($"/staff/clean-up/litter/{report.Id}", "plan", ("Plan.Who", "crew"), ("Plan.Answer", "来週うかがいます"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.ReadAsync(link)).ShouldContain("来週うかがいます");
        (await ResolveAsync(staff, report.Id, "回収しました")).ShouldBeTrue();
        (await anybody.ReadAsync(link)).ShouldContain("回収しました");
        (await house.AllAsync<Photo>()).Single(p => p.SubjectId == report.Id && p.Moment == PhotoMoment.After).State.ShouldBe(PhotoState.Approved);
    }

    [Fact]
    public async Task A_report_sent_many_times_at_once_is_one_report_and_its_id_is_nobody_else_s()
    {
        var command = Report();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.SendAsync(command)));
        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<LitterReport>()).Count(r => r.Id == command.Id).ShouldBe(1);
        (await house.SendAsync(command with { SecretHash = Senders.HashOf(Senders.NewSecret()) })).Code.ShouldBe("not-found");
        using var program = house.Visitor();
        using var guessable = await program.Http.PutAsJsonAsync($"/api/v1/clean-up/litter-reports/{Guid.CreateVersion7()}", new { secret = "abc", municipality = "352039", place = "橋", sort = "other" });
        guessable.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var (id, secret) = (Guid.CreateVersion7(), Senders.NewSecret());
        for (var i = 0; i < 2; i++)
        {
            using var sent = await program.Http.PutAsJsonAsync($"/api/v1/clean-up/litter-reports/{id}", new { secret, municipality = "352039", place = "橋の下", sort = "drifted" });
            (await sent.ReadAsync()).GetProperty("href").GetString().ShouldBe($"/clean-up/litter/mine/{secret}");
        }
    }

    [Fact]
    public async Task A_sender_sends_no_more_than_ten_a_day_however_many_at_once_and_nothing_after_something_sent_to_annoy()
    {
        var sender = Senders.NewSecret();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => house.SendAsync(Report() with { SenderKey = sender })));
        answers.Count(a => a.IsDone).ShouldBe(10);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "too-many");

        var rude = Report() with { SenderKey = Senders.NewSecret(), Words = "悪口", Picture = (await PictureAsync()) };
        (await house.SendAsync(rude)).IsDone.ShouldBeTrue();
        using var staff = house.Staff();
        (await staff.SubmitAsync($"/staff/clean-up/litter/{rude.Id}", "no", ("No.Verdict", "Abuse"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<LitterReport>(rude.Id)).ShouldSatisfyAllConditions(r => r.Words.ShouldBe(""), r => r.State.ShouldBe(LitterReportState.Refused));
        (await house.AllAsync<Photo>()).ShouldNotContain(p => p.SubjectId == rude.Id);
        (await house.SendAsync(Report() with { SenderKey = rude.SenderKey })).Code.ShouldBe("too-many");
        (await house.SendAsync(Report() with { SenderKey = Senders.NewSecret() })).IsDone.ShouldBeTrue("others go on");
    }

    [Fact]
    public async Task A_sender_is_the_same_all_day_and_unknown_the_next()
    {
        var senders = house.Services.GetRequiredService<Senders>();
        var (one, other) = (IPAddress.Parse("192.0.2.7"), IPAddress.Parse("192.0.2.8"));
        var keys = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => senders.KeyOfAsync(one, default)));
        keys.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await senders.KeyOfAsync(other, default)).ShouldNotBe(keys[0]);
        (await house.ScalarAsync<long>("select count(*) from clean_up.mt_doc_littersalt where data::text like '%192.0.2%'")).ShouldBe(0);
        house.Clock.AdjustTime(CleanUpHouse.Noon.AddDays(1));
        (await senders.KeyOfAsync(one, default)).ShouldNotBe(keys[0]);
        house.Clock.AdjustTime(CleanUpHouse.Noon.AddDays(4));
        await ForgetAsync();
        (await house.ScalarAsync<long>("select count(*) from clean_up.mt_doc_littersalt where id = '2026-06-10'")).ShouldBe(0, "the letters of the day are gone, and no key can be made again");
    }

    [Fact]
    public async Task Who_is_signed_in_is_told_of_each_step_once()
    {
        var reporter = Guid.CreateVersion7();
        var command = Report() with { AccountId = reporter };
        (await house.SendAsync(command)).IsDone.ShouldBeTrue();
        for (var i = 0; i < 2; i++) await house.SendAndWaitAsync(new CheckLitterReport(command.Id, LitterReportState.Checked, "橋の下", "", null, false, CleanUpHouse.Administrator));
        for (var i = 0; i < 2; i++) await house.SendAndWaitAsync(new PlanLitterReport(command.Id, null, null, "作業班", CleanUpHouse.Administrator));
        for (var i = 0; i < 2; i++) await house.SendAndWaitAsync(new ResolveLitterReport(command.Id, "済", null, CleanUpHouse.Administrator));
        (await house.NoticesAsync(reporter)).Select(n => n.Subject).ShouldBe(["ごみの通報：確認済み", "ごみの通報：対応予定", "ごみの通報：対応済み"], ignoreOrder: true);
        (await house.SendAsync(new CheckLitterReport(command.Id, LitterReportState.NotOurs, null, "国道事務所へ", null, false, CleanUpHouse.Administrator))).Code.ShouldBe("settled");
        using var mine = house.Resident(reporter);
        (await mine.ReadAsync("/clean-up/me/litter")).ShouldContain("対応済み");
        using var staff = house.Staff();
        await staff.ReadAsync($"/staff/clean-up/litter/{command.Id}");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.litter-report.viewed' and '{reporter}' = any(subject_ids)")).ShouldBe(1);
    }

    [Fact]
    public async Task Steps_are_taken_in_order_and_with_what_belongs_to_the_place()
    {
        var (first, second) = (Report(), Report());
        (await house.SendAsync(first)).IsDone.ShouldBeTrue();
        (await house.SendAsync(second)).IsDone.ShouldBeTrue();
        (await house.SendAsync(new ResolveLitterReport(first.Id, "済", null, CleanUpHouse.Administrator))).Code.ShouldBe("not-checked");
        (await house.SendAsync(new CheckLitterReport(first.Id, LitterReportState.Planned, "x", "", null, false, CleanUpHouse.Administrator))).Field.ShouldBe("Verdict");
        (await house.SendAsync(new CheckLitterReport(first.Id, LitterReportState.NotOurs, null, "", null, false, CleanUpHouse.Administrator))).Field.ShouldBe("Answer", "the reporter is told whom to ask");
        (await house.SendAsync(new CheckLitterReport(second.Id, LitterReportState.Duplicate, null, "", second.Id, false, CleanUpHouse.Administrator))).Field.ShouldBe("DuplicateOf");
        (await house.SendAsync(new CheckLitterReport(second.Id, LitterReportState.Duplicate, null, "", first.Id, false, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new CheckLitterReport(first.Id, LitterReportState.Checked, "橋の下", "", null, false, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(CleanUpHouse.Hagi), Guid.CreateVersion7());
        (await house.SendAsync(new PlanLitterReport(first.Id, activity.Id, null, "", CleanUpHouse.Administrator))).Field.ShouldBe("ActivityId", "of another city");
        (await house.SendAsync(new CheckLitterReport(first.Id, LitterReportState.NotOurs, null, "国道事務所へ", null, false, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue("it turned out to be another's");
    }

    [Fact]
    public async Task When_a_clean_up_at_the_place_has_its_result_staff_are_offered_to_resolve_and_nothing_is_resolved_by_itself()
    {
        var (campaign, site, leader) = (await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7());
        var activity = await house.AcceptedAsync(campaign, site, leader);
        var command = Report() with { SiteId = site.Id, Place = "" };
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/clean-up/litter/{command.Id}")).ShouldNotContain("通報のあとに清掃されています");
        house.Clock.AdjustTime(JapanTime.At(new(2026, 6, 15), new(9, 0)));
        (await house.SendAsync(new ReportResult(activity.Id, Figures.None with { People = 3, PersonMinutes = 60 }, leader))).Problem.ShouldBeNull();
        (await staff.ReadAsync($"/staff/clean-up/litter/{command.Id}")).ShouldContain("通報のあとに清掃されています");
        (await staff.ReadAsync("/staff/clean-up/litter")).ShouldContain("清掃の結果あり");
        (await house.LoadAsync<LitterReport>(command.Id)).State.ShouldBe(LitterReportState.Reported);
    }

    [Fact]
    public async Task The_nearest_site_is_found_by_the_point_alone()
    {
        var site = await house.SiteAsync();
        var pin = site.Shape.Pin;
        var (close, far) = (Report() with { Point = new(pin.Latitude + 0.001, pin.Longitude), Place = "" }, Report() with { Point = new(pin.Latitude + 0.1, pin.Longitude), Place = "" });
        (await house.SendAsync(close)).Problem.ShouldBeNull();
        (await house.SendAsync(far)).Problem.ShouldBeNull();
        (await house.LoadAsync<LitterReport>(close.Id)).SiteId.ShouldNotBeNull();
        (await house.LoadAsync<LitterReport>(far.Id)).SiteId.ShouldBeNull();
    }

    [Fact]
    public async Task The_reporter_is_forgotten_some_time_after_it_was_settled()
    {
        var (settled, open) = (Report() with { AccountId = Guid.CreateVersion7(), SenderKey = Senders.NewSecret(), Words = "電話 090", Picture = await PictureAsync() }, Report() with { SenderKey = Senders.NewSecret(), Words = "まだ" });
        foreach (var report in new[] { settled, open }) (await house.SendAsync(report)).IsDone.ShouldBeTrue();
        (await house.SendAsync(new CheckLitterReport(settled.Id, LitterReportState.NotOurs, null, "国道事務所へ", null, false, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        house.Clock.AdjustTime(CleanUpHouse.Noon.AddDays(89));
        await ForgetAsync();
        (await house.LoadAsync<LitterReport>(settled.Id)).ShouldSatisfyAllConditions(r => r.AccountId.ShouldNotBeNull(), r => r.SenderKey.ShouldBeNull("the key goes earlier"));
        house.Clock.AdjustTime(CleanUpHouse.Noon.AddDays(91));
        await ForgetAsync();
        (await house.LoadAsync<LitterReport>(settled.Id)).ShouldSatisfyAllConditions(r => r.AccountId.ShouldBeNull(), r => r.SecretHash.ShouldBeNull(), r => r.Words.ShouldBe(""), r => r.Place.ShouldBe(""), r => r.State.ShouldBe(LitterReportState.NotOurs));
        (await house.AllAsync<Photo>()).ShouldNotContain(p => p.SubjectId == settled.Id, "nobody made it public");
        (await house.LoadAsync<LitterReport>(open.Id)).Words.ShouldBe("まだ", "what is not settled is still needed");
    }

    [Fact]
    public async Task A_program_sends_the_photo_after_the_report_with_its_secret_and_only_once()
    {
        var (id, secret) = (Guid.CreateVersion7(), Senders.NewSecret());
        using var program = house.Visitor();
        using (var reported = await program.Http.PutAsJsonAsync($"/api/v1/clean-up/litter-reports/{id}", new { secret, municipality = "352039", place = "橋の下", sort = "other" })) reported.EnsureSuccessStatusCode();
        (await PhotoAsync(id, Senders.NewSecret(), Cameras.Sideways())).ShouldBe(HttpStatusCode.NotFound, "another's secret");
        (await PhotoAsync(id, "", Cameras.Sideways())).ShouldBe(HttpStatusCode.NotFound);
        (await PhotoAsync(id, secret, [1, 2, 3])).ShouldBe(HttpStatusCode.BadRequest);
        foreach (var _ in Enumerable.Range(0, 3)) (await PhotoAsync(id, secret, Cameras.Sideways())).ShouldBe(HttpStatusCode.NoContent);
        (await house.AllAsync<Photo>()).Single(p => p.SubjectId == id).State.ShouldBe(PhotoState.Waiting);

        async Task<HttpStatusCode> PhotoAsync(Guid report, string with, byte[] bytes)
        {
            using HttpRequestMessage request = new(HttpMethod.Put, $"/api/v1/clean-up/litter-reports/{report}/photo");
            request.Headers.Add("Report-Secret", with);
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("image/jpeg") } };
            using var answer = await program.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Erasure_and_mergings_follow_the_reporter()
    {
        var (gone, kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var command = Report() with { AccountId = gone, Words = "わたしの家の前" };
        (await house.SendAsync(command)).IsDone.ShouldBeTrue();
        await TrackAsync(new AccountsMerged(merge, kept, gone, house.Clock.GetUtcNow()));
        (await house.LoadAsync<LitterReport>(command.Id)).AccountId.ShouldBe(kept);
        await TrackAsync(new AccountsUnmerged(merge, kept, gone, house.Clock.GetUtcNow()));
        (await house.LoadAsync<LitterReport>(command.Id)).AccountId.ShouldBe(gone);
        await TrackAsync(new ErasureAsked(Guid.CreateVersion7(), gone, null));
        (await house.LoadAsync<LitterReport>(command.Id)).ShouldSatisfyAllConditions(r => r.AccountId.ShouldBeNull(), r => r.Words.ShouldBe(""), r => r.Place.ShouldNotBe("", "it still has to be found"));
    }

    private static SendLitterReport Report() => new(
        Guid.CreateVersion7(), Senders.HashOf(Senders.NewSecret()), "352039", null, null, $"橋の下{CleanUpHouse.NextNumber()}", LitterSort.Scattered, [], "", null, null, null);

    private async Task TrackAsync(object message) => await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(message);

    private Task<BatchDone> ForgetAsync() => house.SendAsync<BatchDone>(new ForgetReporters());

    private async Task<Picture> PictureAsync()
    {
        using var stream = new MemoryStream(Cameras.Sideways());
        var read = await house.Services.GetRequiredService<PictureMaker>().ReadAsync(stream, default);
        return read.Value;
    }

    private static async Task<string> SubmitAsync(Visitor visitor, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        // What the form carries is sent with it; a field that is given twice would be read as a list.
        foreach (var (name, value) in await visitor.HiddenAsync("/clean-up/litter/new", "litter")) form.Add(new StringContent(value), name);
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        var photo = new ByteArrayContent(Cameras.Sideways());
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(photo, "Input.Photo", "photo.jpg");
        using var answer = await visitor.Http.PostAsync("/clean-up/litter/new", form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<bool> ResolveAsync(Visitor staff, Guid report, string words)
    {
        var address = $"/staff/clean-up/litter/{report}";
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in await staff.HiddenAsync(address, "resolve")) form.Add(new StringContent(value), name);
        form.Add(new StringContent(words), "Resolve.Answer");
        form.Add(new ByteArrayContent(Cameras.Sideways()), "Resolve.Photo", "after.jpg");
        using var answer = await staff.Http.PostAsync(address, form);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    [GeneratedRegex("/clean-up/litter/mine/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
