using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>
/// Says whether two records are of the same person, by points for what agrees. Joining two people by mistake shows one of them
/// the other's data; leaving one person in the list twice is seen and mended. So only what is near-certain is joined without
/// asking, and what is likely is put before staff with the reasons.
/// </summary>
internal static class WhoIsWho
{
    /// <summary>Points from which two records count as the same person's, where nothing speaks against it.</summary>
    public const int NearCertain = 90;

    /// <summary>Points from which staff are asked.</summary>
    public const int Likely = 60;

    private const int SameName = 40, SameReadingToo = 5, SameReadingOnly = 25, AlmostSameName = 15, OtherFamilyName = 15;
    private const int SameBirthDate = 40, SlipInBirthDate = 15, OtherBirthDate = -15;
    private const int SamePhone = 25, SameEmail = 25, SameAddress = 20, SamePostalCode = 10, OtherGender = -15;

    // Years between the same year number of two eras: 大正・昭和・平成・令和 written one for another.
    private static readonly int[] EraSlips = [14, 63, 30, 77, 93, 107];

    /// <summary>The points of a comparison and the reasons they were given for.</summary>
    /// <param name="Points">0 where nothing makes it likely.</param>
    /// <param name="Reasons">What agrees, without personal data.</param>
    /// <param name="Against">What speaks against it, without personal data. With any of it, only staff decide.</param>
    public sealed record Likeness(int Points, IReadOnlyList<LocalizedText> Reasons, IReadOnlyList<LocalizedText> Against)
    {
        public static Likeness None { get; } = new(0, [], []);

        public bool IsNearCertain => Points >= NearCertain && Against.Count == 0;

        public bool IsLikely => Points >= Likely && !IsNearCertain;
    }

    public static Likeness Compare(Volunteer known, Volunteer other)
    {
        if (known.Erased || other.Erased) return Likeness.None;
        var (points, reasons, against) = (0, new List<LocalizedText>(), new List<LocalizedText>());
        void For(int given, string ja, string en)
        {
            points += given;
            reasons.Add(new(ja, en));
        }

        void But(int given, string ja, string en)
        {
            points += given;
            against.Add(new(ja, en));
        }

        // Families share phone and address, twins the birth date as well: without a likeness of names nothing counts.
        if (!CompareNames(known, other, For, But)) return Likeness.None;
        if (known.BirthDate is { } birth && other.BirthDate is { } otherBirth)
        {
            if (birth == otherBirth) For(SameBirthDate, "生年月日が同じ", "same birth date");
            else if (IsSlip(birth, otherBirth)) But(SlipInBirthDate, "生年月日が少し違う（書き間違いかもしれない）", "birth dates differ as by a slip of the pen");
            else But(OtherBirthDate, "生年月日が違う", "different birth dates");
        }

        if (Overlap(PersonKeys.Phones(known), PersonKeys.Phones(other))) For(SamePhone, "電話番号が同じ", "same phone number");
        if (Overlap(PersonKeys.Emails(known), PersonKeys.Emails(other))) For(SameEmail, "メールアドレスが同じ", "same mail address");
        if (Overlap(PersonKeys.Addresses(known), PersonKeys.Addresses(other))) For(SameAddress, "住所が同じ", "same address");
        else if (known.PostalCode is not null && known.PostalCode == other.PostalCode) For(SamePostalCode, "郵便番号が同じ", "same postal code");
        if (known.Gender != Gender.NotStated && other.Gender != Gender.NotStated && known.Gender != other.Gender)
            But(OtherGender, "性別が違う", "different genders");
        return new(points, reasons, against);
    }

    /// <summary>Points for names; false when they are of two people.</summary>
    private static bool CompareNames(Volunteer known, Volunteer other, Action<int, string, string> yes, Action<int, string, string> but)
    {
        var (reading, otherReading) = (FoldedText.OfName(known.Kana), FoldedText.OfName(other.Kana));
        var sameReading = reading.Length > 0 && reading == otherReading;
        if (known.NameKey.Length > 0 && known.NameKey == other.NameKey)
        {
            if (known.FullName == other.FullName) yes(SameName, "氏名が同じ", "same name");
            else yes(SameName, "氏名が同じ（書き方が違う）", "same name, written differently");
            if (sameReading) yes(SameReadingToo, "フリガナが同じ", "same reading");
            return true;
        }

        if (sameReading) yes(SameReadingOnly, "フリガナが同じ（漢字が違う）", "same reading, other characters");
        else if (OneCharacterApart(known.NameKey, other.NameKey, 3) || OneCharacterApart(reading, otherReading, 5))
            but(AlmostSameName, "氏名が1文字違う", "names differ in one character");
        else if (SameGivenName(known, other)) but(OtherFamilyName, "名が同じで、姓が違う（改姓かもしれない）", "same given name, other family name");
        else return false;
        return true;
    }

    /// <summary>Whether one of the dates may be the other, written down wrongly: a digit, two digits or day and month exchanged, another era.</summary>
    internal static bool IsSlip(DateOnly left, DateOnly right)
    {
        if (left.Year == right.Year && left.Month == right.Day && left.Day == right.Month) return true;
        if ((left.Month, left.Day) == (right.Month, right.Day) && EraSlips.Contains(Math.Abs(left.Year - right.Year))) return true;
        var (a, b) = (left.ToString("yyyyMMdd", CultureInfo.InvariantCulture), right.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        int[] differing = [.. Enumerable.Range(0, a.Length).Where(i => a[i] != b[i])];
        return differing.Length == 1
            || (differing is [var first, var second] && second == first + 1 && a[first] == b[second] && a[second] == b[first]);
    }

    /// <summary>Whether one character was replaced, left out or put in, in texts of at least <paramref name="least"/> characters.</summary>
    internal static bool OneCharacterApart(string left, string right, int least)
    {
        if (left.Length > right.Length) (left, right) = (right, left);
        if (left.Length < least || right.Length - left.Length > 1 || left == right) return false;
        var start = 0;
        while (start < left.Length && left[start] == right[start]) start++;
        return left.Length == right.Length ? left.AsSpan(start + 1).SequenceEqual(right.AsSpan(start + 1)) : left.AsSpan(start).SequenceEqual(right.AsSpan(start + 1));
    }

    private static bool SameGivenName(Volunteer known, Volunteer other)
    {
        var given = FoldedText.OfName(known.GivenName);
        return given.Length > 0 && given == FoldedText.OfName(other.GivenName);
    }

    private static bool Overlap(IEnumerable<string> left, IEnumerable<string> right) => left.Intersect(right, StringComparer.Ordinal).Any();
}
