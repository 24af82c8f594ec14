using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.Host.Tests.Plugins;

/// <summary>A host whose folder for plug-ins holds one good module and one of each kind that is refused.</summary>
public sealed class HostWithPlugins : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public KenminHost<Program> Host { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = new PluginFolder().With("Kenmin.SamplePlugin").With("Kenmin.ClashingPlugin")
            .With("Kenmin.FailingPlugin").With("Kenmin.FuturePlugin").WithBroken("Kenmin.BrokenPlugin");
        Host = new(await _postgres.CreateDatabaseAsync(), new()
        {
            DemonstrationData = true,
            Settings = new Dictionary<string, string> { ["Plugins:Folder"] = folder.Path },
        });
        Client = Host.CreateClient();
        Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        Client.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/json");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}

public sealed class PluginTests(HostWithPlugins plugins) : IClassFixture<HostWithPlugins>
{
    private readonly KenminHost<Program> host = plugins.Host;
    private readonly HttpClient client = plugins.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_module_dropped_into_the_folder_brings_its_schema_a_handler_an_endpoint_and_a_page()
    {
        var id = Guid.CreateVersion7();

        await host.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(
            (Func<IMessageContext, Task>)(_ => client.PostAsync($"/api/v1/sample/greetings/{id}", null, Cancellation)));

        var greeting = await client.GetFromJsonAsync<JsonElement>($"/api/v1/sample/greetings/{id}", Cancellation);
        greeting.GetProperty("text").GetString().ShouldBe("こんにちは、見本さん");
        (await SchemaExistsAsync(host, "sample_plugin")).ShouldBeTrue();
        var page = await client.GetStringAsync("/sample", Cancellation);
        page.ShouldContain("This page came from a plug-in.");
        page.ShouldContain("href=\"/sample\"", customMessage: "its navigation entry");
    }

    [Fact]
    public async Task A_plug_in_has_its_part_of_an_initiatives_page_and_is_offered_to_owners_with_its_settings()
    {
        (await client.GetStringAsync("/initiatives/mihon-sports-festival", Cancellation)).ShouldContain("A greeting to the initiative");

        using var owner = new Visitor(host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        await owner.BecomeAsync(Roles.ProgramOwner);
        var initiative = "/staff/initiatives/0199f000-0000-7000-8000-000000001001";
        (await owner.ReadAsync($"{initiative}/modules")).ShouldContain("A sample of a plug-in.");
        (await owner.ReadAsync($"{initiative}/settings/sample-plugin")).ShouldContain("Loudness");
    }

    [Fact]
    public async Task Plug_ins_that_cannot_run_are_refused_with_file_and_reason_and_the_others_start()
    {
        var health = await client.GetFromJsonAsync<JsonElement>("/health", Cancellation);

        var refused = health.GetProperty("refused").EnumerateArray()
            .ToDictionary(r => r.GetProperty("file").GetString()!, r => r.GetProperty("reason").GetString()!);
        refused.Keys.ShouldBe(
            [
                "Kenmin.BrokenPlugin/Kenmin.BrokenPlugin.dll", "Kenmin.ClashingPlugin/Kenmin.ClashingPlugin.dll",
                "Kenmin.FailingPlugin/Kenmin.FailingPlugin.dll", "Kenmin.FuturePlugin/Kenmin.FuturePlugin.dll",
            ],
            ignoreOrder: true);
        refused["Kenmin.BrokenPlugin/Kenmin.BrokenPlugin.dll"].ShouldContain("cannot be loaded");
        refused["Kenmin.ClashingPlugin/Kenmin.ClashingPlugin.dll"].ShouldContain("'programs' is already used by Kenmin.Programs");
        refused["Kenmin.FailingPlugin/Kenmin.FailingPlugin.dll"].ShouldContain("the sample's setting is missing");
        refused["Kenmin.FuturePlugin/Kenmin.FuturePlugin.dll"].ShouldContain("contract version 2");
        health.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("key").GetString())
            .ShouldContain("sample-plugin");
        (await client.GetAsync("/health/ready", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_sees_on_a_page_what_runs_and_what_was_refused()
    {
        using var administrator = new Visitor(host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        await administrator.BecomeAsync(Roles.Administrator);

        var page = await administrator.ReadAsync("/admin/modules");

        page.ShouldContain("Kenmin.FuturePlugin/Kenmin.FuturePlugin.dll");
        page.ShouldContain("contract version 2");
        page.ShouldContain("A sample of a plug-in.");
    }

    private static async Task<bool> SchemaExistsAsync(KenminHost<Program> host, string schema)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand("select exists (select from pg_tables where schemaname = $1 and tablename = 'mt_doc_greeting')");
        command.Parameters.AddWithValue(schema);
        return (bool)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
