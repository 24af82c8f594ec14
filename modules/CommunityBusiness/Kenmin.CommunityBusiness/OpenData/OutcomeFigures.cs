using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.OpenData;

/// <summary>A sum over businesses, as it is shown.</summary>
/// <param name="Value">The sum; null when it is hidden.</param>
/// <param name="Hidden">Whether it is hidden: it is small, or so few businesses make it up that one of them could be recognized.</param>
internal readonly record struct SumCell(long? Value, bool Hidden);

/// <summary>What became of businesses so many months after the launch.</summary>
/// <param name="Months">How many months.</param>
/// <param name="Answers">How many answered.</param>
/// <param name="GoOn">How many of them go on.</param>
/// <param name="Ended">How many ended.</param>
/// <param name="Jobs">How many people are paid for work in them.</param>
/// <param name="Residents">How many residents were served.</param>
/// <param name="Turnover">How many are in each class of turnover.</param>
internal sealed record Outcome(int Months, PublicCell Answers, PublicCell GoOn, PublicCell Ended, SumCell Jobs, SumCell Residents, IReadOnlyDictionary<TurnoverClass, PublicCell> Turnover);

/// <summary>Sums up follow-ups, for everybody with what is small hidden, for staff as it is.</summary>
internal static class OutcomeFigures
{
    /// <summary>For each of the three times.</summary>
    public static IReadOnlyList<Outcome> Of(IReadOnlyList<(int Months, FollowUpAnswer Answer)> answers, bool hide) => [.. FollowUp.After.Select(m => Of(m, [.. answers.Where(a => a.Months == m).Select(a => a.Answer)], hide))];

    private static Outcome Of(int months, List<FollowUpAnswer> answers, bool hide)
    {
        Guid all = IdOf("all"), goOn = IdOf("goOn"), ended = IdOf("ended");
        Dictionary<Guid, int> figures = new() { [all] = answers.Count, [goOn] = answers.Count(a => a.GoesOn), [ended] = answers.Count(a => !a.GoesOn) };
        var classes = Enum.GetValues<TurnoverClass>();
        foreach (var turnover in classes) figures[IdOf(turnover.ToString())] = answers.Count(a => a.Turnover == turnover);
        var hidden = hide
            ? Suppression.Hide(figures, [new(all, [goOn, ended]), new(all, [.. classes.Select(c => IdOf(c.ToString()))])], figures.Where(f => Suppression.IsSmall(f.Value)).Select(f => f.Key).ToHashSet())
            : [];
        PublicCell Cell(Guid id) => PublicCell.Of(figures[id], hidden.Contains(id));
        return new(months, Cell(all), Cell(goOn), Cell(ended), Sum(a => a.Jobs), Sum(a => a.Residents), classes.ToDictionary(c => c, c => Cell(IdOf(c.ToString()))));

        // A sum that few businesses make up says what one of them has, to the others at least.
        SumCell Sum(Func<FollowUpAnswer, int> of)
        {
            var sum = answers.Sum(a => (long)of(a));
            var few = hide && (Suppression.IsSmall(sum) || Suppression.IsSmall(answers.Count(a => of(a) > 0)) || Suppression.IsSmall(answers.Count));
            return few ? new(null, true) : new(sum, false);
        }
    }

    private static Guid IdOf(string figure) => FactId.Of($"community-business.outcome|{figure}");
}
