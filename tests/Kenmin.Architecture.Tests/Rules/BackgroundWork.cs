using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>What works beside requests waits until messages can be routed.</summary>
internal static class BackgroundWork
{
    /// <summary>What must be done before the first request says so by a StartAsync of its own.</summary>
    public static IEnumerable<Violation> TooEarly(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.BaseType == typeof(BackgroundService) && type != typeof(BackgroundJob)
            && type.GetMethod(nameof(BackgroundService.StartAsync))!.DeclaringType == typeof(BackgroundService)
        select new Violation(type.FullName!, "begins before messages can be routed: what it publishes is lost. Derive from BackgroundJob.");
}
