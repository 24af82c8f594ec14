using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Kenmin.Pages;

/// <summary>
/// Renders the table after its columns are known: components render in the order in which they are queued, so a
/// component of its own comes after the columns have told the table of themselves.
/// </summary>
public sealed class AfterColumns : ComponentBase
{
    /// <summary>The table.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
