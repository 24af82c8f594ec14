using System.Net;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Host.Tests.Access;

/// <summary>
/// Every role asks every door for things of others, by ids of the demonstration data: nobody gets another's data whom it does not
/// concern, and those whom it concerns leave a trace of each person they were shown.
/// </summary>
public sealed partial class OthersDataTests(DevelopmentHost house) : IClassFixture<DevelopmentHost>
{
    private const string Yamaguchi = "352039";

    /// <summary>Doors whose answer names persons by what they are, and why that needs no entry for each of them.</summary>
    private static readonly Dictionary<string, string> NeedNoEntry = new(StringComparer.Ordinal)
    {
        ["/staff/sports/imports/{Id:guid}"] = "lines of a file are no persons yet; the look at the file is recorded with the import's id",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_sees_another_s_data_without_right_and_nobody_without_a_trace(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var persons = await Persons.LoadAsync(database, Cancellation);
        persons.Volunteers.Count.ShouldBeGreaterThan(30);
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var (asked, shown) = (0, 0);
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Reads && d.Endpoint.RoutePattern.RawText is not "/" and not "health"))
            foreach (var address in ((string[])[.. persons.Events, "roster"]).SelectMany(word => Addresses(door, persons.Ids(Yamaguchi), p => IsNumber(p) ? "1" : word)).Distinct())
            {
                var since = await LastEntryAsync(database);
                using var answer = await visitor.GetAsync(address);
                asked++;
                var text = answer.StatusCode == HttpStatusCode.OK ? WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)) : "";
                var seen = persons.NamedIn(text).Where(g => g.All(p => p.AccountId is null || p.AccountId != me)).ToList();
                if (seen.Count == 0) continue;
                shown++;
                if (role is null or Roles.Resident) wrong.Add($"{door.Route} shows {seen.Count} others: {address}");
                // Who comes to a shift in the municipality is received by its staff, wherever they live.
                else if (role == Roles.MunicipalStaff && !persons.Shifts.Any(s => s.Municipality == Yamaguchi && address.Contains($"/shifts/{s.Id}", StringComparison.Ordinal)) && seen.Where(g => g.All(p => p.Municipality != Yamaguchi)).ToList() is { Count: > 0 } elsewhere)
                    wrong.Add($"{door.Route} shows {elsewhere.Count} of other municipalities: {address}");
                if (me is null || NeedNoEntry.ContainsKey(door.Route)) continue;
                var recorded = await RecordedAsync(since, me.Value);
                var untraced = seen.Where(g => !g.Any(p => recorded.Contains(p.Id) || (p.AccountId is { } account && recorded.Contains(account)))).ToList();
                if (untraced.Count > 0) wrong.Add($"{door.Route} leaves no trace of {untraced.Count} it shows: {address}");
            }

        asked.ShouldBeGreaterThan(100);
        if (role is not null and not Roles.Resident) shown.ShouldBeGreaterThan(5, "staff see persons, or this test looks at nothing");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_changes_what_is_another_s(string role)
    {
        var persons = await Persons.LoadAsync(house.Host.Services.GetRequiredService<NpgsqlDataSource>(), Cancellation);
        using var visitor = await BecomeAsync(role);
        var stranger = persons.Volunteers.First(v => v.AccountId is null && v.Municipality is not null and not Yamaguchi);
        string[] others = [stranger.Id.ToString(), DemonstrationPersonas.Administrator.Id.ToString()];
        List<string> wrong = [];
        var sent = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.StartsWith("/api/", StringComparison.Ordinal) && d.Endpoint.RoutePattern.Parameters.Count > 0))
            foreach (var method in door.Writes)
                foreach (var other in others)
                {
                    var values = door.Endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => IsNumber(p) ? "1" : p.Name is "id" && door.Endpoint.RoutePattern.Parameters.Count > 1 ? persons.Shifts[0].Id.ToString() : other);
                    using var request = new HttpRequestMessage(new HttpMethod(method), door.Address(values)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    sent++;
                    if (answer.IsSuccessStatusCode) wrong.Add($"{method} {door.Route} with {other}: {(int)answer.StatusCode}");
                }

        sent.ShouldBeGreaterThan(10);
        wrong.ShouldBeEmpty();
    }

    private static bool IsNumber(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content is "int" or "long");

    private static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content == "guid");

    // From the outer to the inner, as ids stand in addresses: each alone where there is one of them, and every chain where there are more.
    private static IEnumerable<string> Addresses(Door door, string[] ids, Func<RoutePatternParameterPart, string> other)
    {
        var places = door.Endpoint.RoutePattern.Parameters.Where(IsId).Select(p => p.Name).ToList();
        return Chains(ids, places.Count).Select(chain => door.Address(door.Endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => IsId(p) ? chain[places.IndexOf(p.Name)] : other(p))));

        static IEnumerable<string[]> Chains(string[] ids, int length) =>
            length == 0 ? [[]] : ids.SelectMany((id, i) => Chains(ids[(i + 1)..], length - 1).Select(rest => (string[])[id, .. rest]));
    }

    private async Task<HashSet<Guid>> RecordedAsync(long since, Guid actor)
    {
        var entries = await house.Host.Services.GetRequiredService<IAuditTrail>().FindAsync(new(ActorId: actor, Take: 50), Cancellation);
        return [.. entries.Where(e => e.Id > since && e.Entry.Kind is AuditKind.View or AuditKind.Export).SelectMany(e => e.Entry.SubjectIds)];
    }

    private static async Task<long> LastEntryAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select coalesce(max(id), 0) from platform.audit_log");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<Visitor> BecomeAsync(string? role)
    {
        var visitor = new Visitor(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        if (role is not null) await visitor.BecomeAsync(role);
        return visitor;
    }
}
