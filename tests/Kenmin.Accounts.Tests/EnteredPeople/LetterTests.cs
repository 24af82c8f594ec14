using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>Who has no mail is told by letter, and nobody else is.</summary>
public sealed partial class LetterTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private House House => development.House;

    [Fact]
    public async Task A_notice_to_somebody_without_mail_is_printed_once_and_can_be_printed_again()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        using var owner = await House.BecomeAsync("program-owner");
        var here = await staff.EnterAsync("見本", "郵子", "1935-05-05");
        var elsewhere = await owner.EnterAsync("見本", "他郵子", "1935-05-06", "周南市岐山通1-1");
        await TellAsync(here, MailKinds.Requests);
        await TellAsync(elsewhere, MailKinds.Requests);
        await TellAsync(here, null);
        (await WaitingAsync(here)).ShouldBe(1, "what would not go by mail is not posted either");
        var page = await staff.ReadAsync("/staff/letters");
        page.ShouldContain("1 letters");
        page.ShouldNotContain("Shunan");
        (await owner.ReadAsync("/staff/letters")).ShouldContain("Shunan");

        using var printed = await staff.SubmitAsync("/staff/letters", "district-352039");
        printed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await printed.Content.ReadAsStringAsync(Cancellation));
        var print = Guid.Parse(Id().Match(printed.Headers.Location!.OriginalString).Value);
        (await WaitingAsync(here)).ShouldBe(0);
        (await WaitingAsync(elsewhere)).ShouldBe(1);
        for (var i = 0; i < 2; i++)
        {
            using var file = await staff.GetAsync(LetterFiles.Address(print));
            file.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await file.Content.ReadAsByteArrayAsync(Cancellation)).AsSpan(0, 5).ToArray().ShouldBe("%PDF-"u8.ToArray());
        }

        (await AuditOf(here)).Count(e => e.Entry.Action == "accounts.letters.exported").ShouldBe(2);
        (await AuditOf(elsewhere)).ShouldNotContain(e => e.Entry.Action == "accounts.letters.exported");
        // The print of another municipality is not theirs.
        using var other = await owner.SubmitAsync("/staff/letters", "district-352152");
        var foreign = Guid.Parse(Id().Match(other.Headers.Location!.OriginalString).Value);
        (await staff.GetAsync(LetterFiles.Address(foreign))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = await House.BecomeAsync("auditor");
        (await auditor.GetAsync("/staff/letters")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_has_mail_gets_no_letter_not_even_one_that_waits()
    {
        using var owner = await House.BecomeAsync("program-owner");
        var claimed = await owner.EnterAsync("見本", "後メール子", "1936-06-06", "萩市試験町9-1");
        await TellAsync(claimed, MailKinds.Requests);
        using var first = await owner.SubmitAsync("/staff/letters", "district-352047");
        var print = Guid.Parse(Id().Match(first.Headers.Location!.OriginalString).Value);
        await TellAsync(claimed, MailKinds.Requests);
        await House.WithAsync<AccountsDbContext, int>(d => d.Users.Where(a => a.Id == claimed).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.Email, $"{claimed:N}@example.jp").SetProperty(a => a.Standing, AccountStanding.Held), Cancellation));
        (await owner.ReadAsync("/staff/letters")).ShouldNotContain("district-352047");
        (await House.WithAsync<IMessageBus, LettersPrinted>(b => b.InvokeAsync<LettersPrinted>(
            new PrintLetters(Guid.CreateVersion7(), "352047", DemonstrationPersonas.ProgramOwner.Id, "x"), Cancellation))).Count.ShouldBe(0);
        using var again = await owner.GetAsync(LetterFiles.Address(print));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AuditOf(claimed)).ShouldNotContain(e => e.Entry.Action == "accounts.letters.exported", "nothing was shown");

        using var holder = House.NewVisitor();
        (await holder.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        var account = (await holder.MeAsync())!.Id;
        await TellAsync(account, MailKinds.Requests);
        (await WaitingAsync(account)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_who_print_at_once_each_gets_other_letters()
    {
        using var owner = await House.BecomeAsync("program-owner");
        var person = await owner.EnterAsync("見本", "同時郵子", "1937-07-07", "防府市試験町8-1");
        for (var i = 0; i < 5; i++) await TellAsync(person, MailKinds.Requests);
        var prints = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => House.WithAsync<IMessageBus, LettersPrinted>(b => b.InvokeAsync<LettersPrinted>(
            new PrintLetters(Guid.CreateVersion7(), "352063", DemonstrationPersonas.ProgramOwner.Id, "x"), Cancellation))));
        prints.Sum(p => p.Count).ShouldBe(5);
    }

    private async Task TellAsync(Guid account, string? kind)
    {
        var id = Guid.CreateVersion7();
        await House.WithAsync<IMessageBus, bool>(async bus =>
        {
            await bus.PublishAsync(new NoticeIssued(id, account, new("大切なお知らせ", "News"), new("内容です。", "What it is."), "/", TimeProvider.System.GetUtcNow(), kind));
            return true;
        });
        await Eventually.IsSoAsync(async () => await CountAsync($"select count(*) from accounts.mt_doc_accountnotice where id = '{id}'") == 1);
    }

    private Task<long> WaitingAsync(Guid account) => CountAsync($"select count(*) from accounts.mt_doc_queuedletter where account_id = '{account}' and data ->> 'printId' is null");

    private async Task<long> CountAsync(string sql)
    {
        await using var command = House.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private Task<IReadOnlyList<RecordedAuditEntry>> AuditOf(Guid subject) =>
        House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(audit => audit.FindAsync(new(subject, Take: 200), default));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
