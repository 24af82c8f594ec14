using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>
/// Fictional resources and problems: the resident's published empty house and a proposal that waits, what offices entered in two cities,
/// a problem, one that was refused and one that is closed; a team that was introduced, and teams that wait.
/// </summary>
internal static class ResourceDemonstration
{
    public static void Seed(IDocumentSession session, Venture own, Venture other, Venture launched, Doer resident, Doer office, DateTimeOffset now)
    {
        var today = JapanTime.DayOf(now);
        LocalEntry Begin(LocalKind kind, string title, string text, string municipality, string place, string condition, string latitude, string longitude, EntryState state, int days, Doer? by = null, string contact = "", string number = "")
        {
            LocalEntry entry = new()
            {
                Id = Guid.CreateVersion7(now.AddDays(-days)), Number = number, State = state, ProposerAccountId = by?.AccountId, ProposerName = by?.Name ?? "", Revision = 1, ChangedBy = by ?? office, EnteredAt = now.AddDays(-days), ChangedAt = now.AddDays(-days),
                PublishedAt = state is EntryState.Published or EntryState.Closed ? now.AddDays(1 - days) : null,
            };
            entry.Put(new(kind, title, text, municipality, place, condition, latitude, longitude, today.AddDays(-days), null, state == EntryState.Waiting ? "" : "見本市定住促進課（見本）", contact, by is null ? "窓口の調査（見本）" : EntryWords.FromResident));
            return entry;
        }

        var house = Begin(LocalKind.EmptyHouse, "縁側のある空き家（見本）", "坂の上の空き家です。台所と座敷が使えます。荷物の置き場や、朝市の野菜の配達の拠点に（見本）。", own.MunicipalityCode, "見本地区", "木造平屋、築 60 年（見本）", "34.1784", "131.4738", EntryState.Published, 60, resident, "見本 持主 083-933-0011");
        house.HandOver = new(today.AddDays(-60), "", resident);
        var school = Begin(LocalKind.ClosedSchool, "見本小学校の旧校舎（見本）", "体育館と教室 6 つが使えます。移動販売の倉庫や、惣菜の加工所の候補です（見本）。", own.MunicipalityCode, "見本地区", "鉄筋 3 階（見本）", "34.2013", "131.5035", EntryState.Published, 50, null, "見本 教育委員 083-933-0012", "A-1");
        school.HandOver = new(today.AddDays(-50), "電話で聞いた（見本）", office);
        var fruit = Begin(LocalKind.Produce, "形のそろわない夏みかん（見本）", "出荷できない夏みかんが、毎年 2 トンほど出ます。菓子や加工品に使えます（見本）。", other.MunicipalityCode, "見本浜", "5 月から 6 月、2 トン（見本）", "34.4082", "131.3992", EntryState.Published, 40, null, "見本 果樹生産者 0838-25-0011", "H-7");
        var skill = Begin(LocalKind.Skill, "漁網を編む技能（見本）", "漁網の編み方を教えられます（見本）。", other.MunicipalityCode, "見本浜", "", "34.4121", "131.4053", EntryState.Published, 35);
        var shop = Begin(LocalKind.Daily, "坂の上に店がない（見本）", "買い物に行けない人が 40 世帯あります。移動販売や配達を待っています（見本）。", own.MunicipalityCode, "見本地区", "40 世帯（見本）", "34.1795", "131.4748", EntryState.Published, 30);
        var field = Begin(LocalKind.Land, "草刈りの担い手がいない棚田（見本）", "棚田の草刈りをする人がいません（見本）。", own.MunicipalityCode, "見本谷", "3 ヘクタール（見本）", "", "", EntryState.Waiting, 3, resident, "見本 谷郎 083-933-0013");
        var refused = Begin(LocalKind.OtherResource, "使わなくなった船（見本）", "小さな船があります（見本）。", own.MunicipalityCode, "見本港", "", "", "", EntryState.Refused, 20, resident, "見本 船主 083-933-0014");
        refused.Reason = "持ち主の了解を確かめてから、もう一度お申し出ください（見本）。";
        var closed = Begin(LocalKind.EmptyHouse, "駅前の空き店舗（見本）", "借り手を探しています（見本）。", own.MunicipalityCode, "見本駅前", "", "34.1723", "131.4801", EntryState.Closed, 90);
        closed.Reason = "借り手が決まりました（見本）。";
        session.Store(house, school, fruit, skill, shop, field, refused, closed);
        LocalInterest Of(LocalEntry entry, Venture venture, string message, int days, Doer by) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(-days)), EntryId = entry.Id, MunicipalityCode = entry.MunicipalityCode, VentureId = venture.Id, Message = message, At = now.AddDays(-days), By = by,
        };
        var introduced = Of(school, own, "保冷箱と野菜の置き場にしたいです（見本）。", 12, resident);
        (introduced.State, introduced.Answer, introduced.AnsweredAt, introduced.AnsweredBy) = (InterestState.Introduced, "週明けに、いっしょに見に行きましょう（見本）。", now.AddDays(-10), office);
        session.Store(introduced, Of(shop, own, "いまの移動販売で回れます（見本）。", 6, resident), Of(fruit, launched, "惣菜の付け合わせに使いたいです（見本）。", 5, resident), Of(house, other, "菓子の仕込みの場所にしたいです（見本）。", 4, new(Guid.Empty, "見本 萩菓")));
    }
}
