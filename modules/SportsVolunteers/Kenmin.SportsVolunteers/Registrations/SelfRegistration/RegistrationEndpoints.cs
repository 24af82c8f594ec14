using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SportsVolunteers.Registrations.SelfRegistration;

/// <summary>A resident's own registration for programs, with the same rules as the page.</summary>
internal sealed class RegistrationEndpoints(VolunteerDirectory directory, ISportsVolunteersStore store, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("sports/registration", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await FindAsync(user, cancellationToken) is { } own ? Results.Ok(own) : ApiProblems.NotFound())
            .Produces<OwnRegistration>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The caller's own registration.")
            .WithExample(response: OwnRegistration.Example)
            .RequirePermission(Permissions.TakePart).RequireFeature(Features.ContinuingRegistration);

        api.MapPut("sports/registration", async (RegistrationInput input, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                var account = user.AccountId()!.Value;
                var own = await FindAsync(user, cancellationToken);
                var details = input.Read(JapanTime.Today(clock), registering: own is null, guardianKnown: own?.GuardianConsented == true, out var errors);
                if (details is null) return ApiProblems.Invalid([.. errors.Select(e => new FieldProblem($"#/{e.Field}", e.Reason))]);
                var outcome = await bus.InvokeAsync<Outcome>(
                    own is null ? new RegisterVolunteer(account, details) : new CorrectVolunteer(account, details), cancellationToken);
                return outcome.Refusal is { } refusal ? ApiProblems.Refused("registration-refused", refusal)
                    : Results.Ok(await FindAsync(user, cancellationToken));
            })
            .Produces<OwnRegistration>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Registers the caller, or corrects what is kept about them. Texts as people write them: dates, telephone numbers and kana of any style.")
            .WithExample(OwnRegistration.ExampleInput, OwnRegistration.Example)
            .RequirePermission(Permissions.TakePart).RequireFeature(Features.ContinuingRegistration);

        api.MapPut("sports/registration/answer", async (AnswerRequest request, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                request.Problem() is { } problem
                    ? ApiProblems.Invalid(problem)
                    : Done(await bus.InvokeAsync<Outcome>(new AnswerByAccount(user.AccountId()!.Value, request.Answer == "agreed"), cancellationToken)))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Answers whether the caller stays registered.")
            .WithExample(request: new AnswerRequest("agreed", PurposeOfUse.Current))
            .RequirePermission(Permissions.TakePart).RequireFeature(Features.ContinuingRegistration);

        api.MapPost("sports/registration/end", async (EndRequest request, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                Done(await bus.InvokeAsync<Outcome>(new StopRegistration(user.AccountId()!.Value, request.Reason), cancellationToken)))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ends the caller's registration.")
            .WithExample(request: new EndRequest(EndReason.NotSaid))
            .RequirePermission(Permissions.TakePart).AlwaysOn("nobody is kept registered because something is switched off");
    }

    private static IResult Done(Outcome outcome) =>
        outcome.Refusal is { } refusal ? ApiProblems.Refused("registration-refused", refusal) : Results.NoContent();

    private async Task<OwnRegistration?> FindAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account || await directory.FindByAccountAsync(account, cancellationToken) is not { } person) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Registration>(person.Id, cancellationToken) is { } registration ? OwnRegistration.Of(person, registration) : null;
    }
}

/// <summary>Ends the caller's registration.</summary>
/// <param name="Reason">Why, as far as they say.</param>
internal sealed record EndRequest(EndReason Reason);

/// <summary>What is kept of the caller.</summary>
/// <param name="State">Where the registration stands.</param>
/// <param name="RegisteredYear">The last fiscal year registered for, by the year it starts in.</param>
/// <param name="AnswerBy">The last day for an answer, while asked.</param>
/// <param name="GuardianConsented">Whether a guardian's consent was declared.</param>
/// <param name="Details">The person's data, as they can be sent back corrected.</param>
internal sealed record OwnRegistration(RegistrationState State, int? RegisteredYear, DateOnly? AnswerBy, bool GuardianConsented, OwnDetails Details)
{
    public static RegistrationInput ExampleInput { get; } = new()
    {
        Name = "見本 花子", Kana = "みほん はなこ", BirthDate = "昭和60年5月11日", Gender = "女性", Phone = "090-0000-0001", Email = "mihon@example.jp",
        PostalCode = "753-0001", Address = "山口県山口市見本町1-1", Wishes = ["受付・案内"], Qualifications = ["手話"], AgreesToPurpose = true,
    };

    public static OwnRegistration Example { get; } = new(
        RegistrationState.Continuing, 2026, null, false,
        new("見本　花子", "ミホン　ハナコ", new(1985, 5, 11), Gender.Female, "09000000001", "mihon@example.jp", "7530001", "山口県山口市見本町1-1", "352039",
            ["受付・案内"], ["手話"], ""));

    public static OwnRegistration Of(Volunteer v, Registration r) => new(
        r.State, r.RegisteredYear, r.State == RegistrationState.Asked ? r.AnswerBy : null, r.GuardianConsented,
        new(v.FullName, v.Kana, v.BirthDate, v.Gender, v.Phone, v.Email, v.PostalCode, v.Address, v.MunicipalityCode, v.Wishes, v.Qualifications, v.Remarks));
}

/// <summary>A person's data.</summary>
/// <param name="Name">The name as entered.</param>
/// <param name="Kana">Its reading.</param>
/// <param name="BirthDate">Date of birth.</param>
/// <param name="Gender">Gender as stated.</param>
/// <param name="Phone">Digits.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="PostalCode">Seven digits.</param>
/// <param name="Address">The address.</param>
/// <param name="MunicipalityCode">Six digits; null outside the prefecture.</param>
/// <param name="Wishes">Wished activities.</param>
/// <param name="Qualifications">Qualifications.</param>
/// <param name="Remarks">Remarks.</param>
internal sealed record OwnDetails(
    string Name, string Kana, DateOnly? BirthDate, Gender Gender, string? Phone, string? Email, string? PostalCode, string Address, string? MunicipalityCode,
    IReadOnlyList<string> Wishes, IReadOnlyList<string> Qualifications, string Remarks);
