using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Fictional requests and offers of help: of the resident's network, of people on paper, with one of each state that people meet.</summary>
internal static class HelpDemonstration
{
    public static void Add(IDocumentSession session, IReadOnlyList<Area> areas, DateOnly today, DateTimeOffset now, Network network, Learner leader, Learner learner, Doer office)
    {
        var resident = DemonstrationPersonas.Resident.Id;
        HelpRequest Request(Guid person, Guid? account, Guid? of, HelpKind kind, Area area, int days, int people, bool open, string words, HelpState state = HelpState.Open) => new()
        {
            Id = Guid.CreateVersion7(now), PersonId = person, AccountId = account, NetworkId = of, Kind = kind, AreaId = area.Id, MunicipalityCode = area.MunicipalityCode, From = today.AddDays(days), Until = today.AddDays(days),
            Start = new(9, 0), End = new(12, 0), People = people, Skills = kind == HelpKind.Grass ? [HelpSkill.BrushCutter] : [], Words = words, Place = "見本公民館の前（見本）", Public = open, State = state,
            At = now.AddDays(Math.Min(days, 0) - 5), EnteredBy = account is null ? office : null,
        };
        HelpOffer Offer(Guid person, Guid? account, Area area, params HelpKind[] jobs) => new()
        {
            Id = Guid.CreateVersion7(now), PersonId = person, AccountId = account, Kind = HelpOfferKind.Person, Jobs = [.. jobs], Skills = [HelpSkill.BrushCutter], AreaId = area.Id, MunicipalityCode = area.MunicipalityCode,
            Days = [.. Enum.GetValues<DayOfWeek>()], Minutes = 30, TimesAYear = 6, Until = today.AddDays(200), At = now.AddDays(-20), EnteredBy = account is null ? office : null,
        };
        HelpMatch Match(HelpRequest request, HelpOffer offer, MatchState state, int minutes) => new()
        {
            Id = Guid.CreateVersion7(now), Pair = HelpMatch.PairOf(request.Id, offer.Id), RequestId = request.Id, OfferId = offer.Id, AskerId = request.PersonId, HelperId = offer.PersonId, Holder = offer.Holder,
            Beneficiary = request.Beneficiary, People = 1, Day = request.From, Start = request.Start, End = request.End, Minutes = minutes, State = state, At = now.AddDays(-1), AnswerBy = JapanTime.At(request.From.AddDays(-1), new(20, 0)),
            AskerAccepted = state == MatchState.Proposed ? null : now, HelperAccepted = state == MatchState.Proposed ? null : now,
            Reasons = [new($"「{HelpWords.Kind(request.Kind).Ja}」を手伝えると申し出ています。", $"Offers to help with this: {HelpWords.Kind(request.Kind).En.ToLowerInvariant()}."), new($"車でおよそ {minutes} 分です（30 分まで行けます）。", $"About {minutes} minutes by car (offers to drive up to 30).")],
        };

        var grass = Request(resident, resident, network.Id, HelpKind.Grass, areas[1], 12, 3, open: true, "水路の草刈りを一緒にしてください（見本）。");
        var snow = Request(leader.Id, null, null, HelpKind.Carrying, areas[2], 16, 1, open: false, "公民館の片付けです（見本）。");
        var past = Request(resident, resident, network.Id, HelpKind.Festival, areas[0], -8, 1, open: false, "秋祭りの準備でした（見本）。", HelpState.Over);
        var own = Offer(resident, resident, areas[0], HelpKind.Carrying, HelpKind.Snow);
        var paper = Offer(learner.Id, null, areas[1], HelpKind.Grass, HelpKind.Festival);
        var agreed = Match(grass, paper, MatchState.Agreed, 8);
        var done = Match(past, paper, MatchState.Done, 6);
        (done.Came, done.MinutesEach, done.Thanks) = (1, 180, "おかげで無事に祭りができました（見本）。");
        session.Store(grass, snow, past);
        session.Store(own, paper);
        session.Store(Match(snow, own, MatchState.Proposed, 7), agreed, done);
        session.QueueSqlCommand(
            $"insert into {session.DocumentStore.Options.DatabaseSchemaName}.{SeatTable.Name} (match_id, seat, holder, starts, ends) values (?, 1, ?, ?::timestamptz, ?::timestamptz)",
            agreed.Id, agreed.Holder, Instant(agreed.Starts), Instant(agreed.Ends));
    }

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
