using CsCheck;
using Kenmin.NewModule.Proposals;

namespace Kenmin.NewModule.Tests.Proposals;

/// <summary>The rule, without a database.</summary>
public sealed class MakeProposalTests
{
    [Theory]
    [InlineData("")]
    [InlineData("　 ")]
    [InlineData("一行目\n二行目")]
    public void A_title_that_is_empty_or_has_line_breaks_is_refused(string title) =>
        new MakeProposal(Guid.Empty, title).Problem.ShouldNotBeNull();

    [Fact]
    public void A_title_is_taken_up_to_its_longest_and_refused_beyond() =>
        Gen.Int[1, 2 * MakeProposal.LongestTitle].Sample(length =>
            new MakeProposal(Guid.Empty, new string('川', length)).Problem is null == length <= MakeProposal.LongestTitle);

    [Fact]
    public void The_proposal_gets_an_id_in_the_order_of_time()
    {
        var (first, _) = MakeProposalHandler.Handle(new(Guid.Empty, "一"), new Clock(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        var (second, _) = MakeProposalHandler.Handle(new(Guid.Empty, "二"), new Clock(new(2026, 4, 1, 0, 0, 1, TimeSpan.Zero)));

        second.Id.CompareTo(first.Id).ShouldBePositive();
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
