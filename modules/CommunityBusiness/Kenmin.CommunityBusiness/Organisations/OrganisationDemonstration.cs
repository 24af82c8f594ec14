using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Fictional organisations: one with a number that runs the resident's business, a group without one, and one of another city.</summary>
internal static class OrganisationDemonstration
{
    public static void Seed(IDocumentSession session, Venture venture, Doer owner, Doer office, string elsewhere, DateTimeOffset now)
    {
        var today = JapanTime.DayOf(now);
        SourcedText Said(string text) => new(text, FactSource.GBizInfo, today.AddDays(-40));
        SourcedText Entered(string text) => new(text, FactSource.Entered, today.AddDays(-30));
        Organisation Begin(OrganisationKind kind, string municipality, string? number, Guid? account, Doer by) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(-30)), Kind = kind, MunicipalityCode = municipality, Number = number, OwnerAccountId = account, Revision = 1, EnteredBy = by, ChangedBy = by, ChangedAt = now.AddDays(-30),
        };

        var own = Begin(OrganisationKind.NonProfit, venture.MunicipalityCode, "3250005999901", owner.AccountId, owner);
        (own.Name, own.Kana, own.PostalCode, own.Address) = (Said("特定非営利活動法人見本きらら市民ネット"), Said("ミホンキララシミンネット"), Entered("7530001"), Entered("山口市見本町1番1号（見本）"));
        session.Store(own);
        venture.OrganisationId = own.Id;
        session.Store(venture);
        var group = Begin(OrganisationKind.Voluntary, venture.MunicipalityCode, null, null, office);
        (group.Name, group.Kana) = (Entered("坂の上婦人会（見本）"), Entered("サカノウエフジンカイ"));
        session.Store(group);
        const string twelve = "250001999902";
        var company = Begin(OrganisationKind.StockCompany, elsewhere, $"{CorporateNumber.CheckDigit(twelve)}{twelve}", null, office);
        (company.Name, company.Address) = (Entered("株式会社見本夏みかん"), Entered("萩市見本町2番2号（見本）"));
        session.Store(company);
    }
}
