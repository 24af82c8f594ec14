using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Testing;

/// <summary>A host that makes its tables, which it does before all else, and then does nothing.</summary>
internal static class OnlyTables
{
    public static void Leave(IServiceCollection services)
    {
        foreach (var other in services.Where(s => s.ServiceType == typeof(IHostedService) && !IsNeeded(s)).ToList()) services.Remove(other);
    }

    private static bool IsNeeded(ServiceDescriptor service) => service.ImplementationType is { } type
        && (type.IsAssignableTo(typeof(IHostedLifecycleService)) || type.Namespace?.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal) == true);
}
