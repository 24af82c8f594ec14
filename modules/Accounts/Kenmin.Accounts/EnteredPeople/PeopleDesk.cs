using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>What became of an entry.</summary>
/// <param name="Id">The person; null when nothing was saved.</param>
/// <param name="Refusals">What is wrong.</param>
/// <param name="Likely">Who is likely the same person, for staff to look at first.</param>
internal sealed record PersonEntered(Guid? Id, IReadOnlyList<FieldRefusal> Refusals, IReadOnlyList<(PersonProfile Profile, AccountStanding Standing)> Likely);

/// <summary>Where staff enter people who have neither mail nor smartphone, and correct what was entered. Pages and the API come here.</summary>
internal sealed class PeopleDesk(AccountsDbContext database, EnteredPeopleList list, IAuditTrail audit, TimeProvider clock)
{
    private static readonly LocalizedText NotYours = new(
        "担当の市町の住所ではありません。住所を確かめるか、その市町の担当に入力を頼んでください。",
        "The address is not in your municipality. Check it, or ask the staff of that municipality to enter the person.");

    private static readonly LocalizedText LikelyKnown = new(
        "同じ人と思われる登録があります。下の一覧を確かめ、別の人のときだけ「別の人として登録する」にしるしを付けて、もう一度登録してください。",
        "Somebody who is likely the same person is there already. Look at the list below; only if it is another person, tick the box and enter again.");

    /// <summary>Enters a person, unless somebody likely the same is there and staff have not said that it is another.</summary>
    public async Task<PersonEntered> EnterAsync(PersonInput input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var profile = new PersonProfile { AccountId = Guid.CreateVersion7(now), UpdatedAt = now };
        List<FieldRefusal> refusals = [.. input.WriteTo(profile, today, needed: true)];
        var paper = input.ReadPaper(today, refusals);
        if (refusals.Count == 0 && !EnteredPeopleList.MaySee(user, profile.MunicipalityCode)) refusals.Add(new(nameof(input.Address), NotYours));
        if (paper is null || refusals.Count > 0) return new(null, refusals, []);
        var likely = await list.LikelyAsync(profile, user, cancellationToken);
        if (likely.Count > 0 && !input.AnotherPerson) return new(null, [new(null, LikelyKnown)], likely);

        await audit.RecordAsync(new(user.AccountId(), "accounts.person.entered", [profile.AccountId], $"paper {paper.Kind}"), cancellationToken);
        database.Users.Add(Account.OfPersonWithoutMail(profile.AccountId, Shown(profile), now));
        database.Profiles.Add(profile);
        database.PersonEntries.Add(new()
        {
            AccountId = profile.AccountId, EnteredBy = user.AccountId()!.Value, EnteredByName = user.DisplayName(), EnteredAt = now,
            AskedBy = paper.AskedBy, Paper = paper.Kind, PaperReference = paper.Reference, PaperDate = paper.Date,
        });
        await database.SaveChangesAsync(cancellationToken);
        return new(profile.AccountId, [], likely);
    }

    /// <summary>Corrects a person whom staff entered and who has no account of their own yet; null when there is none for this user.</summary>
    public async Task<IReadOnlyList<FieldRefusal>?> CorrectAsync(Guid id, ProfileInput input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Who takes the account over at this moment comes before or after.
        await database.Database.ExecuteSqlAsync($"select 1 from accounts.account where id = {id} for update", cancellationToken);
        if (await database.Users.SingleOrDefaultAsync(a => a.Id == id && a.Standing == AccountStanding.Entered, cancellationToken) is not { } account
            || await database.Profiles.SingleOrDefaultAsync(p => p.AccountId == id, cancellationToken) is not { } profile
            || !EnteredPeopleList.MaySee(user, profile.MunicipalityCode)) return null;
        if (input.WriteTo(profile, JapanTime.Today(clock), needed: true) is { Count: > 0 } refusals) return refusals;
        // Who moves away is handed on: the address may lead out of one's own municipality, but then to another of the prefecture.
        if (!EnteredPeopleList.MaySee(user, profile.MunicipalityCode) && profile.MunicipalityCode is null) return [new(nameof(input.Address), NotYours)];
        profile.UpdatedAt = clock.GetUtcNow();
        account.Rename(Shown(profile));
        await audit.RecordAsync(new(user.AccountId(), "accounts.person.corrected", [id]), cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }

    // The name that pages show is shorter than a name may be.
    private static string Shown(PersonProfile profile) =>
        profile.FullName.Length <= Registration.DisplayName.Longest ? profile.FullName : profile.FullName[..Registration.DisplayName.Longest];
}
