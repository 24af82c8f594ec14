using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Modularity;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.Accounts.Tests;

/// <summary>The consent ledger, with the module of sports volunteers, which takes consents and acts on their withdrawal.</summary>
public sealed class ConsentTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Staying = "sports-volunteers.staying-registered";
    private const string Provision = "sports-volunteers.provision-to-municipalities";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consent_given_to_a_module_is_in_the_ledger_and_its_withdrawal_ends_what_needs_it()
    {
        using var person = await VolunteerAsync();
        var entries = await EntriesAsync(person, e => e.Count == 2);
        entries.Select(e => (e.Purpose, e.TextVersion, e.Channel)).ShouldBe([(Staying, "2026-11", "page"), (Provision, "2026-11", "page")], ignoreOrder: true);
        (await person.ReadAsync("/me/consents")).ShouldContain("You agree");

        var staying = entries.Single(e => e.Purpose == Staying);
        using var withdrawn = await person.SubmitAsync("/me/consents", Staying, ("agrees", "false"));
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ChangeAsync(person, Staying, staying.PersonId, agrees: false)).ShouldBe(HttpStatusCode.NoContent, "again changes nothing");
        (await EntriesAsync(person, e => e.Single(x => x.Purpose == Staying).End == "withdrawn")).Count.ShouldBe(2);
        await Eventually.IsSoAsync(async () => await StateAsync(person) == "ended");

        // Agreed to again, it goes on.
        (await ChangeAsync(person, Staying, staying.PersonId, agrees: true, "2026-11")).ShouldBe(HttpStatusCode.NoContent);
        await Eventually.IsSoAsync(async () => await StateAsync(person) == "continuing");
        (await EntriesAsync(person, e => e.Count(x => x.Purpose == Staying && x.EndedAt is null) == 1)).Count(e => e.Purpose == Staying).ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_changes_another_s_consents_and_only_the_present_text_can_be_agreed_to()
    {
        using var person = await VolunteerAsync();
        var entry = (await EntriesAsync(person, e => e.Count == 2)).First(e => e.Purpose == Staying);
        using var other = development.House.NewVisitor();
        (await other.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        (await ChangeAsync(other, Staying, entry.PersonId, agrees: false)).ShouldBe(HttpStatusCode.NotFound);
        (await ChangeAsync(other, "no.such-purpose", entry.PersonId, agrees: false)).ShouldBe(HttpStatusCode.NotFound);
        (await ChangeAsync(person, Staying, entry.PersonId, agrees: true, "festival-form")).ShouldBe(HttpStatusCode.Conflict);
        (await EntriesAsync(person, _ => true)).ShouldAllBe(e => e.EndedAt == null);
        (await other.GetAsync($"/staff/consents/{entry.PersonId}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_the_consent_to_provision_the_municipality_does_not_see_the_person()
    {
        using var person = await VolunteerAsync();
        var entry = (await EntriesAsync(person, e => e.Count == 2)).First(e => e.Purpose == Provision);
        using var staff = development.House.NewVisitor();
        await staff.BecomeAsync("municipal-staff");
        using var owner = development.House.NewVisitor();
        await owner.BecomeAsync("program-owner");
        var address = $"/api/v1/sports/volunteers/{entry.PersonId}";
        (await staff.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ChangeAsync(person, Provision, entry.PersonId, agrees: false)).ShouldBe(HttpStatusCode.NoContent);
        await Eventually.IsSoAsync(async () => (await staff.GetAsync(address)).StatusCode == HttpStatusCode.NotFound);
        (await owner.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Staff_enter_what_was_said_on_paper_and_the_ledger_says_who_did()
    {
        using var person = await VolunteerAsync();
        var entry = (await EntriesAsync(person, e => e.Count == 2)).First(e => e.Purpose == Staying);
        using var owner = development.House.NewVisitor();
        await owner.BecomeAsync("program-owner");
        var page = $"/staff/consents/{entry.PersonId}";
        using var empty = await owner.SubmitAsync(page, "consent");
        (await empty.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Choose how it was said");
        using var entered = await owner.SubmitAsync(page, "consent", ("Input.Purpose", $"{Staying} 2026-11"), ("Input.Answer", "withdraws"), ("Input.Channel", "Phone"));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => await StateAsync(person) == "ended");

        await using var session = development.House.Services.GetRequiredService<IAccountsStore>().QuerySession();
        var kept = (await session.LoadAsync<ConsentEntry>(entry.Id, Cancellation))!;
        (kept.End, kept.EndChannel, kept.EndRecordedBy).ShouldBe((ConsentEnd.Withdrawn, ConsentChannel.Phone, DemonstrationPersonas.ProgramOwner.Id));
        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        (await auditor.ReadAsync(page)).ShouldNotContain("Enter what was said");
        (await owner.GetAsync($"/staff/consents/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_agreed_to_an_earlier_text_is_asked_again_once()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        var entry = Entry((await person.MeAsync())!.Id);
        await StoreAsync(entry);
        await RemindAsync();
        await RemindAsync();
        await Eventually.IsSoAsync(async () => (await person.ReadAsync("/accounts/notices")).Contains("The text has changed", StringComparison.Ordinal));
        (await person.ReadAsync("/accounts/notices")).Split("The text has changed: Staying registered").Length.ShouldBe(4, "one notice, which names its subject three times");
        (await person.ReadAsync("/me/consents")).ShouldContain("Please choose again");
    }

    [Fact]
    public async Task A_consent_that_is_not_renewed_in_time_is_announced_and_then_ends()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        var entry = Entry((await person.MeAsync())!.Id);
        (entry.TextVersion, entry.Until) = ("2026-11", TimeProvider.System.GetUtcNow().AddDays(30));
        await StoreAsync(entry);
        await RemindAsync();
        await Eventually.IsSoAsync(async () => (await person.ReadAsync("/accounts/notices")).Contains("runs out soon", StringComparison.Ordinal));
        (await EntriesAsync(person, _ => true)).ShouldHaveSingleItem().EndedAt.ShouldBeNull();

        entry.Until = TimeProvider.System.GetUtcNow().AddDays(-1);
        entry.RenewalAsked = true;
        await StoreAsync(entry);
        await RemindAsync();
        (await EntriesAsync(person, _ => true)).ShouldHaveSingleItem().End.ShouldBe("ranout");
        await Eventually.IsSoAsync(async () => (await person.ReadAsync("/accounts/notices")).Contains("has run out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_come_twice_or_overtake_each_other_leave_the_ledger_right()
    {
        var person = Guid.CreateVersion7();
        var at = TimeProvider.System.GetUtcNow();
        var given = new ConsentGiven(Guid.CreateVersion7(), Staying, "2026-11", person, null, ConsentChannel.Paper, null, at);
        await SendAsync(new ConsentEnded(Staying, person, ConsentChannel.Phone, null, at.AddMinutes(1)));
        await SendAsync(given);
        await SendAsync(given);
        (await LedgerAsync(person)).ShouldHaveSingleItem().End.ShouldBe(ConsentEnd.Withdrawn);

        await SendAsync(given with { ConsentId = Guid.CreateVersion7(), At = at.AddMinutes(2) });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(given with { ConsentId = Guid.CreateVersion7(), At = at.AddMinutes(3) })));
        (await LedgerAsync(person)).Count(e => e.InForce).ShouldBe(1);

        var account = Guid.CreateVersion7();
        await SendAsync(new PersonConnected(person, account), "accounts-persons-connected");
        (await LedgerAsync(person)).ShouldAllBe(e => e.AccountId == account);
    }

    [Fact]
    public void Only_a_text_that_says_more_is_asked_for_again()
    {
        var purpose = new PurposeDeclaration("a.b", new("目的", "Purpose"), new("こと", "Things"),
            [new("1", new("一", "one")), new("2", new("二", "two"), AsksAgain: true), new("3", new("三", "three"))]);
        new[] { "1", "2", "3" }.Select(purpose.MustAskAgain).ShouldBe([true, false, false]);
    }

    private static ConsentEntry Entry(Guid account) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), AccountId = account, Purpose = Staying, TextVersion = "festival-form",
        Channel = ConsentChannel.Paper, GivenAt = TimeProvider.System.GetUtcNow().AddYears(-1),
    };

    private async Task StoreAsync(ConsentEntry entry)
    {
        await using var session = development.House.Services.GetRequiredService<IAccountsStore>().LightweightSession();
        session.Store(entry);
        await session.SaveChangesAsync(Cancellation);
    }

    private Task<bool> RemindAsync() => SendAsync(new RemindOfConsents());

    private Task<bool> SendAsync(object message, string? subscriber = null) => development.House.WithAsync<IMessageBus, bool>(async bus =>
    {
        if (subscriber is null) await bus.InvokeAsync(message, Cancellation);
        else await bus.EndpointFor(subscriber).InvokeAsync(message, Cancellation);
        return true;
    });

    private async Task<IReadOnlyList<ConsentEntry>> LedgerAsync(Guid person)
    {
        await using var session = development.House.Services.GetRequiredService<IAccountsStore>().QuerySession();
        return await session.ConsentsOfPersonAsync(person, Cancellation);
    }

    private async Task<Visitor> VolunteerAsync()
    {
        var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で", "見本 緑")).Dispose();
        using var registered = await person.Http.PutAsJsonAsync("/api/v1/sports/registration", new
        {
            name = "見本 緑", kana = "ミホン ミドリ", birthDate = "1960-05-11", gender = "女", postalCode = "753-8501",
            address = "山口県山口市滝町1-1", phone = "083-933-3110", email = "", agreesToPurpose = true,
        }, Cancellation);
        registered.StatusCode.ShouldBe(HttpStatusCode.OK, await registered.Content.ReadAsStringAsync(Cancellation));
        return person;
    }

    private static async Task<string?> StateAsync(Visitor person) =>
        (await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/registration", Cancellation)).GetProperty("state").GetString()?.ToLowerInvariant();

    private static async Task<HttpStatusCode> ChangeAsync(Visitor person, string purpose, Guid id, bool agrees, string? version = null)
    {
        using var answer = await person.Http.PutAsJsonAsync($"/api/v1/me/consents/{purpose}", new { personId = id, agrees, textVersion = version }, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<List<ConsentAnswer>> EntriesAsync(Visitor person, Func<List<ConsentAnswer>, bool> enough)
    {
        List<ConsentAnswer> entries = [];
        await Eventually.IsSoAsync(async () => enough(entries = (await person.Http.GetFromJsonAsync<List<ConsentAnswer>>("/api/v1/me/consents", Cancellation))!));
        return entries;
    }

    private sealed record ConsentAnswer(Guid Id, Guid PersonId, string Purpose, string TextVersion, string Channel, DateTimeOffset? EndedAt, string? End);
}
