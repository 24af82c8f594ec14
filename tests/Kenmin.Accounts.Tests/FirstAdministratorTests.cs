using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.People;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests;

public sealed partial class FirstAdministratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Password = "ひろい海の見える丘で";

    [Fact]
    public async Task The_link_in_the_log_makes_one_administrator_on_any_host_and_then_none()
    {
        var database = await KenminHost<Program>.CreateDatabaseAsync(postgres);
        await using var first = new House(database, "Production");
        var earlier = LinkOf(first);
        await using var second = new House(database, "Production");
        var link = LinkOf(second);

        using var onFirst = first.NewVisitor();
        // The start of the second host took the earlier link's place.
        (await onFirst.ReadAsync(earlier)).ShouldContain("This link cannot be used");
        (await onFirst.ReadAsync("/accounts/first-administrator")).ShouldContain("This link cannot be used");

        using var refused = await Redeem(onFirst, link, "admin@example.jp", "short");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("at least 10 characters");
        using var made = await Redeem(onFirst, link, "admin@example.jp", Password);
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await onFirst.MeAsync())!.Roles.ShouldBe(["administrator"]);
        (await onFirst.GetAsync("/admin/accounts")).Headers.Location!.OriginalString.ShouldBe("/me/security/second-factor");
        await onFirst.SetUpSecondFactorAsync();
        (await onFirst.ReadAsync("/admin/accounts")).ShouldContain("admin@example.jp");

        using var stranger = second.NewVisitor();
        (await stranger.ReadAsync(link)).ShouldContain("This link cannot be used");
        await using var third = new House(database, "Production");
        _ = third.Services;
        third.Logged.ShouldNotContain(line => line.Contains("first-administrator", StringComparison.Ordinal));

        // Only the hash of the token was ever kept, and nothing is left of it.
        (await third.WithAsync<AccountsDbContext, int>(db => db.FirstAdministratorLinks.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_who_use_the_link_at_once_one_becomes_administrator()
    {
        await using var house = new House(await KenminHost<Program>.CreateDatabaseAsync(postgres), "Production");
        var token = LinkOf(house).Split("token=")[1];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => house.WithAsync<FirstAdministrators, bool>(async first =>
            (await first.RedeemAsync(token, new NewAccount($"見本 {i}", $"admin{i}@example.jp", Password), default)).Account is not null)));
        outcomes.Count(won => won).ShouldBe(1);
        (await house.WithAsync<AccountsDbContext, int>(db => db.Users.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Administrators_who_take_the_role_from_each_other_at_once_leave_one()
    {
        await using var house = new House(await KenminHost<Program>.CreateDatabaseAsync(postgres), "Production");
        for (var round = 0; round < 5; round++)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => house.WithAsync<AccountRegistrar, Guid>(async registrar =>
                (await registrar.CreateAsync(new("見本", $"r{round}a{i}@example.jp", Password), Roles.Administrator)).Account!.Id)));
            // Those of the round before are closed first, so that these four are all there are.
            foreach (var old in await house.WithAsync<AccountsDbContext, List<Guid>>(db => db.Users.Where(a => !ids.Contains(a.Id) && a.DeactivatedAt == null).Select(a => a.Id).ToListAsync()))
                (await house.WithAsync<AccountAccess, IReadOnlyList<FieldRefusal>?>(a => a.SetActiveAsync(ids[0], old, false, default))).ShouldBeEmpty();

            var outcomes = await Task.WhenAll(ids.Select((id, i) => house.WithAsync<AccountAccess, bool>(async access =>
                (i % 2 == 0
                    ? await access.SetAsync(ids[(i + 1) % 4], id, [Roles.Resident], [], default)
                    : await access.SetActiveAsync(ids[(i + 1) % 4], id, false, default)) is { Count: 0 })));

            outcomes.Count(done => done).ShouldBe(3);
            (await house.WithAsync<AccountsDbContext, int>(db => db.Users.CountAsync(a => a.Roles.Contains(Roles.Administrator) && a.DeactivatedAt == null))).ShouldBe(1);
        }
    }

    private static Task<HttpResponseMessage> Redeem(Visitor visitor, string link, string email, string password) =>
        visitor.SubmitAsync(link, "first-administrator", ("Input.DisplayName", "見本 管理"), ("Input.Email", email), ("Input.Password", password));

    private static string LinkOf(House house)
    {
        _ = house.Services;
        return house.Logged.Select(line => Link().Match(line)).Last(m => m.Success).Value;
    }

    [GeneratedRegex("/accounts/first-administrator\\?token=[\\w-]{43}")]
    private static partial Regex Link();
}
