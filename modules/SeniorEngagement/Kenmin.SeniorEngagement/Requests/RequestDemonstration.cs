using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>
/// Fictional requests at each stage: one to confirm, one about which the resident was asked, one that the resident leads, one that the resident asked for
/// and for which somebody would come.
/// </summary>
internal static class RequestDemonstration
{
    public static async Task AddAsync(IDocumentSession session, Doer self, CardHolder own, CardHolder other, Doer office, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = JapanTime.DayOf(now);
        foreach (var (holder, by, @as) in new[] { (own, self, ActingAs.Self), (other, office, ActingAs.Staff) })
            session.Store(new LeaderProfile
            {
                Id = holder.Id, Interests = ["walking"], Kilometres = 30, Phone = "083-933-0004", About = "ゆっくり歩くことから始めます。", AgreedAt = now.AddDays(-20), Until = today.AddMonths(6), EnteredBy = by, EnteredAs = @as,
            });
        session.Store(new Licence
        {
            Id = Guid.CreateVersion7(now), HolderId = other.Id, Kind = "walking", Number = "S2025-9002", Key = Licence.KeyOf(other.Id, "walking"), GivenOn = today.AddDays(-200), ValidUntil = today.AddDays(-200).AddYears(3), CountsFrom = today.AddDays(-199), Terms = 1,
        });
        Ask("見本第二小学校", RequesterKind.School, LeaderRequestState.New, 25);
        var school = Ask("見本小学校", RequesterKind.School, LeaderRequestState.Open, 18);
        var home = Ask("見本の里デイサービス", RequesterKind.Facility, LeaderRequestState.Agreed, 30);
        var hall = Ask("見本公民館", RequesterKind.Other, LeaderRequestState.Open, 40);
        hall.AccountId = self.AccountId;
        (home.LeaderId, home.Agreed) = (own.Id, home.Times[0]);
        Match(school, own, LeaderMatchState.Asked, null);
        var (agreed, offered) = (Match(home, own, LeaderMatchState.Agreed, home.Times[0]), Match(hall, other, LeaderMatchState.Offered, hall.Times[0]));
        await session.TryPromiseAsync(agreed, home.Times[0], cancellationToken);
        await session.TryPromiseAsync(offered, hall.Times[0], cancellationToken);

        LeaderRequest Ask(string organisation, RequesterKind kind, LeaderRequestState state, int days)
        {
            LeaderRequest request = new()
            {
                Id = Guid.CreateVersion7(now), Kind = kind, Organisation = organisation, Contact = "見本 担当", Phone = "083-933-0005", Interests = ["walking"], MunicipalityCode = "352039", Place = $"{organisation}の庭", People = 24,
                Times = [new(JapanTime.At(today.AddDays(days), new(10, 0)), JapanTime.At(today.AddDays(days), new(11, 30)))], Wheelchair = true, Note = "ゆっくり歩ける道をお願いします。", AskedAt = now.AddDays(-5), State = state,
                ConfirmedBy = state == LeaderRequestState.New ? null : office, ShownUntil = today.AddDays(days + 1),
            };
            session.Store(request);
            return request;
        }

        LeaderMatch Match(LeaderRequest request, CardHolder leader, LeaderMatchState state, WishedTime? time)
        {
            LeaderMatch match = new() { Id = Guid.CreateVersion7(now), RequestId = request.Id, HolderId = leader.Id, Key = LeaderMatch.KeyOf(request.Id, leader.Id), AskedAt = now.AddDays(-4), State = state, Time = time };
            session.Store(match);
            return match;
        }
    }
}
