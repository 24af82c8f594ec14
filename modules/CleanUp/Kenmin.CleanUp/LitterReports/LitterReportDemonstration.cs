using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>Fictional reports: one waits, one was checked, one is to be cleared by the crew, one was cleared.</summary>
internal static class LitterReportDemonstration
{
    public static async Task SeedAsync(ICleanUpStore store, IReadOnlyList<Site> sites, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var office = new Doer(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);
        await using var session = store.LightweightSession();
        session.StoreObjects(
        [
            Report(sites[0], LitterSort.Dumped, ["appliance"], LitterReportState.Reported, 0, "橋の下の東側（見本）", "冷蔵庫が 1 台あります（見本）。", ""),
            Report(sites[2], LitterSort.Drifted, ["foam", "fishing-net"], LitterReportState.Checked, 3, "浜の西の端（見本）", "", ""),
            Report(sites[1], LitterSort.Scattered, ["cigarette-end"], LitterReportState.Planned, 6, "駅前の植え込み（見本）", "", "来週、作業班が回収します（見本）。"),
            Report(sites[3], LitterSort.Large, ["wood"], LitterReportState.Resolved, 12, "公園の入口（見本）", "", "回収しました（見本）。"),
        ]);
        await session.SaveChangesAsync(cancellationToken);

        LitterReport Report(Site site, LitterSort sort, List<string> kinds, LitterReportState state, int days, string place, string words, string answer) => new()
        {
            Id = Guid.CreateVersion7(), SecretHash = Senders.HashOf(Senders.NewSecret()), MunicipalityCode = site.MunicipalityCode, Point = site.Shape.Pin, SiteId = site.Id, Sort = sort, Kinds = kinds, Place = place,
            PublicPlace = state == LitterReportState.Reported ? "" : place, Words = words, Answer = answer, State = state, AccountId = state == LitterReportState.Planned ? DemonstrationPersonas.Resident.Id : null,
            ReportedAt = now.AddDays(-days).AddHours(-1), DecidedAt = state == LitterReportState.Reported ? null : now.AddDays(-days + 1), DecidedBy = state == LitterReportState.Reported ? null : office,
        };
    }
}
