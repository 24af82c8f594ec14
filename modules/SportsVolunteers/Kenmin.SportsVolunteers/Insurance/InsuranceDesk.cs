using System.Security.Claims;
using JasperFx;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Insurance;

/// <summary>What was entered of a plan.</summary>
internal sealed record PlanInput(string? Year, string? Name, string? Yen, bool NaturalDisasters, string? Remark);

/// <summary>A person with places in shifts that no policy covers.</summary>
/// <param name="Volunteer">The person.</param>
/// <param name="Cover">Their policy of the year, which begins too late; null when there is none.</param>
/// <param name="Shifts">The shifts, by start.</param>
internal sealed record CoverGap(Volunteer Volunteer, InsuranceCover? Cover, IReadOnlyList<Shift> Shifts);

/// <summary>The volunteers' insurance: plans, policies, and who would be at a shift without one.</summary>
internal sealed class InsuranceDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestName = 60, LongestRemark = 300, HighestPrice = 100_000;

    /// <summary>The plans of a year by price; of all years when null, the latest first.</summary>
    public async Task<IReadOnlyList<InsurancePlan>> PlansAsync(FiscalYear? year, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<InsurancePlan>().ToListAsync(cancellationToken);
        return [.. all.Where(p => year is null || p.Year == year).OrderByDescending(p => p.Year).ThenBy(p => p.Yen).ThenBy(p => p.Name, StringComparer.Ordinal)];
    }

    /// <summary>Adds a plan.</summary>
    /// <returns>What is wrong with which field; empty when it was added.</returns>
    public async Task<IReadOnlyList<KeyValuePair<string, LocalizedText>>> AddPlanAsync(PlanInput input, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, LocalizedText>> problems = [];
        var year = FiscalYear.Parse(input.Year ?? "");
        if (!year.IsOk) problems.Add(new(nameof(input.Year), year.Error));
        var name = (input.Name ?? "").Trim();
        if (name.Length is 0 or > LongestName) problems.Add(new(nameof(input.Name), new($"プランの名前を1～{LongestName}文字で入力してください。", $"Enter a name of 1 to {LongestName} characters.")));
        var yen = Shifts.ImportPlan.ShiftPlanColumns.Number(input.Yen, 0, HighestPrice, "350");
        if (!yen.IsOk) problems.Add(new(nameof(input.Yen), yen.Error));
        var remark = (input.Remark ?? "").Trim();
        if (remark.Length > LongestRemark) problems.Add(new(nameof(input.Remark), new($"{LongestRemark}文字までにしてください。", $"Keep it to {LongestRemark} characters.")));
        if (problems.Count > 0) return problems;
        await using var session = store.LightweightSession();
        var known = await session.Query<InsurancePlan>().ToListAsync(cancellationToken);
        if (known.Any(p => p.Year == year.Value && p.Name == name))
            return [new(nameof(input.Name), new("この年度には、同じ名前のプランがすでにあります。", "There is a plan of this name in that year already."))];
        session.Store(new InsurancePlan
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), Year = year.Value, Name = name, Yen = yen.Value, NaturalDisasters = input.NaturalDisasters, Remark = remark,
        });
        await session.SaveChangesAsync(cancellationToken);
        return [];
    }

    /// <summary>Removes a plan that nobody has.</summary>
    /// <returns>Why not; null when it is gone.</returns>
    public async Task<LocalizedText?> RemovePlanAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.Query<InsuranceCover>().AnyAsync(c => c.PlanId == id, cancellationToken))
            return new("このプランに入っている人がいるため、消せません。", "People have this plan: it cannot be removed.");
        session.Delete<InsurancePlan>(id);
        await session.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>A person's policies, the latest year first. The caller has recorded the look.</summary>
    public async Task<IReadOnlyList<InsuranceCover>> CoversOfAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<InsuranceCover>().Where(c => c.VolunteerId == volunteer).ToListAsync(cancellationToken)).OrderByDescending(c => c.Year)];
    }

    /// <summary>Enters policies that were applied for. Who has one of the year keeps it.</summary>
    /// <returns>How many were entered, or what is wrong with which field.</returns>
    public async Task<(int Entered, KeyValuePair<string, LocalizedText>? Problem)> RecordAsync(
        IReadOnlyCollection<Guid> volunteers, Guid? planId, DateOnly appliedOn, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var session = store.LightweightSession();
        if (planId is not { } chosen || await session.LoadAsync<InsurancePlan>(chosen, cancellationToken) is not { } plan)
            return (0, new("Plan", new("プランを一覧から選んでください。", "Choose a plan from the list.")));
        if (appliedOn > JapanTime.DayOf(now))
            return (0, new("AppliedOn", new("加入手続をした日は、今日までの日にしてください。", "The day of the application must not be after today.")));
        if (appliedOn >= plan.Year.EndsOn || appliedOn < plan.Year.Previous.StartsOn)
            return (0, new("AppliedOn", new($"{plan.Year.Name.Ja}のプランに入れる日ではありません。", $"Nobody can join a plan of {plan.Year.Name.En} on that day.")));
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. volunteers.Distinct()])).Where(v => !v.Erased && VolunteerList.MaySee(user, v)).ToList();
        if (people.Count == 0) return (0, new("People", new("加入した人を選んでください。", "Choose who joined.")));
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.insurance.recorded", [.. people.Select(v => v.Id)], plan.Id.ToString()), cancellationToken);
        var there = (await session.LoadManyAsync<InsuranceCover>(cancellationToken, [.. people.Select(v => InsuranceCover.IdOf(v.Id, plan.Year))])).Select(c => c.VolunteerId).ToHashSet();
        var fresh = people.Where(v => !there.Contains(v.Id)).Select(v => InsuranceCover.Of(v.Id, plan, appliedOn, user.AccountId(), now)).ToArray();
        session.Insert(fresh);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (DocumentAlreadyExistsException)
        {
            return (0, new("People", new("同時にほかの職員が記録しました。もう一度お試しください。", "Somebody else recorded at the same moment. Try again.")));
        }

        return (fresh.Length, null);
    }

    /// <summary>Takes out a policy that was entered by mistake.</summary>
    public async Task RemoveAsync(Guid volunteer, Guid cover, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<InsuranceCover>(cover, cancellationToken) is not { } found || found.VolunteerId != volunteer) return;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.insurance.removed", [volunteer], found.PlanId.ToString()), cancellationToken);
        session.Delete<InsuranceCover>(cover);
        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Who has a place in coming shifts of an event that no policy covers, by reading; the look is recorded. Nobody where the year has
    /// no plans: there the insurance is not kept here.
    /// </summary>
    public async Task<IReadOnlyList<CoverGap>> GapsAsync(SportsEvent sportsEvent, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if ((await PlansAsync(sportsEvent.FiscalYear, cancellationToken)).Count == 0) return [];
        var now = clock.GetUtcNow();
        await using var session = store.QuerySession();
        var shifts = (await session.Query<Shift>().Where(s => s.EventId == sportsEvent.Id && s.Ends > now).ToListAsync(cancellationToken))
            .Where(s => StaffDesk.MaySee(s, user)).ToDictionary(s => s.Id);
        var places = (await participation.SignUpsOfOpeningsAsync([.. shifts.Keys], cancellationToken)).Where(p => p.State == SignUpState.Confirmed).ToList();
        Guid[] ids = [.. places.Select(p => p.PersonId).Distinct()];
        var covers = (await session.Query<InsuranceCover>().Where(c => c.VolunteerId.IsOneOf(ids)).ToListAsync(cancellationToken)).ToLookup(c => c.VolunteerId);
        var open = places.GroupBy(p => p.PersonId)
            .Select(g => (Person: g.Key, Shifts: g.Select(p => shifts[p.OpeningId]).Where(s => !covers[g.Key].Any(c => c.Covers(s.Starts, s.Ends))).OrderBy(s => s.Starts).ToList()))
            .Where(x => x.Shifts.Count > 0).ToDictionary(x => x.Person, x => x.Shifts);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. open.Keys])).Where(v => !v.Erased).ToList();
        if (people.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.insurance.gaps-viewed", [.. people.Select(v => v.Id)], sportsEvent.Id.ToString()), cancellationToken);
        return [.. people.OrderBy(v => v.SortKey, StringComparer.Ordinal).Select(v => new CoverGap(v, covers[v.Id].FirstOrDefault(c => c.Year == sportsEvent.FiscalYear), open[v.Id]))];
    }

    /// <summary>Which of a person's shifts no policy covers, for the person; none where a year has no plans.</summary>
    public async Task<IReadOnlySet<Guid>> NotCoveredAsync(Guid volunteer, IEnumerable<Shift> shifts, CancellationToken cancellationToken)
    {
        var years = (await PlansAsync(null, cancellationToken)).Select(p => p.Year).ToHashSet();
        var covers = await CoversOfAsync(volunteer, cancellationToken);
        return shifts.Where(s => years.Contains(s.FiscalYear) && !covers.Any(c => c.Covers(s.Starts, s.Ends))).Select(s => s.Id).ToHashSet();
    }
}
