using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Notices;
using Kenmin.Accounts.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.Accounts.Tests;

public sealed class NoticeTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private static NoticeIssued To(DemonstrationPersona person, string link = "/sports/my-shifts") => new(
        Guid.CreateVersion7(), person.Id, new("申し込みが確定しました", "Your sign-up is confirmed"), new("受付へお越しください。", "Come to the desk."),
        link, new(2026, 10, 1, 9, 0, 0, TimeSpan.FromHours(9)));

    private IHost Host => development.House.Services.GetRequiredService<IHost>();

    [Fact]
    public async Task A_notice_reaches_its_reader_once_however_often_it_is_delivered_and_stays_read()
    {
        var notice = To(DemonstrationPersonas.Resident);
        using var resident = development.House.NewVisitor();
        await resident.BecomeAsync("resident");
        await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).PublishMessageAndWaitAsync(notice);
        (await resident.ReadAsync("/accounts/notices")).ShouldContain("Your sign-up is confirmed");
        (await Listed(resident)).Count(n => n.Id == notice.NoticeId).ShouldBe(1);

        using var read = await resident.Http.PostAsync($"/api/v1/accounts/notices/{notice.NoticeId}/read", null);
        read.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(bus =>
            Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bus.PublishAsync(notice).AsTask())));
        var kept = (await Listed(resident)).Where(n => n.Id == notice.NoticeId).ShouldHaveSingleItem();
        kept.ReadAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_notice_delivered_five_times_at_once_is_kept_once()
    {
        var notice = To(DemonstrationPersonas.Auditor);
        var session = await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(bus =>
            Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bus.PublishAsync(notice).AsTask())));
        // Those that came at the same moment were tried again; none was given up.
        session.Executed.MessagesOf<NoticeIssued>().Count().ShouldBeGreaterThanOrEqualTo(5);
        session.MovedToErrorQueue.MessagesOf<NoticeIssued>().ShouldBeEmpty();
        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        (await Listed(auditor)).Count(n => n.Id == notice.NoticeId).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_reads_or_marks_anothers_notices()
    {
        var notice = To(DemonstrationPersonas.ProgramOwner);
        await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).PublishMessageAndWaitAsync(notice);
        using var other = development.House.NewVisitor();
        await other.BecomeAsync("municipal-staff");
        (await Listed(other)).ShouldNotContain(n => n.Id == notice.NoticeId);
        (await other.Http.PostAsync($"/api/v1/accounts/notices/{notice.NoticeId}/read", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var owner = development.House.NewVisitor();
        await owner.BecomeAsync("program-owner");
        (await Listed(owner)).Single(n => n.Id == notice.NoticeId).ReadAt.ShouldBeNull();
        using var marked = await owner.SubmitAsync("/accounts/notices", "/accounts/notices/read");
        marked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Listed(owner)).Single(n => n.Id == notice.NoticeId).ReadAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_notice_leads_to_this_site_only()
    {
        var notice = To(DemonstrationPersonas.Administrator, "https://evil.example/");
        await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).PublishMessageAndWaitAsync(notice);
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        (await Listed(administrator)).Single(n => n.Id == notice.NoticeId).Link.ShouldBeNull();
    }

    [Fact]
    public async Task Notices_are_paged_without_gaps_also_within_one_moment()
    {
        using var reader = development.House.NewVisitor();
        (await reader.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        var id = (await reader.MeAsync())!.Id;
        var sent = Enumerable.Range(0, 7).Select(_ => To(DemonstrationPersonas.Resident) with { AccountId = id }).ToList();
        await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(bus =>
            Task.WhenAll(sent.Select(notice => bus.PublishAsync(notice).AsTask())));
        List<Guid> seen = [];
        for (string? after = null; ;)
        {
            var page = await reader.Http.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/notices?take=3&after={after}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("id").GetGuid()));
            after = page.GetProperty("next").GetString();
            if (after is null) break;
        }

        seen.ShouldBe(sent.Select(n => n.NoticeId).OrderByDescending(i => i.ToString("N"), StringComparer.Ordinal));
    }

    private static async Task<List<NoticeView>> Listed(Visitor visitor)
    {
        var page = await visitor.Http.GetFromJsonAsync<JsonElement>("/api/v1/accounts/notices?take=200");
        return page.GetProperty("items").Deserialize<List<NoticeView>>(JsonSerializerOptions.Web)!;
    }
}
