using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>An answer that can be chosen. Its number stands on the paper form, and is what staff type.</summary>
/// <param name="Key">Stable key, in the database.</param>
/// <param name="Text">What people read.</param>
/// <param name="Words">Folded words by which an opportunity is known to be of this kind; none elsewhere.</param>
internal sealed record CardOption(string Key, LocalizedText Text, params string[] Words);

/// <summary>
/// The questions of the interest card (興味・活動カード). The order of the answers is their number on paper: new ones go at the end, and
/// none has more than nine, so that one digit is one answer.
/// </summary>
internal static class CardQuestions
{
    public static IReadOnlyList<CardOption> Interests { get; } =
    [
        new("exercise", new("健康づくり・体操", "Exercise and health"), "健康", "体操", "ヨガ", "exercise"),
        new("walking", new("散歩・自然", "Walks and nature"), "散歩", "ウォーキング", "自然", "観察", "walk"),
        new("gardening", new("花や野菜づくり", "Flowers and vegetables"), "花壇", "園芸", "農", "畑", "garden"),
        new("crafts", new("手芸・ものづくり", "Handicrafts"), "手芸", "工作", "ものづくり", "craft"),
        new("music", new("音楽・歌・おどり", "Music, singing, dancing"), "音楽", "合唱", "コンサート", "おどり", "神楽", "music"),
        new("clean-up", new("清掃・まちの美化", "Cleaning up"), "清掃", "美化", "ごみ", "海岸", "clean"),
        new("sports", new("スポーツの手伝い", "Helping at sports"), "スポーツ", "大会", "競技", "マラソン", "sport"),
        new("children", new("子どもとのふれあい", "Time with children"), "子ども", "児童", "読み聞かせ", "昔遊び", "children"),
        new("company", new("見守り・話し相手", "Company for others"), "見守り", "話し相手", "サロン", "交流", "visit"),
    ];

    /// <summary>What a person needs. Each is a limit: what is not known to be so is not suggested.</summary>
    public static IReadOnlyList<CardOption> Limits { get; } =
    [
        new("sitting", new("座ってできることがよい", "Something I can do sitting")),
        new("wheelchair", new("車いすで行けるところがよい", "Somewhere I can go in a wheelchair")),
        new("indoors", new("屋内がよい", "Something indoors")),
    ];

    public static IReadOnlyList<CardOption> Lengths { get; } =
    [
        new("60", new("1 時間まで", "Up to an hour")), new("120", new("2 時間まで", "Up to two hours")), new("240", new("半日まで", "Up to half a day")), new("any", new("長くてもよい", "Longer is fine")),
    ];

    public static IReadOnlyList<CardOption> Slots { get; } =
    [
        new("weekday-morning", new("平日の午前", "Mornings of weekdays")), new("weekday-afternoon", new("平日の午後", "Afternoons of weekdays")),
        new("weekend-morning", new("土日祝の午前", "Mornings of weekends and holidays")), new("weekend-afternoon", new("土日祝の午後", "Afternoons of weekends and holidays")),
        new("evening", new("夕方から夜", "Evenings")),
    ];

    public static IReadOnlyList<CardOption> Reaches { get; } =
    [
        new("walk-10", new("歩いて 10 分くらい", "About 10 minutes on foot")), new("walk-20", new("歩いて 20 分くらい", "About 20 minutes on foot")),
        new("near", new("自転車やバスで 5 km くらい", "About 5 km by bicycle or bus")), new("municipality", new("住んでいる市町の中", "Within my municipality")),
        new("anywhere", new("どこへでも", "Anywhere")),
    ];

    public static IReadOnlyList<CardOption> Companies { get; } =
    [
        new("alone", new("ひとりで", "By myself")), new("family", new("家族と", "With family")), new("friends", new("友だちと", "With friends")), new("small-group", new("少ない人数で", "In a small group")),
        new("anybody", new("だれとでも", "With anybody")),
    ];

    public static LocalizedText TextOf(IReadOnlyList<CardOption> question, string? key) =>
        question.FirstOrDefault(o => o.Key == key)?.Text ?? new LocalizedText("まだ答えていません", "Not answered yet");
}

/// <summary>Answers as staff type them: the numbers on the paper, in any width, with or without anything between them.</summary>
internal static class CardCodes
{
    /// <summary>Any number of answers, in the order of the question; each once.</summary>
    public static Parsed<IReadOnlyList<string>> Many(string? text, IReadOnlyList<CardOption> question)
    {
        HashSet<int> numbers = [];
        foreach (var c in (text ?? "").Normalize(System.Text.NormalizationForm.FormKC))
        {
            if (char.IsAsciiDigit(c) && c - '0' is var number && number >= 1 && number <= question.Count) numbers.Add(number);
            else if (char.IsLetterOrDigit(c))
                return new LocalizedText($"1 から {question.Count} の番号で入力してください。例：1 3", $"Enter numbers from 1 to {question.Count}, such as 1 3.");
        }

        return Parsed<IReadOnlyList<string>>.Ok([.. numbers.Order().Select(n => question[n - 1].Key)]);
    }

    /// <summary>One answer, or none.</summary>
    public static Parsed<string?> One(string? text, IReadOnlyList<CardOption> question)
    {
        var many = Many(text, question);
        if (!many.TryGet(out var keys)) return Parsed<string?>.Refuse(many.Error);
        return keys.Count > 1 ? new LocalizedText("番号を 1 つだけ入力してください。", "Enter one number only.") : Parsed<string?>.Ok(keys.Count == 0 ? null : keys[0]);
    }

    /// <summary>The numbers of answers, as they are typed.</summary>
    public static string Of(IReadOnlyList<CardOption> question, params IEnumerable<string?> keys) =>
        string.Join(' ', question.Select((o, i) => (o.Key, Number: i + 1)).Where(o => keys.Contains(o.Key)).Select(o => o.Number));
}
