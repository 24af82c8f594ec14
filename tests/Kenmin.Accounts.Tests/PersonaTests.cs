using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Tests;

public sealed class PersonaTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    [Fact]
    public async Task In_Development_one_click_signs_in_as_each_of_the_five_roles()
    {
        foreach (var persona in DemonstrationPersonas.All)
        {
            using var visitor = development.House.NewVisitor();
            await visitor.BecomeAsync(persona.Key);
            var me = (await visitor.MeAsync()).ShouldNotBeNull();
            me.Id.ShouldBe(persona.Id);
            me.DisplayName.ShouldBe(persona.DisplayName);
            me.Roles.ShouldBe([persona.Key]);
            me.Municipalities.ShouldBe(persona == DemonstrationPersonas.MunicipalStaff ? ["352039"] : []);
        }
    }

    [Fact]
    public async Task In_Production_the_fictional_people_do_not_exist_even_where_a_database_has_them()
    {
        using var visitor = development.House.NewVisitor();
        using var signedIn = await visitor.SubmitAsync("/accounts/sign-in", "/accounts/personas", ("persona", "administrator"));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kenmin-session=", StringComparison.Ordinal)).Split(';')[0];

        // A long interval of rechecks: the cookie must be refused at once.
        await using var production = new House(development.Database, "Production", ("Modules:accounts:RecheckInterval", "01:00:00"));
        using var stranger = production.NewVisitor();
        (await stranger.ReadAsync("/accounts/sign-in")).ShouldNotContain("見本");
        (await stranger.GetAsync("/accounts/personas")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var sent = await stranger.SendAsync("/accounts/personas", [.. await stranger.HiddenAsync("/accounts/sign-in", "sign-in"), ("persona", "administrator")]);
        sent.IsSuccessStatusCode.ShouldBeFalse();
        (await stranger.IsSignedInAsync()).ShouldBeFalse();
        PersonaEndpointsOf(production).ShouldBe(0);
        PersonaEndpointsOf(development.House).ShouldBe(2);

        using var client = production.CreateClient(new() { HandleCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        (await client.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static int PersonaEndpointsOf(House house) => house.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().Count(e => e.RoutePattern.RawText?.Contains("personas", StringComparison.Ordinal) == true);
}
