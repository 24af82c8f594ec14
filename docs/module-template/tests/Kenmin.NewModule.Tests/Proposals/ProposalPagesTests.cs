using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.NewModule.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.NewModule.Tests.Proposals;

/// <summary>Pages and API, as people and programs meet them in the running host.</summary>
public sealed class ProposalPagesTests(NewModuleHost host) : IClassFixture<NewModuleHost>
{
    [Fact]
    public async Task Everybody_sees_a_proposal_on_the_page_and_by_the_interface_but_not_who_made_it()
    {
        var resident = Guid.CreateVersion7();
        await using (var scope = host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IMessageBus>()
                .InvokeAsync<ProposalMade>(new MakeProposal(resident, "A walk along the river"), TestContext.Current.CancellationToken);

        var page = await host.Client.GetStringAsync("/new-module", TestContext.Current.CancellationToken);
        page.ShouldContain("A walk along the river");
        page.ShouldNotContain(resident.ToString());
        var list = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/new-module/proposals", TestContext.Current.CancellationToken);
        list.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("title").GetString()).ShouldContain("A walk along the river");
        list.ToString().ShouldNotContain(resident.ToString());
    }

    [Fact]
    public async Task A_visitor_who_is_not_signed_in_cannot_propose()
    {
        var answer = await host.Client.PostAsJsonAsync("/api/v1/new-module/proposals", new { title = "x" }, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var page = await host.Client.GetAsync("/new-module/propose", TestContext.Current.CancellationToken);
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect, "to sign in");
    }
}
