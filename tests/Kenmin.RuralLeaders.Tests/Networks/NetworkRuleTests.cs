using CsCheck;
using Kenmin.RuralLeaders.Networks;

namespace Kenmin.RuralLeaders.Tests.Networks;

/// <summary>Who leads a network, and when a vote is decided.</summary>
public sealed class NetworkRuleTests
{
    private static readonly Guid[] People = [.. Enumerable.Range(0, 8).Select(i => new Guid(i + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))];

    [Fact]
    public void Whatever_happens_a_network_with_members_has_exactly_one_coordinator_and_nobody_twice() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 7]).List[1, 60].Sample(steps =>
        {
            Network network = new();
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            foreach (var (what, one, other) in steps)
            {
                at = at.AddHours(1);
                var member = network.Find(People[one]);
                switch (what)
                {
                    case 0: network.Join(People[one], $"{one}", "", at); break;
                    case 1: network.Leave(People[one]); break;
                    case 2 when member is not null: network.Assign(member, NetworkRole.Secretary); break;
                    case 3 when member is not null: network.Assign(member, NetworkRole.Coordinator); break;
                    case 4 when member is { Role: not NetworkRole.Coordinator }: network.SuccessorId = member.AccountId; break;
                    case 5 when one != other: network.Replace(People[one], People[other]); break;
                }

                network.Members.Count(m => m.Role == NetworkRole.Coordinator).ShouldBe(network.Members.Count == 0 ? 0 : 1);
                network.Members.Select(m => m.AccountId).ShouldBeUnique();
                if (network.SuccessorId is { } successor) network.Find(successor).ShouldNotBeNull().Role.ShouldNotBe(NetworkRole.Coordinator);
            }
        });

    [Fact]
    public void The_successor_follows_else_the_longest_standing_secretary_else_member()
    {
        (Of(NetworkRole.Member, NetworkRole.Secretary) is var n ? n.Leave(People[0]) : null)!.AccountId.ShouldBe(People[2]);
        Of(NetworkRole.Member, NetworkRole.Member).Leave(People[0])!.AccountId.ShouldBe(People[1]);
        var named = Of(NetworkRole.Secretary, NetworkRole.Member);
        named.SuccessorId = People[2];
        named.Leave(People[0])!.AccountId.ShouldBe(People[2]);
        named.SuccessorId.ShouldBeNull();
        named.Leave(People[1]).ShouldBeNull("who was no coordinator leaves no gap");
        named.Leave(People[2]).ShouldBeNull("nobody is left to lead");
    }

    [Theory]
    [InlineData(10, 50, 4, 0, false, JoinState.Open)]
    [InlineData(10, 50, 6, 0, false, JoinState.Accepted)]
    [InlineData(10, 50, 5, 5, false, JoinState.Refused)]
    [InlineData(10, 50, 0, 5, false, JoinState.Refused)]
    [InlineData(10, 50, 4, 0, true, JoinState.Refused)]
    [InlineData(10, 50, 3, 2, true, JoinState.Accepted)]
    [InlineData(10, 51, 3, 2, true, JoinState.Refused)]
    [InlineData(1, 1, 1, 0, false, JoinState.Accepted)]
    [InlineData(3, 100, 2, 0, false, JoinState.Open)]
    public void A_vote_takes_its_quorum_and_more_for_than_against(int voters, int percent, int yes, int no, bool over, object state) =>
        Ballot.Decide(voters, percent, yes, no, over).ShouldBe((JoinState)state);

    [Fact]
    public void What_is_decided_early_is_what_would_have_come_out_however_the_others_vote() =>
        Gen.Select(Gen.Int[1, 25], Gen.Int[1, 100], Gen.Int[0, 25], Gen.Int[0, 25]).Where((voters, _, yes, no) => yes + no <= voters).Sample((voters, percent, yes, no) =>
        {
            var early = Ballot.Decide(voters, percent, yes, no, over: false);
            HashSet<JoinState> ends = [];
            // Each of the others says yes, no, or nothing until the time is over.
            for (var more = 0; more <= voters - yes - no; more++)
                for (var against = 0; more + against <= voters - yes - no; against++) ends.Add(Ballot.Decide(voters, percent, yes + more, no + against, over: true));
            ends.ShouldNotContain(JoinState.Open, "when it is over it is decided");
            if (early != JoinState.Open) ends.ShouldBe([early]);
            else ends.Count.ShouldBe(2, "as long as it is open, it can come out either way");
        });

    private static Network Of(params NetworkRole[] others)
    {
        Network network = new();
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        network.Join(People[0], "0", "", at);
        for (var i = 0; i < others.Length; i++)
        {
            network.Join(People[i + 1], $"{i + 1}", "", at.AddDays(i + 1));
            network.Assign(network.Find(People[i + 1])!, others[i]);
        }

        return network;
    }
}
