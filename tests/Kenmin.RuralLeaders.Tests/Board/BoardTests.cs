using System.Net;
using System.Net.Http.Headers;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.Pictures;
using Kenmin.RuralLeaders.Board;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Board;

/// <summary>Files on a board, and the mail digest.</summary>
public sealed class BoardTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Members_put_files_on_the_board_take_them_and_outsiders_find_none()
    {
        var network = await house.NetworkAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var member = house.Resident(ids[1]);
        using var other = house.Resident(ids[2]);
        using var coordinator = house.Resident(ids[0]);
        var page = $"/rural-leaders/networks/{network.Id}/files";
        using var refused = await SendAsync(member, page, "MZ program"u8.ToArray(), "当番表.pdf");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("だけを置けます");
        using var none = await member.SubmitAsync(page, "file", ("Input.Note", "空"));
        (await none.Content.ReadAsStringAsync()).ShouldContain("ファイルを選んでください");
        using var sent = await SendAsync(member, page, "%PDF-1.4 当番"u8.ToArray(), "当番表.exe");
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var file = (await house.AllAsync<BoardFile>()).Single(f => f.NetworkId == network.Id);
        (await other.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("当番表.pdf"), p => p.ShouldNotContain($"remove-{file.Id:N}"));
        using var taken = await other.GetAsync($"/rural-leaders/networks/files/{file.Id}/content");
        taken.ShouldSatisfyAllConditions(
            t => t.StatusCode.ShouldBe(HttpStatusCode.OK), t => t.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment"),
            t => t.Headers.GetValues("X-Content-Type-Options").ShouldContain("nosniff"), t => t.Headers.CacheControl!.NoStore.ShouldBeTrue());
        (await taken.Content.ReadAsByteArrayAsync()).ShouldBe("%PDF-1.4 当番"u8.ToArray());
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.network-files.viewed' and matter = '{file.Id}' and actor_id = '{ids[2]}' and '{ids[1]}' = any(subject_ids)")).ShouldBe(1);

        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.GetAsync($"/rural-leaders/networks/files/{file.Id}/content")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new AddBoardFile(Guid.CreateVersion7(), network.Id, "x", "", new(SentFileKind.Pdf, [1]), Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        (await house.SendAsync(new RemoveBoardFile(file.Id, ids[2]))).Code.ShouldBe("not-found", "neither theirs nor the coordinator");
        (await coordinator.SubmitAsync(page, $"remove-{file.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.board_file_bytes where id = '{file.Id}'")).ShouldBe(0, "the bytes went too");
    }

    [Fact]
    public async Task A_picture_is_drawn_anew_without_where_it_was_taken()
    {
        var network = await house.NetworkAsync();
        using var member = house.Resident(network.Members[1].AccountId);
        using var image = new Image<Rgb24>(40, 30);
        image.Metadata.ExifProfile = new();
        image.Metadata.ExifProfile.SetValue(ExifTag.ImageDescription, "secret-place");
        using var file = new MemoryStream();
        await image.SaveAsJpegAsync(file);
        System.Text.Encoding.Latin1.GetString(file.ToArray()).ShouldContain("secret-place");
        using var sent = await SendAsync(member, $"/rural-leaders/networks/{network.Id}/files", file.ToArray(), "田んぼ.png");
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var kept = (await house.AllAsync<BoardFile>()).Single(f => f.NetworkId == network.Id);
        kept.Name.ShouldBe("田んぼ.jpg");
        using var taken = await member.GetAsync($"/rural-leaders/networks/files/{kept.Id}/content");
        System.Text.Encoding.Latin1.GetString(await taken.Content.ReadAsByteArrayAsync()).ShouldNotContain("secret-place");
    }

    [Fact]
    public async Task However_many_files_come_at_once_there_are_never_more_than_may_be()
    {
        var network = await house.NetworkAsync(1);
        var me = network.Members[0].AccountId;
        var large = new byte[10 * 1024 * 1024];
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => house.SendAsync(new AddBoardFile(Guid.CreateVersion7(), network.Id, $"{i}", "", new(SentFileKind.Pdf, large), me))));
        (answers.Count(a => a.IsDone), answers.Count(a => a.Code == "full")).ShouldBe((20, 4));
        (await house.AllAsync<BoardFile>()).Where(f => f.NetworkId == network.Id).Sum(f => f.Size).ShouldBeLessThanOrEqualTo(200L * 1024 * 1024);
    }

    [Fact]
    public async Task A_member_chooses_a_digest_gets_numbers_only_when_something_is_new_and_none_once_gone()
    {
        var network = await house.NetworkAsync();
        var (writer, reader) = (network.Members[0].AccountId, network.Members[1].AccountId);
        using var member = house.Resident(reader);
        (await member.SubmitAsync($"/rural-leaders/networks/{network.Id}/files", "digest", ("Digest.Rhythm", "Daily"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new ChooseDigest(network.Id, DigestRhythm.Daily, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        (await house.SendAsync(new WritePost(Guid.CreateVersion7(), network.Id, "秘密の話", writer))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new WritePost(Guid.CreateVersion7(), network.Id, "自分の話", reader))).IsDone.ShouldBeTrue();
        (await MailsAsync()).ShouldBeEmpty("it is not morning yet");
        house.GoTo(house.Today.AddDays(1));
        var mail = (await MailsAsync(atLeast: 1)).ShouldHaveSingleItem();
        mail.ShouldSatisfyAllConditions(
            m => m.AccountId.ShouldBe(reader), m => m.Kind.ShouldBe("rural-leaders.digest"), m => m.Subject.Ja.ShouldNotContain(network.Name), m => m.Paragraphs[0].Ja.ShouldContain("新しい書きこみが 1 件"),
            m => string.Concat(m.Paragraphs.Select(p => p.Ja)).ShouldNotContain("秘密の話"), m => m.Link!.ShouldNotContain(reader.ToString()));
        (await MailsAsync()).ShouldBeEmpty("once a day");
        house.GoTo(house.Today.AddDays(1));
        (await MailsAsync()).ShouldBeEmpty("nothing is new");
        (await house.SendAsync(new WritePost(Guid.CreateVersion7(), network.Id, "また", writer))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new LeaveNetwork(network.Id, reader))).IsDone.ShouldBeTrue();
        house.GoTo(house.Today.AddDays(1));
        (await MailsAsync()).ShouldBeEmpty("who left hears nothing");
        // The host's own round may be the one that takes the wish away.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await house.FindAsync<DigestWish>(DigestWish.IdOf(network.Id, reader)) is not null) await poll.WaitForNextTickAsync(limit.Token);
    }

    [Theory]
    [InlineData("2026-06-10T06:59", DigestRhythm.Daily, "2026-06-10T07:00")]
    [InlineData("2026-06-10T07:00", DigestRhythm.Daily, "2026-06-11T07:00")]
    [InlineData("2026-06-10T12:00", DigestRhythm.Weekly, "2026-06-15T07:00")]
    [InlineData("2026-06-15T06:00", DigestRhythm.Weekly, "2026-06-15T07:00")]
    [InlineData("2026-06-15T08:00", DigestRhythm.Weekly, "2026-06-22T07:00")]
    public void The_next_digest_is_due_in_the_morning_of_the_day(string now, DigestRhythm rhythm, string next) =>
        DigestWish.After(DateTimeOffset.Parse(now + "+09:00", null), rhythm).ShouldBe(DateTimeOffset.Parse(next + "+09:00", null));

    [Fact]
    public async Task A_merging_moves_files_and_wish_and_an_erasure_takes_them_away()
    {
        var network = await house.NetworkAsync();
        var (me, id) = (network.Members[1].AccountId, Guid.CreateVersion7());
        (await house.SendAsync(new AddBoardFile(id, network.Id, "当番", "", new(SentFileKind.Pdf, [1, 2]), me))).Problem.ShouldBeNull();
        (await house.SendAsync(new AddBoardFile(id, network.Id, "当番", "", new(SentFileKind.Pdf, [1, 2]), me))).Problem.ShouldBeNull("sent twice it is there once");
        (await house.SendAsync(new ChooseDigest(network.Id, DigestRhythm.Weekly, me))).Problem.ShouldBeNull();
        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAsync(new AccountsMerged(merge, kept, me, house.Clock.GetUtcNow()));
        ((await house.LoadAsync<BoardFile>(id)).By.AccountId, (await house.FindAsync<DigestWish>(DigestWish.IdOf(network.Id, kept)))?.Rhythm).ShouldBe((kept, DigestRhythm.Weekly));
        await house.HandleAsync(new AccountsUnmerged(merge, kept, me, house.Clock.GetUtcNow()));
        ((await house.LoadAsync<BoardFile>(id)).By.AccountId, (await house.FindAsync<DigestWish>(DigestWish.IdOf(network.Id, me)))?.Rhythm).ShouldBe((me, DigestRhythm.Weekly));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), me))).Sections.Select(s => s.Source).ShouldBe(["mt_doc_network", "mt_doc_boardfile", "mt_doc_digestwish", "mt_doc_accountmergeseen"], ignoreOrder: true);
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), me, null));
        (await house.FindAsync<BoardFile>(id)).ShouldBeNull();
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.board_file_bytes where id = '{id}'")).ShouldBe(0);
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), me))).Sections.ShouldBeEmpty();
    }

    // The mails that have come since the last look, as soon as there are so many: the host's own round may be the one that asks for them.
    private async Task<IReadOnlyList<MailRequested>> MailsAsync(int atLeast = 0)
    {
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).InvokeMessageAndWaitAsync(new SendDigests());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await using var session = house.Services.GetRequiredService<IDocumentStore>().LightweightSession();
            var mails = await session.Query<DeliveredMail>().ToListAsync();
            if (mails.Count >= atLeast)
            {
                foreach (var mail in mails) session.Delete(mail);
                await session.SaveChangesAsync();
                return [.. mails.Select(m => m.Mail)];
            }

            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(Visitor who, string page, byte[] file, string name)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in await who.HiddenAsync(page, "file")) form.Add(new StringContent(value), field);
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(part, "Input.File", name);
        return await who.Http.PostAsync(page, form);
    }
}
