using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests.Support;

/// <summary>What a visitor does with an account.</summary>
internal static partial class VisitorAccounts
{
    /// <summary>Registers, opens the link of the mail and finishes; the answer to the last step, or to the first when it is refused.</summary>
    public static async Task<HttpResponseMessage> RegisterAsync(this Visitor visitor, string email, string password, string name = "見本 太郎", string query = "")
    {
        var answer = await visitor.BeginRegistrationAsync(email, password, name, query);
        if (answer.Headers.Location?.OriginalString.EndsWith("/accounts/check-mail", StringComparison.Ordinal) != true) return answer;
        answer.Dispose();
        return await visitor.SubmitAsync(await visitor.LinkInMailAsync(email, "/accounts/verify"), "verify");
    }

    /// <summary>Sends the form of registration.</summary>
    public static Task<HttpResponseMessage> BeginRegistrationAsync(this Visitor visitor, string email, string password, string name = "見本 太郎", string query = "") =>
        visitor.SubmitAsync("/accounts/register" + query, "register", ("Input.DisplayName", name), ("Input.Email", email), ("Input.Password", password));

    public static Task<HttpResponseMessage> SignInAsync(this Visitor visitor, string email, string password, string query = "") =>
        visitor.SubmitAsync("/accounts/sign-in" + query, "sign-in", ("Input.Email", email), ("Input.Password", password));

    /// <summary>Waits for a mail with a link to a page, and gives the link; another one than <paramref name="but"/>.</summary>
    public static async Task<string> LinkInMailAsync(this Visitor visitor, string email, string page, string? but = null) =>
        await visitor.MailAsync(email, text => Links().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).FirstOrDefault(l => l != but && l.StartsWith(page, StringComparison.Ordinal)));

    /// <summary>Waits for the newest mail to an address in which something is found.</summary>
    public static async Task<string> MailAsync(this Visitor visitor, string email, Func<string, string?> find)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            var list = await visitor.Http.GetStringAsync($"/dev/mail?to={Uri.EscapeDataString(email)}", limit.Token);
            foreach (var mail in Mails().Matches(list).Select(m => m.Groups[1].Value))
                if (find(await visitor.Http.GetStringAsync(mail, limit.Token)) is { } found) return found;
        }
        while (await poll.WaitForNextTickAsync(limit.Token));
        throw new TimeoutException();
    }

    /// <summary>Sets up an authenticator app; its key.</summary>
    public static async Task<string> SetUpSecondFactorAsync(this Visitor visitor)
    {
        var key = Key().Match(await visitor.ReadAsync("/me/security/second-factor")).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        using var answer = await visitor.SubmitAsync("/me/security/second-factor", "enable", ("Input.Code", TimeCodes.At(key, TimeProvider.System.GetUtcNow())));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        if (!page.Contains("Keep your recovery codes", StringComparison.Ordinal)) throw new InvalidOperationException("The second factor was not switched on.");
        return key;
    }

    public static async Task<bool> IsSignedInAsync(this Visitor visitor)
    {
        using var response = await visitor.Http.GetAsync("/api/v1/accounts/me");
        return response.StatusCode == HttpStatusCode.OK;
    }

    public static Task<AccountAnswer?> MeAsync(this Visitor visitor) => visitor.Http.GetFromJsonAsync<AccountAnswer>("/api/v1/accounts/me");

    [GeneratedRegex("href=\"(/dev/mail/[^\"]+)\"")]
    private static partial Regex Mails();

    [GeneratedRegex("<p class=\"mail-link\"><a href=\"([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("class=\"secret-key\">([A-Z2-7 ]+)<")]
    private static partial Regex Key();
}

public sealed record AccountAnswer(Guid Id, string DisplayName, string Email, string[] Roles, string[] Municipalities);
