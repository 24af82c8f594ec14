using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Host.Tests;

/// <summary>Every endpoint of the OpenAPI document with values that nobody means well: answers in words, no failure, no stack trace.</summary>
public sealed class HostileInputTests(DevelopmentHost house) : IClassFixture<DevelopmentHost>
{
    private static readonly string[] Values =
        ["'; drop table x; --", "\0", "😀", "-1", "99999999999999999999", "<script>", new('a', 300), "0199f000-0000-7000-8000-000000000001", "令和99年度", "=1+1"];

    /// <summary>What only a stack trace or a message of the database says.</summary>
    private static readonly string[] Inside = ["   at Kenmin", "   at System", "Exception:", "Npgsql", "SqlState", "Wolverine.", "Marten."];

    /// <summary>Fields that only answers about persons have.</summary>
    private static readonly string[] Persons = ["\"birthDate\"", "\"email\"", "\"phone\""];

    private static readonly string[] Bodies =
        ["", "{}", "[]", "null", "{\"a\":", "{\"on\":\"maybe\",\"reason\":5}", "{\"name\":\"\\u0000\",\"capacity\":-5,\"commandId\":\"x\",\"entry\":{},\"answer\":\"?\",\"birthDate\":\"0000-00-00\"}"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    public async Task No_endpoint_fails_whatever_it_is_sent(string? persona)
    {
        using var visitor = new Visitor(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        if (persona is not null) await visitor.BecomeAsync(persona);
        var document = await visitor.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);
        List<string> failed = [];
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                foreach (var (address, body) in Requests(path.Name, operation))
                {
                    // Signing out would make all that follows harmless.
                    if (operation.Name == "delete" && path.Name.EndsWith("/session", StringComparison.Ordinal)) continue;
                    using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address);
                    if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    asked++;
                    var said = await answer.Content.ReadAsStringAsync(Cancellation);
                    if (Inside.Any(i => said.Contains(i, StringComparison.Ordinal))) failed.Add($"{operation.Name} {address} {body}: tells of its inside: {said[..Math.Min(200, said.Length)]}");
                    // A stranger is told what is public, and nothing of persons.
                    if (persona is null && answer.IsSuccessStatusCode && Persons.Any(p => said.Contains(p, StringComparison.Ordinal))) failed.Add($"{operation.Name} {address}: tells of persons");
                    if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or < HttpStatusCode.InternalServerError) continue;
                    failed.Add($"{operation.Name} {address} {body}: {(int)answer.StatusCode}");
                }

        asked.ShouldBeGreaterThan(300);
        failed.ShouldBeEmpty();
    }

    private static IEnumerable<(string Address, string? Body)> Requests(string path, JsonProperty operation)
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
        var writes = operation.Name is "post" or "put";
        foreach (var (i, value) in Values.Index())
        {
            var address = path;
            List<string> query = [];
            foreach (var parameter in parameters)
            {
                var name = parameter.GetProperty("name").GetString()!;
                // The server itself refuses NUL in a path.
                if (parameter.GetProperty("in").GetString() == "path")
                    address = address.Replace($"{{{name}}}", Uri.EscapeDataString(value.Replace('\0', '0')), StringComparison.Ordinal);
                else if (parameter.GetProperty("in").GetString() == "query") query.Add($"{name}={Uri.EscapeDataString(value)}");
            }

            if (query.Count > 0) address += "?" + string.Join('&', query);
            // An address that can be read gets every body; else each goes with some.
            if (!writes) yield return (address, null);
            else foreach (var body in Guid.TryParse(value, out _) ? Bodies : [Bodies[i % Bodies.Length]]) yield return (address, body);
        }
    }
}
