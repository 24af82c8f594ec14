using Kenmin.CleanUp.Activities;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kenmin.CleanUp.Insurance;

/// <summary>How lists are kept: section <c>Modules:clean-up:Insurance</c>.</summary>
internal sealed class InsuranceSettings
{
    /// <summary>How many days after the activity a list is removed: time to report an accident.</summary>
    public int KeptDays { get; set; } = 30;
}

/// <summary>Removes lists whose activity is long over or does not take place.</summary>
[NoNewEntries("removes what is no longer needed")]
internal sealed class ForgetInsured(ICleanUpStore store, InsuranceSettings settings, TimeProvider clock, ILogger<ForgetInsured> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override Task RoundAsync(CancellationToken cancellationToken) => ForgetAsync(cancellationToken);

    /// <summary>Removes them.</summary>
    internal async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var last = JapanTime.Today(_clock).AddDays(-settings.KeptDays);
        await using var session = store.LightweightSession();
        var lists = await session.Query<InsuredList>().ToListAsync(cancellationToken);
        var activities = (await session.LoadManyAsync<Activity>(cancellationToken, [.. lists.Select(l => l.Id)])).ToDictionary(a => a.Id);
        // A postponed activity has another day than when its list came in.
        foreach (var list in lists)
            if (activities.GetValueOrDefault(list.Id) is not { IsLive: true } activity || activity.Day < last) session.Delete(list);
        await session.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Registers insurance.</summary>
internal static class InsuranceSetup
{
    public static void AddInsurance(this ModuleBuilder module) => module.Services
        .AddSingleton(module.Configuration.GetSection("Insurance").Get<InsuranceSettings>() ?? new()).AddSingleton<InsuranceDesk>()
        .AddSingleton<ForgetInsured>().AddHostedService(p => p.GetRequiredService<ForgetInsured>());
}
