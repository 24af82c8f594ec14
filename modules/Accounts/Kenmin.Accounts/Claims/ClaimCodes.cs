using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SignIn;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Claims;

/// <summary>Makes the codes of letters, and opens what they are for.</summary>
internal sealed class ClaimCodes(
    AccountsDbContext database, EnteredPeopleList people, AttemptGuard guard, IDataProtectionProvider protection, IOptions<AccountsSettings> settings,
    IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Sixteen characters of thirty: 78 bits.</summary>
    private static readonly PrintedCode Kind = new(16);

    /// <summary>How long somebody may take between entering the code and choosing how to go on.</summary>
    private static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Kenmin.Accounts.Claim").ToTimeLimitedDataProtector();

    /// <summary>One answer for all that can be wrong: it tells nobody which part was right.</summary>
    public static readonly LocalizedText Wrong = new(
        "コードまたは生年月日が違うか、コードの期限が過ぎています。手紙を確かめて、もう一度入力してください。うまくいかないときは、手紙にある担当までご連絡ください。",
        "The code or the date of birth is wrong, or the code has run out. Check the letter and try again, or call the office named in it.");

    /// <summary>A new code for a person whom staff entered, in the place of any before; null when there is no such person for this user.</summary>
    /// <remarks>It is given here this once, for the letter, and kept nowhere.</remarks>
    public async Task<(string Code, DateOnly LastDay, EnteredPerson Person)?> IssueAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await people.GetAsync(id, user, cancellationToken) is not { Profile.BirthDate: not null, Account.Standing: AccountStanding.Entered } person) return null;
        var now = clock.GetUtcNow();
        var code = Kind.New();
        var (hash, last, by) = (HashOf(code), JapanTime.DayOf(now).AddDays(settings.Value.ClaimCodeDays), user.AccountId()!.Value);
        await audit.RecordAsync(new(by, "accounts.claim-letter.exported", [id]), cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlAsync(
            $"""
            insert into accounts.claim_code (account_id, code_hash, last_day, failures, created_at, created_by) values ({id}, {hash}, {last}, 0, {now}, {by})
            on conflict (account_id) do update set code_hash = {hash}, last_day = {last}, failures = 0, created_at = {now}, created_by = {by}
            """, cancellationToken);
        // What was begun with the code before must begin anew with this one.
        await database.PendingClaims.Where(c => c.AccountId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (code, last, person);
    }

    /// <summary>A ticket for going on; null when code and birth date do not fit, or were guessed at too often.</summary>
    public async Task<string?> OpenAsync(HttpContext http, string? entered, string? birthDate, CancellationToken cancellationToken)
    {
        if (Kind.Read(entered) is not { } code || !LenientDate.Parse(birthDate).TryGet(out var birth)) return null;
        var hash = HashOf(code);
        var subject = $"claim {Convert.ToHexString(hash)}";
        if (!await guard.BeginAsync(http, subject)) return null;
        var today = JapanTime.Today(clock);
        // Counted before it is looked at, in one statement: many at once do not slip through.
        var counted = await database.ClaimCodes.Where(c => c.CodeHash == hash && c.LastDay >= today && c.Failures < ClaimCode.MostFailures)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Failures, c => c.Failures + 1), cancellationToken);
        if (counted == 0) return null;
        var person = await database.ClaimCodes.Where(c => c.CodeHash == hash)
            .Join(database.Profiles.Where(p => p.BirthDate == birth), c => c.AccountId, p => p.AccountId, (c, _) => (Guid?)c.AccountId).SingleOrDefaultAsync(cancellationToken);
        if (person is not { } id) return null;
        await database.ClaimCodes.Where(c => c.CodeHash == hash && c.Failures > 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.Failures, c => c.Failures - 1), cancellationToken);
        await guard.SucceededAsync(http, subject);
        return _tickets.Protect($"{id} {Convert.ToHexString(hash)}", TicketLife);
    }

    /// <summary>The person of a ticket; null when it is too old, or the code was used or replaced meanwhile.</summary>
    public async Task<Account?> FindAsync(string? ticket, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ticket)) return null;
        string[] parts;
        try
        {
            parts = _tickets.Unprotect(ticket).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }

        var (id, hash) = (Guid.Parse(parts[0]), Convert.FromHexString(parts[1]));
        return await database.Users.SingleOrDefaultAsync(
            a => a.Id == id && a.Standing == AccountStanding.Entered && database.ClaimCodes.Any(c => c.AccountId == id && c.CodeHash == hash), cancellationToken);
    }

    /// <summary>Whether an account has any role but that of a resident.</summary>
    public async Task<bool> IsStaffAsync(Guid account, CancellationToken cancellationToken) =>
        (await database.Users.Where(a => a.Id == account).Select(a => a.Roles).SingleAsync(cancellationToken)).Exists(r => r != Roles.Resident);

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
