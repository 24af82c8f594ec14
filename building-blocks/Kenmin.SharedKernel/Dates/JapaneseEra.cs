namespace Kenmin.SharedKernel;

/// <summary>An era (元号) of the Japanese calendar and the first day it was in force.</summary>
/// <remarks>Borders by the era ordinances: 大正 30 July 1912, 昭和 25 December 1926, 平成 8 January 1989, 令和 1 May 2019.
/// The day of a change belongs to the new era. Earlier eras are not offered: nobody alive was born in one.</remarks>
public sealed record JapaneseEra
{
    /// <summary>大正, from 30 July 1912.</summary>
    public static readonly JapaneseEra Taisho = new("大正", 'T', "Taisho", new DateOnly(1912, 7, 30));

    /// <summary>昭和, from 25 December 1926.</summary>
    public static readonly JapaneseEra Showa = new("昭和", 'S', "Showa", new DateOnly(1926, 12, 25));

    /// <summary>平成, from 8 January 1989.</summary>
    public static readonly JapaneseEra Heisei = new("平成", 'H', "Heisei", new DateOnly(1989, 1, 8));

    /// <summary>令和, from 1 May 2019.</summary>
    public static readonly JapaneseEra Reiwa = new("令和", 'R', "Reiwa", new DateOnly(2019, 5, 1));

    /// <summary>All eras, earliest first.</summary>
    public static IReadOnlyList<JapaneseEra> All { get; } = [Taisho, Showa, Heisei, Reiwa];

    private JapaneseEra(string name, char letter, string english, DateOnly startsOn) =>
        (Name, Letter, English, StartsOn) = (name, letter, english, startsOn);

    /// <summary>The name in kanji.</summary>
    public string Name { get; }

    /// <summary>The letter used on forms: T, S, H, R.</summary>
    public char Letter { get; }

    /// <summary>The name in Latin letters.</summary>
    public string English { get; }

    /// <summary>The first day of the era.</summary>
    public DateOnly StartsOn { get; }

    /// <summary>The last day of the era; null while it lasts.</summary>
    public DateOnly? EndsOn => Following?.StartsOn.AddDays(-1);

    /// <summary>The next era; null for the present one.</summary>
    public JapaneseEra? Following => All.SkipWhile(x => x != this).Skip(1).FirstOrDefault();

    /// <summary>The Western year of year <paramref name="yearOfEra"/> of this era (1 is 元年).</summary>
    public int WesternYear(int yearOfEra) => StartsOn.Year + yearOfEra - 1;

    /// <summary>The era in force on <paramref name="day"/>; null before 大正.</summary>
    public static JapaneseEra? On(DateOnly day) => All.LastOrDefault(era => era.StartsOn <= day);

    /// <summary>The era named by kanji (令和), by its first kanji (令), by ㋿ or ㍻, or by letter (R, r); null when there is none.</summary>
    public static JapaneseEra? Find(string? name)
    {
        var text = TextWidth.Narrow(name);
        return text.Length == 0 ? null : All.FirstOrDefault(era =>
            text == era.Name
            || (text.Length == 1 && (text[0] == era.Name[0] || char.ToUpperInvariant(text[0]) == era.Letter))
            || string.Equals(text, era.English, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
