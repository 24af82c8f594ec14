using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Persistence;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Core;

namespace Kenmin.Host.Tests;

public sealed class HealthTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_machine_sees_that_the_host_is_well(string address)
    {
        var answer = await host.Client.GetAsync(address, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("Healthy");
    }

    [Fact]
    public async Task Every_folder_below_modules_is_found_at_start()
    {
        var folders = Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "modules"))
            .Where(f => Directory.EnumerateFiles(f, "*.csproj", SearchOption.AllDirectories).Any()).Select(Path.GetFileName).ToList();

        var health = await host.Client.GetFromJsonAsync<JsonElement>("/health", TestContext.Current.CancellationToken);

        var keys = health.GetProperty("modules").EnumerateArray()
            .Select(m => m.GetProperty("key").GetString()!.Replace("-", "", StringComparison.Ordinal)).ToList();
        keys.ShouldBe(folders.Select(f => f!.ToLowerInvariant()), ignoreOrder: true);
        health.GetProperty("refused").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_second_look_at_the_tables_finds_nothing_to_do()
    {
        var services = host.Host.Services;
        IDocumentStore[] stores = [services.GetRequiredService<IDocumentStore>(), .. services.GetServices<ModuleStore>().Select(m => (IDocumentStore)services.GetRequiredService(m.StoreType))];
        List<string> wrong = [];
        foreach (var store in stores)
            wrong.AddRange((await store.Storage.CreateMigrationAsync()).Deltas.Where(d => d.Difference != SchemaPatchDifference.None).Select(d => d.SchemaObject.Identifier.ToString()!));
        stores.Length.ShouldBeGreaterThan(5);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_address_of_the_interface_is_answered_with_a_problem_in_the_callers_language()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nowhere");
        request.Headers.AcceptLanguage.ParseAdd("en");

        var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        problem.GetProperty("title").GetString().ShouldBe("There is no such thing here.");
    }
}
