namespace Kenmin.RuralLeaders.Networks;

/// <summary>Where a wish to join stands.</summary>
public enum JoinState
{
    /// <summary>Nothing is decided.</summary>
    Open,

    /// <summary>The person is in.</summary>
    Accepted,

    /// <summary>The person is not.</summary>
    Refused,

    /// <summary>The person no longer wants to.</summary>
    Withdrawn,
}

/// <summary>When a vote is decided (投票).</summary>
internal static class Ballot
{
    /// <summary>How many votes it takes.</summary>
    public static int Quorum(int voters, int percent) => Math.Max(1, (voters * percent + 99) / 100);

    /// <summary>
    /// Accepted when enough voted and more said yes than no. Decided early when the votes that are left cannot change it any more; once
    /// it is over, by those that were cast.
    /// </summary>
    /// <param name="voters">Who may vote: those who were members when it began.</param>
    /// <param name="percent">How many of them must vote, in percent.</param>
    /// <param name="yes">Votes for it.</param>
    /// <param name="no">Votes against it.</param>
    /// <param name="over">Whether the time is over.</param>
    public static JoinState Decide(int voters, int percent, int yes, int no, bool over)
    {
        var left = over ? 0 : Math.Max(0, voters - yes - no);
        var quorum = Quorum(voters, percent);
        if (yes + no >= quorum && yes > no + left) return JoinState.Accepted;
        // Not even if all who are left said yes, or when nobody is left.
        return left == 0 || yes + left <= no || yes + no + left < quorum ? JoinState.Refused : JoinState.Open;
    }
}
