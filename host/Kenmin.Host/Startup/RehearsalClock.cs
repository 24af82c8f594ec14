using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.Host.Startup;

/// <summary>
/// A clock that runs ahead of the wall, so that a year's change can be rehearsed on several hosts with copies of real data
/// before 1 April: the setting <c>Rehearsal:Ahead</c>, a time span such as 126.14:30:00.
/// </summary>
internal sealed class RehearsalClock(TimeSpan ahead) : TimeProvider
{
    /// <summary>Takes the clock where it is set. Refused in Production, where records would get times that never were.</summary>
    public static void AddTo(IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<TimeSpan?>("Rehearsal:Ahead") is not { } ahead || ahead == TimeSpan.Zero) return;
        if (builder.Environment.IsProduction()) throw new InvalidOperationException("Rehearsal:Ahead is for rehearsals; take it out in Production.");
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new RehearsalClock(ahead)));
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
