using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests;

/// <summary>The audit log as auditors use it.</summary>
public sealed class AuditLogTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string EverAfter = "from=2020-01-01&until=2099-12-31";

    [Fact]
    public async Task An_auditor_verifies_the_log_and_gets_a_value_to_keep()
    {
        using var auditor = await AuditorAsync();
        await auditor.ReadAsync("/admin/audit");
        var answer = await VerifiedAsync(auditor);
        answer.GetProperty("intact").GetBoolean().ShouldBeTrue();
        var head = answer.GetProperty("head").GetString();
        (await auditor.ReadAsync($"/admin/audit/verification?run=true&head={head}")).ShouldContain("The audit log is as it was written");
        (await auditor.ReadAsync("/admin/audit/verification?run=true&head=nonsense")).ShouldContain("It looks like");
        (await auditor.ReadAsync($"/admin/audit/verification?run=true&head=1:{new string('0', 64)}")).ShouldContain("is not as it was written");
    }

    [Fact]
    public async Task The_log_is_filtered_and_taken_out_and_wrong_input_is_explained_at_the_field()
    {
        using var auditor = await AuditorAsync();
        var subject = Guid.CreateVersion7();
        await RecordAsync(new(DemonstrationPersonas.ProgramOwner.Id, "sample.person.changed", [subject]));
        await RecordAsync(new(DemonstrationPersonas.ProgramOwner.Id, "sample.person.viewed", [subject]));

        var page = await auditor.ReadAsync($"/admin/audit?subject={subject}&kind=change&from=2026-01-01");
        page.ShouldContain("sample.person.changed");
        page.ShouldNotContain("sample.person.viewed");
        page.ShouldContain("見本 事子");
        (await auditor.ReadAsync("/admin/audit?from=yesterday")).ShouldContain("Enter a time as");
        using var file = await auditor.GetAsync($"/admin/audit/export.csv?subject={subject}");
        var lines = (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5, "the heading, the two entries, the look at them, and this export");
        lines[1].ShouldContain("accounts.audit.exported");

        var listed = await auditor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/audit?subject={subject}&kind=view&take=1");
        listed.GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("view");
        using var wrong = await auditor.GetAsync("/api/v1/accounts/audit?actor=x&until=x");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("#/until");
    }

    [Fact]
    public async Task After_a_leak_the_persons_are_found_named_and_counted_and_that_is_recorded_too()
    {
        using var auditor = await AuditorAsync();
        var leaky = Guid.CreateVersion7();
        Guid[] strangers = [.. Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7())];
        await RecordAsync(new(leaky, "sample.people.exported", [DemonstrationPersonas.Resident.Id, .. strangers]));

        (await auditor.ReadAsync("/admin/audit/leak-drill?actor=&from=&until=")).ShouldContain("Enter the account's id and both moments");
        var page = await auditor.ReadAsync($"/admin/audit/leak-drill?actor={leaky}&{EverAfter}");
        page.ShouldContain("102");
        page.ShouldContain("More than 100 persons");
        page.ShouldContain("見本 花子");
        using var file = await auditor.GetAsync($"/admin/audit/leak-drill.csv?actor={leaky}&{EverAfter}");
        var text = await file.Content.ReadAsStringAsync();
        text.ShouldContain("hanako@mihon.example.jp");
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(103);
        var seen = await auditor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/audit/seen?actor={leaky}&{EverAfter}&take=200");
        seen.GetProperty("items").GetArrayLength().ShouldBe(102);

        var entries = await development.House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(
            audit => audit.FindAsync(new(DemonstrationPersonas.Resident.Id, DemonstrationPersonas.Auditor.Id), default));
        entries.Select(e => e.Entry.Action).ShouldBe(["accounts.leak-drill.viewed", "accounts.leak-drill.exported", "accounts.leak-drill.viewed"]);
    }

    [Fact]
    public async Task What_is_asked_for_and_refused_is_recorded()
    {
        using var resident = development.House.NewVisitor();
        await resident.BecomeAsync("resident");
        var other = Guid.CreateVersion7();
        (await resident.GetAsync($"/admin/accounts/{other}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var auditor = await AuditorAsync();
        (await auditor.GetAsync($"/admin/accounts/{other}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var entries = await development.House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(audit => audit.FindAsync(new(other), default));
        entries.ShouldAllBe(e => e.Entry.Kind == AuditKind.Refusal && e.Entry.Matter == "GET /admin/accounts/{Id:guid}");
        entries.Select(e => (e.Entry.ActorId, e.Entry.Action)).ShouldBe(
            [(DemonstrationPersonas.Auditor.Id, "platform.request.not-found"), (DemonstrationPersonas.Resident.Id, "platform.request.refused")]);
    }

    [Fact]
    public async Task Only_those_who_may_read_the_log_reach_any_part_of_it()
    {
        foreach (var persona in new[] { "resident", "municipal-staff", "program-owner" })
        {
            using var visitor = development.House.NewVisitor();
            await visitor.BecomeAsync(persona);
            foreach (var address in new[] { "/admin/audit", "/admin/audit/verification", "/admin/audit/leak-drill", "/admin/audit/export.csv", "/admin/audit/leak-drill.csv", "/api/v1/accounts/audit", "/api/v1/accounts/audit/seen", "/api/v1/accounts/audit/verification" })
                (await visitor.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{persona} {address}");
        }
    }

    private async Task<Visitor> AuditorAsync()
    {
        var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        return auditor;
    }

    private Task<bool> RecordAsync(AuditEntry entry) => development.House.WithAsync<IAuditTrail, bool>(async audit =>
    {
        await audit.RecordAsync(entry, default);
        return true;
    });

    // The first seal comes within seconds of the start.
    private static async Task<JsonElement> VerifiedAsync(Visitor auditor)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var answer = await auditor.Http.GetFromJsonAsync<JsonElement>("/api/v1/accounts/audit/verification", limit.Token);
            if (answer.GetProperty("entries").GetInt64() > 0) return answer;
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }
}
