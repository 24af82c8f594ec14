using System.Net;
using System.Net.Http.Json;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests.Support;

/// <summary>What a visitor does with an account.</summary>
internal static class VisitorAccounts
{
    public static Task<HttpResponseMessage> RegisterAsync(this Visitor visitor, string email, string password, string name = "見本 太郎", string query = "") =>
        visitor.SubmitAsync("/accounts/register" + query, "register", ("Input.DisplayName", name), ("Input.Email", email), ("Input.Password", password));

    public static Task<HttpResponseMessage> SignInAsync(this Visitor visitor, string email, string password, string query = "") =>
        visitor.SubmitAsync("/accounts/sign-in" + query, "sign-in", ("Input.Email", email), ("Input.Password", password));

    public static async Task<bool> IsSignedInAsync(this Visitor visitor)
    {
        using var response = await visitor.Http.GetAsync("/api/v1/accounts/me");
        return response.StatusCode == HttpStatusCode.OK;
    }

    public static Task<AccountAnswer?> MeAsync(this Visitor visitor) => visitor.Http.GetFromJsonAsync<AccountAnswer>("/api/v1/accounts/me");
}

public sealed record AccountAnswer(Guid Id, string DisplayName, string Email, string[] Roles, string[] Municipalities);
