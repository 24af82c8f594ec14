using CsCheck;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;

namespace Kenmin.SportsVolunteers.Tests.Volunteers.SamePerson;

/// <summary>What was put together can be taken apart.</summary>
public sealed class TakingInTests
{
    private static int _line;

    private static readonly Gen<Volunteer> People =
        from family in Any("見本", "見本花子")
        from given in Any("", "花子")
        from kana in Any("", "ミホンハナコ", "ミホン　ハナコ")
        from born in Any<DateOnly?>(null, new(1950, 4, 1))
        from phone in Any<string?>(null, "0839330001", "0839330002")
        from otherPhones in Any("0839330003", "0839330004").Array[0, 2]
        from email in Any<string?>(null, "a@example.jp", "B@example.jp")
        from address in Any("", "山口県山口市大手町1-1", "山口県萩市江向2-2")
        from wishes in Any("受付・案内", "会場整理", "駐車場").Array[0, 3]
        from remarks in Any("", "土日のみ", "車いす使用\n土日のみ")
        select Person(family, given, kana, born, phone, [.. otherPhones.Distinct()], email, address, [.. wishes.Distinct()], remarks);

    [Fact]
    public void Taking_out_again_what_was_taken_in_gives_the_record_that_was_there_before() => Gen.Select(People, People).Sample((kept, gone) =>
    {
        var (before, joined) = (kept.Copy(), kept.Copy());
        joined.TakeIn(gone);
        joined.GiveBack(before, [gone], gone);
        Facts(joined).ShouldBe(Facts(before));
    });

    [Fact]
    public void Whichever_of_two_is_taken_out_first_nothing_of_either_is_left_at_the_end() => Gen.Select(People, People, People, Gen.Bool).Sample((kept, one, two, firstOne) =>
    {
        var person = kept.Copy();
        person.TakeIn(one);
        person.TakeIn(two);
        var (first, last) = firstOne ? (one, two) : (two, one);
        person.GiveBack(kept, [one, two], first);
        var expected = kept.Copy();
        expected.TakeIn(last);
        Facts(person).ShouldBe(Facts(expected), "as if the first had never been taken in");
        person.GiveBack(kept, [last], last);
        Facts(person).ShouldBe(Facts(kept));
    });

    [Fact]
    public void Nothing_that_either_said_is_lost() => Gen.Select(People, People).Sample((kept, gone) =>
    {
        var joined = kept.Copy();
        joined.TakeIn(gone);
        foreach (var said in new[] { kept, gone })
        {
            PersonKeys.Phones(said).Except(PersonKeys.Phones(joined)).ShouldBeEmpty();
            PersonKeys.Emails(said).Except(PersonKeys.Emails(joined)).ShouldBeEmpty();
            PersonKeys.Addresses(said).Except(PersonKeys.Addresses(joined)).ShouldBeEmpty();
            said.Wishes.Except(joined.Wishes).ShouldBeEmpty();
            said.Remarks.Split('\n').Except(joined.Remarks.Split('\n')).Where(r => r.Length > 0).ShouldBeEmpty();
            said.Sources.Select(s => s.Line).Except(joined.Sources.Select(s => s.Line)).ShouldBeEmpty();
        }
    });

    [Fact]
    public void What_staff_corrected_since_stays_when_the_records_are_taken_apart()
    {
        var kept = Person("見本", "花子", "", null, null, [], null, "", [], "");
        var before = kept.Copy();
        var gone = Person("見本", "花子", "ミホン　ハナコ", new(1950, 4, 1), "0839330001", [], null, "", [], "");
        kept.TakeIn(gone);
        kept.Phone = "0839339999";
        kept.GiveBack(before, [gone], gone);
        (kept.Phone, kept.BirthDate, kept.Kana).ShouldBe(("0839339999", (DateOnly?)null, ""));
    }

    [Fact]
    public void What_a_person_said_counts_for_more_than_a_form_and_is_there_again_after_an_undo()
    {
        var at = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Registration Of(Guid id, params object[] events) => events.Aggregate((Registration?)null, (r, e) => RegistrationTable.After(r, id, e, at))!;
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var kept = Of(one, new CameForward("甲大会", new(2025), ContinuationAnswer.Agreed));
        var gone = Of(two, new CameForward("乙大会", new(2026), ContinuationAnswer.Blank), new ContinuationRefused(AnswerChannel.Counter, one, at));

        var joined = JoiningRegistrations.Join(kept, gone);
        (joined.Id, joined.State, joined.FestivalYear).ShouldBe((one, RegistrationState.Refused, 2026));
        joined.Festivals.ShouldBe(["甲大会", "乙大会"]);
        JoiningRegistrations.Separate(joined, joined, kept).ShouldBe(kept);

        var since = joined with { State = RegistrationState.Continuing, Channel = AnswerChannel.Phone };
        var apart = JoiningRegistrations.Separate(since, joined, kept);
        (apart.State, apart.Festivals.Single()).ShouldBe((RegistrationState.Continuing, "甲大会"));
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // Lists are sets: their order says nothing.
    private static string Facts(Volunteer v) => string.Join('|', [
        v.FamilyName, v.GivenName, v.Kana, $"{v.BirthDate}", v.Phone, Set(v.OtherPhones), v.Email, Set(v.OtherEmails), v.Address, v.MunicipalityCode,
        Set(v.OtherAddresses), Set(v.Wishes), Set(v.Remarks.Split('\n')), Set(v.Sources.Select(s => $"{s.Line}")),
    ]);

    private static string Set(IEnumerable<string> values) => string.Join(',', values.Order(StringComparer.Ordinal));

    private static Volunteer Person(
        string family, string given, string kana, DateOnly? born, string? phone, string[] otherPhones, string? email, string address, string[] wishes, string remarks) => new()
    {
        Id = Guid.CreateVersion7(), FamilyName = family, GivenName = given, Kana = kana, BirthDate = born, Phone = phone, OtherPhones = phone is null ? [] : otherPhones, Email = email, Address = address,
        Wishes = wishes, Remarks = remarks, Sources = [new(Guid.Empty, "見本.csv", Interlocked.Increment(ref _line), null)],
        MunicipalityCode = address.Length == 0 ? null : PostalAddress.Parse(address).Value.MunicipalityCode,
    };
}
