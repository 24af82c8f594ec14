using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Overview;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Registrations.Letters;

/// <summary>Which letters are printed: those of one festival and one municipality together, because they are posted together.</summary>
/// <param name="Festival">The festival; null for all.</param>
/// <param name="Municipality">Six digits; empty for those outside of the prefecture or unknown, null for all.</param>
/// <param name="AlsoWithAccount">Whether those get one as well to whom a notice went.</param>
/// <param name="OnlyReminded">Only those whose last day is near and who were to be reminded.</param>
internal sealed record LetterChoice(string? Festival, string? Municipality, bool AlsoWithAccount, bool OnlyReminded = false);

/// <summary>The letters to one municipality.</summary>
/// <param name="Municipality">Six digits; null for those outside of the prefecture or unknown.</param>
/// <param name="Count">How many.</param>
internal sealed record LetterDistrict(string? Municipality, int Count)
{
    /// <summary>How many files they fill.</summary>
    public int Files => (Count + LetterDesk.InOneFile - 1) / LetterDesk.InOneFile;
}

/// <summary>A slip that came back.</summary>
/// <param name="Link">The letter's link.</param>
/// <param name="Volunteer">Whose it is.</param>
/// <param name="Registration">Where the registration stands.</param>
internal sealed record ReturnedSlip(PersonalLink Link, Volunteer Volunteer, Registration Registration);

/// <summary>Letters to those who were asked, on paper, and the slips that come back.</summary>
internal sealed class LetterDesk(RegistrationQueries queries, ISportsVolunteersStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many letters one file holds at most.</summary>
    public const int InOneFile = 200;

    /// <summary>How many letters wait for each municipality, in the order of codes. Shows nobody.</summary>
    public async Task<IReadOnlyList<LetterDistrict>> DistrictsAsync(LetterChoice choice, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        [.. (await FindAsync(choice with { Municipality = null }, user, cancellationToken)).GroupBy(l => l.MunicipalityCode)
            .Select(g => new LetterDistrict(g.Key, g.Count())).OrderBy(d => d.Municipality is null).ThenBy(d => d.Municipality, StringComparer.Ordinal)];

    /// <summary>The letters of a file, by its number from 1, in the order of postal codes; the taking is in the audit log before.</summary>
    public async Task<IReadOnlyList<Letter>> FileAsync(LetterChoice choice, int number, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var letters = (await FindAsync(choice, user, cancellationToken)).Skip((number - 1) * InOneFile).Take(InOneFile).ToList();
        if (letters.Count > 0)
            await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.letters.exported", [.. letters.Select(l => l.Link.VolunteerId)]), cancellationToken);
        return letters;
    }

    /// <summary>Whose slip it is; null when no letter has this number, or the person is not among those this member of staff looks after. The look is in the audit log.</summary>
    public async Task<ReturnedSlip?> SlipAsync(string? number, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (SlipNumber.Read(number) is not { } read) return null;
        await using var session = store.QuerySession();
        if (await session.Query<PersonalLink>().FirstOrDefaultAsync(l => l.SlipNumber == read, cancellationToken) is not { } link
            || await session.LoadAsync<Volunteer>(link.VolunteerId, cancellationToken) is not { Erased: false } volunteer || !VolunteerList.MaySee(user, volunteer)
            || await session.LoadAsync<Registration>(link.VolunteerId, cancellationToken) is not { } registration) return null;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.slip.viewed", [volunteer.Id]), cancellationToken);
        return new(link, volunteer, registration);
    }

    private async Task<IEnumerable<Letter>> FindAsync(LetterChoice choice, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var all = await queries.LettersAsync(
            LinkPurpose.Answer, new(string.IsNullOrWhiteSpace(choice.Festival) ? null : choice.Festival, user.ConfinedToMunicipalities()), JapanTime.Today(clock), cancellationToken);
        return all.Where(l => (!choice.OnlyReminded || l.Reminded) && (choice.AlsoWithAccount || !l.HasAccount) && (choice.Municipality is not { } code || (l.MunicipalityCode ?? "") == code));
    }
}
