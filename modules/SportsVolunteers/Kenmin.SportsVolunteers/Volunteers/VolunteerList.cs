using System.Runtime.CompilerServices;
using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>What a list of volunteers is narrowed by; null or blank means anything.</summary>
/// <param name="Search">Parts of name or reading, of two characters or more each, or at least four digits of a phone number.</param>
/// <param name="Municipality">Code of a municipality (6 digits).</param>
/// <param name="Qualification">A qualification as it is written.</param>
/// <param name="State">Where the registration stands.</param>
/// <param name="Initiative">The initiative that the person came by.</param>
internal sealed record VolunteerFilter(
    string? Search = null, string? Municipality = null, string? Qualification = null, RegistrationState? State = null, Guid? Initiative = null);

/// <summary>The volunteers as staff may see them: municipal staff those of their municipalities, every look on record.</summary>
internal sealed class VolunteerList(ISportsVolunteersStore store, IAuditTrail audit)
{
    private const int ExportedAtOnce = 500;

    /// <summary>Volunteers in the order of their readings; the look is recorded before they are handed out.</summary>
    /// <param name="filter">What to look for.</param>
    /// <param name="after">The last volunteer of the page before.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<Volunteer>> FindAsync(
        VolunteerFilter filter, Guid? after, int take, ClaimsPrincipal user, string action, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(filter, user.ConfinedToMunicipalities());
        if (after is { } last)
        {
            where.Add("(d.sort_key, d.id) > (select sort_key, id from sports_volunteers.mt_doc_volunteer where id = ?)");
            parameters.Add(last);
        }
        parameters.Add(take);
        IReadOnlyList<Volunteer> found;
        await using (var session = store.LightweightSession())
        {
            await session.PlanForValuesAsync(cancellationToken);
            found = await session.QueryAsync<Volunteer>($"where {string.Join(" and ", where)} order by d.sort_key, d.id limit ?", cancellationToken, [.. parameters]);
        }

        if (found.Count > 0) await audit.RecordAsync(new(user.AccountId(), action, [.. found.Select(v => v.Id)]), cancellationToken);
        return found;
    }

    /// <summary>Where the registrations of some volunteers stand.</summary>
    public async Task<IReadOnlyDictionary<Guid, RegistrationState>> StatesAsync(IReadOnlyList<Volunteer> volunteers, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.LoadManyAsync<Registration>(cancellationToken, [.. volunteers.Select(v => v.Id)])).ToDictionary(r => r.Id, r => r.State);
    }

    /// <summary>One volunteer, recorded; null when there is none, or none for this user.</summary>
    public async Task<Volunteer?> GetAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.LoadAsync<Volunteer>(id, cancellationToken);
        if (found is null or { Erased: true } || !MaySee(user, found)) return null;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.roster.viewed", [id]), cancellationToken);
        return found;
    }

    /// <summary>All volunteers of a filter, page by page, each page recorded.</summary>
    public async IAsyncEnumerable<Volunteer> ExportAsync(
        VolunteerFilter filter, ClaimsPrincipal user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? after = null;
        do
        {
            var page = await FindAsync(filter, after, ExportedAtOnce, user, "sports-volunteers.roster.exported", cancellationToken);
            foreach (var volunteer in page) yield return volunteer;
            after = page.Count == ExportedAtOnce ? page[^1].Id : null;
        }
        while (after is not null);
    }

    /// <summary>Whether a volunteer belongs to what the user may see.</summary>
    public static bool MaySee(ClaimsPrincipal user, Volunteer volunteer) =>
        user.ConfinedToMunicipalities() is not { } own || (!volunteer.NotForMunicipalities && volunteer.MunicipalityCode is { } code && own.Contains(code));

    /// <summary>The conditions on a row of volunteers (<c>d</c>), with a question mark for each parameter.</summary>
    /// <param name="filter">What to look for.</param>
    /// <param name="own">The municipalities that the user is confined to; null: to none.</param>
    internal static (List<string> Where, List<object> Parameters) Conditions(VolunteerFilter filter, IReadOnlySet<string>? own)
    {
        List<string> where = ["not coalesce((d.data ->> 'erased')::boolean, false)"];
        List<object> parameters = [];
        void Add(string condition, params object[] values)
        {
            where.Add(condition);
            parameters.AddRange(values);
        }

        if (own is not null) Add("d.municipality_code = any(?) and not coalesce((d.data ->> 'notForMunicipalities')::boolean, false)", (object)own.ToArray());
        if (!string.IsNullOrWhiteSpace(filter.Municipality)) Add("d.municipality_code = ?", filter.Municipality);
        if (!string.IsNullOrWhiteSpace(filter.Qualification)) Add("d.qualifications @> array[?]", filter.Qualification.Trim());
        if (filter.State is { } state) Add("d.id in (select id from sports_volunteers.mt_doc_registration where data ->> 'state' = ?)", state.ToString());
        if (filter.Initiative is { } initiative) Add("d.initiative_keys @> array[?]", initiative.ToString());
        VolunteerSearch.Add(filter.Search, Add);
        return (where, parameters);
    }
}
