using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Kenmin.Accounts.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Merging;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>Two accounts of one person become one, in every module, and are taken apart again.</summary>
public sealed class MergeTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private House House => development.House;

    [Fact]
    public async Task What_was_entered_joins_the_account_of_who_has_the_code_and_goes_back_when_it_is_undone()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var entered = await staff.EnterAsync("見本", "合子", "1947-07-07");
        await NoticeAsync(entered, "an early notice");
        var code = await House.WithAsync<ClaimCodes, string>(async codes => (await codes.IssueAsync(entered, Owner(), Cancellation))!.Value.Code);
        using var person = await RegisterAsync();
        var own = (await person.MeAsync())!.Id;
        using var opened = await person.SubmitAsync("/accounts/claim", "code", ("Input.Code", code), ("Input.BirthDate", "1947-07-07"));
        var page = await opened.Content.ReadAsStringAsync(Cancellation);
        using var joined = await person.SendAsync("/accounts/claim", [.. ClaimTests.Hidden(page, "join")]);
        joined.Headers.Location!.OriginalString.ShouldEndWith("saved=joined", Case.Sensitive, await joined.Content.ReadAsStringAsync(Cancellation));
        (await person.ReadAsync("/accounts/notices")).ShouldContain("an early notice");
        (await person.ReadAsync("/me/profile")).ShouldContain("1947-07-07");
        (await staff.ReadAsync($"/staff/people/{entered}")).ShouldContain("It has joined another account");

        // Who does not know of it yet still writes to the account that is gone.
        await NoticeAsync(entered, "a late notice");
        await Eventually.IsSoAsync(async () => (await person.ReadAsync("/accounts/notices")).Contains("a late notice", StringComparison.Ordinal));

        using var administrator = await House.BecomeAsync("administrator");
        var merge = await MergeOfAsync(entered);
        using var undone = await administrator.SubmitAsync($"/admin/merges/{merge}", "undo", ("Input.Reason", "別の人でした"));
        undone.StatusCode.ShouldBe(HttpStatusCode.Redirect, await undone.Content.ReadAsStringAsync(Cancellation));
        var notices = await person.ReadAsync("/accounts/notices");
        notices.ShouldNotContain("an early notice");
        notices.ShouldNotContain("a late notice");
        (await person.ReadAsync("/me/profile")).ShouldNotContain("1947-07-07");
        (await staff.ReadAsync($"/staff/people/{entered}")).ShouldContain("Make the letter");
        (await House.WithAsync<AccountsDbContext, Guid?>(d => d.Users.Where(a => a.Id == entered).Select(a => a.MergedInto).SingleAsync(Cancellation))).ShouldBeNull();
        (await AuditOf(own)).Select(e => e.Entry.Action).Distinct().ShouldBe(["accounts.people.merged", "accounts.people.unmerged", "accounts.merges.viewed"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_administrator_sees_two_accounts_side_by_side_merges_them_and_the_other_signs_in_no_more()
    {
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var one = await RegisterAsync();
        using var other = await RegisterAsync(email);
        var (kept, gone) = ((await one.MeAsync())!.Id, (await other.MeAsync())!.Id);
        using var administrator = await House.BecomeAsync("administrator");
        using var unknown = await administrator.SubmitAsync("/admin/merges/new", "pick", ("Pair.First", kept.ToString()), ("Pair.Second", Guid.NewGuid().ToString()));
        (await unknown.Content.ReadAsStringAsync(Cancellation)).ShouldContain("There is no account with this id");
        var page = $"/admin/merges/new?first={kept}&second={gone}";
        (await administrator.ReadAsync(page)).ShouldContain(email);
        using var silent = await administrator.SubmitAsync(page, "merge");
        var missing = await silent.Content.ReadAsStringAsync(Cancellation);
        missing.ShouldContain("Choose the account that stays");
        missing.ShouldContain("Enter the reason");
        using var merged = await administrator.SubmitAsync(page, "merge", ("Input.Keep", "A"), ("Input.Reason", "本人に確かめた"));
        merged.StatusCode.ShouldBe(HttpStatusCode.Redirect, await merged.Content.ReadAsStringAsync(Cancellation));
        (await other.IsSignedInAsync()).ShouldBeFalse();
        (await one.IsSignedInAsync()).ShouldBeTrue();
        using var again = House.NewVisitor();
        (await again.SignInAsync(email, Password)).Dispose();
        (await again.IsSignedInAsync()).ShouldBeFalse();
        (await administrator.ReadAsync("/admin/merges")).ShouldContain("Merged");

        using var undone = await administrator.SubmitAsync(merged.Headers.Location!.OriginalString, "undo", ("Input.Reason", "まちがい"));
        undone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await again.SignInAsync(email, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await again.IsSignedInAsync()).ShouldBeTrue();
        using var resident = await House.BecomeAsync("program-owner");
        (await resident.GetAsync("/admin/merges")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_account_of_staff_is_never_merged_away_nor_one_that_signs_in_into_one_that_does_not()
    {
        using var person = await RegisterAsync();
        var held = (await person.MeAsync())!.Id;
        using var staff = await House.BecomeAsync("municipal-staff");
        var entered = await staff.EnterAsync("見本", "残男", "1948-08-08");
        (await MergeAsync(Guid.CreateVersion7(), held, DemonstrationPersonas.ProgramOwner.Id)).Refusal!.Value.En.ShouldContain("account of staff");
        (await MergeAsync(Guid.CreateVersion7(), entered, held)).Refusal!.Value.En.ShouldContain("signs in with");
        (await MergeAsync(Guid.CreateVersion7(), held, held)).Refusal!.Value.En.ShouldContain("itself");
        (await MergeAsync(Guid.CreateVersion7(), held, Guid.NewGuid())).Refusal!.Value.En.ShouldContain("no such account");
    }

    [Fact]
    public async Task Of_many_mergings_at_once_one_is_done_and_repeating_it_changes_nothing()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var entered = await staff.EnterAsync("見本", "一度子", "1949-09-09");
        using var one = await RegisterAsync();
        using var other = await RegisterAsync();
        Guid[] into = [(await one.MeAsync())!.Id, (await other.MeAsync())!.Id];
        var merge = Guid.CreateVersion7();
        var outcomes = await Task.WhenAll(into.Select((k, i) => MergeAsync(i == 0 ? merge : Guid.CreateVersion7(), k, entered)));
        outcomes.Count(o => o.Refusal is null).ShouldBe(1);
        var done = await MergeOfAsync(entered);
        (await MergeAsync(done, into[0], entered)).Refusal.ShouldBeNull();
        var undone = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => InvokeAsync<MergeOutcome>(new UnmergeAccounts(done, DemonstrationPersonas.Administrator.Id, "x"))));
        undone.ShouldAllBe(o => o.Refusal == null);
        (await MergeAsync(Guid.CreateVersion7(), into[1], entered)).Refusal.ShouldBeNull("it is its own again");
    }

    [Fact]
    public async Task The_registration_as_a_volunteer_follows_the_account_and_goes_back()
    {
        using var one = await RegisterAsync();
        using var other = await RegisterAsync();
        await VolunteerAsync(other, "見本 追従");
        var (kept, gone) = ((await one.MeAsync())!.Id, (await other.MeAsync())!.Id);
        var merge = Guid.CreateVersion7();
        (await MergeAsync(merge, kept, gone)).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => (await one.GetAsync("/api/v1/sports/registration")).StatusCode == HttpStatusCode.OK);
        await Eventually.IsSoAsync(async () => (await one.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/consents", Cancellation)).GetArrayLength() == 2);
        // Delivered once more, nothing changes.
        await PublishAsync(new AccountsMerged(merge, kept, gone, TimeProvider.System.GetUtcNow()));
        (await InvokeAsync<MergeOutcome>(new UnmergeAccounts(merge, DemonstrationPersonas.Administrator.Id, "x"))).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => (await one.GetAsync("/api/v1/sports/registration")).StatusCode == HttpStatusCode.NotFound);
        await Eventually.IsSoAsync(async () => await VolunteersOfAsync(gone) == 1);
        await Eventually.IsSoAsync(async () => (await one.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/consents", Cancellation)).GetArrayLength() == 0);
    }

    [Fact]
    public async Task Where_both_are_registered_staff_are_asked_and_an_undoing_that_comes_first_wins()
    {
        using var one = await RegisterAsync();
        using var other = await RegisterAsync();
        await VolunteerAsync(one, "見本 双子");
        await VolunteerAsync(other, "見本 双女");
        var (kept, gone) = ((await one.MeAsync())!.Id, (await other.MeAsync())!.Id);
        var merge = Guid.CreateVersion7();
        (await MergeAsync(merge, kept, gone)).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => await VolunteersOfAsync(gone) == 0);
        (await VolunteersOfAsync(kept)).ShouldBe(1);
        using var owner = await House.BecomeAsync("program-owner");
        (await owner.ReadAsync("/staff/sports/duplicates")).ShouldContain("their accounts were merged");
        (await InvokeAsync<MergeOutcome>(new UnmergeAccounts(merge, DemonstrationPersonas.Administrator.Id, "x"))).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => await VolunteersOfAsync(gone) == 1);

        var late = Guid.CreateVersion7();
        await PublishAsync(new AccountsUnmerged(late, kept, gone, TimeProvider.System.GetUtcNow()));
        await Eventually.IsSoAsync(async () => await CountAsync($"select count(*) from sports_volunteers.mt_doc_accountmergeseen where id = '{late}'") == 1);
        await PublishAsync(new AccountsMerged(late, kept, gone, TimeProvider.System.GetUtcNow()));
        await PublishAsync(new AccountsMerged(late, kept, gone, TimeProvider.System.GetUtcNow()));
        (await VolunteersOfAsync(gone)).ShouldBe(1);
    }

    [Fact]
    public async Task What_staff_joined_after_a_merging_comes_back_with_its_account_once_both_are_undone()
    {
        using var one = await RegisterAsync();
        using var other = await RegisterAsync();
        await VolunteerAsync(one, "見本 結子");
        await VolunteerAsync(other, "見本 結女");
        var (kept, gone) = ((await one.MeAsync())!.Id, (await other.MeAsync())!.Id);
        var merge = Guid.CreateVersion7();
        (await MergeAsync(merge, kept, gone)).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => await VolunteersOfAsync(gone) == 0);
        using var owner = await House.BecomeAsync("program-owner");
        var stays = await IdAsync($"select id from sports_volunteers.mt_doc_volunteer where data ->> 'accountId' = '{kept}'");
        var pairs = await owner.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/duplicates?take=100", Cancellation);
        var pair = pairs.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetString()!).First(p => p.Contains($"{stays:N}", StringComparison.Ordinal));
        using var joined = await owner.Http.PostAsJsonAsync($"/api/v1/sports/duplicates/{pair}/joining", new { keep = stays }, Cancellation);
        joined.StatusCode.ShouldBe(HttpStatusCode.NoContent, await joined.Content.ReadAsStringAsync(Cancellation));
        (await InvokeAsync<MergeOutcome>(new UnmergeAccounts(merge, DemonstrationPersonas.Administrator.Id, "x"))).Refusal.ShouldBeNull();
        await Eventually.IsSoAsync(async () => await CountAsync($"select count(*) from sports_volunteers.mt_doc_accountmergeseen where id = '{merge}' and (data ->> 'undone')::boolean") == 1);
        (await VolunteersOfAsync(gone)).ShouldBe(0, "the two records are one until staff take them apart");
        var joining = await IdAsync($"select id from sports_volunteers.mt_doc_personmerge where data ->> 'keptId' = '{stays}'");
        using var apart = await owner.Http.PostAsJsonAsync($"/api/v1/sports/joinings/{joining}/undo", new { }, Cancellation);
        apart.StatusCode.ShouldBe(HttpStatusCode.NoContent, await apart.Content.ReadAsStringAsync(Cancellation));
        (await VolunteersOfAsync(gone)).ShouldBe(1);
        (await VolunteersOfAsync(kept)).ShouldBe(1);
    }

    [Fact]
    public async Task An_erasure_takes_what_was_merged_with_it()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var entered = await staff.EnterAsync("見本", "共消子", "1952-02-02");
        using var person = await RegisterAsync();
        var own = (await person.MeAsync())!.Id;
        (await MergeAsync(Guid.CreateVersion7(), own, entered)).Refusal.ShouldBeNull();
        (await person.SubmitAsync("/me/data", "request", ("Input.Kind", "Erasure"), ("Input.Detail", "もう使わないため"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var administrator = await House.BecomeAsync("administrator");
        var request = await IdAsync($"select id from accounts.mt_doc_rightsrequest where data ->> 'accountId' = '{own}'");
        (await administrator.SubmitAsync($"/staff/requests/{request}", "decide", ("Input.Decision", "Grant"), ("Input.Reason", "消去します。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => await CountAsync($"select count(*) from accounts.account where id in ('{own}', '{entered}')") == 0);
        (await CountAsync($"select (select count(*) from accounts.person_profile where account_id in ('{own}', '{entered}')) + (select count(*) from accounts.mt_doc_accountmerge where data::text like '%{entered}%') + (select count(*) from accounts.person_entry where account_id = '{entered}')")).ShouldBe(0);
    }

    private async Task<Visitor> RegisterAsync(string? email = null)
    {
        var visitor = House.NewVisitor();
        (await visitor.RegisterAsync(email ?? $"{Guid.NewGuid():N}@example.jp", Password)).Dispose();
        return visitor;
    }

    internal static async Task VolunteerAsync(Visitor person, string name, string birth = "1960-05-11", object? guardian = null)
    {
        using var registered = await person.Http.PutAsJsonAsync("/api/v1/sports/registration", new
        {
            name, kana = "ミホン", birthDate = birth, gender = "女", postalCode = "753-8501", address = PeopleWithoutMail.NewAddress(), phone = PeopleWithoutMail.NewPhone(),
            email = "", agreesToPurpose = true, guardianName = guardian is null ? null : "見本 保護", guardianRelation = guardian is null ? null : "母", guardianAgrees = guardian is not null,
        }, Cancellation);
        registered.StatusCode.ShouldBe(HttpStatusCode.OK, await registered.Content.ReadAsStringAsync(Cancellation));
    }

    private static ClaimsPrincipal Owner() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, DemonstrationPersonas.ProgramOwner.Id.ToString()), new(ClaimTypes.Role, Roles.ProgramOwner)], IdentityConstants.ApplicationScheme));

    private Task<MergeOutcome> MergeAsync(Guid merge, Guid kept, Guid gone) =>
        InvokeAsync<MergeOutcome>(new MergeAccounts(merge, kept, gone, DemonstrationPersonas.Administrator.Id, "test"));

    private async Task NoticeAsync(Guid account, string subject)
    {
        var id = Guid.CreateVersion7();
        await PublishAsync(new NoticeIssued(id, account, LocalizedText.Same(subject), LocalizedText.Same("x"), "/", TimeProvider.System.GetUtcNow()));
        await Eventually.IsSoAsync(async () => await CountAsync($"select count(*) from accounts.mt_doc_accountnotice where id = '{id}'") == 1);
    }

    private Task<T> InvokeAsync<T>(object command) => House.WithAsync<IMessageBus, T>(bus => bus.InvokeAsync<T>(command, Cancellation));

    private Task<bool> PublishAsync(object message) => House.WithAsync<IMessageBus, bool>(async bus =>
    {
        await bus.PublishAsync(message);
        return true;
    });

    private Task<Guid> MergeOfAsync(Guid gone) => IdAsync($"select id from accounts.mt_doc_accountmerge where data ->> 'goneId' = '{gone}'");

    private Task<long> VolunteersOfAsync(Guid account) => CountAsync($"select count(*) from sports_volunteers.mt_doc_volunteer where data ->> 'accountId' = '{account}'");

    private async Task<Guid> IdAsync(string sql)
    {
        await using var command = House.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (Guid)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = House.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private Task<IReadOnlyList<RecordedAuditEntry>> AuditOf(Guid subject) =>
        House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(audit => audit.FindAsync(new(subject, Take: 200), default));
}
