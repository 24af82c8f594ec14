using System.Globalization;
using System.Security.Claims;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Passport.Records;

/// <summary>One's own record to print and for spreadsheets.</summary>
internal sealed class RecordFiles : ISiteEndpoints
{
    private const string Always = "what a person took part in can always be seen";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/passport/record.csv", async (HttpContext http, ClaimsPrincipal user, RecordReader records, ModuleCatalog modules, CancellationToken cancellationToken) =>
            {
                http.Response.Headers.CacheControl = "private, no-store";
                return Results.File(Table(await records.OfAsync(user.AccountId()!.Value, cancellationToken), modules).ToCsv(), TableFile.CsvType, "passport.csv");
            })
            .RequirePermission(Permissions.Own).AlwaysOn(Always).ExcludeFromDescription();

        site.MapGet("/passport/record.pdf", async (
                HttpContext http, ClaimsPrincipal user, RecordReader records, ModuleCatalog modules, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                if (!Paper.IsAvailable) return Results.NotFound();
                http.Response.Headers.CacheControl = "private, no-store";
                var record = await records.OfAsync(user.AccountId()!.Value, cancellationToken);
                return Results.File(Booklet(record, user.DisplayName(), JapanTime.Today(clock), modules), "application/pdf", "passport.pdf");
            })
            .RequirePermission(Permissions.Own).AlwaysOn(Always).ExcludeFromDescription();
    }

    private static TableFile Table(OwnRecord record, ModuleCatalog modules) => new(
        [
            L("最初の日", "First day").ToString(), L("最後の日", "Last day").ToString(), L("年度", "Fiscal year").ToString(), L("活動の種類", "Kind").ToString(), L("活動", "What").ToString(),
            L("役割", "Role").ToString(), L("市町", "Municipality").ToString(), L("場所", "Place").ToString(), L("時間（分）", "Minutes").ToString(), L("証明の程度", "Proof").ToString(),
        ],
        record.Lines.Select(l => (IReadOnlyList<string?>)
        [
            Dates.Iso(l.First), Dates.Iso(l.Last), l.Year.Name.ToString(), RecordWords.NameOf(modules, l.Module).ToString(), l.What.ToString(), l.Role.ToString(),
            Municipality.ByCode(l.MunicipalityCode)?.Names.ToString(), l.Place, l.Minutes?.ToString(CultureInfo.InvariantCulture), RecordWords.NameOf(l.Proof).ToString(),
        ]));

    internal static byte[] Booklet(OwnRecord record, string name, DateOnly today, ModuleCatalog modules)
    {
        var title = L("活動手帳", "Record of activities").ToString();
        using var paper = new Paper(new(title, L("ja-JP", "en").ToString(), SiteName.Text.ToString(), SiteName.Text.ToString()));
        paper.Heading(1, title).Paragraph(L($"{name}　様", name).ToString())
            .Paragraph(L($"{Dates.LongText(today).Ja}現在", $"As of {Dates.LongText(today).En}").ToString())
            .Paragraph(L(
                $"活動時間の合計　{Times.Duration(TimeSpan.FromMinutes(record.Minutes))}　　活動の回数　{record.Lines.Count} 回",
                $"Hours in all: {Times.Duration(TimeSpan.FromMinutes(record.Minutes))}. Times: {record.Lines.Count}.").ToString());
        AddMilestones(paper, record);
        paper.Heading(2, L("年度ごとのまとめ", "By fiscal year").ToString())
            .Table(new("",
                [new(L("年度", "Fiscal year").ToString()), new(L("活動の種類", "Kind").ToString(), 2), new(L("回数", "Times").ToString(), Number: true), new(L("時間", "Hours").ToString(), Number: true)],
                [.. record.ByYear().Select(y => (IReadOnlyList<string>)[y.Year.Name.ToString(), RecordWords.NameOf(modules, y.Module).ToString(), Numbers.Whole(y.Times), Times.Duration(TimeSpan.FromMinutes(y.Minutes))])]))
            .Heading(2, L("活動の記録", "What was taken part in").ToString())
            .Table(new("",
                [
                    new(L("日", "Day").ToString(), 2), new(L("活動", "What").ToString(), 3), new(L("役割", "Role").ToString(), 1.2), new(L("場所", "Place").ToString(), 2),
                    new(L("時間", "Hours").ToString(), 1.2, Number: true), new(L("証明の程度", "Proof").ToString(), 1.6),
                ],
                [
                    .. record.Lines.Select(l => (IReadOnlyList<string>)
                        [RecordWords.Days(l), l.What.ToString(), l.Role.ToString(), RecordWords.Where(l), RecordWords.Length(l.Minutes), RecordWords.NameOf(l.Proof).ToString()]),
                ]));
        AddCertificates(paper, record, today);
        AddPoints(paper, record);
        paper.Paragraph(L(
                "「受付で記録」は当日その場で、「代表者が確認」は本人の報告を代表者が確かめて、記録したものです。「本人の申告」は、このサイトでは確かめていません。",
                "“Recorded on the spot” was recorded on the day; “confirmed by the leader” was reported by the person and confirmed. What is “stated” was not checked here.").ToString(), small: true);
        return paper.ToBytes();
    }

    private static void AddMilestones(Paper paper, OwnRecord record)
    {
        var milestones = record.Milestones();
        if (milestones.Count == 0) return;
        paper.Heading(2, L("節目", "Milestones").ToString());
        foreach (var milestone in milestones) paper.Paragraph(L($"{Dates.LongText(milestone.On).Ja}　{milestone.Name.Ja}", $"{Dates.LongText(milestone.On).En}: {milestone.Name.En}").ToString());
    }

    private static void AddCertificates(Paper paper, OwnRecord record, DateOnly today)
    {
        if (record.Certificates.Count == 0) return;
        paper.Heading(2, L("修了証・資格", "Certificates and licences").ToString())
            .Table(new("",
                [new(L("名前", "Name").ToString(), 3), new(L("番号", "Number").ToString(), 1.4), new(L("発行したところ", "Given by").ToString(), 1.6), new(L("最初に受けた日", "Given on").ToString(), 2), new(L("有効期限", "Valid until").ToString(), 2.4)],
                [.. record.Certificates.Select(c => (IReadOnlyList<string>)[c.Name.ToString(), c.Number, c.Issuer.ToString(), Dates.Long(c.GivenOn), RecordWords.Valid(c, today)])]));
    }

    private static void AddPoints(Paper paper, OwnRecord record)
    {
        if (record.Points.Count == 0) return;
        paper.Heading(2, L("ポイント", "Points").ToString())
            .Table(new("",
                [new(L("ポイント", "Points").ToString(), 3), new(L("年度", "Fiscal year").ToString()), new(L("ためたポイント", "Collected").ToString(), Number: true), new(L("残り", "Left").ToString(), Number: true)],
                [.. record.Points.Select(p => (IReadOnlyList<string>)[p.Name.ToString(), new FiscalYear(p.Year).Name.ToString(), Numbers.Whole(p.Collected), Numbers.Whole(p.Left)])]));
    }
}
