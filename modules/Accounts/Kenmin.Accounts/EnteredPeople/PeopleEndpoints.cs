using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>A person in a list.</summary>
internal sealed record PersonRow(Guid Id, string Name, string Kana, DateOnly? BirthDate, string? MunicipalityCode);

/// <summary>A person whom staff entered, as programs get them. The profile is null once somebody took the account over.</summary>
internal sealed record PersonView(
    Guid Id, string State, ProfileView? Profile, Guid EnteredBy, DateTimeOffset EnteredAt, string AskedBy, string Paper, string PaperReference, DateOnly PaperDate);

/// <summary>A profile.</summary>
internal sealed record ProfileView(
    string FamilyName, string GivenName, string Kana, DateOnly? BirthDate, string? PostalCode, string Address, string? MunicipalityCode, string? Phone);

/// <summary>What is searched for.</summary>
internal sealed record PersonSearch(string? Search, string? BirthDate, Guid? After, int? Take);

/// <summary>Who was entered.</summary>
internal sealed record PersonId(Guid Id);

/// <summary>People without an account for programs of staff. Names are searched by POST, so that none stands in an address.</summary>
internal sealed class PeopleEndpoints : IApiEndpoints
{
    private static readonly Guid ExampleId = Guid.Parse("0199f000-0000-7000-8000-0000000000b1");

    private static readonly PersonInput Example = new()
    {
        FamilyName = "見本", GivenName = "紙子", FamilyKana = "みほん", GivenKana = "かみこ", BirthDate = "昭和20年5月11日", PostalCode = "753-8501", Address = "山口市滝町1-1",
        Phone = "083-933-3110", AskedBy = "本人", Paper = "Application", PaperReference = "受付 12", PaperDate = "2026-11-01",
    };

    public void Map(IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/accounts/people").RequirePermission(AccountsPermissions.ReadEnteredPeople)
            .AlwaysOn("those without mail can be served whatever is switched on").WithTags("accounts");
        people.MapPost("/search", async (PersonSearch input, EnteredPeopleList list, HttpContext http) =>
            {
                DateOnly? birth = null;
                if (!string.IsNullOrWhiteSpace(input.BirthDate))
                {
                    var parsed = LenientDate.Parse(input.BirthDate);
                    if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/birthDate", parsed.Error));
                    birth = parsed.Value;
                }

                var page = await list.FindAsync(new(input.Search, birth), input.After, PageSize.Within(input.Take), http.User, http.RequestAborted);
                return Results.Ok(new Page<PersonRow>([.. page.Items.Select(p => new PersonRow(p.AccountId, p.FullName, p.Kana, p.BirthDate, p.MunicipalityCode))], page.Next));
            })
            .ReadsOnly("a name must not stand in an address").Produces<Page<PersonRow>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(new PersonSearch("見本", null, null, 50), new Page<PersonRow>([new(ExampleId, "見本　紙子", "ミホン　カミコ", new(1945, 5, 11), "352039")], null))
            .WithSummary("アカウントのない人を探す / People without an account");
        people.MapGet("/{id:guid}", async (Guid id, EnteredPeopleList list, HttpContext http) =>
                await list.GetAsync(id, http.User, http.RequestAborted) is { } person ? Results.Ok(View(person)) : ApiProblems.NotFound())
            .Produces<PersonView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new PersonView(
                ExampleId, "entered", new("見本", "紙子", "ミホン　カミコ", new(1945, 5, 11), "7538501", "山口市滝町1-1", "352039", "0839333110"), ExampleId,
                new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9)), "本人", "application", "受付 12", new(2026, 11, 1)))
            .WithSummary("アカウントのない人 / A person without an account");
        people.MapPost("/", async (PersonInput input, PeopleDesk desk, HttpContext http) =>
            {
                var entered = await desk.EnterAsync(input, http.User, http.RequestAborted);
                return entered.Id is { } id
                    ? Results.Created($"{KenminApiExtensions.Prefix}/accounts/people/{id}", new PersonId(id))
                    : ApiProblems.Invalid([.. entered.Refusals.Select(r => r.ToProblem())]);
            })
            .Produces<PersonId>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(Example, new PersonId(ExampleId))
            .WithSummary("アカウントのない人を登録する / Enter a person")
            .WithDescription("Texts as people write them. Where somebody likely the same is there, it is refused unless `anotherPerson` is true.")
            .RequirePermission(AccountsPermissions.EnterPeople);
        people.MapPut("/{id:guid}", async (Guid id, ProfileInput input, PeopleDesk desk, HttpContext http) =>
                await desk.CorrectAsync(id, input, http.User, http.RequestAborted) switch
                {
                    null => ApiProblems.NotFound(),
                    { Count: 0 } => Results.NoContent(),
                    var refusals => ApiProblems.Invalid([.. refusals.Select(r => r.ToProblem())]),
                })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(new ProfileInput { FamilyName = "見本", GivenName = "紙子", BirthDate = "1945-05-11", Address = "山口市滝町1-1" })
            .WithSummary("アカウントのない人の内容を直す / Correct a person")
            .RequirePermission(AccountsPermissions.EnterPeople);
    }

    private static PersonView View(EnteredPerson person) => new(
        person.Account.Id, person.Account.Standing switch { AccountStanding.Entered => "entered", AccountStanding.Merged => "merged", _ => "claimed" },
        person.Profile is { } p ? new(p.FamilyName, p.GivenName, p.Kana, p.BirthDate, p.PostalCode, p.Address, p.MunicipalityCode, p.Phone) : null,
        person.Entry.EnteredBy, person.Entry.EnteredAt, person.Entry.AskedBy,
        ApiWord.Of(person.Entry.Paper), person.Entry.PaperReference, person.Entry.PaperDate);
}
