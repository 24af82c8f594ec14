using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Kenmin.Accounts.Tests.Mail;

public sealed class MailTests(MailHouse post) : IClassFixture<MailHouse>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        post.Server.Mood = MailServerMood.Right;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static MailRequested To(Account account, string kind = MailKinds.Security, string? link = "/sports/me") => new(
        Guid.CreateVersion7(), account.Id, kind, new("空きが<b>出ました</b>\r\nBcc: x@example.jp", "A place is free"),
        [new("お答えください。<script>alert(1)</script>", "Please answer."), new("山口市 & 防府市", "Two cities")], new("答える", "Answer"), link);

    private MimeMessage Taken(Account account)
    {
        var raw = post.Server.Taken.Last(m => m.Contains($"<{account.Email}>", StringComparison.Ordinal));
        return MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(raw[(raw.IndexOf('\n') + 1)..])));
    }

    [Theory]
    [InlineData("ja")]
    [InlineData("en")]
    public async Task A_mail_goes_out_in_the_readers_language_as_text_and_HTML_and_holds_no_markup_of_its_callers(string language)
    {
        var account = await post.AccountAsync(language);
        var request = To(account);
        await post.AskAsync(request);
        var settled = await post.SettledAsync(request.MailId);
        settled.State.ShouldBe(MailState.Sent);
        settled.Content.ShouldBeNull();

        var mail = Taken(account);
        mail.Subject.ShouldBe(language == "ja" ? "空きが<b>出ました</b> Bcc: x@example.jp" : "A place is free");
        mail.Bcc.ShouldBeEmpty();
        mail.HtmlBody!.ShouldNotContain("<script>");
        mail.HtmlBody!.ShouldNotContain("<b>");
        mail.HtmlBody!.ShouldContain($"lang=\"{language}\"");
        mail.TextBody!.ShouldContain(language == "ja" ? "山口市 & 防府市" : "Two cities");
        mail.TextBody!.ShouldContain("https://kenmin.example.jp/sports/me");
        // Nobody can stop what is needed, and so nothing offers it.
        mail.Headers.Contains(HeaderId.ListUnsubscribe).ShouldBeFalse();
    }

    [Fact]
    public async Task A_mail_asked_for_five_times_at_once_goes_out_once()
    {
        var account = await post.AccountAsync();
        var request = To(account);
        await post.AskAsync(request, request, request, request, request);
        await post.SettledAsync(request.MailId);
        post.Server.Taken.Count(m => m.Contains($"<{account.Email}>", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_leads_to_this_site_only_and_an_unknown_kind_is_not_sent()
    {
        var account = await post.AccountAsync();
        var elsewhere = To(account, link: "//evil.example/");
        await post.AskAsync(elsewhere);
        await post.SettledAsync(elsewhere.MailId);
        Taken(account).TextBody!.ShouldNotContain("evil");
        var unknown = To(account, "nobody.declared-this");
        await post.AskAsync(unknown);
        (await post.SettledAsync(unknown.MailId)).State.ShouldBe(MailState.Withheld);
    }

    [Fact]
    public async Task A_notice_whose_kind_is_mailed_is_mailed_and_only_to_a_verified_address()
    {
        NoticeIssued Notice(Account to) => new(Guid.CreateVersion7(), to.Id, new("活動が中止になりました", "Cancelled"), new("理由：大雨", "Rain"), "/sports/me",
            DateTimeOffset.UnixEpoch, "sports-volunteers.sign-up-changed");
        var account = await post.AccountAsync();
        var notice = Notice(account);
        await post.AskAsync(notice);
        (await post.SettledAsync(notice.NoticeId)).State.ShouldBe(MailState.Sent);
        Taken(account).TextBody!.ShouldContain("理由：大雨");

        var unverified = Notice(await post.AccountAsync(verified: false));
        await post.AskAsync(unverified);
        (await post.SettledAsync(unverified.NoticeId)).State.ShouldBe(MailState.Withheld);
    }

    [Fact]
    public async Task One_click_stops_a_kind_that_is_not_needed_and_nothing_else()
    {
        const string optional = "sports-volunteers.sign-up-confirmed";
        var account = await post.AccountAsync();
        var first = To(account, optional);
        await post.AskAsync(first);
        await post.SettledAsync(first.MailId);
        var mail = Taken(account);
        mail.Headers[HeaderId.ListUnsubscribePost]!.ShouldBe("List-Unsubscribe=One-Click");
        var address = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>')).PathAndQuery;

        // A mail program sends the click without a cookie and without anything of ours.
        using var program = post.House.CreateClient(new() { AllowAutoRedirect = false });
        using var clicked = await program.PostAsync(address, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        clicked.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        using var forged = await program.PostAsync(address[..^6] + "AAAAAA", null);
        forged.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        var second = To(account, optional);
        var needed = To(account, "sports-volunteers.sign-up-changed");
        await post.AskAsync(second, needed);
        (await post.SettledAsync(second.MailId)).State.ShouldBe(MailState.Withheld);
        (await post.SettledAsync(needed.MailId)).State.ShouldBe(MailState.Sent);

        // The link in the mail itself leads to a page where it can be undone.
        using var reader = post.House.NewVisitor();
        var page = address.Replace("/one-click", "", StringComparison.Ordinal);
        using var again = await reader.SubmitAsync(page, "again");
        var third = To(account, optional);
        await post.AskAsync(third);
        (await post.SettledAsync(third.MailId)).State.ShouldBe(MailState.Sent);
    }

    [Theory]
    [InlineData(MailServerMood.Silent)]
    [InlineData(MailServerMood.Broken)]
    [InlineData(MailServerMood.Garbled)]
    [InlineData(MailServerMood.Busy)]
    public async Task A_mail_waits_for_a_server_that_does_not_take_it_and_arrives_once_it_does(MailServerMood mood)
    {
        var account = await post.AccountAsync();
        post.Server.Mood = mood;
        var request = To(account);
        var before = post.Server.Connections;
        await post.AskAsync(request);
        using (var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
            while (post.Server.Connections == before) await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        post.Server.Mood = MailServerMood.Right;
        var settled = await post.SettledAsync(request.MailId);
        settled.State.ShouldBe(MailState.Sent);
        settled.Attempts.ShouldBeGreaterThan(1);
        post.Server.Taken.Count(m => m.Contains($"<{account.Email}>", StringComparison.Ordinal)).ShouldBe(1);
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldBeNull();
    }

    [Fact]
    public async Task After_the_last_attempt_a_mail_is_given_up_and_forgotten_and_the_address_stays_good()
    {
        var account = await post.AccountAsync();
        post.Server.Mood = MailServerMood.Busy;
        var request = To(account);
        await post.AskAsync(request);
        var settled = await post.SettledAsync(request.MailId);
        (settled.State, settled.Attempts, settled.Answer, settled.Content).ShouldBe((MailState.GivenUp, 3, 451, null));
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldBeNull();
    }

    [Fact]
    public async Task An_address_that_the_server_does_not_know_is_dead_until_its_holder_says_otherwise()
    {
        var account = await post.AccountAsync();
        post.Server.Mood = MailServerMood.KnowsNobody;
        var request = To(account);
        await post.AskAsync(request);
        (await post.SettledAsync(request.MailId)).State.ShouldBe(MailState.Returned);
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldNotBeNull();

        post.Server.Mood = MailServerMood.Right;
        var notice = To(account, "sports-volunteers.sign-up-changed");
        await post.AskAsync(notice);
        (await post.SettledAsync(notice.MailId)).State.ShouldBe(MailState.Withheld);
        post.House.Logged.ShouldNotContain(line => line.Contains(account.Email!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_what_it_says_leaves_the_address_good()
    {
        var account = await post.AccountAsync();
        post.Server.Mood = MailServerMood.WantsNoMail;
        var request = To(account);
        await post.AskAsync(request);
        (await post.SettledAsync(request.MailId)).State.ShouldBe(MailState.Refused);
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_mail_that_comes_back_later_is_known_again_and_a_delay_is_not_a_return()
    {
        var account = await post.AccountAsync();
        var request = To(account);
        await post.AskAsync(request);
        await post.SettledAsync(request.MailId);
        var messageId = Taken(account).MessageId!;
        var watch = post.House.Services.GetRequiredService<BounceWatch>();

        await File.WriteAllTextAsync(Path.Combine(post.Bounces, "1"), Report(messageId, "delayed", "4.4.1"));
        await File.WriteAllTextAsync(Path.Combine(post.Bounces, "2"), Report($"{Guid.NewGuid():N}@kenmin.example.jp", "failed", "5.1.1"));
        await File.WriteAllTextAsync(Path.Combine(post.Bounces, "3"), "hello");
        (await watch.LookAsync(default)).ShouldBeGreaterThanOrEqualTo(2);
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldBeNull();
        Directory.GetFiles(post.Bounces).ShouldBeEmpty();

        await File.WriteAllTextAsync(Path.Combine(post.Bounces, "4"), Report(messageId, "failed", "5.1.1"));
        await watch.LookAsync(default);
        (await AccountAsync(account.Id)).MailReturnedAt.ShouldNotBeNull();
        (await post.SettledAsync(request.MailId)).State.ShouldBe(MailState.Returned);
    }

    private Task<Account> AccountAsync(Guid id) => post.House.WithAsync<AccountsDbContext, Account>(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == id));

    private static string Report(string messageId, string action, string status) => $"""
        From: MAILER-DAEMON@mail.example.jp
        To: no-reply@kenmin.example.jp
        Subject: Undelivered
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Sorry.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example.jp

        Final-Recipient: rfc822; x@example.jp
        Action: {action}
        Status: {status}

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <{messageId}>
        Subject: x

        --b--

        """.ReplaceLineEndings("\r\n");
}
