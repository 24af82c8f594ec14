using System.Globalization;
using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.Api;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>What a list of people is narrowed by.</summary>
/// <param name="Search">Parts of name or reading, or at least four digits of a telephone number.</param>
/// <param name="BirthDate">The date of birth.</param>
internal sealed record PersonFilter(string? Search = null, DateOnly? BirthDate = null);

/// <summary>A person whom staff entered.</summary>
/// <param name="Profile">Who it is; null once an account of their own has it, whose holder rules over it.</param>
/// <param name="Entry">Who entered the person, and by which paper.</param>
/// <param name="Account">The account.</param>
internal sealed record EnteredPerson(PersonProfile? Profile, PersonEntry Entry, Account Account);

/// <summary>People without an account as staff may see them: municipal staff those of their municipalities, every look on record.</summary>
internal sealed class EnteredPeopleList(AccountsDbContext database, IAuditTrail audit)
{
    /// <summary>People in the order of their readings; the look is recorded before they are handed out.</summary>
    public async Task<Page<PersonProfile>> FindAsync(PersonFilter filter, Guid? after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var people = Visible(user);
        if (filter.BirthDate is { } birth) people = people.Where(p => p.BirthDate == birth);
        var search = FoldedText.Of(filter.Search);
        var digits = string.Concat(search.Where(char.IsAsciiDigit));
        if (digits.Length >= 4 && search.All(c => char.IsAsciiDigit(c) || c is '-' or ' ' or '(' or ')')) people = people.Where(p => p.Phone!.Contains(digits));
        else
        {
            foreach (var word in search.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (new StringInfo(word).LengthInTextElements == 1)
                {
                    people = people.Where(p => p.NameKey.StartsWith(word) || p.SortKey.StartsWith(word));
                    continue;
                }

                // The index gives those with all pairs of characters; whether they stand together is then looked at.
                var pairs = FoldedText.Bigrams(word);
                people = people.Where(p => pairs.All(x => p.SearchBigrams.Contains(x)) && (p.NameKey.Contains(word) || p.SortKey.Contains(word)));
            }
        }

        if (after is { } last && await database.Profiles.AsNoTracking().Where(p => p.AccountId == last).Select(p => p.SortKey).SingleOrDefaultAsync(cancellationToken) is { } key)
            people = people.Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.SortKey, p.AccountId), ValueTuple.Create(key, last)));
        var found = await people.OrderBy(p => p.SortKey).ThenBy(p => p.AccountId).Take(take + 1).ToListAsync(cancellationToken);
        var page = Page<PersonProfile>.Of(found, take, p => p.AccountId.ToString());
        if (page.Items.Count > 0) await audit.RecordAsync(new(user.AccountId(), "accounts.entered-people.listed", [.. page.Items.Select(p => p.AccountId)]), cancellationToken);
        return page;
    }

    /// <summary>One person, recorded; null when there is none, or none for this user.</summary>
    public async Task<EnteredPerson?> GetAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var found = await database.PersonEntries.AsNoTracking().Where(e => e.AccountId == id)
            .Join(database.Users.AsNoTracking(), e => e.AccountId, a => a.Id, (entry, account) => new { entry, account })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var profile = await database.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == id, cancellationToken);
        if (!MaySee(user, profile?.MunicipalityCode)) return null;
        await audit.RecordAsync(new(user.AccountId(), "accounts.entered-person.viewed", [id]), cancellationToken);
        return new(found.account.Standing == AccountStanding.Entered ? profile : null, found.entry, found.account);
    }

    /// <summary>Those who are likely the same person, whether or not they have an account of their own; recorded.</summary>
    public async Task<IReadOnlyList<(PersonProfile Profile, AccountStanding Standing)>> LikelyAsync(PersonProfile person, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (person.MatchKeys.Count == 0) return [];
        var keys = person.MatchKeys;
        var own = user.ConfinedToMunicipalities()?.ToArray();
        var found = await database.Profiles.AsNoTracking()
            .Where(p => p.AccountId != person.AccountId && p.MatchKeys.Any(k => keys.Contains(k)) && (own == null || own.Contains(p.MunicipalityCode)))
            .Join(database.Users.AsNoTracking().Where(a => a.Standing != AccountStanding.Merged), p => p.AccountId, a => a.Id, (p, a) => new { p, a.Standing })
            .OrderBy(x => x.p.AccountId).Take(10).ToListAsync(cancellationToken);
        if (found.Count > 0) await audit.RecordAsync(new(user.AccountId(), "accounts.likely-same-people.viewed", [.. found.Select(x => x.p.AccountId)]), cancellationToken);
        return [.. found.Select(x => (x.p, x.Standing))];
    }

    /// <summary>Whether a person of a municipality belongs to what the user may see.</summary>
    public static bool MaySee(ClaimsPrincipal user, string? municipality) =>
        user.ConfinedToMunicipalities() is not { } own || (municipality is not null && own.Contains(municipality));

    private IQueryable<PersonProfile> Visible(ClaimsPrincipal user)
    {
        var people = database.Profiles.AsNoTracking().Where(p => database.Users.Any(a => a.Id == p.AccountId && a.Standing == AccountStanding.Entered));
        return user.ConfinedToMunicipalities()?.ToArray() is { } own ? people.Where(p => own.Contains(p.MunicipalityCode)) : people;
    }
}
