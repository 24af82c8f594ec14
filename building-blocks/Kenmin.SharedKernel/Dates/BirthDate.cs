namespace Kenmin.SharedKernel;

/// <summary>The checks that make a date a date of birth (生年月日).</summary>
public static class BirthDate
{
    /// <summary>The highest age in years that is taken for real.</summary>
    public const int OldestAge = 120;

    /// <summary>Reads a date of birth in any style of <see cref="LenientDate.Parse"/> and checks it against today.</summary>
    public static Parsed<DateOnly> Parse(string? input, DateOnly today) =>
        string.IsNullOrWhiteSpace(input)
            ? new LocalizedText("生年月日を入力してください。", "Enter the date of birth.")
            : LenientDate.Parse(input).Then(birth => Check(birth, today));

    /// <summary>Refuses dates after <paramref name="today"/> and dates that make a person older than <see cref="OldestAge"/> years.</summary>
    public static Parsed<DateOnly> Check(DateOnly birth, DateOnly today)
    {
        if (birth > today)
            return new LocalizedText(
                $"生年月日が今日より後（{birth.Year}年{birth.Month}月{birth.Day}日）です。正しい日付を入力してください。",
                $"The date of birth ({birth:yyyy-MM-dd}) is in the future. Enter the right date.");
        if (Age.On(birth, today) > OldestAge)
            return new LocalizedText(
                $"生年月日（{birth.Year}年{birth.Month}月{birth.Day}日）から数えると{OldestAge}歳を超えます。年を確かめてください。",
                $"The date of birth ({birth:yyyy-MM-dd}) gives an age over {OldestAge}. Check the year.");
        return birth;
    }
}
