using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine.Attributes;

namespace Kenmin.Host.Tests.Doors;

/// <summary>Off means: nothing new by any door, and what exists stays.</summary>
public sealed partial class EveryDoorTests(DoorHouse house) : IClassFixture<DoorHouse>
{
    [Fact]
    public async Task Nothing_new_comes_into_a_feature_that_is_off_by_any_door()
    {
        var edges = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var guarded = edges.Where(e => e.Metadata.GetMetadata<RequireFeatureAttribute>() is not null)
            .Select(e => (Edge: e, Gate: e.Metadata.GetMetadata<RequireFeatureAttribute>()!)).ToList();
        var own = edges.SelectMany(e => e.Metadata.GetOrderedMetadata<NewEntriesAttribute>(), (e, m) => (Name: NameOf(e), m.Feature))
            .Concat(Messages().SelectMany(m => m.GetCustomAttributes<NewEntriesAttribute>(), (m, d) => (Name: AliasOf(m), d.Feature))).Distinct().ToList();
        own.Select(d => d.Name).Distinct().ShouldBe(DoorScenarios.All.Keys, ignoreOrder: true,
            "each door that decides by itself has a scenario in DoorScenarios, and no other has one");

        var open = house.Catalog.Features.Keys.Where(f => guarded.All(g => g.Gate.Feature != f) && own.All(d => d.Feature != f)).ToList();
        open.ShouldBeEmpty("a feature without a door switches nothing");

        foreach (var feature in house.Catalog.Features.Keys.Order(StringComparer.Ordinal))
        {
            await house.SwitchAsync(feature, on: false);
            try
            {
                foreach (var (edge, gate) in guarded.Where(g => g.Gate.Feature == feature)) await ClosedAsync(edge, gate);
                foreach (var door in own.Where(d => d.Feature == feature))
                {
                    try
                    {
                        await DoorScenarios.All[door.Name](house);
                    }
                    catch (Exception exception) when (exception is not OperationCanceledException)
                    {
                        Assert.Fail($"{door.Name} while {feature} is off: {exception.Message}");
                    }
                }
            }
            finally
            {
                await house.SwitchAsync(feature, on: true);
            }
        }
    }

    [Fact]
    public void Every_message_and_every_job_says_whether_it_brings_something_new()
    {
        var silent = Messages().Where(m => m.GetCustomAttributes<NewEntriesAttribute>().Any() == Says(m)).Select(m => m.FullName)
            .Concat(Jobs().Where(j => !j.GetCustomAttributes<NewEntriesAttribute>().Any() && j.GetCustomAttribute<NoNewEntriesAttribute>() is null).Select(j => j.FullName));
        silent.ShouldBeEmpty("add [NewEntries(feature)] and refuse while the feature is off, or [NoNewEntries(reason)], to the message, the handler of another module's message, or the job");
    }

    [Fact]
    public async Task With_sign_up_off_a_resident_still_sees_and_cancels_the_own_sign_ups()
    {
        var resident = await house.AsAsync(Roles.Resident);
        using var signedUp = await resident.Http.PostAsync($"/api/v1/sports/shifts/{house.Shift}/sign-ups", null, TestContext.Current.CancellationToken);
        signedUp.EnsureSuccessStatusCode();
        await house.SwitchAsync("sports-volunteers.shifts", on: false);
        try
        {
            (await resident.ReadAsync("/sports/me")).ShouldContain(house.Shift.ToString());
            (await resident.GetAsync($"/sports/shifts/{house.Shift}")).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var cancelled = await resident.Http.DeleteAsync($"/api/v1/sports/shifts/{house.Shift}/sign-ups", TestContext.Current.CancellationToken);
            cancelled.EnsureSuccessStatusCode();
        }
        finally
        {
            await house.SwitchAsync("sports-volunteers.shifts", on: true);
        }
    }

    private static bool Says(Type message) => message.GetCustomAttribute<NoNewEntriesAttribute>() is not null;

    private async Task ClosedAsync(RouteEndpoint edge, RequireFeatureAttribute gate)
    {
        var permission = edge.Metadata.GetOrderedMetadata<RequirePermissionAttribute>().LastOrDefault()?.Permission;
        var visitor = await house.AsAsync(permission is null ? null : house.Catalog.RolesWith(permission)[0]);
        var address = "/" + Parameter().Replace(edge.RoutePattern.RawText!.TrimStart('/'), m => m.Groups[1].Value switch
        {
            "guid" => Guid.Empty.ToString(), "int" => "1", _ => "x",
        });
        foreach (var method in edge.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
        {
            using var request = new HttpRequestMessage(new(method), address);
            using var answer = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if (gate.StaysReadable && method is "GET" or "HEAD")
            {
                // An address that names nothing real answers 404 by itself.
                if (address == "/" + edge.RoutePattern.RawText!.TrimStart('/'))
                    answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"what exists is shown at {method} {address} while {gate.Feature} is off");
            }
            else
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {address} while {gate.Feature} is off");
            }
        }
    }

    /// <summary>Messages that modules handle: their own, and handlers of other modules' contracts, which carry the mark themselves.</summary>
    private IEnumerable<Type> Messages() => house.Catalog.Modules.Select(m => m.Assembly).SelectMany(a => a.GetTypes()
        .Where(t => t.IsPublic && (t.Name.EndsWith("Handler", StringComparison.Ordinal) || t.IsDefined(typeof(WolverineHandlerAttribute))))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.Name is "Handle" or "HandleAsync" && m.GetParameters().Length > 0)
            .Select(m => m.GetParameters()[0].ParameterType.Assembly == a ? m.GetParameters()[0].ParameterType : t)))
        .Distinct();

    private IEnumerable<Type> Jobs() => house.Catalog.Modules.SelectMany(m => m.Assembly.GetTypes())
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IHostedService)));

    private static string AliasOf(Type message) => message.GetCustomAttribute<MessageIdentityAttribute>()?.GetName() ?? message.FullName!;

    private static string NameOf(RouteEndpoint edge) =>
        $"{string.Join('/', edge.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Order(StringComparer.Ordinal) ?? (IEnumerable<string>)[])} /{edge.RoutePattern.RawText?.TrimStart('/')}";

    [GeneratedRegex(@"\{[A-Za-z]+(?::([a-z]+))?[^}]*\}")]
    private static partial Regex Parameter();
}
