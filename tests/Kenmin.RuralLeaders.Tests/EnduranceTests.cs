using Kenmin.Endurance;

namespace Kenmin.RuralLeaders.Tests;

/// <summary>The short form of the endurance run; the long form is a command of its own (docs/performance.md).</summary>
public sealed class EnduranceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_is_killed_or_cut_nothing_that_was_answered_is_lost_doubled_or_known_wrongly()
    {
        var outcome = await Run.RunAsync(Plan.Short);

        output.WriteLine(outcome.Report);
        outcome.Wrong.ShouldBeEmpty(outcome.Report);
    }
}
