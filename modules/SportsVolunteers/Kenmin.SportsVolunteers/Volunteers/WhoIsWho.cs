using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>
/// Says whether two applications are by the same person. Joining two people by mistake shows one of them the other's data and
/// cannot be undone by either; leaving one person in the list twice is seen and mended. So only what is near-certain counts.
/// </summary>
internal static class WhoIsWho
{
    /// <summary>Points from which two applications count as the same person's.</summary>
    public const int NearCertain = 90;

    private const int SameName = 40, SameReadingToo = 5, SameReadingOnly = 25;
    private const int SameBirthDate = 40, SamePhone = 25, SameEmail = 25, SameAddress = 20, SamePostalCode = 10;

    /// <summary>The points of a comparison and the reasons they were given for.</summary>
    /// <param name="Points">0 where something speaks against it.</param>
    /// <param name="Reasons">The reasons, without personal data.</param>
    public sealed record Likeness(int Points, IReadOnlyList<LocalizedText> Reasons)
    {
        public static Likeness None { get; } = new(0, []);

        public bool IsNearCertain => Points >= NearCertain;
    }

    public static Likeness Compare(Volunteer known, Volunteer other)
    {
        // Families share phone and address, twins the birth date as well: another name or birth date is another person.
        if (known.Erased || other.Erased || Differ(known.BirthDate, other.BirthDate) || Differ(known.Gender, other.Gender)) return Likeness.None;

        var points = 0;
        List<LocalizedText> reasons = [];
        void Add(int given, string ja, string en)
        {
            points += given;
            reasons.Add(new(ja, en));
        }

        var sameReading = known.Kana.Length > 0 && FoldedText.OfName(known.Kana) == FoldedText.OfName(other.Kana);
        if (known.NameKey.Length > 0 && known.NameKey == other.NameKey)
        {
            if (known.FullName == other.FullName) Add(SameName, "氏名が同じ", "same name");
            else Add(SameName, "氏名が同じ（書き方が違う）", "same name, written differently");
            if (sameReading) Add(SameReadingToo, "フリガナが同じ", "same reading");
        }
        else if (sameReading) Add(SameReadingOnly, "フリガナが同じ（漢字が違う）", "same reading, other characters");
        else return Likeness.None;

        if (known.BirthDate is not null && known.BirthDate == other.BirthDate) Add(SameBirthDate, "生年月日が同じ", "same birth date");
        if (Overlap(PersonKeys.Phones(known), PersonKeys.Phones(other))) Add(SamePhone, "電話番号が同じ", "same phone number");
        if (Overlap(PersonKeys.Emails(known), PersonKeys.Emails(other))) Add(SameEmail, "メールアドレスが同じ", "same mail address");
        if (Overlap(PersonKeys.Addresses(known), PersonKeys.Addresses(other))) Add(SameAddress, "住所が同じ", "same address");
        else if (known.PostalCode is not null && known.PostalCode == other.PostalCode) Add(SamePostalCode, "郵便番号が同じ", "same postal code");
        return new(points, reasons);
    }

    private static bool Differ(DateOnly? left, DateOnly? right) => left is not null && right is not null && left != right;

    private static bool Differ(Gender left, Gender right) => left != Gender.NotStated && right != Gender.NotStated && left != right;

    private static bool Overlap(IEnumerable<string> left, IEnumerable<string> right) => left.Intersect(right, StringComparer.Ordinal).Any();
}
