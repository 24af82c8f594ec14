using System.Net;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Host.Tests;

/// <summary>A host that is asked to stop.</summary>
public sealed class LeavingTests : IAsyncDisposable
{
    private readonly PostgresFixture _postgres = new();

    [Fact]
    public async Task A_host_that_is_asked_to_stop_says_so_first_and_answers_on_until_its_notice_is_over()
    {
        await using KenminHost<Program> host = new(await _postgres.CreateDatabaseAsync(), new() { Settings = new Dictionary<string, string> { ["Shutdown:Notice"] = "01:00:00" } });
        using var client = host.CreateClient();
        (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using CancellationTokenSource noticeOver = new();

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(noticeOver.Token);

        (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/rural-leaders/courses")).StatusCode.ShouldBe(HttpStatusCode.OK);
        stopping.IsCompleted.ShouldBeFalse();
        await noticeOver.CancelAsync();
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();
}
