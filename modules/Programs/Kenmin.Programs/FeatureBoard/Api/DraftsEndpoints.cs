using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.Programs.FeatureBoard.Drafts;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Programs.FeatureBoard.Api;

/// <summary>Asking what a change would do before it is decided.</summary>
internal sealed class DraftsEndpoints(DraftReader drafts, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var impact = api.MapGroup("/programs/features/impact").WithTags("Programs").RequirePermission(ProgramsModule.SwitchFeatures)
            .AlwaysOn(FeaturesEndpoints.Reason);
        impact.MapPost("", AskAsync)
            .WithSummary("変更の影響を尋ねる / Asks the modules what a change would do")
            .Produces<Asked>(202).ProducesProblem(400)
            .WithExample(new Question([new("sports-volunteers.shifts", "FY2027", null, false, null)]), new Asked(new("01930000-0000-7000-8000-000000000002")));
        impact.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await drafts.FindAsync(id, user.AccountId(), cancellationToken) is { } view ? Results.Ok(ViewOf(view)) : ApiProblems.NotFound())
            .WithSummary("影響の回答 / What the modules answered; `touched` null means not known, never nothing")
            .Produces<Impact>().ProducesProblem(404)
            .WithExample(response: new Impact(true, [], [new("sports-volunteers.shifts", "FY2027", null, false, false, 312, "14の活動枠の312件の申込が隠れます")]));
        impact.MapGet("/{id:guid}/progress", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await drafts.FindAsync(id, user.AccountId(), cancellationToken) is { } view
                    ? Results.Ok(new
                    {
                        percent = view.Waiting ? view.Percent : 100, text = DraftWords.Progress(view).ToString(), finished = !view.Waiting, failed = false,
                        next = $"/admin/features/drafts/{id}",
                    })
                    : ApiProblems.NotFound())
            .ExcludeFromDescription();
    }

    private async Task<IResult> AskAsync(Question question, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        List<ChangeItem> items = [];
        foreach (var change in question.Changes ?? [])
        {
            FiscalYear? year = null;
            if (change.Year is not null)
            {
                if (!FiscalYear.Parse(change.Year).TryGet(out var parsed)) return ApiProblems.Invalid(new FieldProblem("#/year", FiscalYear.Parse(change.Year).Error));
                year = parsed;
            }
            items.Add(new(change.Feature, year, change.Initiative, change.On, change.Value));
        }
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var answer = await bus.InvokeAsync<DraftAnswer>(
            new DraftChange(id, ChangeKind.Decision, items, question.From?.ToUniversalTime(), null, user.AccountId()!.Value), cancellationToken);
        return answer.Problems.Count > 0
            ? ApiProblems.Invalid([.. answer.Problems.Select(p => new FieldProblem($"#/{p.Field}", p.Text))])
            : Results.Accepted($"/api/v1/programs/features/impact/{id}", new Asked(id));
    }

    private Impact ViewOf(DraftView view) => new(
        !view.Waiting, [.. view.Silent.Select(m => m.Manifest.Key)],
        [.. view.Draft.All.Select((i, n) => new Effect(
            i.Feature, i.Year?.ToString(), i.Initiative, i.On, n >= view.Draft.Items.Count, view.TouchedBy(i), (view.EffectOf(i) ?? DraftWords.NotKnown).ToString()))]);

    private sealed record Question(IReadOnlyList<Change>? Changes, DateTimeOffset? From = null);

    private sealed record Change(string Feature, string? Year, Guid? Initiative, bool? On, string? Value);

    private sealed record Asked(Guid Id);

    private sealed record Impact(bool Finished, IReadOnlyList<string> Silent, IReadOnlyList<Effect> Effects);

    private sealed record Effect(string Feature, string? Year, Guid? Initiative, bool? On, bool GoesWith, long? Touched, string Text);
}
