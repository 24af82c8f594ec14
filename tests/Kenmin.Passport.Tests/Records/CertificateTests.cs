using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Documents;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;
using UglyToad.PdfPig;

namespace Kenmin.Passport.Tests.Records;

/// <summary>Certificates, licences and points of other modules in the own record.</summary>
public sealed class CertificateTests(PassportHouse house) : IClassFixture<PassportHouse>
{
    [Fact]
    public async Task A_person_sees_what_modules_gave_as_page_booklet_and_data_and_nobody_elses()
    {
        var (me, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAsync(Certificate(me, "見本リーダー講座"));
        await house.HandleAsync(Certificate(me, "見本リーダー", CertificateKind.Licence, until: new(2026, 6, 9)));
        await house.HandleAsync(Certificate(other, "他人の講座"));
        await house.HandleAsync(Points(me, 1200, 200));
        await house.HandleAsync(PassportHouse.Participation(me, minutes: 600));
        using var resident = house.Resident(me);

        (await resident.ReadAsync("/passport")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("見本リーダー講座"), p => p.ShouldContain("2026-0001"), p => p.ShouldContain("令和8年6月9日（火）に終わりました"), p => p.ShouldContain("期限なし"), p => p.ShouldContain("1,200"),
            p => p.ShouldNotContain("他人の講座"));
        using var file = await resident.GetAsync("/passport/record.pdf");
        Paper.IsAvailable.ShouldBeTrue();
        using var pdf = PdfDocument.Open(await file.Content.ReadAsByteArrayAsync());
        string.Concat(pdf.GetPages().Select(p => p.Text)).ShouldSatisfyAllConditions(t => t.ShouldContain("見本リーダー講座"), t => t.ShouldContain("1,200"), t => t.ShouldContain("活動10時間"));
        var record = await house.RecordAsync(me);
        record.GetProperty("certificates").EnumerateArray().Select(c => c.GetProperty("kind").GetString()).ShouldBe(["completion", "licence"], ignoreOrder: true);
        record.GetProperty("points")[0].GetProperty("left").GetInt64().ShouldBe(200);
        record.GetProperty("milestones").EnumerateArray().Select(m => m.GetProperty("name").GetProperty("en").GetString()).ShouldContain("10 hours");
    }

    [Fact]
    public async Task Who_holds_an_address_sees_certificates_points_and_milestones_only_where_their_holder_ticked_them()
    {
        var me = Guid.CreateVersion7();
        await house.HandleAsync(Certificate(me, "見本リーダー講座"));
        await house.HandleAsync(Points(me, 4321, 1));
        await house.HandleAsync(PassportHouse.Participation(me, minutes: 600));
        using var resident = house.Resident(me);
        using var anybody = house.Visitor();
        foreach (var (fields, certificates, points, milestones) in new[]
        {
            (Array.Empty<string>(), false, false, false), (["WithCertificates"], true, false, false), (["WithPoints"], false, true, false), (["WithMilestones"], false, false, true),
        })
        {
            (string, string)[] typed = [("Input.Recipient", $"見本株式会社{fields.FirstOrDefault()}"), ("Input.Until", "2026-06-30"), .. fields.Select(f => ($"Input.{f}", "true"))];
            (await resident.SubmitAsync("/passport/shares/new", "share", typed)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
            var share = (await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/shares")).EnumerateArray().Single(s => s.GetProperty("recipient").GetString() == $"見本株式会社{fields.FirstOrDefault()}");
            var page = await anybody.ReadAsync(new Uri(share.GetProperty("address").GetString()!).AbsolutePath);
            (page.Contains("見本リーダー講座", StringComparison.Ordinal), page.Contains("4,321", StringComparison.Ordinal), page.Contains("活動10時間", StringComparison.Ordinal)).ShouldBe((certificates, points, milestones));
        }
    }

    [Fact]
    public async Task In_whatever_order_and_however_often_they_come_what_stands_is_the_same()
    {
        await Gen.Select(Gen.Int[1, 5], Gen.Bool.Array[5], Gen.Int[0, 4].Array[12]).SampleAsync(async (versions, withdrawn, order) =>
        {
            var me = Guid.CreateVersion7();
            var (first, points) = (Certificate(me, "x"), Points(me, 0, 0));
            object[][] messages = [.. Enumerable.Range(1, versions).Select(v => new object[]
            {
                withdrawn[v - 1] ? new CertificateWithdrawn(first.Module, first.FactId, v) : first with { Version = v, Number = $"{v}" },
                withdrawn[v - 1] ? points with { Version = v, AccountId = null } : points with { Version = v, Collected = v },
            })];
            var sent = order.SelectMany(i => messages[i % versions]).Concat(messages.SelectMany(m => m)).OrderBy(m => FactId.Of($"{m}{order[0]}{order[1]}")).ToList();
            await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (m, _) => await house.HandleAsync(m));

            var record = await house.RecordAsync(me);
            record.GetProperty("certificates").EnumerateArray().Select(c => c.GetProperty("number").GetString()).ShouldBe(withdrawn[versions - 1] ? [] : [$"{versions}"]);
            record.GetProperty("points").EnumerateArray().Select(c => c.GetProperty("collected").GetInt64()).ShouldBe(withdrawn[versions - 1] ? [] : [versions]);
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task What_is_emptied_and_told_again_is_the_same()
    {
        var me = Guid.CreateVersion7();
        object[] told = [Certificate(me, "見本リーダー講座"), Certificate(me, "見本リーダー", CertificateKind.Licence), Points(me, 100, 50), PassportHouse.Participation(me)];
        foreach (var message in told) await house.HandleAsync(message);
        var before = (await house.RecordAsync(me)).GetRawText();
        foreach (var table in new[] { "certificate", "pointbalance", "participation" })
            await house.ExecuteAsync($"delete from passport.mt_doc_{table} where data ->> 'accountId' = '{me}'");
        (await house.RecordAsync(me)).GetProperty("certificates").GetArrayLength().ShouldBe(0);

        foreach (var message in told.Reverse()) await house.HandleAsync(message);
        (await house.RecordAsync(me)).GetRawText().ShouldBe(before);
    }

    [Fact]
    public async Task They_follow_a_merging_and_an_erasure_leaves_nothing_and_nothing_comes_back()
    {
        var (me, before) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (certificate, points) = (Certificate(before, "見本リーダー講座"), Points(before, 100, 50));
        await house.HandleAsync(certificate);
        await house.HandleAsync(points);
        await house.SendAndWaitAsync(new AccountsMerged(Guid.CreateVersion7(), me, before, PassportHouse.Noon));
        var record = await house.RecordAsync(me);
        (record.GetProperty("certificates").GetArrayLength(), record.GetProperty("points").GetArrayLength()).ShouldBe((1, 1));
        (await house.HeldOnAsync(me)).Select(s => s.Source).ShouldBe(["mt_doc_certificate", "mt_doc_pointbalance", "mt_doc_accountsjoined"], ignoreOrder: true);

        await house.SendAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), me, null));
        await house.HandleAsync(certificate with { Version = 9 });
        await house.HandleAsync(points with { Version = 9 });
        foreach (var table in new[] { "certificate", "pointbalance" })
            (await house.TextAsync($"select count(*) from passport.mt_doc_{table} where data::text like '%{me}%' or data::text like '%{before}%'")).ShouldBe("0", table);
    }

    private static CertificateGiven Certificate(Guid account, string name, CertificateKind kind = CertificateKind.Completion, DateOnly? until = null) => new(
        "sample", Guid.CreateVersion7(), 1, account, kind, new(name, name), "2026-0001", new("山口県", "Yamaguchi Prefecture"), new(2026, 5, 5), until, "/search");

    private static PointsStanding Points(Guid account, long collected, long left) => new(
        "sample", Guid.CreateVersion7(), 1, account, new("見本ポイント", "Sample points"), new(2026), collected, left, "/search");
}
