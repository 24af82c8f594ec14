using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kenmin.Client.Accounts;
using Kenmin.Client.CleanUp;
using Kenmin.Client.Plan;
using Kenmin.Client.Programs;
using Kenmin.Client.Sports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Refit;

namespace Kenmin.Client;

/// <summary>Registers the clients of the platform's REST interface.</summary>
public static class KenminClientExtensions
{
    /// <summary>
    /// Adds all interfaces of this library. They share one set of cookies: who signs in by one is signed in for all. Reading is tried again when the server is busy; writing is left to the caller, who should send the same
    /// <c>Idempotency-Key</c> again.
    /// </summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="baseAddress">The platform's address, such as <c>https://kenmin.example.jp</c>.</param>
    /// <param name="language">Language of messages: ja or en.</param>
    /// <param name="configure">Changes each client, for instance its primary handler.</param>
    public static IServiceCollection AddKenminClient(
        this IServiceCollection services, Uri baseAddress, string language = "ja", Action<IHttpClientBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        var cookies = new CookieContainer();
        Add<IAccountsApi>();
        Add<IFeaturesApi>();
        Add<IInitiativesApi>();
        Add<ISportsApi>();
        Add<IPlanApi>();
        Add<ISportsStaffApi>();
        Add<ICleanUpApi>();
        Add<ICleanUpStaffApi>();
        return services;

        void Add<T>() where T : class
        {
            var client = services.AddRefitGeneratedClient<T>(new RefitSettings(new SystemTextJsonContentSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web))));
            client.ConfigureHttpClient(http =>
            {
                http.BaseAddress = baseAddress;
                http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
            });
            client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false });
            client.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            configure?.Invoke(client);
        }
    }
}
