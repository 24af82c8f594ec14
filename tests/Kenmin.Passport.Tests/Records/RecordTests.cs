using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Documents;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.Sharing;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;
using Marten;
using UglyToad.PdfPig;

namespace Kenmin.Passport.Tests.Records;

/// <summary>One record of a resident, made from messages.</summary>
public sealed class RecordTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    [Fact]
    public async Task A_person_reads_the_own_record_as_page_table_and_booklet_and_nobody_elses()
    {
        var (me, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var fact = PassportHouse.Participation(me, "見本まつりの受付");
        await house.HandleAsync(fact);
        await house.HandleAsync(PassportHouse.Participation(other, "他人の活動"));
        await house.HandleAsync(new ResultPublished("sample", fact.SubjectId, 1, [new(new("参加者", "People"), new("30人", "30"))], "/search"));
        using var resident = house.Resident(me);

        var page = await resident.ReadAsync("/passport");
        page.ShouldSatisfyAllConditions(
            p => p.ShouldContain("見本まつりの受付"), p => p.ShouldNotContain("他人の活動"), p => p.ShouldContain("受付で記録"), p => p.ShouldContain("参加者 30人"), p => p.ShouldContain("はじめての活動"));
        (await resident.ReadAsync("/passport/record.csv")).ShouldContain("2026-05-05,2026-05-05,令和8年度,sample,見本まつりの受付");
        Paper.IsAvailable.ShouldBeTrue();
        using var file = await resident.GetAsync("/passport/record.pdf");
        using var pdf = PdfDocument.Open(await file.Content.ReadAsByteArrayAsync());
        string.Concat(pdf.GetPages().Select(p => p.Text)).ShouldContain("見本まつりの受付");
        using var visitor = house.Visitor();
        (await visitor.GetAsync("/passport")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task In_whatever_order_and_however_often_facts_come_the_record_is_the_same()
    {
        await Gen.Select(Gen.Int[1, 5], Gen.Bool.Array[5], Gen.Int[0, 4].Array[12]).SampleAsync(async (versions, withdrawn, order) =>
        {
            var me = Guid.CreateVersion7();
            var first = PassportHouse.Participation(me);
            object[] messages = [.. Enumerable.Range(1, versions).Select(v => withdrawn[v - 1]
                ? (object)new ParticipationWithdrawn(first.Module, first.FactId, v) : first with { Version = v, Minutes = v * 10 })];
            var sent = order.Select(i => messages[i % versions]).Concat(messages).OrderBy(m => FactId.Of($"{m}{order[0]}{order[1]}")).ToList();
            await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (m, _) => await house.HandleAsync(m));

            (await house.RecordAsync(me)).GetProperty("minutes").GetInt64().ShouldBe(withdrawn[versions - 1] ? 0 : versions * 10);
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task What_was_told_of_an_account_follows_it_into_another_and_back_also_when_the_undoing_comes_first()
    {
        var (kept, gone, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAsync(PassportHouse.Participation(kept, minutes: 60));
        await house.HandleAsync(PassportHouse.Participation(gone, minutes: 30));
        await house.SendAndWaitAsync(new AccountsMerged(merge, kept, gone, PassportHouse.Noon));
        await house.HandleAsync(PassportHouse.Participation(gone, minutes: 10));
        (await house.RecordAsync(kept)).GetProperty("minutes").GetInt32().ShouldBe(100);
        (await house.HeldOnAsync(kept)).Single(s => s.Source == "mt_doc_participation").Entries.Count.ShouldBe(3);

        await house.SendAndWaitAsync(new AccountsUnmerged(merge, kept, gone, PassportHouse.Noon));
        await house.SendAndWaitAsync(new AccountsMerged(merge, kept, gone, PassportHouse.Noon));
        (await house.RecordAsync(kept)).GetProperty("minutes").GetInt32().ShouldBe(60);
        (await house.RecordAsync(gone)).GetProperty("minutes").GetInt32().ShouldBe(40);
    }

    [Fact]
    public async Task An_erasure_leaves_nothing_and_nothing_comes_back()
    {
        var (me, before) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var fact = PassportHouse.Participation(me);
        await house.HandleAsync(fact);
        await house.HandleAsync(PassportHouse.Participation(before));
        await house.SendAndWaitAsync(new AccountsMerged(Guid.CreateVersion7(), me, before, PassportHouse.Noon));
        (await house.AskAsync<CommandAnswer>(new SavePaperRecord(Guid.CreateVersion7(), me, "以前の活動", "", "", new(2020, 1, 1), null, 60, null, "", ""))).Problem.ShouldBeNull();
        (await house.AskAsync<CommandAnswer>(new MakeShare(Guid.CreateVersion7(), me, "見本 花子", "会社", null, null, true, new(2026, 7, 1)))).Problem.ShouldBeNull();
        (await house.HeldOnAsync(me)).Select(s => s.Source)
            .ShouldBe(["mt_doc_participation", "mt_doc_paperrecord", "mt_doc_share", "mt_doc_accountsjoined"], ignoreOrder: true);

        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), me, null));
        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), me, null));
        await house.HandleAsync(fact with { Version = 9 });
        await house.HandleAsync(PassportHouse.Participation(before));
        (await house.AskAsync<CommandAnswer>(new SavePaperRecord(Guid.CreateVersion7(), me, "また", "", "", new(2020, 1, 1), null, 60, null, "", ""))).IsDone.ShouldBeFalse();

        (await house.RecordAsync(me)).GetProperty("times").GetInt32().ShouldBe(0);
        foreach (var table in new[] { "participation", "paperrecord", "share", "accountsjoined", "forgotten" })
            (await house.TextAsync($"select count(*) from passport.mt_doc_{table} where data::text like '%{me}%' or data::text like '%{before}%'")).ShouldBe("0", table);
    }
}
