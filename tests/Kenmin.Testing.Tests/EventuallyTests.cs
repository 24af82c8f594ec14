namespace Kenmin.Testing.Tests;

public sealed class EventuallyTests
{
    [Fact]
    public async Task What_comes_true_later_is_waited_for_and_given()
    {
        var looks = 0;
        (await Eventually.ReadAsync(() => Task.FromResult(++looks), seen => seen == 4)).ShouldBe(4);
        await Eventually.IsSoAsync(() => ++looks > 6);
        looks.ShouldBe(7);
    }

    [Fact]
    public async Task What_does_not_come_is_named_with_what_was_read_last()
    {
        var looks = 0;
        var failure = await Should.ThrowAsync<TimeoutException>(() =>
            Eventually.ReadAsync(() => Task.FromResult(Math.Min(++looks, 2)), seen => seen > 2, "more than two", TimeSpan.FromMilliseconds(30)));
        failure.Message.ShouldContain("more than two");
        failure.Message.ShouldEndWith("Last it was: 2.");
        looks.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_breaks_while_it_is_read_is_not_waited_for() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Eventually.IsSoAsync(() => Task.FromException<bool>(new InvalidOperationException("broken"))));
}
