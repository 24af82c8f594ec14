namespace Kenmin.SharedKernel;

/// <summary>A gender as stated by the person (性別).</summary>
public enum Gender
{
    /// <summary>Not stated (無回答).</summary>
    NotStated,

    /// <summary>Female (女性).</summary>
    Female,

    /// <summary>Male (男性).</summary>
    Male,

    /// <summary>Neither (その他).</summary>
    Other,
}

/// <summary>Reading and naming of <see cref="Gender"/>.</summary>
public static class GenderText
{
    /// <summary>Reads 女, 女性, F, female, 男, 男性, M, male, その他, in any width and case; blank and 無回答 are "not stated"; 1 and 2 are male and female as in ISO 5218.</summary>
    public static Parsed<Gender> Parse(string? input) => FoldedText.OfName(input) switch
    {
        "" or "無回答" or "回答シナイ" or "未回答" or "不明" or "-" => Gender.NotStated,
        "女" or "女性" or "女子" or "f" or "female" or "2" => Gender.Female,
        "男" or "男性" or "男子" or "m" or "male" or "1" => Gender.Male,
        "ソノ他" or "other" or "x" => Gender.Other,
        _ => new LocalizedText(
            $"「{Excerpt.Of(input)}」は性別として読み取れません。「女性」「男性」「その他」または空欄にしてください。",
            $"“{Excerpt.Of(input)}” cannot be read as a gender. Enter female, male, other, or leave it blank."),
    };

    /// <summary>The word for a gender in both languages.</summary>
    public static LocalizedText Name(this Gender gender) => gender switch
    {
        Gender.Female => new("女性", "Female"),
        Gender.Male => new("男性", "Male"),
        Gender.Other => new("その他", "Other"),
        _ => new("無回答", "Not stated"),
    };
}
