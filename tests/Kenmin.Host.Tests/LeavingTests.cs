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
        await using KenminHost<Program> host = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres), new() { Settings = new Dictionary<string, string> { ["Shutdown:Notice"] = "01:00:00" } });
        using var client = host.CreateClient();
        (await StatusAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        using CancellationTokenSource noticeOver = new();

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(noticeOver.Token);

        (await StatusAsync("/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/api/v1/rural-leaders/courses")).ShouldBe(HttpStatusCode.OK);
        stopping.IsCompleted.ShouldBeFalse();
        await noticeOver.CancelAsync();
        // How the rest goes where nobody waits for it is not the matter here.
        await Task.WhenAny(stopping);

        async Task<HttpStatusCode> StatusAsync(string address)
        {
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();
}
