using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Host.Tests.Jobs;

/// <summary>Work beside requests waits for whatever starts after it.</summary>
public sealed class BackgroundJobTests
{
    [Fact]
    public async Task The_work_begins_once_everything_has_started_and_not_before()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<Early>().AddHostedService(p => p.GetRequiredService<Early>());
        builder.Services.AddSingleton<Slow>().AddHostedService(p => p.GetRequiredService<Slow>());
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var work = host.Services.GetRequiredService<Early>();
        await work.Began.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(host.Services.GetRequiredService<Slow>().SawWork);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Early : BackgroundJob
    {
        public TaskCompletionSource Began { get; } = new();

        protected override Task WorkAsync(CancellationToken stoppingToken)
        {
            Began.SetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class Slow(Early early) : IHostedService
    {
        public bool SawWork { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // Long enough for work that does not wait.
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
            SawWork = early.Began.Task.IsCompleted;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
