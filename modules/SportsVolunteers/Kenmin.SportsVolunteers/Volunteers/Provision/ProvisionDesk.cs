using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Kenmin.SportsVolunteers.Registrations;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers.Provision;

/// <summary>What was entered of a list to be given.</summary>
internal sealed record ProvisionInput(string? Municipality, string? Recipient, string? Purpose);

/// <summary>Gives lists of volunteers to municipalities: of those who agreed to it and stay registered, and of nobody else.</summary>
internal sealed class ProvisionDesk(ISportsVolunteersStore store, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestRecipient = 60, LongestPurpose = 200;

    /// <summary>For how long the file of a list can be fetched: 7 days.</summary>
    internal static readonly TimeSpan Fetched = TimeSpan.FromDays(7);

    /// <summary>Lists that were given, the latest first.</summary>
    public async Task<IReadOnlyList<ListProvision>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<ListProvision>().OrderByDescending(p => p.At).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>How many of each municipality agreed. Shows nobody.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await FindAsync(session, null, cancellationToken);
        return found.GroupBy(v => v.MunicipalityCode!).ToDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>Records that a list is given; the file is fetched afterwards.</summary>
    /// <returns>The record, or what is wrong with which field.</returns>
    public async Task<(ListProvision? Given, IReadOnlyList<KeyValuePair<string, LocalizedText>> Problems)> GiveAsync(
        ProvisionInput input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, LocalizedText>> problems = [];
        var municipality = Municipality.ByCode(input.Municipality);
        if (municipality is null) problems.Add(new(nameof(input.Municipality), new("市町を一覧から選んでください。", "Choose a municipality from the list.")));
        var (recipient, purpose) = ((input.Recipient ?? "").Trim(), (input.Purpose ?? "").Trim());
        if (recipient.Length is 0 or > LongestRecipient) problems.Add(new(nameof(input.Recipient), new($"渡す相手の課や担当を1～{LongestRecipient}文字で入力してください。", $"Enter whom it is given to in 1 to {LongestRecipient} characters.")));
        if (purpose.Length is 0 or > LongestPurpose) problems.Add(new(nameof(input.Purpose), new($"何に使うかを1～{LongestPurpose}文字で入力してください。", $"Enter what for in 1 to {LongestPurpose} characters.")));
        if (problems.Count > 0) return (null, problems);
        await using var session = store.LightweightSession();
        var people = await FindAsync(session, municipality!.Code6, cancellationToken);
        if (people.Count == 0)
            return (null, [new(nameof(input.Municipality), new("この市町には、提供に同意している登録者がいません。", "Nobody registered there agreed to it."))]);
        var now = clock.GetUtcNow();
        var given = new ListProvision
        {
            Id = Guid.CreateVersion7(now), MunicipalityCode = municipality.Code6, Recipient = recipient, Purpose = purpose, Year = FiscalYear.Of(now), At = now,
            By = user.AccountId(), ByName = user.DisplayName(), Persons = people.Count, VolunteerIds = [.. people.Select(v => v.Id)],
        };
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.list.provided", given.VolunteerIds, given.Id.ToString()), cancellationToken);
        session.Insert(given);
        await session.SaveChangesAsync(cancellationToken);
        return (given, []);
    }

    /// <summary>
    /// The people of a list, by reading: without those who withdrew their consent since. The taking is recorded. Null when there is no such
    /// list, or it was given too long ago.
    /// </summary>
    public async Task<(ListProvision Given, IReadOnlyList<Volunteer> People)?> FileAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<ListProvision>(id, cancellationToken) is not { } given || given.At + Fetched < clock.GetUtcNow()) return null;
        var onIt = given.VolunteerIds.ToHashSet();
        var people = (await FindAsync(session, given.MunicipalityCode, cancellationToken)).Where(v => onIt.Contains(v.Id)).ToList();
        if (people.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.list.exported", [.. people.Select(v => v.Id)], id.ToString()), cancellationToken);
        return (given, people);
    }

    /// <summary>
    /// Who is registered for this year, lives there, and agreed: by the purpose of use that names municipalities, or by itself. A withdrawal
    /// counts for more than either.
    /// </summary>
    private async Task<IReadOnlyList<Volunteer>> FindAsync(IQuerySession session, string? municipality, CancellationToken cancellationToken) =>
        await session.QueryAsync<Volunteer>(
            """
            where (d.municipality_code = ? or (? and d.municipality_code is not null)) and not coalesce((d.data ->> 'erased')::boolean, false)
              and not coalesce((d.data ->> 'notForMunicipalities')::boolean, false)
              and exists (select 1 from sports_volunteers.mt_doc_registration r where r.id = d.id and r.data ->> 'state' = 'Continuing'
                and (r.data ->> 'registeredYear')::int >= ?
                and (coalesce((d.data ->> 'forMunicipalities')::boolean, false) or r.data ->> 'purposeVersion' >= ?))
            order by d.sort_key, d.id
            """, cancellationToken, municipality ?? "", municipality is null, FiscalYear.Current(clock).StartYear, ConsentPurposes.SaysProvision);
}
