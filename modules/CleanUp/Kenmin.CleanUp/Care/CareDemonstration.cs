using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Care;

/// <summary>Fictional adopted places: the resident's group cares for a riverside well, another has not cleaned for long, and a third asks.</summary>
internal static class CareDemonstration
{
    private static readonly Doer Office = new(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);

    public static async Task SeedAsync(ICleanUpStore store, Group own, Group other, IReadOnlyList<Site> sites, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var rules = CareRules.Default(own.MunicipalityCode);
        (rules.Gives, rules.Office, rules.Phone) = ("ごみ袋、軍手、看板（見本）", "山口市環境課（見本）", "083-933-0000");
        session.Store(rules);
        var cared = Agreed(sites[0], own, new(1, CarePer.Month), today.AddYears(-5).AddDays(-20), "毎月第 1 日曜日の朝（見本）");
        var lapsed = Agreed(sites[3], other, new(4, CarePer.Year), today.AddYears(-2), "花壇のまわり（見本）");
        for (var i = 5; i >= 0; i--) session.Store(CleanUp(cared, today.AddMonths(-i).AddDays(-6), 12 + i));
        session.Store(CleanUp(lapsed, today.AddYears(-1).AddDays(-30), 6));
        cared.Follow(today.AddDays(-6), rules);
        lapsed.Follow(today.AddYears(-1).AddDays(-30), rules);
        var thanks = new CareThanks { Id = CareThanks.IdOf(cared.Id, ThanksFor.Times, 5), AdoptionId = cared.Id, For = ThanksFor.Times, Number = 5, On = today.AddDays(-5), By = Office };
        var asked = new Adoption
        {
            Id = Guid.CreateVersion7(), SiteId = sites[2].Id, MunicipalityCode = sites[2].MunicipalityCode, GroupId = other.Id, Frequency = new(6, CarePer.Year), From = today.AddDays(20),
            Until = today.AddDays(20).AddYears(3), Plan = "波打ちぎわの清掃（見本）", ShowName = true, Reminders = true, State = AdoptionState.Asked, AskedAt = now,
        };
        asked.Reckon(rules);
        session.StoreObjects([cared, lapsed, thanks, asked]);
        await session.SaveChangesAsync(cancellationToken);

        Adoption Agreed(Site site, Group group, CareFrequency frequency, DateOnly from, string plan) => new()
        {
            Id = Guid.CreateVersion7(), SiteId = site.Id, MunicipalityCode = site.MunicipalityCode, GroupId = group.Id, Frequency = frequency, From = from, Until = today.AddYears(1), Plan = plan,
            Gives = rules.Gives, ShowName = true, Reminders = true, State = AdoptionState.Agreed, AskedAt = JapanTime.StartOf(from.AddDays(-20)), DecidedAt = JapanTime.StartOf(from.AddDays(-5)), DecidedBy = Office,
        };

        CareCleanUp CleanUp(Adoption adoption, DateOnly day, int people) => new()
        {
            Id = CareCleanUp.IdOf(adoption.Id, day), AdoptionId = adoption.Id, SiteId = adoption.SiteId, GroupId = adoption.GroupId, MunicipalityCode = adoption.MunicipalityCode, Day = day,
            Figures = new(people, people * 60, people / 2, 2, null, people * 2m, new Dictionary<string, int>()), At = JapanTime.At(day, new(10, 0)),
        };
    }
}
