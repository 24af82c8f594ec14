using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>Local resources and problems in words.</summary>
internal static class EntryWords
{
    public const string FromResident = "住民からのお申し出", TakenBack = "申し出た方が取り下げました。";

    public static CommandAnswer Own { get; } = CommandAnswer.Refused("own", "ご自分に関わるものです。ほかの職員に頼んでください。", "It is your own matter: ask a colleague.");

    /// <summary>What the public is told of where things are.</summary>
    public static LocalizedText Coarse { get; } = new(
        "防犯と暮らしの安全のため、空き家、技能、困りごとの位置は、およそ 500 m の区画でおおまかに示しています。正確な場所は公開しません。",
        "To keep burglars away and homes private, empty houses, skills and problems are shown by cells of about 500 m only. Where exactly they are is not published.");

    public static LocalizedText NameOf(LocalKind kind) => kind switch
    {
        LocalKind.EmptyHouse => new("空き家", "Empty house"), LocalKind.Produce => new("農林水産物", "Produce"), LocalKind.Skill => new("技能", "Skill"), LocalKind.ClosedSchool => new("廃校", "Closed school"),
        LocalKind.OtherResource => new("そのほかの資源", "Other resource"), LocalKind.Daily => new("買い物・移動", "Shopping and getting about"), LocalKind.Care => new("見守り・福祉", "Looking after people"),
        LocalKind.Land => new("農地・山林・鳥獣", "Fields, woods and animals"), LocalKind.Children => new("子育て・学び", "Children"), LocalKind.Work => new("仕事・にぎわい", "Work and liveliness"), _ => new("そのほかの困りごと", "Other problem"),
    };

    public static LocalizedText LayerOf(bool isProblem) => isProblem ? new("困りごと", "Problem") : new("地域資源", "Resource");

    public static Tone ToneOf(bool isProblem) => isProblem ? Tone.Warning : Tone.Info;

    public static (LocalizedText Text, Tone Tone) Standing(EntryState state) => state switch
    {
        EntryState.Waiting => (new("確認待ち（未公開）", "Waiting (not published)"), Tone.Warning), EntryState.Published => (new("公開中", "Published"), Tone.Success),
        EntryState.Refused => (new("見送り", "Not published"), Tone.Neutral), _ => (new("終了", "Closed"), Tone.Neutral),
    };

    public static (LocalizedText Text, Tone Tone) Standing(InterestState state) => state switch
    {
        InterestState.Asked => (new("窓口の返事待ち", "Waiting for the office"), Tone.Info), InterestState.Introduced => (new("紹介済み", "Introduced"), Tone.Success),
        InterestState.Declined => (new("見送り", "Declined"), Tone.Neutral), _ => (new("終了", "Ended"), Tone.Neutral),
    };

    public static LocalizedText Talks { get; } = new("話し合い中", "Being talked about");

    public static LocalizedText PlaceOf(LocalEntry e) => new($"{e.Municipality?.Name}　{e.Place}", $"{e.Municipality?.English}, {e.Place}");

    public static LocalizedText PlaceOnMap(LocalEntry e) => e.Shown is null ? new("登録なし", "Not known") : CoarsePoint.IsNeeded(e.Kind) ? new("おおまかな位置（約 500 m の区画）", "Roughly, within about 500 m") : new("位置の登録あり", "Known");

    public static LocalizedText Time(LocalEntry e) => (e.From, e.Until) switch
    {
        ({ } from, { } until) => new($"{Dates.LongText(from).Ja}から{Dates.LongText(until).Ja}まで", $"{Dates.LongText(from).En} to {Dates.LongText(until).En}"),
        ({ } from, null) => new($"{Dates.LongText(from).Ja}から", $"From {Dates.LongText(from).En}"), (null, { } until) => new($"{Dates.LongText(until).Ja}まで", $"Until {Dates.LongText(until).En}"), _ => new("期間の定めなし", "No fixed time"),
    };

    public static IReadOnlyList<FieldOption> Kinds { get; } = [.. Enum.GetValues<LocalKind>().Select(k => new FieldOption(k.ToString(), NameOf(k), Group: LayerOf(k >= LocalKind.Daily)))];

    public static IReadOnlyList<FieldOption> Layers { get; } = [new("resources", LayerOf(false)), new("problems", LayerOf(true))];

    public static IReadOnlyList<FieldOption> States { get; } = [.. Enum.GetValues<EntryState>().Select(s => new FieldOption(s.ToString(), Standing(s).Text))];

    /// <summary>A kind as people write it.</summary>
    public static Parsed<LocalKind> ParseKind(string? text)
    {
        var key = FoldedText.OfName(text);
        if (key.Length > 0)
            foreach (var kind in Enum.GetValues<LocalKind>())
                if (key == FoldedText.OfName(NameOf(kind).Ja) || key == FoldedText.OfName(NameOf(kind).En) || key == FoldedText.OfName(kind.ToString())) return kind;
        return new LocalizedText($"次のどれかにしてください：{string.Join("、", Enum.GetValues<LocalKind>().Select(k => NameOf(k).Ja))}", $"Use one of: {string.Join(", ", Enum.GetValues<LocalKind>().Select(k => NameOf(k).En))}.");
    }
}
