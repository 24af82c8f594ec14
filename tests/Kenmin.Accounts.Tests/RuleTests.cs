using System.Net;
using CsCheck;
using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Notices;
using Kenmin.Accounts.People;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.SignIn;
using Kenmin.Api;
using Kenmin.Modularity.Access;

namespace Kenmin.Accounts.Tests;

public sealed class RuleTests
{
    [Fact]
    public void Wherever_a_return_address_leads_it_is_on_this_site() =>
        Gen.String[Gen.Char["/\\:@.abc?#%\t\n\r あ"], 0, 12].Sample(address =>
        {
            var safe = ReturnAddress.Safe(address);
            new Uri(new Uri("https://kenmin.example/"), safe.Replace('\\', '/').Replace("\t", "").Replace("\n", "").Replace("\r", "")).Host
                .ShouldBe("kenmin.example");
        }, iter: 20_000);

    [Fact]
    public void Any_choice_of_roles_that_is_taken_keeps_auditors_apart_and_scopes_staff() =>
        Gen.Select(
            Gen.Int[0, 4].Select(i => Roles.All[i]).List[0, 4], Gen.Int[0, 3].Select(i => new[] { "352039", "352021", "131016", "35203" }[i]).List[0, 2]).Sample((roles, municipalities) =>
        {
            if (AccessRules.Check(roles, municipalities).Count > 0) return;
            if (roles.Contains(Roles.Auditor)) roles.ShouldAllBe(r => r == Roles.Auditor || r == Roles.Resident);
            roles.Contains(Roles.MunicipalStaff).ShouldBe(municipalities.Count > 0);
            municipalities.ShouldAllBe(c => c == "352039" || c == "352021");
        });

    [Fact]
    public void Every_single_role_can_be_given()
    {
        foreach (var role in Roles.All)
            AccessRules.Check([role], role == Roles.MunicipalStaff ? ["352039"] : []).ShouldBeEmpty(role);
        AccessRules.Check(["king"], []).ShouldHaveSingleItem().Field.ShouldBe("Roles");
    }

    [Theory]
    [InlineData("山口 花子", true)]
    [InlineData("  ", false)]
    [InlineData(null, false)]
    [InlineData("改\n行", false)]
    public void A_name_is_some_visible_text(string? name, bool taken) => DisplayName.Parse(name).IsOk.ShouldBe(taken);

    [Fact]
    public void A_name_has_at_most_sixty_characters()
    {
        DisplayName.Parse(new string('あ', 60)).IsOk.ShouldBeTrue();
        DisplayName.Parse(new string('あ', 61)).Error.Ja.ShouldContain("61");
    }

    [Theory]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Attempts_are_counted_for_a_household(string one, string other, bool same) =>
        (ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other))).ShouldBe(same);

    [Fact]
    public void Notices_sort_by_time() =>
        Gen.Select(Gen.DateTime[new(2000, 1, 1), new(2100, 1, 1)], Gen.DateTime[new(2000, 1, 1), new(2100, 1, 1)]).Sample((a, b) =>
        {
            DateTimeOffset one = new(a, TimeSpan.Zero), other = new(b, TimeSpan.Zero);
            if (one != other)
                Math.Sign(string.CompareOrdinal(AccountNotice.SortKeyOf(one, Guid.NewGuid()), AccountNotice.SortKeyOf(other, Guid.NewGuid())))
                    .ShouldBe(one.CompareTo(other));
        });

    [Fact]
    public void Tokens_carry_256_bits_and_differ() =>
        Enumerable.Range(0, 100).Select(_ => FirstAdministratorLink.NewToken()).Distinct().Count(t => t.Length == 43).ShouldBe(100);
}
