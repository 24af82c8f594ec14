using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Circles.Pages;

/// <summary>A page that somebody uses for themselves, or for a person for whom they act.</summary>
public abstract class ActingPage : ComponentBase
{
    /// <summary>For whom somebody acts; null for oneself.</summary>
    [Parameter] public Guid? Person { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    /// <summary>Leads on.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject] protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Where the pages of the person are.</summary>
    protected string Base => Person is { } person ? $"/senior-engagement/for/{person}" : "/senior-engagement/me";

    /// <summary>As what the user acts.</summary>
    protected ActingAs As => Person is null ? ActingAs.Self : ActingAs.Proxy;

    /// <summary>Something went wrong.</summary>
    protected FormErrors Errors { get; } = new();

    /// <summary>The person; null without a card, or where the user may not act: then the page is not found.</summary>
    protected async Task<HolderRecord?> PersonAsync()
    {
        var holders = Http.RequestServices.GetRequiredService<HolderReader>();
        var record = Person is { } person ? await holders.ForAsync(person, Http.User, Http.RequestAborted) : await holders.OwnAsync(Http.User, Http.RequestAborted);
        if (record is null && Person is not null) Navigation.NotFound();
        return record;
    }

    /// <summary>An id for what is entered now.</summary>
    protected Guid NewId() => Guid.CreateVersion7(Clock.GetUtcNow());

    /// <summary>Leads on when it was done; otherwise the page says why not.</summary>
    protected void Leave(CommandAnswer answer, string to)
    {
        if (answer.Problem is { } problem) Errors.Add(problem);
        else Navigation.NavigateTo(to);
    }
}
