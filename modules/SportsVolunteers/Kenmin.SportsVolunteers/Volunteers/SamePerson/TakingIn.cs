using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Skills;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>Putting the data of two records of one person together, and taking them apart again. Pure.</summary>
internal static class TakingIn
{
    /// <summary>What is known stays; what was unknown is filled in, and what differs is kept beside it.</summary>
    public static void TakeIn(this Volunteer known, Volunteer more)
    {
        if (known.GivenName.Length == 0 && more.GivenName.Length > 0) (known.FamilyName, known.GivenName) = (more.FamilyName, more.GivenName);
        // A reading divided by a space says more than the same one without.
        if (more.Kana.Length > 0 && (known.Kana.Length == 0 || (!Divided(known.Kana) && Divided(more.Kana)))) known.Kana = more.Kana;
        known.BirthDate ??= more.BirthDate;
        if (known.Gender == Gender.NotStated) known.Gender = more.Gender;
        known.PostalCode ??= more.PostalCode;
        known.AccountId ??= more.AccountId;
        known.RegisteredUnder ??= more.RegisteredUnder;
        var addresses = PersonKeys.Addresses(known).ToHashSet(StringComparer.Ordinal);
        if (known.Address.Length == 0) (known.Address, known.MunicipalityCode) = (more.Address, more.MunicipalityCode);
        known.OtherAddresses = [.. known.OtherAddresses, .. Given(more.Address, more.OtherAddresses).Where(a => a != known.Address && addresses.Add(PersonKeys.OfAddress(a)))];
        known.Phone ??= more.Phone;
        known.OtherPhones = [.. known.OtherPhones, .. PersonKeys.Phones(more).Except(PersonKeys.Phones(known))];
        known.Email ??= more.Email;
        known.OtherEmails = [.. known.OtherEmails, .. Given(more.Email, more.OtherEmails).ExceptBy(PersonKeys.Emails(known), e => e.ToLowerInvariant())];
        known.Wishes = [.. known.Wishes.Union(more.Wishes)];
        known.Qualifications = [.. known.Qualifications.Union(more.Qualifications)];
        known.Held = Skill.Union(known.Held, more.Held);
        known.Wanted ??= more.Wanted;
        known.Team ??= more.Team;
        known.SupportNeeds = string.Join('\n', Lines(known.SupportNeeds).Union(Lines(more.SupportNeeds)));
        known.Remarks = string.Join('\n', Lines(known.Remarks).Union(Lines(more.Remarks)));
        known.Sources = [.. known.Sources, .. more.Sources];
        known.Changes = [.. known.Changes.Concat(more.Changes).OrderBy(c => c.At)];
    }

    /// <summary>
    /// Takes out of <paramref name="person"/> what <paramref name="gone"/> had brought. Every value that is still as it came is what
    /// the record would say without it; what staff or the person changed since stays.
    /// </summary>
    /// <param name="person">The record as it stands.</param>
    /// <param name="start">The record before it took any other in.</param>
    /// <param name="held">The records that it has taken in and still holds, in order, <paramref name="gone"/> among them.</param>
    /// <param name="gone">The record that is taken out.</param>
    public static void GiveBack(this Volunteer person, Volunteer start, IReadOnlyCollection<Volunteer> held, Volunteer gone)
    {
        var (with, without) = (start.Copy(), start.Copy());
        foreach (var other in held)
        {
            with.TakeIn(other);
            if (other.Id != gone.Id) without.TakeIn(other);
        }

        bool Untouched<T>(Func<Volunteer, T> field) => Equals(field(person), field(with));
        if (Untouched(v => v.FullName)) (person.FamilyName, person.GivenName) = (without.FamilyName, without.GivenName);
        if (Untouched(v => v.Kana)) person.Kana = without.Kana;
        if (Untouched(v => v.BirthDate)) person.BirthDate = without.BirthDate;
        if (Untouched(v => v.Gender)) person.Gender = without.Gender;
        if (Untouched(v => v.PostalCode)) person.PostalCode = without.PostalCode;
        if (Untouched(v => v.AccountId)) person.AccountId = without.AccountId;
        if (Untouched(v => v.RegisteredUnder)) person.RegisteredUnder = without.RegisteredUnder;
        if (Untouched(v => v.Address)) (person.Address, person.MunicipalityCode) = (without.Address, without.MunicipalityCode);
        if (Untouched(v => v.Phone)) person.Phone = without.Phone;
        if (Untouched(v => v.Email)) person.Email = without.Email;
        person.OtherAddresses = Without(v => v.OtherAddresses);
        person.OtherPhones = Without(v => v.OtherPhones);
        person.OtherEmails = Without(v => v.OtherEmails);
        person.Wishes = Without(v => v.Wishes);
        person.Qualifications = Without(v => v.Qualifications);
        if (Untouched(v => v.Wanted)) person.Wanted = without.Wanted;
        if (Untouched(v => v.Team)) person.Team = without.Team;
        person.Held = [.. person.Held.Where(h => !with.Held.Contains(h) || without.Held.Contains(h)).Union(without.Held.Except(with.Held))];
        person.SupportNeeds = string.Join('\n', Without(v => Lines(v.SupportNeeds)));
        person.Remarks = string.Join('\n', Without(v => Lines(v.Remarks)));
        var lines = gone.Sources.Select(s => (s.ImportId, s.Line)).ToHashSet();
        person.Sources = [.. person.Sources.Where(s => !lines.Contains((s.ImportId, s.Line)))];
        var changes = gone.Changes.Select(c => (c.At, c.ActorId)).ToHashSet();
        person.Changes = [.. person.Changes.Where(c => !changes.Contains((c.At, c.ActorId)))];

        string[] Without(Func<Volunteer, string[]> list) =>
            [.. list(person).Where(x => !list(with).Contains(x) || list(without).Contains(x)).Union(list(without).Except(list(with)))];
    }

    private static bool Divided(string kana) => kana.Contains('\u3000', StringComparison.Ordinal);

    private static IEnumerable<string> Given(string? main, IEnumerable<string> others) => others.Prepend(main).OfType<string>().Where(s => s.Length > 0);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
