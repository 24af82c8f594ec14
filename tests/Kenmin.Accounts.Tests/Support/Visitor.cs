using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Kenmin.Accounts.Tests.Support;

/// <summary>Somebody with a browser without scripts, or a program with the same cookies.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(HttpClient http)
    {
        _http = http;
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*;q=0.8");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public HttpClient Http => _http;

    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(address);

    public async Task<string> ReadAsync(string address)
    {
        using var response = await _http.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a page and sends one of its forms, known by its name or the address it goes to.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string address, string form, params (string Name, string Value)[] fields)
    {
        using var page = await _http.GetAsync(address);
        page.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        var html = await page.Content.ReadAsStringAsync();
        var found = Forms().Matches(html).Select(m => m.Value)
            .FirstOrDefault(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal) || f.Contains($"action=\"{form}\"", StringComparison.Ordinal))
            .ShouldNotBeNull($"no form {form} on {address}");
        return await SendAsync(Action().Match(found) is { Success: true } action ? WebUtility.HtmlDecode(action.Groups[1].Value) : address,
            [.. Hidden(found), .. fields]);
    }

    /// <summary>The hidden fields of a form on a page.</summary>
    public async Task<(string Name, string Value)[]> HiddenAsync(string address, string form)
    {
        var html = await _http.GetStringAsync(address);
        return Hidden(Forms().Matches(html).Select(m => m.Value).First(f => f.Contains($"\"{form}\"", StringComparison.Ordinal)));
    }

    public Task<HttpResponseMessage> SendAsync(string address, params (string Name, string Value)[] fields) =>
        _http.PostAsync(address, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public Task<HttpResponseMessage> RegisterAsync(string email, string password, string name = "見本 太郎", string query = "") =>
        SubmitAsync("/accounts/register" + query, "register", ("Input.DisplayName", name), ("Input.Email", email), ("Input.Password", password));

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string query = "") =>
        SubmitAsync("/accounts/sign-in" + query, "sign-in", ("Input.Email", email), ("Input.Password", password));

    public async Task BecomeAsync(string persona)
    {
        using var response = await SubmitAsync("/accounts/sign-in", "/accounts/personas", ("persona", persona));
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    public async Task<bool> IsSignedInAsync()
    {
        using var response = await _http.GetAsync("/api/v1/accounts/me");
        return response.StatusCode == HttpStatusCode.OK;
    }

    public Task<AccountAnswer?> MeAsync() => _http.GetFromJsonAsync<AccountAnswer>("/api/v1/accounts/me");

    public void Dispose() => _http.Dispose();

    private static (string, string)[] Hidden(string form) =>
        [.. Inputs().Matches(form).Select(m => m.Value).Where(i => i.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .Select(i => (WebUtility.HtmlDecode(Name().Match(i).Groups[1].Value), WebUtility.HtmlDecode(Value().Match(i).Groups[1].Value)))];

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<form\\b[^>]*?action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input\\b[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("\\bname=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();
}

public sealed record AccountAnswer(Guid Id, string DisplayName, string Email, string[] Roles, string[] Municipalities);
