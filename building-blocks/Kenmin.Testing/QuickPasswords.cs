using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Testing;

/// <summary>Passwords of tests are nobody's: what makes them hard to guess only makes the tests slow.</summary>
public static class QuickPasswords
{
    private const int Iterations = 1_000;

    /// <summary>Has new passwords hashed with few rounds.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection HashPasswordsQuickly(this IServiceCollection services) =>
        services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = Iterations);
}
