using Kenmin.Passport.Contracts;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.RuralLeaders.Tests.Help;

/// <summary>What Passport was told; one document for each delivery.</summary>
public sealed class DeliveredFact
{
    public Guid Id { get; set; }
    public string Kind { get; set; } = "";
    public Guid Subject { get; set; }
    public Guid? Account { get; set; }
    public int? Number { get; set; }
}

/// <summary>The module that keeps records, as far as these tests need it.</summary>
public static class DeliveredFactHandler
{
    public static void Handle(OpportunityPublished message, IDocumentSession session) => Keep(session, "opportunity", message.Id, null, message.Capacity);

    public static void Handle(OpportunityWithdrawn message, IDocumentSession session) => Keep(session, "withdrawn", message.Id, null, null);

    public static void Handle(ParticipationRecorded message, IDocumentSession session) => Keep(session, "participation", message.SubjectId, message.AccountId, message.Minutes);

    public static void Handle(ParticipationWithdrawn message, IDocumentSession session) => Keep(session, "participation-withdrawn", message.FactId, null, null);

    private static void Keep(IDocumentSession session, string kind, Guid subject, Guid? account, int? number) => session.Store(new DeliveredFact { Id = Guid.CreateVersion7(), Kind = kind, Subject = subject, Account = account, Number = number });
}

/// <summary>People who ask and help, each test in a valley of its own, so that none meets another's.</summary>
internal static class HelpHouse
{
    public static async Task<Guid> ValleyAsync(this RuralHouse house, string municipality = RuralHouse.Yamaguchi)
    {
        var number = RuralHouse.NextNumber();
        Area area = new() { Id = Guid.CreateVersion7(), Level = AreaLevel.Settlement, MunicipalityCode = municipality, Name = $"見本谷{number}", Point = new(10 + (number % 100 * 0.6), 100 + (number / 100 * 0.9)), Key = $"valley-{number}" };
        await house.StoreAsync(area);
        return area.Id;
    }

    /// <summary>A registered leader with an account.</summary>
    public static async Task<Guid> LeaderAsync(this RuralHouse house)
    {
        var id = await house.ResidentAsync();
        var leader = await house.LoadAsync<Learner>(id);
        (leader.Registration, leader.Number) = (LeaderRegistration.Begin(Guid.CreateVersion7(), house.Today, 3, null), $"援-{RuralHouse.NextNumber()}");
        await house.StoreAsync(leader);
        return id;
    }

    public static AskForHelp Ask(this RuralHouse house, Guid person, Guid area, int days = 10, int people = 1, bool open = false, Doer? by = null, TimeOnly? start = null, TimeOnly? end = null) => new(
        Guid.CreateVersion7(), person, null, HelpKind.Grass, area, house.Today.AddDays(days), null, start ?? new(9, 0), end ?? new(12, 0), people, [], [], "水路の草刈り", "見本公民館の裏", open, by);

    public static OfferHelp Offer(this RuralHouse house, Guid person, Guid area, Doer? by = null, int times = 6, string? group = null, int? people = null) => new(
        Guid.CreateVersion7(), person, group is null ? HelpOfferKind.Person : HelpOfferKind.Group, group, people, [HelpKind.Grass], [], null, area, Enum.GetValues<DayOfWeek>(), 30, times, house.Today.AddDays(200), by);

    public static async Task<Guid> AskedAsync(this RuralHouse house, AskForHelp command)
    {
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        return command.Id;
    }

    public static async Task<Guid> OfferedAsync(this RuralHouse house, OfferHelp command)
    {
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        return command.Id;
    }

    public static async Task<IReadOnlyList<HelpMatch>> MatchesAsync(this RuralHouse house, Guid request)
    {
        await using var session = house.Services.GetRequiredService<IRuralLeadersStore>().QuerySession();
        return await session.Query<HelpMatch>().Where(m => m.RequestId == request).OrderBy(m => m.Id).ToListAsync();
    }

    /// <summary>A proposal for two who could have been brought together, as the run makes them.</summary>
    public static async Task<HelpMatch> ProposedAsync(this RuralHouse house, Guid request, Guid offer)
    {
        var (asked, offered) = (await house.LoadAsync<HelpRequest>(request), await house.LoadAsync<HelpOffer>(offer));
        HelpMatch match = new()
        {
            Id = Guid.CreateVersion7(), Pair = HelpMatch.PairOf(request, offer), RequestId = request, OfferId = offer, AskerId = asked.PersonId, HelperId = offered.PersonId, Holder = offered.Holder, Beneficiary = asked.Beneficiary,
            People = 1, Day = asked.From, Start = asked.Start, End = asked.End, Minutes = 10, At = house.Clock.GetUtcNow(), AnswerBy = JapanTime.At(asked.From, asked.Start),
        };
        await house.StoreAsync(match);
        return match;
    }

    /// <summary>The deliveries about a subject, as soon as there are so many.</summary>
    public static async Task<IReadOnlyList<DeliveredFact>> FactsAsync(this RuralHouse house, Guid subject, int atLeast)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await using var session = house.Services.GetRequiredService<IDocumentStore>().QuerySession();
            var found = await session.Query<DeliveredFact>().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync();
            if (found.Count >= atLeast) return found;
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }
}
