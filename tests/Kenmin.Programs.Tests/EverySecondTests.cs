using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Programs.Tests;

public sealed class EverySecondTests
{
    [Fact]
    public async Task A_failure_of_whatever_kind_is_said_once_and_the_next_second_reads_again()
    {
        var clock = new FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (reads, said) = (0, 0);
        var reading = EverySecond.ReadAsync(clock, _ => ++reads < 3 ? throw new InvalidOperationException("as Marten wraps it") : Task.CompletedTask, _ => said++, stop.Token);

        for (var i = 0; i < 4; i++) clock.Advance(TimeSpan.FromSeconds(1));

        reading.IsCompleted.ShouldBeFalse("else the host would stop");
        (reads, said).ShouldBe((4, 1));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }
}
