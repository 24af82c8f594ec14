using System.Net;
using System.Text.RegularExpressions;

namespace Kenmin.Testing;

/// <summary>Somebody with a browser without scripts, or a program with the same cookies.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Starts with a client that keeps cookies and does not follow redirects.</summary>
    public Visitor(HttpClient http)
    {
        _http = http;
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*;q=0.8");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    /// <summary>The client itself.</summary>
    public HttpClient Http => _http;

    /// <summary>Asks for an address.</summary>
    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(address);

    /// <summary>The text of a page, with characters as people read them.</summary>
    public async Task<string> ReadAsync(string address)
    {
        using var response = await _http.GetAsync(address);
        if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{address} answers {(int)response.StatusCode}");
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a page and sends one of its forms, known by its name or the address it goes to.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string address, string form, params (string Name, string Value)[] fields)
    {
        using var page = await _http.GetAsync(address);
        var html = await page.Content.ReadAsStringAsync();
        if (page.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{address} answers {(int)page.StatusCode}");
        var found = Forms().Matches(html).Select(m => m.Value)
            .FirstOrDefault(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal) || f.Contains($"action=\"{form}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"There is no form {form} on {address}.");
        return await SendAsync(Action().Match(found) is { Success: true } action ? WebUtility.HtmlDecode(action.Groups[1].Value) : address,
            [.. Hidden(found), .. fields]);
    }

    /// <summary>The hidden fields of a form on a page.</summary>
    public async Task<(string Name, string Value)[]> HiddenAsync(string address, string form)
    {
        var html = await _http.GetStringAsync(address);
        return Hidden(Forms().Matches(html).Select(m => m.Value).First(f => f.Contains($"\"{form}\"", StringComparison.Ordinal)));
    }

    /// <summary>Posts fields as a form does.</summary>
    public Task<HttpResponseMessage> SendAsync(string address, params (string Name, string Value)[] fields) =>
        _http.PostAsync(address, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <summary>Signs in as a persona of the demonstration data, by its role.</summary>
    public async Task BecomeAsync(string persona)
    {
        using var response = await SubmitAsync("/accounts/sign-in", "/accounts/personas", ("persona", persona));
        if (response.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"{persona} cannot sign in: {(int)response.StatusCode}");
    }

    /// <inheritdoc />
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
