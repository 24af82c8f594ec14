using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Profiles;

/// <summary>One's own profile for programs.</summary>
internal sealed class ProfileEndpoints : IApiEndpoints
{
    private const string Reason = "people see and correct what is held about them";

    private static readonly ProfileInput Example = new()
    {
        FamilyName = "見本", GivenName = "花子", FamilyKana = "ミホン", GivenKana = "ハナコ", BirthDate = "1960-05-11", PostalCode = "753-8501", Address = "山口市滝町1-1", Phone = "083-933-3110",
    };

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/profile", async (HttpContext http, MyProfile profile) => await profile.ReadAsync(http.User.AccountId()!.Value, http.RequestAborted))
            .Produces<ProfileInput>().ProducesProblem(StatusCodes.Status401Unauthorized).WithExample(response: Example)
            .WithSummary("自分のプロフィール / My profile").WithTags("accounts").RequireAuthorization().AlwaysOn(Reason);
        api.MapPut("/me/profile", async (ProfileInput input, HttpContext http, MyProfile profile) =>
                await profile.SaveAsync(http.User.AccountId()!.Value, input, http.RequestAborted) is { Count: > 0 } refusals
                    ? ApiProblems.Invalid([.. refusals.Select(r => r.ToProblem())]) : Results.NoContent())
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample(request: Example)
            .WithSummary("自分のプロフィールを保存する / Save my profile").WithDescription("Texts as people write them; whatever is left out is emptied.")
            .WithTags("accounts").RequireAuthorization().AlwaysOn(Reason);
    }
}
