using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>A pair as lists show it. A name is empty when the record has gone.</summary>
internal sealed record PairRow(DuplicatePair Pair, string FirstName, string SecondName);

/// <summary>Two records side by side.</summary>
internal sealed record PairDetails(DuplicatePair Pair, Volunteer First, Volunteer Second, Registration? FirstRegistration, Registration? SecondRegistration);

/// <summary>A sign-up of a record that took another in, for staff who take them apart.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="SignUp">The sign-up.</param>
/// <param name="Theirs">Whether it came with the record that was taken in.</param>
internal sealed record MergeSignUp(ShiftRow Shift, SignUpView SignUp, bool Theirs);

/// <summary>What staff see of records that may be, or were taken to be, of one person; every look is recorded before.</summary>
internal sealed class DuplicateDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, ShiftCatalog shifts, IAuditTrail audit)
{
    /// <summary>Pairs, the likeliest first.</summary>
    /// <param name="open">Those that wait for a decision, or those that were decided.</param>
    /// <param name="after">The last pair of the page before.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<PairRow>> ListAsync(bool open, string? after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var last = after is null ? null : await session.LoadAsync<DuplicatePair>(after, cancellationToken);
        var pairs = await session.QueryAsync<DuplicatePair>(
            $"where (d.data ->> 'state') {(open ? "=" : "<>")} 'Open' and (?::int is null or ((d.data ->> 'points')::int, d.id) < (?::int, ?)) "
            + "order by (d.data ->> 'points')::int desc, d.id desc limit ?",
            cancellationToken, (object?)last?.Points ?? DBNull.Value, (object?)last?.Points ?? DBNull.Value, last?.Id ?? "", take);
        Guid[] ids = [.. pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct()];
        var names = (await session.LoadManyAsync<Volunteer>(cancellationToken, ids)).Where(v => !v.Erased).ToDictionary(v => v.Id, v => v.FullName);
        if (names.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.duplicates.viewed", [.. names.Keys]), cancellationToken);
        return [.. pairs.Select(p => new PairRow(p, names.GetValueOrDefault(p.First, ""), names.GetValueOrDefault(p.Second, "")))];
    }

    /// <summary>How many wait for a decision.</summary>
    public async Task<int> CountOpenAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<DuplicatePair>().CountAsync(p => p.State == PairState.Open, cancellationToken);
    }

    /// <summary>A pair with both records; null when there is no such pair or one of the records has gone.</summary>
    public async Task<PairDetails?> PairAsync(string id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<DuplicatePair>(id, cancellationToken) is not { } pair
            || await session.LoadAsync<Volunteer>(pair.First, cancellationToken) is not { Erased: false } first
            || await session.LoadAsync<Volunteer>(pair.Second, cancellationToken) is not { Erased: false } second) return null;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.duplicate.compared", [first.Id, second.Id]), cancellationToken);
        return new(
            pair, first, second, await session.LoadAsync<Registration>(first.Id, cancellationToken), await session.LoadAsync<Registration>(second.Id, cancellationToken));
    }

    /// <summary>What was joined into a record, newest first.</summary>
    public async Task<IReadOnlyList<PersonMerge>> MergesOfAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<PersonMerge>().Where(m => m.KeptId == volunteer).OrderByDescending(m => m.Id).ToListAsync(cancellationToken);
    }

    /// <summary>A joining with the record it went into and that record's sign-ups; null when there is none.</summary>
    public async Task<(PersonMerge Merge, Volunteer? Kept, IReadOnlyList<MergeSignUp> SignUps)?> MergeAsync(
        Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<PersonMerge>(id, cancellationToken) is not { } merge) return null;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.joining.viewed", [merge.KeptId, merge.Gone.Id]), cancellationToken);
        if (merge.UndoneAt is not null || await session.LoadAsync<Volunteer>(merge.KeptId, cancellationToken) is not { Erased: false } kept) return (merge, null, []);
        var signUps = await participation.SignUpsOfPersonAsync(kept.Id, cancellationToken);
        var rows = await shifts.ShiftsAsync([.. signUps.Select(s => s.OpeningId)], cancellationToken);
        return (merge, kept, [.. signUps.Where(s => rows.ContainsKey(s.OpeningId))
            .Select(s => new MergeSignUp(rows[s.OpeningId], s, merge.MovedSignUps.Contains(s.OpeningId)))]);
    }

    /// <summary>Of the chosen shifts, those that the record which took the other in has a sign-up for.</summary>
    public async Task<IReadOnlyList<Guid>> OwnShiftsAsync(Guid merge, IReadOnlyCollection<Guid> chosen, CancellationToken cancellationToken)
    {
        if (chosen.Count == 0) return [];
        await using var session = store.QuerySession();
        return await session.LoadAsync<PersonMerge>(merge, cancellationToken) is { } found
            ? [.. (await participation.SignUpsOfPersonAsync(found.KeptId, cancellationToken)).Select(s => s.OpeningId).Intersect(chosen)] : [];
    }
}

/// <summary>The fields of two records side by side.</summary>
internal static class Comparison
{
    /// <summary>A field of two records.</summary>
    /// <param name="Name">The field's name.</param>
    /// <param name="First">What the first says.</param>
    /// <param name="Second">What the second says.</param>
    /// <param name="Same">Whether both say the same; null where one says nothing.</param>
    public sealed record Field(LocalizedText Name, string First, string Second, bool? Same);

    public static IReadOnlyList<Field> Of(Volunteer first, Volunteer second)
    {
        Field Make(LocalizedText name, Func<Volunteer, string> shown, Func<Volunteer, IEnumerable<string>> keys) => new(
            name, shown(first), shown(second),
            keys(first).Any(k => k.Length > 0) && keys(second).Any(k => k.Length > 0) ? keys(first).Intersect(keys(second)).Any() : null);
        return
        [
            Make(new("氏名", "Name"), v => v.FullName, v => [v.NameKey]),
            Make(new("フリガナ", "Reading"), v => v.Kana, v => [FoldedText.OfName(v.Kana)]),
            Make(new("生年月日", "Date of birth"), v => v.BirthDate is { } b ? Dates.Long(b).ToString() : "", v => [$"{v.BirthDate:yyyyMMdd}"]),
            Make(new("性別", "Gender"), v => v.Gender.Name().ToString(), v => [v.Gender == Gender.NotStated ? "" : v.Gender.ToString()]),
            Make(new("電話番号", "Telephone"), v => string.Join("、", PersonKeys.Phones(v)), PersonKeys.Phones),
            Make(new("メールアドレス", "E-mail"), v => string.Join("、", PersonKeys.Emails(v)), PersonKeys.Emails),
            Make(new("郵便番号", "Postal code"), v => v.PostalCode ?? "", v => [v.PostalCode ?? ""]),
            Make(new("住所", "Address"), v => string.Join("、", v.OtherAddresses.Prepend(v.Address).Where(a => a.Length > 0)), PersonKeys.Addresses),
            Make(new("大会", "Festivals"), v => string.Join("、", v.Sources.Select(s => s.Festival).Distinct()), v => v.Sources.Select(s => s.Festival)),
        ];
    }
}
