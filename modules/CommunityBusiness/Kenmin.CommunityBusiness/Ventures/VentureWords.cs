using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>Ventures in words.</summary>
internal static class VentureWords
{
    public static LocalizedText NameOf(VentureStage stage) => stage switch
    {
        VentureStage.Idea => new("アイデア", "Idea"), VentureStage.Trial => new("試行", "Trial"), VentureStage.Launch => new("立ち上げ", "Launch"), _ => new("自立", "Self-supporting"),
    };

    public static LocalizedText About(VentureStage stage) => stage switch
    {
        VentureStage.Idea => new("困りごとと、地域にあるものを書き出します。", "What is the problem, and what does the place have?"),
        VentureStage.Trial => new("小さく試して、使う人の声を聞きます。", "Try it on a small scale and listen to those who use it."),
        VentureStage.Launch => new("事業として始め、資金繰りを見ながら続けます。", "Begin as a business, with an eye on the cash."),
        _ => new("補助金に頼らず、事業の収入で続きます。", "It goes on by what it earns, without grants."),
    };

    public static LocalizedText NameOf(BusinessField field) => field switch
    {
        BusinessField.Shopping => new("買い物・日用品", "Shopping and daily needs"), BusinessField.Transport => new("移動・交通", "Getting about"), BusinessField.Care => new("福祉・暮らしの手助け", "Care and help in the home"),
        BusinessField.Children => new("子育て・学び", "Children and learning"), BusinessField.Food => new("食・特産品", "Food and produce"), BusinessField.Farming => new("農林水産", "Farming, forestry, fishery"),
        BusinessField.Tourism => new("観光・交流", "Tourism and exchange"), BusinessField.Places => new("空き家・集いの場", "Empty houses and meeting places"), BusinessField.Environment => new("環境・エネルギー", "Environment and energy"),
        BusinessField.Culture => new("手仕事・文化", "Crafts and culture"), _ => new("その他", "Something else"),
    };

    public static LocalizedText NameOf(VentureState state) => state switch { VentureState.Draft => new("下書き", "Draft"), VentureState.Stopped => new("中止", "Stopped"), _ => new("進行中", "Under way") };

    public static (LocalizedText Text, Tone Tone) Standing(Venture v) => v.State switch
    {
        VentureState.Draft => (NameOf(VentureState.Draft), Tone.Neutral),
        VentureState.Stopped => (new($"{NameOf(v.Stage).Ja}（中止）", $"{NameOf(v.Stage).En} (stopped)"), Tone.Warning),
        _ => (NameOf(v.Stage), v.Stage == VentureStage.SelfSupporting ? Tone.Success : Tone.Info),
    };

    public static LocalizedText NameOf(StepKind kind) => kind switch
    {
        StepKind.Submitted => new("受付", "Handed in"), StepKind.Passed => new("審査：通過", "Gate passed"), StepKind.NotYet => new("審査：もう一度", "Gate: not yet"), StepKind.Stopped => new("中止", "Stopped"),
        StepKind.Resumed => new("再開", "Taken up again"), StepKind.Reported => new("報告", "Reported"), StepKind.NextSet => new("次の予定", "Next step set"), StepKind.Joined => new("仲間が加わった", "Joined the team"),
        StepKind.Left => new("仲間から外れた", "Left the team"), _ => new("アカウントに結びつけた", "Taken over by an account"),
    };

    public static LocalizedText NameOf(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Passed => new("通過（次の段階に進む）", "Passed: on to the next stage"), GateOutcome.NotYet => new("もう一度（今の段階を続ける）", "Not yet: stays at this stage"), _ => new("中止する", "Stopped"),
    };

    public static LocalizedText NameOf(NextSide side) => side == NextSide.Team ? new("事業をする人", "The team") : new("窓口", "The office");

    public static LocalizedText TitleOf(Venture v) => v.Title.Length > 0 ? LocalizedText.Same(v.Title) : new("（題名がまだありません）", "(no title yet)");

    public static LocalizedText PlaceOf(Venture v) => Municipality.ByCode(v.MunicipalityCode) is { } m
        ? new($"{m.Name}{(v.Place.Length > 0 ? $"　{v.Place}" : "")}", $"{m.English}{(v.Place.Length > 0 ? $", {v.Place}" : "")}") : LocalizedText.Same(v.Place);

    public static LocalizedText Subject(VentureStep step) => step.Kind switch
    {
        StepKind.Passed => new("段階の審査を通過しました", "Your business passed a gate"), StepKind.NotYet => new("段階の審査の結果", "A gate was not passed yet"), StepKind.Stopped => new("事業が中止になりました", "A business was stopped"),
        StepKind.Resumed => new("事業が再開しました", "A business was taken up again"), _ => new("事業の次の予定が決まりました", "What comes next for your business"),
    };

    // Reasons stand on the page; a mail may be read by others.
    public static LocalizedText Told(Venture v, VentureStep step) => step.Kind == StepKind.Passed
        ? new($"「{v.Title}」が「{NameOf(v.Stage).Ja}」に進みました。理由と次の予定をごらんください。", $"“{v.Title}” goes on to “{NameOf(v.Stage).En}”. See why, and what comes next.")
        : new($"「{v.Title}」の新しい記録があります。内容と次の予定をごらんください。", $"There is something new about “{v.Title}”. See what, and what comes next.");

    public static IReadOnlyList<FieldOption> Municipalities(IEnumerable<Municipality> of) => [.. of.Select(m => new FieldOption(m.Code6, m.Names))];

    public static IReadOnlyList<FieldOption> Fields { get; } = [.. Enum.GetValues<BusinessField>().Select(f => new FieldOption(f.ToString(), NameOf(f)))];

    public static IReadOnlyList<FieldOption> Stages { get; } = [.. Enum.GetValues<VentureStage>().Select(s => new FieldOption(s.ToString(), NameOf(s)))];

    /// <summary>A field from what was sent; null where nothing of the list was chosen.</summary>
    public static BusinessField? FieldOf(string? text) => Enum.TryParse<BusinessField>(text, ignoreCase: true, out var field) && Enum.IsDefined(field) ? field : null;

    public static IReadOnlyList<FieldOption> Sides { get; } = [new(nameof(NextSide.Team), NameOf(NextSide.Team)), new(nameof(NextSide.Office), NameOf(NextSide.Office))];

    /// <summary>A number as it is kept, from what was typed, in any width and with any dash.</summary>
    public static string ReadNumber(string? text)
    {
        var digits = string.Concat((text ?? "").Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit));
        return digits.Length > 4 ? $"{digits[..4]}-{digits[4..]}" : digits;
    }
}
