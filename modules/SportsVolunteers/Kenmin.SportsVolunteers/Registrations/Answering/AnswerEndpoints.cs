using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SportsVolunteers.Registrations.Answering;

/// <summary>The answer by link for programs, with the same rules as the page.</summary>
internal sealed class AnswerEndpoints(ISportsVolunteersStore store) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapPost("sports/answers/{token}", async (string token, AnswerRequest request, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (request.Problem() is { } problem) return ApiProblems.Invalid(problem);
                await using (var session = store.QuerySession())
                    if (await session.FindLinkAsync(token, LinkPurpose.Answer, cancellationToken) is null) return ApiProblems.NotFound();
                var outcome = await bus.InvokeAsync<Outcome>(new AnswerByLink(token, request.Answer == "agreed"), cancellationToken);
                return outcome.Refusal is { } refusal ? ApiProblems.Refused("answer-refused", refusal) : Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Answers whether a person stays registered, with the token of their link; can be changed until the last day.")
            .WithExample(request: new AnswerRequest("agreed", PurposeOfUse.Current))
            .AllowAnonymous().RequireFeature(Features.ContinuingRegistration).RequireRateLimiting(LinkLimits.Policy);
}

/// <summary>An answer.</summary>
/// <param name="Answer"><c>agreed</c> or <c>refused</c>.</param>
/// <param name="PurposeVersion">The version of the purpose of use that was shown; needed to agree.</param>
internal sealed record AnswerRequest(string? Answer, string? PurposeVersion = null)
{
    /// <summary>What stands against it; null when it can be taken.</summary>
    public FieldProblem? Problem() => Answer is not ("agreed" or "refused")
        ? new FieldProblem("#/answer", new("「agreed」か「refused」を指定してください。", "Say agreed or refused."))
        : Answer == "agreed" && PurposeVersion != PurposeOfUse.Current
            ? new FieldProblem("#/purposeVersion", new(
                $"同意する利用目的の版「{PurposeOfUse.Current}」を指定してください。", $"Name the version of the purpose of use that is agreed to, {PurposeOfUse.Current}."))
            : null;
}
