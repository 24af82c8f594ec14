using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>What a network made public of a visit; nobody is named.</summary>
internal sealed record VisitReportView(Guid Visit, string Title, DateOnly Day, Guid Area, string Network, string Learned)
{
    public static VisitReportView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000000111"), "見本棚田の視察", new(2026, 5, 20), new("0199f000-0000-7000-8000-0000000000d1"), "見本草刈りネットワーク", "当番表の作り方を学びました。");
}

/// <summary>Reports of visits for programs.</summary>
internal sealed class VisitApi(MentoringReader mentoring) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/rural-leaders/visit-reports", async (CancellationToken cancellationToken) => Results.Ok(
            (await mentoring.PublicReportsAsync(cancellationToken)).SelectMany(v => v.Visit.Reports.Where(r => r.Public).Select(r => new VisitReportView(v.Visit.Id, v.Visit.Title, v.Visit.Day, v.Visit.AreaId, r.NetworkName, r.Learned))).ToList()))
        .WithTags("rural-leaders").Produces<IReadOnlyList<VisitReportView>>().WithExample(response: new[] { VisitReportView.Example })
        .WithSummary("公開されている視察の報告 / Reports of visits that were made public").AllowAnonymous().AlwaysOn("what was made public can always be looked up");
}
