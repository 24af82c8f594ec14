using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Programs.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement;

/// <summary>
/// Fictional data of this module: the resident's own card, one from paper for whose holder the resident acts as a daughter, one entered on
/// the telephone, and one of another city; points that the resident collected, some of which are to be exchanged.
/// </summary>
public sealed class SeniorEngagementDemonstration : IDemonstrationData
{
    private static readonly Doer Office = new(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);

    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (resident, now) = (DemonstrationPersonas.Resident, services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using var session = services.GetRequiredService<ISeniorEngagementStore>().LightweightSession();
        if (await session.Query<CardHolder>().AnyAsync(cancellationToken)) return;
        var today = JapanTime.DayOf(now);
        Doer self = new(resident.Id, resident.DisplayName);
        var own = Card("見本 花子", "352039", 1958, "ABCD2345", resident.Id, self, ActingAs.Self, new()
        {
            Interests = ["clean-up", "sports", "walking"], Slots = [.. CardQuestions.Slots.Select(s => s.Key)], Reach = "anywhere", Company = "small-group", Length = "any",
        });
        var mother = Card("見本 母子", "352039", 1938, "EFGH2345", null, Office, ActingAs.Staff, new()
        {
            Interests = ["music", "company"], Limits = ["sitting", "indoors"], Slots = ["weekday-morning", "weekday-afternoon"], Reach = "municipality", Company = "family", Length = "120",
        });
        var caller = Card("見本 電話郎", "352039", 1944, "JKMN2345", null, Office, ActingAs.Staff, new() { Interests = ["gardening"], Slots = ["weekday-morning"], Reach = "walk-20", Company = "alone" });
        var elsewhere = Card("見本 萩野", "352047", 1950, "PQRS2345", null, Office, ActingAs.Staff, new() { Interests = ["exercise"], Reach = "near" });
        session.Store(own, mother, caller, elsewhere);
        session.Store(new Proxy
        {
            Id = Guid.CreateVersion7(now), HolderId = mother.Id, ProxyAccountId = resident.Id, ProxyName = resident.DisplayName, Relation = ProxyRelation.Family, Purpose = "活動を探して、申し込みの手伝いをする",
            AgreedAt = now.AddDays(-10), Channel = ConsentChannel.Counter, EnteredBy = Office, Until = today.AddMonths(6), AcceptUntil = today,
        });
        session.Store(new Proxy
        {
            Id = Guid.CreateVersion7(now), HolderId = own.Id, ProxyName = "窓口の職員", Relation = ProxyRelation.Staff, Purpose = "電話で伝えたことを入力してもらう", AgreedAt = now.AddDays(-3), Channel = ConsentChannel.Page,
            EnteredBy = self, Until = today.AddMonths(3), AcceptUntil = today,
        });
        session.Store(CardEntry.Of(mother, Office, ActingAs.Staff, EntryKind.Card, now.AddDays(-10)), CardEntry.Of(mother, self, ActingAs.Proxy, EntryKind.ProxyAccepted, now.AddDays(-9)));
        session.Store(CardEntry.Of(own, self, ActingAs.Self, EntryKind.Card, now.AddDays(-4)));
        var meetings = CircleDemonstration.Add(session, own, mother, caller, Office, services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.SeniorEngagement)?.Id, now);
        await PointsAsync(session, self, services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.SeniorEngagement)?.Id, now, cancellationToken);
        AddTraining(session, own, caller, today, now);
        var (course, dates) = CourseDemonstration.Add(session, Office, now);
        await RideDemonstration.AddAsync(session, self, own, mother, caller, now, cancellationToken);
        await RequestDemonstration.AddAsync(session, self, own, caller, Office, now, cancellationToken);
        await session.SaveChangesAsync(cancellationToken);
        await CircleDemonstration.SignUpAsync(services.GetRequiredService<IParticipation<ISeniorEngagementStore>>(), meetings, own, mother, caller, Office, now, cancellationToken);
        await CourseDemonstration.SignUpAsync(services.GetRequiredService<IParticipation<ISeniorEngagementStore>>(), course, dates, own, caller, Office, now, cancellationToken);

        CardHolder Card(string name, string municipality, int born, string number, Guid? account, Doer by, ActingAs @as, InterestCard card) => new()
        {
            Id = Guid.CreateVersion7(now), AccountId = account, Number = number, Name = name, Phone = account is null ? "083-933-0001" : "", MunicipalityCode = municipality, BirthYear = born, Card = card,
            EnteredBy = by, ChangedBy = by, ChangedAs = @as, ChangedAt = now.AddDays(-4),
        };
    }

    private static void AddTraining(IDocumentSession session, CardHolder own, CardHolder other, DateOnly today, DateTimeOffset now)
    {
        foreach (var (holder, kind, days) in new[] { (own, "walking", 400), (own, "walking", 390), (own, "walking", 380), (own, "music", 20), (other, "gardening", 10) })
            session.Store(new TrainingCredit
            {
                Id = Guid.CreateVersion7(now), HolderId = holder.Id, Kind = kind, Course = "見本リーダー講座", Day = today.AddDays(-days), Credits = 1, Key = TrainingCredit.KeyOf(holder.Id, kind, today.AddDays(-days), "見本リーダー講座"),
                EnteredBy = Office,
            });
        session.Store(new Licence
        {
            Id = Guid.CreateVersion7(now), HolderId = own.Id, Kind = "walking", Number = "S2025-9001", Key = Licence.KeyOf(own.Id, "walking"), GivenOn = today.AddDays(-370), ValidUntil = today.AddDays(-370).AddYears(3), CountsFrom = today.AddDays(-369),
            Terms = 1,
        });
    }

    private static async Task PointsAsync(IDocumentSession session, Doer self, Guid? initiative, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (today, year) = (JapanTime.DayOf(now), FiscalYear.Of(now).StartYear);
        PointRule rule = new()
        {
            Id = Guid.CreateVersion7(now), InitiativeId = initiative, Year = year, MunicipalityCode = "352039", Terms = new() { ExchangeUnit = 100 }, ExchangeFrom = today.AddDays(-10), ExchangeUntil = today.AddDays(80),
            Key = PointRule.KeyOf(initiative, year, "352039"),
        };
        PointMember member = new() { Id = PointMember.IdOf(rule.Id, self.AccountId), RuleId = rule.Id, AccountId = self.AccountId, Name = self.Name, BirthYear = 1958, JoinedOn = today.AddDays(-40) };
        List<PointActivity> activities =
        [
            .. new[] { 30, 20, 6 }.Select((days, i) => new PointActivity
            {
                Id = FactId.Of($"senior-engagement.sample-activity|{i}"), Version = 1, AccountId = self.AccountId, Module = "clean-up", What = new("見本川の清掃", "Cleaning the sample river"), Day = today.AddDays(-days),
                Minutes = 60 + 45 * i, Year = year, Proof = ProofLevel.Confirmed,
            }),
        ];
        session.Store(rule);
        session.Store(member);
        session.StoreObjects(activities);
        await session.SettleAsync(rule, member, activities, now.AddDays(-5), cancellationToken);
        PointExchange exchange = new() { Id = Guid.CreateVersion7(now), RuleId = rule.Id, MemberId = member.Id, AccountId = self.AccountId, Name = self.Name, Points = 100, Yen = 100, RequestedAt = now.AddDays(-1) };
        await session.MoveAsync(rule.Id, member.Id, PointAccount.Held, PointAccount.Reserved, exchange.Points, PointMove.Requested, exchange.Id, exchange.RequestedAt, cancellationToken);
        session.Store(exchange);
    }
}
