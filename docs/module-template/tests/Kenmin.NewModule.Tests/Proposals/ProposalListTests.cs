using Kenmin.NewModule.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.NewModule.Tests.Proposals;

/// <summary>Command, store and list together, on PostgreSQL.</summary>
public sealed class ProposalListTests(NewModuleHost host) : IClassFixture<NewModuleHost>
{
    [Fact]
    public async Task Pages_of_the_list_follow_each_other_without_gaps_the_newest_first()
    {
        var made = new List<Guid>();
        for (var i = 1; i <= 5; i++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
            made.Add((await bus.InvokeAsync<ProposalMade>(new MakeProposal(Guid.CreateVersion7(), $"提案 {i}"), TestContext.Current.CancellationToken)).Id);
        }

        var list = host.Services.GetRequiredService<ProposalList>();
        var seen = new List<Guid>();
        for (Guid? after = null; ;)
        {
            var page = await list.ReadAsync(after, 2, TestContext.Current.CancellationToken);
            seen.AddRange(page.Items.Select(p => p.Id));
            if (page.Next is null) break;
            after = Guid.Parse(page.Next);
        }

        seen.ShouldBe(made.OrderByDescending(id => id.ToString(), StringComparer.Ordinal));
    }
}
