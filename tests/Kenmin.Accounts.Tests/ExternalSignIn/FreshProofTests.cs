using System.Net;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.ExternalSignIn;

/// <summary>A device left open is not enough to change what protects an account.</summary>
public sealed class FreshProofTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    [Fact]
    public async Task A_token_for_programs_takes_a_fresh_proof()
    {
        using var person = await OldSessionAsync();
        (await person.ReadAsync("/me/security/tokens")).ShouldContain("Present password");
        async Task<string> MakeAsync(string? proof)
        {
            (string, string)[] given = proof is null ? [] : [("Input.Proof", proof)];
            using var answer = await person.SubmitAsync("/me/security/tokens", "token", [("Input.Name", "集計"), ("Input.Days", "7"), ("Input.Scopes", "own.read"), .. given]);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        foreach (var wrong in new[] { null, "違う合い言葉です" })
        {
            var refused = await MakeAsync(wrong);
            refused.ShouldContain("The present password is wrong");
            refused.ShouldNotContain("kmn_");
        }

        (await MakeAsync(Password)).ShouldContain("kmn_");
    }

    [Fact]
    public async Task An_authenticator_app_takes_a_fresh_proof()
    {
        using var person = await OldSessionAsync();
        var key = System.Text.RegularExpressions.Regex.Match(await person.ReadAsync("/me/security/second-factor"), "class=\"secret-key\">([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        async Task<string> EnableAsync(string proof)
        {
            using var answer = await person.SubmitAsync("/me/security/second-factor", "enable", ("Input.Code", TimeCodes.At(key, TimeProvider.System.GetUtcNow())), ("Input.Proof", proof));
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        (await EnableAsync("違う合い言葉です")).ShouldContain("The present password is wrong");
        (await EnableAsync(Password)).ShouldContain("Keep your recovery codes");
    }

    [Fact]
    public async Task A_passkey_takes_a_fresh_proof()
    {
        using var person = await OldSessionAsync();
        (await person.ReadAsync("/me/security/passkeys")).ShouldContain("Present password");
        using var refused = await person.SubmitAsync("/me/security/passkeys", "passkey", ("Input.Name", "電話"), ("Input.Credential", "{}"), ("Input.Proof", "違う合い言葉です"));
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("The present password is wrong");
        using var looked = await person.SubmitAsync("/me/security/passkeys", "passkey", ("Input.Name", "電話"), ("Input.Credential", "{}"), ("Input.Proof", Password));
        WebUtility.HtmlDecode(await looked.Content.ReadAsStringAsync()).ShouldContain("The passkey could not be added");
    }

    /// <summary>Somebody who signed in a while ago.</summary>
    private async Task<Visitor> OldSessionAsync()
    {
        var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password)).Dispose();
        var id = (await person.MeAsync())!.Id;
        (await person.ReadAsync("/me/security/tokens")).ShouldNotContain("Present password", Case.Sensitive, "having signed in just now is enough");
        var before = TimeProvider.System.GetUtcNow() - FreshProof.Fresh - TimeSpan.FromMinutes(1);
        await development.House.WithAsync<AccountsDbContext, int>(d => d.Sessions.Where(s => s.AccountId == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, before)));
        return person;
    }
}
