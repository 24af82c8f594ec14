using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Published results as open data, and the ranking as a table for staff.</summary>
internal sealed class ContestFiles : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/community-business/open-data/results.csv", async (CallReader calls, CancellationToken cancellationToken) => Results.File(
                new TableFile(["年度", "公募の名称", "公募の名称（英語）", "受付開始日", "締切日", "公表日", "採択された応募の題名", "名称", "概要"],
                    (await calls.PublishedAsync(cancellationToken)).SelectMany(p => p.Results.Select(r => (IReadOnlyList<string?>)
                    [
                        p.Call.Year.ToString(CultureInfo.InvariantCulture), p.Call.Text.Title.Ja, p.Call.Text.Title.En, Iso(p.Call.OpensOn), Iso(p.Call.ClosesOn), Iso(JapanTime.DayOf(p.Call.PublishedAt!.Value)), r.Title, r.Name ?? "", r.Summary,
                    ]))).ToCsv(), TableFile.CsvType, "community-business-results.csv"))
            .AllowAnonymous().AlwaysOn("published results stay visible").ExcludeFromDescription();
        site.MapGet("/community-business/open-data/results.json", async (CallReader calls, CancellationToken cancellationToken) => Results.Json(
                (await calls.PublishedAsync(cancellationToken)).Select(p => new
                {
                    p.Call.Id, FiscalYear = p.Call.Year, p.Call.Text.Title, p.Call.OpensOn, p.Call.ClosesOn, PublishedOn = JapanTime.DayOf(p.Call.PublishedAt!.Value), Results = p.Results.Select(ResultView.Of),
                }), Json))
            .AllowAnonymous().AlwaysOn("published results stay visible").ExcludeFromDescription();
        site.MapGet("/staff/community-business/submissions.csv", async (ClaimsPrincipal user, ContestDesk desk, CancellationToken cancellationToken) =>
                Results.File(Submissions(await desk.SubmissionsAsync(user, cancellationToken)).ToCsv(), TableFile.CsvType, "submissions.csv"))
            .RequirePermission(Permissions.ReadContests).AlwaysOn("what exists can always be taken out").ExcludeFromDescription();
        site.MapGet("/staff/community-business/calls/{id:guid}/ranking.csv", async (Guid id, ClaimsPrincipal user, ContestDesk desk, CancellationToken cancellationToken) =>
                await desk.RankingAsync(id, user, AuditKind.Export, cancellationToken) is { } found ? Results.File(Table(found.Staff.Call, found.Ranking).ToCsv(), TableFile.CsvType, "ranking.csv") : Results.NotFound())
            .RequirePermission(Permissions.ReadContests).AlwaysOn("what exists can always be taken out").ExcludeFromDescription();
        site.MapGet("/staff/community-business/calls/{id:guid}/ranking.xlsx", async (Guid id, ClaimsPrincipal user, ContestDesk desk, CancellationToken cancellationToken) =>
                await desk.RankingAsync(id, user, AuditKind.Export, cancellationToken) is { } found ? Results.File(Table(found.Staff.Call, found.Ranking).ToXlsx(L("順位", "Ranking").ToString()), TableFile.XlsxType, "ranking.xlsx") : Results.NotFound())
            .RequirePermission(Permissions.ReadContests).AlwaysOn("what exists can always be taken out").ExcludeFromDescription();
    }

    private static TableFile Submissions(IReadOnlyList<SubmissionLine> lines) => new(
        [.. new[]
        {
            L("年度", "Fiscal year"), L("公募の名称", "Call"), L("番号", "Case"), L("題名", "Title"), L("応募者", "Submitter"), L("事業", "Venture"), L("団体", "Organisation"), L("法人番号", "Corporate number"), L("市町", "Municipality"), L("段階", "Step"),
            L("応募した日時", "Handed in"), L("状態", "State"), L("理由", "Reason"),
        }.Select(t => t.ToString())],
        lines.Select(l => (l.Call, s: l.Submission)).Select(x => (IReadOnlyList<string?>)
        [
            x.Call.Year.ToString(CultureInfo.InvariantCulture), x.Call.Text.Title.ToString(), x.s.Case.ToString(CultureInfo.InvariantCulture), x.s.Text.Title, x.s.OwnerName, x.s.Snapshot.Title, x.s.Snapshot.OrganisationName, x.s.Snapshot.OrganisationNumber ?? "",
            Municipality.ByCode(x.s.Snapshot.MunicipalityCode)?.Names.ToString(), VentureWords.NameOf(x.s.Snapshot.Stage).ToString(), JapanTime.Local(x.s.SubmittedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            ContestWords.StateForStaff(x.s).Text.ToString(), x.s.Verdict?.Reason ?? "",
        ]));

    internal static TableFile Table(Call call, ContestRanking ranking) => new(
        [
            .. new[] { L("順位", "Place"), L("番号", "Case"), L("題名", "Title"), L("応募者", "Submitter"), L("団体", "Organisation"), L("市町", "Municipality"), L("段階", "Step"), L($"評点（{call.MostPoints} 点満点）", $"Points (of {call.MostPoints})") }.Select(t => t.ToString()),
            .. call.Criteria.Select(c => c.Name.ToString()),
            .. new[] { L("審査員数", "Judges"), L("同点の決め方", "Equals told apart"), L("応募した日時", "Handed in"), L("採否", "Decision"), L("理由", "Reason") }.Select(t => t.ToString()),
        ],
        ranking.Cases.Select(r => (r, s: ranking.Submissions[r.Id])).Select(x => (IReadOnlyList<string?>)
        [
            x.r.Place?.ToString(CultureInfo.InvariantCulture) ?? "", x.s.Case.ToString(CultureInfo.InvariantCulture), x.s.Text.Title, x.s.OwnerName, x.s.Snapshot.OrganisationName, Municipality.ByCode(x.s.Snapshot.MunicipalityCode)?.Names.ToString(),
            VentureWords.NameOf(x.s.Snapshot.Stage).ToString(), x.r.Total.ToText(), .. call.Criteria.Select(c => x.r.ByCriterion[c.Key].ToText()), x.r.Judges.ToString(CultureInfo.InvariantCulture), ContestWords.Against(x.r.Against).ToString(),
            JapanTime.Local(x.s.SubmittedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), x.s.Verdict is { } v ? (v.Accepted ? L("採択", "Accepted") : L("不採択", "Not accepted")).ToString() : "", x.s.Verdict?.Reason ?? "",
        ]));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
