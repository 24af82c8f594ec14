using Kenmin.Modularity;
using Kenmin.Pages;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.CleanUp.Outcomes.Field;

/// <summary>What makes the pages for the field work without a network.</summary>
internal sealed class FieldFiles : ISiteEndpoints
{
    private static readonly string[] Scripts = ["start.js", "app.js", "outbox.js", "camera.js", "field.css"];

    public static OfflinePages Pages => new(
        "/clean-up/field", "kenmin-clean-up-field-v1", L("現地で報告", "Report on the spot"), [.. Scripts.Select(f => $"/_content/Kenmin.CleanUp/field/{f}")]);

    public void Map(IEndpointRouteBuilder site) => Pages.Map(site);
}
