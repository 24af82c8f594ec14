using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Sharing;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Passport;

/// <summary>Fictional data of this module: what the resident entered from paper, and somebody to whom the record is shown. The rest comes from other modules.</summary>
public sealed class PassportDemonstration : IDemonstrationData
{
    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (resident, now) = (DemonstrationPersonas.Resident, services.GetRequiredService<TimeProvider>().GetUtcNow());
        var today = JapanTime.DayOf(now);
        await using var session = services.GetRequiredService<IPassportStore>().LightweightSession();
        if (await session.Query<PaperRecord>().AnyAsync(cancellationToken)) return;
        session.Store(new PaperRecord
        {
            Id = Guid.CreateVersion7(now), AccountId = resident.Id, What = "見本町の夏まつりの運営", Organiser = "見本町実行委員会", Role = "受付", FirstDay = today.AddYears(-6), LastDay = today.AddYears(-6),
            Minutes = 240, MunicipalityCode = "352039", Place = "見本広場", Document = "感謝状", EnteredAt = now,
        });
        session.Store(new PaperRecord
        {
            Id = Guid.CreateVersion7(now), AccountId = resident.Id, What = "見本小学校の読み聞かせ", Role = "読み手", FirstDay = today.AddYears(-2).AddDays(-30), LastDay = today.AddYears(-2), Minutes = 600,
            MunicipalityCode = "352039", Place = "見本小学校", EnteredAt = now,
        });
        session.Store(new SavedSearch
        {
            Id = Guid.CreateVersion7(now), AccountId = resident.Id, Name = "山口市の活動", Conditions = "municipality=352039", Every = DigestEvery.Week, NextOn = SavedSearch.Next(DigestEvery.Week, today), SeenUntil = now,
        });
        var (hash, sealedToken) = services.GetRequiredService<ShareTokens>().New();
        session.Store(new Share
        {
            Id = Guid.CreateVersion7(now), AccountId = resident.Id, HolderName = resident.DisplayName, Recipient = "見本株式会社 総務課", WithPapers = true, Until = today.AddMonths(1), MadeAt = now,
            TokenHash = hash, SealedToken = sealedToken,
        });
        await session.SaveChangesAsync(cancellationToken);
    }
}
