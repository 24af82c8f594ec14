using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>Fictional people without mail or smartphone.</summary>
internal sealed class DemonstrationPeople(AccountsDbContext database, TimeProvider clock)
{
    private static readonly (string Family, string Given, string Kana, DateOnly Birth, string Postal, string Address, string Phone)[] People =
    [
        ("見本", "紙乃", "ミホン　カミノ", new(1941, 4, 2), "7538501", "山口市見本町5-1", "0839330101"),
        ("見本", "筆助", "ミホン　フデスケ", new(1938, 11, 20), "7538501", "山口市見本町5-2", "0839330102"),
        ("見本", "封子", "ミホン　フウコ", new(1950, 1, 8), "7450045", "周南市見本町2-8", "0834220103"),
    ];

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        if (await database.PersonEntries.AnyAsync(cancellationToken)) return;
        var now = clock.GetUtcNow();
        var staff = DemonstrationPersonas.MunicipalStaff;
        foreach (var (person, number) in People.Select((p, i) => (p, i)))
        {
            var profile = new PersonProfile
            {
                AccountId = Guid.CreateVersion7(now), FamilyName = person.Family, GivenName = person.Given, Kana = person.Kana, BirthDate = person.Birth,
                PostalCode = person.Postal, Address = person.Address, MunicipalityCode = PostalAddress.Parse(person.Address).Value.Municipality!.Code6,
                Phone = person.Phone, UpdatedAt = now,
            };
            profile.Reindex();
            database.Users.Add(Account.OfPersonWithoutMail(profile.AccountId, profile.FullName, now));
            database.Profiles.Add(profile);
            database.PersonEntries.Add(new()
            {
                AccountId = profile.AccountId, EnteredBy = staff.Id, EnteredByName = staff.DisplayName, EnteredAt = now, AskedBy = "本人", Paper = PaperKind.Application,
                PaperReference = $"見本 {number + 1}", PaperDate = JapanTime.DayOf(now),
            });
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
