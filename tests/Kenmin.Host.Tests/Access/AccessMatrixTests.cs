using System.Net;
using System.Reflection;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Attributes;
using Wolverine.Runtime;

namespace Kenmin.Host.Tests.Access;

/// <summary>
/// Who may reach each page, endpoint, download and message of every module stands in <c>matrix.csv</c>, for people to read and
/// to agree to. What is not in it, or is reached by others than it says, fails here.
/// </summary>
public sealed class AccessMatrixTests(DevelopmentHost house) : IClassFixture<DevelopmentHost>
{
    /// <summary>With this variable set to 1, the file is written anew: read the difference before it is kept.</summary>
    private const string Rewrite = "KENMIN_WRITE_MATRIX";

    private static readonly string File = Path.Combine(RepositoryRoot.Path, "tests", "Kenmin.Host.Tests", "Access", "matrix.csv");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IServiceProvider Services => house.Host.Services;

    [Fact]
    public async Task Who_reaches_what_is_what_the_matrix_says()
    {
        var now = await SiteMap.MatrixAsync(Services, Messages());
        if (Environment.GetEnvironmentVariable(Rewrite) == "1") await System.IO.File.WriteAllLinesAsync(File, now, Cancellation);
        var agreed = await System.IO.File.ReadAllLinesAsync(File, Cancellation);
        now.Except(agreed).Select(l => "+ " + l).Concat(agreed.Except(now).Select(l => "- " + l)).ShouldBeEmpty(
            $"The doors of the running host (+) are not those of {File} (-). Run this test with {Rewrite}=1 in the environment, and read the difference as a reviewer: who may now reach what?");
    }

    [Fact]
    public async Task The_running_host_lets_in_whom_the_matrix_lets_in()
    {
        var doors = SiteMap.Of(Services).Where(d => d is { Reads: true, Endpoint.RoutePattern.Parameters.Count: 0 } && !IsHealth(d)).ToList();
        doors.Count.ShouldBeGreaterThan(25);
        List<string> wrong = [];
        foreach (var role in SiteMap.Readers.Cast<string?>().Append(null))
        {
            using var visitor = await BecomeAsync(role);
            foreach (var door in doors)
            {
                using var answer = await visitor.GetAsync(door.Route);
                var refused = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || AsksToSignIn(answer);
                if (refused == await SiteMap.MayPassAsync(Services, door, role)) wrong.Add($"{role ?? "visitor"} {door.Route}: {(int)answer.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_an_auditor_sends_is_refused_unless_it_only_reads_or_is_about_the_own_account()
    {
        using var auditor = await BecomeAsync(Roles.Auditor);
        var token = (await auditor.HiddenAsync("/accounts/me", "name")).First(f => f.Name == "__RequestVerificationToken");
        List<string> wrong = [];
        var sent = 0;
        foreach (var door in SiteMap.Of(Services).Where(d => d.Permissions.Count > 0))
            foreach (var method in door.Writes)
            {
                var values = door.Endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => p.ParameterPolicies.Any(x => x.Content == "int") ? "1" : Guid.CreateVersion7().ToString());
                using var request = new HttpRequestMessage(new HttpMethod(method), door.Address(values)) { Content = ContentFor(door, token) };
                using var answer = await auditor.Http.SendAsync(request, Cancellation);
                sent++;
                if (SiteMap.AuditorMaySend(door) == (answer.StatusCode == HttpStatusCode.Forbidden)) wrong.Add($"{method} {door.Route}: {(int)answer.StatusCode}");
            }

        sent.ShouldBeGreaterThan(40);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void What_asks_for_no_permission_is_public_or_the_own_account_s()
    {
        // Whoever is signed in reaches these: so they may only ever be about the one who asks.
        string[] own = ["/accounts/", "/api/v1/accounts/", "/me/", "/api/v1/me/"];
        SiteMap.Of(Services)
            .Where(d => d.Permissions.Count == 0 && d.Endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
            .Select(d => d.Route).Where(r => !own.Any(o => r.StartsWith(o, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_file_that_manifests_declare_is_reached_by_those_who_hold_the_permission_declared()
    {
        var doors = SiteMap.Of(Services);
        var catalog = Services.GetRequiredService<ModuleCatalog>();
        var exports = catalog.Modules.SelectMany(m => m.Manifest.Exports).ToList();
        exports.ShouldNotBeEmpty();
        foreach (var export in exports)
        {
            var door = doors.Where(d => d.Reads && string.Equals(d.Route, export.Href.Split('?')[0], StringComparison.Ordinal)).ShouldHaveSingleItem($"no door for {export.Href}");
            foreach (var role in catalog.RolesWith(export.Permission))
                (await SiteMap.MayPassAsync(Services, door, role)).ShouldBeTrue($"{role} {export.Href}");
            (await SiteMap.MayPassAsync(Services, door, null)).ShouldBeFalse($"{export.Href} is open to everybody");
        }
    }

    [Fact]
    public void Nobody_outside_reaches_the_queues()
    {
        var runtime = (WolverineRuntime)Services.GetRequiredService<IWolverineRuntime>();
        string[] inside = ["local", "dbcontrol", "stub", "null"];
        runtime.Options.Transports.AllEndpoints().Where(e => e.IsListener).Select(e => e.Uri.Scheme).Where(s => !inside.Contains(s)).Distinct()
            .ShouldBeEmpty("a queue that listens to the outside is a door: say in the matrix who may send to it");
    }

    // Of another type, the door would not be asked at all.
    private static HttpContent ContentFor(Door door, (string Name, string Value) token) =>
        (door.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []) switch
        {
            var types when types.Contains("application/json") => new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
            var types when types.Contains("multipart/form-data") => new MultipartFormDataContent { { new StringContent(token.Value), token.Name } },
            _ => new FormUrlEncodedContent([new(token.Name, token.Value)]),
        };

    private static bool IsHealth(Door door) => door.Route.StartsWith("/health", StringComparison.Ordinal);

    private static bool AsksToSignIn(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location?.ToString().Contains("/accounts/sign-in?", StringComparison.Ordinal) == true;

    private IEnumerable<string> Messages() => Services.GetRequiredService<ModuleCatalog>().Modules
        .SelectMany(m => m.Assembly.GetReferencedAssemblies().Where(a => a.Name!.EndsWith(".Contracts", StringComparison.Ordinal)).Select(Assembly.Load).Append(m.Assembly))
        .Distinct().SelectMany(a => a.GetTypes()).Select(t => t.GetCustomAttribute<MessageIdentityAttribute>()?.GetName()).OfType<string>().Distinct();

    private async Task<Visitor> BecomeAsync(string? role)
    {
        var visitor = new Visitor(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        if (role is not null) await visitor.BecomeAsync(role);
        return visitor;
    }
}
