using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Addresses;

/// <summary>Work that is done once the answer is on its way: how long it takes tells nobody whether an account exists.</summary>
internal static class AfterAnswer
{
    public static void Do<TService>(HttpContext http, Func<TService, Task> work) where TService : notnull
    {
        var scopes = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
        http.Response.OnCompleted(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider.GetRequiredService<TService>());
        });
    }
}
