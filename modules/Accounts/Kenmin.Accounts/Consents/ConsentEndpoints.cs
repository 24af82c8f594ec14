using System.Security.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Persons;
using Kenmin.Persistence.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Accounts.Consents;

/// <summary>An entry of the ledger as programs get it.</summary>
internal sealed record ConsentView(
    Guid Id, Guid PersonId, string Purpose, string TextVersion, string Channel, bool RecordedByStaff, DateTimeOffset GivenAt, DateTimeOffset? Until,
    DateTimeOffset? EndedAt, string? End)
{
    internal static ConsentView Of(ConsentEntry entry) => new(
        entry.Id, entry.PersonId, entry.Purpose, entry.TextVersion, entry.Channel.ToString().ToLowerInvariant(), entry.RecordedBy is not null, entry.GivenAt, entry.Until,
        entry.EndedAt, entry.End?.ToString().ToLowerInvariant());

    internal static ConsentView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000c1"), new("0199f000-0000-7000-8000-000000000002"), "sports-volunteers.staying-registered", "2026-11", "page", false,
        new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9)), null, null, null);
}

/// <summary>Agrees to a purpose, or withdraws.</summary>
/// <param name="PersonId">The person, from the entries.</param>
/// <param name="Agrees">Whether the person agrees.</param>
/// <param name="TextVersion">The version of the text that was shown; for a consent.</param>
/// <param name="Channel">How it was said, when staff enter it: counter, paper or phone.</param>
internal sealed record ConsentInput(Guid PersonId, bool Agrees, string? TextVersion, string? Channel);

/// <summary>One's own consents, and those that staff enter.</summary>
internal sealed class ConsentEndpoints(IAccountsStore store, IAuditTrail audit) : IApiEndpoints
{
    private const string Own = "people see and withdraw what they agreed to";
    private const string Staff = "consents that were said on paper or at a counter must be entered";
    private static readonly ConsentInput ExampleInput = new(ConsentView.Example.PersonId, false, null, null);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/consents", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                await using var session = store.QuerySession();
                return (await session.ConsentsOfAccountAsync(user.AccountId()!.Value, cancellationToken)).Select(ConsentView.Of).ToList();
            })
            .Produces<List<ConsentView>>().WithExample(response: new[] { ConsentView.Example })
            .WithSummary("自分の同意の記録 / My consents").WithTags("consents").RequireAuthorization().AlwaysOn(Own);
        api.MapPut("/me/consents/{purpose}", (string purpose, ConsentInput input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                ChangeAsync(new(purpose, input.PersonId, user.AccountId(), input.Agrees, input.TextVersion, ConsentChannel.Page, null), bus, cancellationToken))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithExample(ExampleInput)
            .WithSummary("同意する・撤回する / Agree or withdraw").WithTags("consents").RequireAuthorization().AlwaysOn(Own);

        api.MapGet("/accounts/consents/{person:guid}", async (Guid person, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                await using var session = store.QuerySession();
                await audit.RecordAsync(new(user.AccountId(), "accounts.consents.viewed", [person]), cancellationToken);
                return (await session.ConsentsOfPersonAsync(person, cancellationToken)).Select(ConsentView.Of).ToList();
            })
            .Produces<List<ConsentView>>().WithExample(response: new[] { ConsentView.Example })
            .WithSummary("ある人の同意の記録 / A person's consents").WithTags("consents").RequirePermission(AccountsPermissions.ReadConsents).AlwaysOn(Staff);
        api.MapPut("/accounts/consents/{person:guid}/{purpose}", RecordAsync)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).WithExample(ExampleInput with { Channel = "paper" })
            .WithSummary("書面・窓口・電話での同意や撤回の記録 / Enter a consent or withdrawal").WithTags("consents").RequirePermission(AccountsPermissions.RecordConsents).AlwaysOn(Staff);
    }

    private async Task<IResult> RecordAsync(
        Guid person, string purpose, ConsentInput input, ClaimsPrincipal user, IMessageBus bus, IEnumerable<IPersonDirectory> directories, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ConsentChannel>(input.Channel, ignoreCase: true, out var channel) || channel is ConsentChannel.Page || !Enum.IsDefined(channel))
            return ApiProblems.Invalid(new FieldProblem("#/channel", new("counter、paper、phone のどれかにしてください。", "One of counter, paper, phone.")));
        if (await directories.FindPersonAsync(person, cancellationToken) is null) return ApiProblems.NotFound();
        await audit.RecordAsync(new(user.AccountId(), "accounts.consents.recorded", [person], purpose), cancellationToken);
        return await ChangeAsync(new(purpose, person, null, input.Agrees, input.TextVersion, channel, user.AccountId()), bus, cancellationToken);
    }

    private static async Task<IResult> ChangeAsync(ChangeConsent command, IMessageBus bus, CancellationToken cancellationToken)
    {
        var answer = await bus.InvokeAsync<ConsentChanged>(command, cancellationToken);
        if (!answer.Found) return ApiProblems.NotFound();
        return answer.Refusal is { } reason ? ApiProblems.Refused("text-changed", reason) : Results.NoContent();
    }
}
