using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Merging;
using Kenmin.Accounts.Profiles;
using Kenmin.Accounts.Rights;
using Kenmin.Accounts.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Accounts.Tests;

/// <summary>What the law gives people about their data: to take it, to have it erased, each within its time.</summary>
public sealed partial class RightsTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_takes_all_that_any_table_of_any_module_holds_on_them()
    {
        using var person = await VolunteerAsync("見本 開示子");
        var account = (await person.MeAsync())!.Id;
        var volunteer = await VolunteerIdAsync(account);
        await FillPeopleTablesAsync(account, "開示子");
        await Eventually.IsSoAsync(async () => (await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/consents", Cancellation)).GetArrayLength() == 2);
        (await person.SubmitAsync("/me/data", "collect")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = "";
        await Eventually.IsSoAsync(async () => (address = Download().Match(await person.ReadAsync("/me/data")).Value) != "");

        using var file = await person.GetAsync(address);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var zip = new ZipArchive(await file.Content.ReadAsStreamAsync(Cancellation));
        var html = await TextAsync(zip, "index.html");
        html.ShouldContain("見本");
        html.ShouldContain("開示子");
        html.ShouldNotContain("PasswordHash");
        using var json = JsonDocument.Parse(await TextAsync(zip, "data.json"));
        var modules = json.RootElement.GetProperty("modules").EnumerateArray().ToList();
        modules.Select(m => m.GetProperty("module").GetString()).ShouldBe(["accounts", "clean-up", "community-business", "passport", "plan-progress", "programs", "rural-leaders", "senior-engagement", "sports-volunteers"]);
        var sources = modules.SelectMany(m => m.GetProperty("sections").EnumerateArray()).Select(s => s.GetProperty("source").GetString()!).ToHashSet();

        // Whatever table names the person by one of their ids is in it.
        var holding = await TablesWithAsync(account.ToString(), volunteer.ToString());
        holding.Count.ShouldBeGreaterThan(4);
        holding.Select(t => t.Split('.')[1]).Where(t => t != "mt_doc_personaldataanswer" && !sources.Contains(t))
            .ShouldBeEmpty("these tables hold the person's id, and no module's answer has them: name them in the module's list of tables");

        using var other = development.House.NewVisitor();
        await other.BecomeAsync("resident");
        (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_erasure_reaches_every_module_is_certified_and_leaves_the_counts_as_they_were()
    {
        using var person = await VolunteerAsync("見本 消去之助");
        var account = (await person.MeAsync())!.Id;
        var volunteer = await VolunteerIdAsync(account);
        await FillPeopleTablesAsync(account, "消去之助");
        using var administrator = await BecomeAsync("administrator");
        var people = await CountAsync("select count(*) from sports_volunteers.mt_doc_registration");
        var here = await CountAsync("select count(*) from sports_volunteers.mt_doc_volunteer where data ->> 'municipalityCode' = '352039'");

        (await person.SubmitAsync("/me/data", "request", ("Input.Kind", "Erasure"), ("Input.Detail", "もう使わないため"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var request = await RequestAsync(account);
        using var decided = await administrator.SubmitAsync($"/staff/requests/{request}", "decide", ("Input.Decision", "Grant"), ("Input.Reason", "請求のとおり消去します。"));
        decided.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await administrator.GetAsync($"/staff/requests/{request}/certificate")).StatusCode == HttpStatusCode.OK);

        var certificate = await administrator.ReadAsync($"/staff/requests/{request}/certificate");
        certificate.ShouldContain("見本 消去之助");
        certificate.ShouldContain("Backups hold them");
        certificate.ShouldContain("Roster: name and reading");
        (await person.IsSignedInAsync()).ShouldBeFalse();
        (await TablesWithAsync("消去之助")).ShouldBe(["accounts.mt_doc_rightsrequest"], "the register keeps the name, for the certificate");
        // A mail that was just on its way goes with its next step.
        await Eventually.IsSoAsync(async () => !(await TablesWithAsync(account.ToString())).Contains("accounts.mt_doc_outgoingmail"));
        (await TablesWithAsync(account.ToString())).ShouldBe(["accounts.mt_doc_rightsrequest"]);
        (await CountAsync("select count(*) from sports_volunteers.mt_doc_registration")).ShouldBe(people);
        (await CountAsync("select count(*) from sports_volunteers.mt_doc_volunteer where data ->> 'municipalityCode' = '352039'")).ShouldBe(here);
        (await CountAsync($"select count(*) from sports_volunteers.mt_doc_volunteer where id = '{volunteer}' and (data ->> 'erased')::boolean")).ShouldBe(1);
        // Asked once more, nothing happens.
        using var again = await administrator.GetAsync($"/staff/requests/{request}");
        (await again.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("name=\"Input.Decision\"");
    }

    [Fact]
    public async Task A_suspension_ends_what_the_person_had_agreed_to()
    {
        using var person = await VolunteerAsync("見本 停止");
        await Eventually.IsSoAsync(async () => (await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/consents", Cancellation)).GetArrayLength() == 2);
        using var administrator = await BecomeAsync("administrator");
        (await person.SubmitAsync("/me/data", "request", ("Input.Kind", "Suspension"), ("Input.Detail", "使わないでほしい"))).Dispose();
        var request = await RequestAsync((await person.MeAsync())!.Id);
        (await administrator.SubmitAsync($"/staff/requests/{request}", "decide", ("Input.Decision", "Grant"), ("Input.Reason", "止めます。"))).Dispose();
        await Eventually.IsSoAsync(async () => string.Equals(
            (await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/registration", Cancellation)).GetProperty("state").GetString(), "ended", StringComparison.OrdinalIgnoreCase));
        await Eventually.IsSoAsync(async () => (await person.ReadAsync("/accounts/notices")).Contains("Your request was decided", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_is_due_in_thirty_days_can_be_extended_once_and_administrators_are_reminded()
    {
        var received = JapanTime.Today(TimeProvider.System).AddDays(-29);
        var entered = await InvokeAsync<RequestEntered>(new EnterRightsRequest(
            RightsKind.Correction, null, Guid.CreateVersion7(), "見本 紙子", "住所", "見本 代理", "請求書 1", DemonstrationPersonas.ProgramOwner.Id, received));
        var administrator = Guid.CreateVersion7();
        await InvokeAsync(new RemindOfRightsRequests([administrator]));
        await InvokeAsync(new RemindOfRightsRequests([administrator]));
        var request = await LoadAsync(entered.Id);
        request.DueOn.ShouldBe(received.AddDays(30));
        request.Reminded.ShouldBe([10, 3]);

        (await InvokeAsync<RequestEntered>(new DecideRightsRequest(entered.Id, RightsDecision.Extend, "書類の確認に時間がかかるため", administrator))).Refusal.ShouldBeNull();
        (await LoadAsync(entered.Id)).DueOn.ShouldBe(received.AddDays(60));
        (await InvokeAsync<RequestEntered>(new DecideRightsRequest(entered.Id, RightsDecision.Extend, "もう一度", administrator))).Refusal.ShouldNotBeNull();
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => InvokeAsync<RequestEntered>(new DecideRightsRequest(entered.Id, RightsDecision.Refuse, "該当なし", administrator))));
        both.Count(r => r.Refusal is null).ShouldBe(1);
        new RightsRequest { DueOn = received, State = RightsState.Open }.IsOverdue(received.AddDays(1)).ShouldBeTrue();
        new RightsRequest { DueOn = received, State = RightsState.Open }.IsOverdue(received).ShouldBeFalse();
    }

    [Fact]
    public async Task Staff_enter_a_request_from_paper_and_are_told_what_is_missing()
    {
        using var owner = await BecomeAsync("program-owner");
        using var empty = await owner.SubmitAsync("/staff/requests/new", "request", ("Input.Person", "x"), ("Input.ReceivedOn", $"{JapanTime.Today(TimeProvider.System).AddDays(1):yyyy-MM-dd}"));
        var text = await empty.Content.ReadAsStringAsync(Cancellation);
        foreach (var message in new[] { "There is no person with this id", "Choose what is asked for", "Say what exactly is asked for", "how the person was identified.", "within the last year" })
            text.ShouldContain(message);

        using var entered = await owner.SubmitAsync("/staff/requests/new", "request",
            ("Input.Person", DemonstrationPersonas.Resident.Id.ToString()), ("Input.Kind", "Correction"), ("Input.Detail", "名前の漢字"),
            ("Input.ReceivedOn", $"{JapanTime.Today(TimeProvider.System):yyyy-MM-dd}"), ("Input.Evidence", "請求書 8-12"), ("Input.Agent", "見本 太郎（法定代理人）"));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await owner.ReadAsync(entered.Headers.Location!.ToString());
        page.ShouldContain("見本 太郎（法定代理人）");
        page.ShouldNotContain("Input.Decision", Case.Sensitive, "program owners enter, administrators decide");
        (await owner.ReadAsync("/staff/requests")).ShouldContain("見本 花子");
        using var resident = await BecomeAsync("resident");
        (await resident.GetAsync("/staff/requests")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_account_that_is_staff_s_cannot_be_erased_before_its_roles_are_taken()
    {
        using var owner = await BecomeAsync("program-owner");
        (await owner.SubmitAsync("/me/data", "request", ("Input.Kind", "Erasure"), ("Input.Detail", "異動のため"))).Dispose();
        using var administrator = await BecomeAsync("administrator");
        using var answer = await administrator.SubmitAsync(
            $"/staff/requests/{await RequestAsync(DemonstrationPersonas.ProgramOwner.Id)}", "decide", ("Input.Decision", "Grant"), ("Input.Reason", "消去します。"));
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Take the roles away first");
    }

    private async Task<Visitor> BecomeAsync(string persona)
    {
        var visitor = development.House.NewVisitor();
        await visitor.BecomeAsync(persona);
        return visitor;
    }

    private async Task<Visitor> VolunteerAsync(string name)
    {
        var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で", name)).Dispose();
        using var registered = await person.Http.PutAsJsonAsync("/api/v1/sports/registration", new
        {
            name, kana = "ミホン コ", birthDate = "1960-05-11", gender = "女", postalCode = "753-8501",
            address = "山口県山口市滝町1-1", phone = "083-933-3110", email = "", agreesToPurpose = true,
        }, Cancellation);
        registered.StatusCode.ShouldBe(HttpStatusCode.OK, await registered.Content.ReadAsStringAsync(Cancellation));
        return person;
    }

    /// <summary>Puts something about the person into each table that only some people are in: of letters, guardians, codes and mergings.</summary>
    private async Task FillPeopleTablesAsync(Guid account, string given)
    {
        var now = TimeProvider.System.GetUtcNow();
        await development.House.WithAsync<AccountsDbContext, int>(database =>
        {
            PersonProfile profile = new() { AccountId = account, FamilyName = "見本", GivenName = given, BirthDate = new(1960, 5, 11), Address = "山口市", UpdatedAt = now };
            profile.Reindex();
            database.Profiles.Add(profile);
            database.PersonEntries.Add(new()
            {
                AccountId = account, EnteredBy = DemonstrationPersonas.MunicipalStaff.Id, EnteredByName = "見本 市太郎", EnteredAt = now, AskedBy = $"家族（{given}の子）", Paper = PaperKind.Note,
                PaperReference = "1", PaperDate = new(2026, 4, 1),
            });
            database.ClaimCodes.Add(new() { AccountId = account, CodeHash = account.ToByteArray(), LastDay = new(2100, 1, 1), CreatedAt = now, CreatedBy = DemonstrationPersonas.MunicipalStaff.Id });
            database.PendingClaims.Add(new() { AccountId = account, Email = "x@example.jp", PasswordHash = "x", CreatedAt = now });
            return database.SaveChangesAsync(Cancellation);
        });
        await using (var session = development.House.Services.GetRequiredService<IAccountsStore>().LightweightSession())
        {
            session.Store(new Guardianship { Id = Guid.CreateVersion7(), AccountId = account, GuardianName = $"{given}の母", State = GuardianshipState.Refused, AskedAt = now });
            session.Store(new Guardianship { Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7(), GuardianAccountId = account, GuardianName = $"見本 保護者", State = GuardianshipState.Refused, AskedAt = now });
            session.Store(new QueuedLetter { Id = Guid.CreateVersion7(), AccountId = account, Subject = new("件名", "Subject"), Body = new($"{given} 様", "x"), At = now });
            session.Store(new AccountMerge { Id = Guid.CreateVersion7(), KeptId = account, GoneId = Guid.CreateVersion7(), Reason = $"{given}は同じ人", At = now, UndoneAt = now });
            await session.SaveChangesAsync(Cancellation);
        }

        await development.House.WithAsync<IMessageBus, bool>(async bus =>
        {
            await bus.PublishAsync(new GuardianshipChanged(account, GuardianshipState.Agreed, now));
            await bus.PublishAsync(new AccountsUnmerged(Guid.CreateVersion7(), account, Guid.CreateVersion7(), now));
            return true;
        });
        await Eventually.IsSoAsync(async () => (await TablesWithAsync(account.ToString())) is var tables
            && tables.Contains("sports_volunteers.mt_doc_guardianstanding") && tables.Contains("sports_volunteers.mt_doc_accountmergeseen"));
    }

    private NpgsqlDataSource Database => development.House.Services.GetRequiredService<NpgsqlDataSource>();

    private async Task<Guid> VolunteerIdAsync(Guid account)
    {
        await using var command = Database.CreateCommand($"select id from sports_volunteers.mt_doc_volunteer where data ->> 'accountId' = '{account}'");
        return (Guid)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<Guid> RequestAsync(Guid account)
    {
        await using var command = Database.CreateCommand($"select id from accounts.mt_doc_rightsrequest where data ->> 'accountId' = '{account}' order by id desc limit 1");
        return (Guid)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    /// <summary>The tables of all schemas that name one of the texts; the audit log apart, which keeps who looked at whom for its years.</summary>
    private async Task<List<string>> TablesWithAsync(params string[] texts)
    {
        List<string> tables = [];
        await using (var all = Database.CreateCommand("select table_schema || '.' || table_name from information_schema.tables where table_schema <> 'information_schema' and table_schema not like 'pg\\_%' and table_type = 'BASE TABLE' and table_name <> 'audit_log' order by 1"))
        {
            await using var reader = await all.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation)) tables.Add(reader.GetString(0));
        }

        List<string> found = [];
        foreach (var table in tables)
        {
            await using var command = Database.CreateCommand($"select exists (select from {table} t where t::text like any($1))");
            command.Parameters.Add(new() { Value = texts.Select(t => $"%{t}%").ToArray() });
            if ((bool)(await command.ExecuteScalarAsync(Cancellation))!) found.Add(table);
        }

        return found;
    }

    private async Task<RightsRequest> LoadAsync(Guid id)
    {
        await using var session = development.House.Services.GetRequiredService<IAccountsStore>().QuerySession();
        return (await session.LoadAsync<RightsRequest>(id, Cancellation))!;
    }

    private Task<T> InvokeAsync<T>(object command) => development.House.WithAsync<IMessageBus, T>(bus => bus.InvokeAsync<T>(command, Cancellation));

    private Task<bool> InvokeAsync(object command) => development.House.WithAsync<IMessageBus, bool>(async bus =>
    {
        await bus.InvokeAsync(command, Cancellation);
        return true;
    });

    private static async Task<string> TextAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Cancellation));
        return await reader.ReadToEndAsync(Cancellation);
    }

    [GeneratedRegex("/me/data/[0-9a-f-]{36}/data\\.zip")]
    private static partial Regex Download();
}
