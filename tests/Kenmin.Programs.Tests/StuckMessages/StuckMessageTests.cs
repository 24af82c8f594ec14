using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Programs.Tests;

/// <summary>What cannot be handled is not lost: administrators see it, mend the cause, and have it handled, or let it go.</summary>
public sealed class StuckMessageTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private const string Words = "見本の 秘密の ことば";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_got_stuck_is_seen_without_what_it_carries_handled_again_once_the_cause_is_mended_or_let_go()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var auditor = await house.SignedInAsync(Roles.Auditor);
        var (kept, dropped) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ExecuteAsync("alter table accounts.mt_doc_accountnotice rename to out_of_order");
        await SendAsync(kept);
        await SendAsync(dropped);
        var ids = await StuckAsync(administrator, 2);

        var page = await administrator.ReadAsync("/admin/messages");
        page.ShouldContain("accounts.notice-issued.v1");
        page.ShouldContain(ids[0].ToString());
        page.ShouldNotContain(Words);
        (await administrator.Http.GetStringAsync("/api/v1/programs/stuck-messages", Cancellation)).ShouldNotContain("秘密");
        (await auditor.ReadAsync("/admin/messages")).ShouldNotContain("Do it", customMessage: "auditors only read");
        using (var refused = await auditor.Http.PostAsJsonAsync("/api/v1/programs/stuck-messages/discards", new { ids }, Cancellation)) refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using (var none = await administrator.Http.PostAsJsonAsync("/api/v1/programs/stuck-messages/replays", new { ids = Array.Empty<Guid>() }, Cancellation)) none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using (var nothing = await administrator.SubmitAsync("/admin/messages", "stuck", ("Input.Do", "again"))) (await nothing.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Choose some messages.");

        // One is let go while the cause lasts; the other waits until it is mended.
        var (first, second) = await WhichAsync(kept, ids);
        using (var gone = await administrator.Http.PostAsJsonAsync("/api/v1/programs/stuck-messages/discards", new { ids = new[] { second } }, Cancellation)) gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StuckAsync(administrator, 1)).ShouldBe([first]);
        await ExecuteAsync("alter table accounts.out_of_order rename to mt_doc_accountnotice");
        using (var again = await administrator.SubmitAsync("/admin/messages", "stuck", ("Input.Ids", first.ToString()), ("Input.Do", "again"))) again.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await StuckAsync(administrator, 0);
        while (await NoticesAsync(kept) == 0) await Task.Delay(50, Cancellation);
        ((await NoticesAsync(kept)), await NoticesAsync(dropped)).ShouldBe((1, 0));
        var trail = await house.Host.Services.GetRequiredService<IAuditTrail>().FindAsync(new(Take: 200), Cancellation);
        trail.Select(e => (e.Entry.Action, e.Entry.Matter)).ShouldContain(("programs.stuck-message.replayed", first.ToString()));
        trail.Select(e => (e.Entry.Action, e.Entry.Matter)).ShouldContain(("programs.stuck-message.discarded", second.ToString()));
    }

    private async Task SendAsync(Guid notice)
    {
        await using var scope = house.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(
            new NoticeIssued(notice, DemonstrationPersonas.Resident.Id, new("見本", "Sample"), new(Words, Words), "/", DateTimeOffset.UnixEpoch));
    }

    private static async Task<Guid[]> StuckAsync(Visitor administrator, int count)
    {
        while (true)
        {
            var found = await administrator.Http.GetFromJsonAsync<JsonElement>("/api/v1/programs/stuck-messages?type=accounts.notice-issued.v1", Cancellation);
            Guid[] ids = [.. found.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())];
            if (ids.Length == count) return ids;
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Which of the stuck messages is the notice's; the other is the second.</summary>
    private async Task<(Guid Its, Guid Other)> WhichAsync(Guid notice, Guid[] ids)
    {
        var its = Guid.Parse(await TextAsync($"select id::text from wolverine.wolverine_dead_letters where encode(body, 'escape') like '%{notice}%'"));
        return (its, ids.Single(i => i != its));
    }

    private async Task<int> NoticesAsync(Guid notice) => int.Parse(await TextAsync($"select count(*)::text from accounts.mt_doc_accountnotice where id = '{notice}'"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = house.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<string> TextAsync(string sql)
    {
        await using var command = house.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
