using Kenmin.Pages;
using Kenmin.RuralLeaders.Help.Matching;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Help in words, and in lists to choose from.</summary>
internal static class HelpWords
{
    public static LocalizedText Kind(HelpKind kind) => kind switch
    {
        HelpKind.Grass => new("草刈り", "Grass cutting"), HelpKind.Snow => new("雪かき", "Clearing snow"), HelpKind.Festival => new("祭り・行事", "Festival or event"),
        HelpKind.Trade => new("大工・電気などの技", "A trade, such as carpentry"), HelpKind.Carrying => new("片付け・運搬", "Carrying and clearing up"),
        HelpKind.Fields => new("農作業・鳥獣対策", "Field work, keeping animals off"), _ => new("そのほか", "Something else"),
    };

    public static LocalizedText Skill(HelpSkill skill) => skill switch
    {
        HelpSkill.BrushCutter => new("刈払機の安全講習を受けた", "Taught to use a brush cutter safely"), HelpSkill.ChainSaw => new("チェーンソーの特別教育を受けた", "Taught to use a chain saw"),
        HelpSkill.Machine => new("小型の建設機械を使える", "Operates small construction machines"), HelpSkill.Carpentry => new("大工仕事ができる", "Carpentry"),
        HelpSkill.Electricity => new("電気工事士の資格がある", "Licensed electrician"), HelpSkill.Truck => new("軽トラックを運転できる", "Drives a light truck"),
        HelpSkill.Cooking => new("大人数の調理ができる", "Cooks for many"), _ => new("応急手当ができる", "First aid"),
    };

    public static LocalizedText Tool(HelpTool tool) => tool switch
    {
        HelpTool.BrushCutter => new("刈払機", "Brush cutter"), HelpTool.SnowBlower => new("除雪機", "Snow blower"), HelpTool.Truck => new("軽トラック", "Light truck"),
        HelpTool.ChainSaw => new("チェーンソー", "Chain saw"), HelpTool.Tent => new("テント", "Tent"), _ => new("発電機", "Generator"),
    };

    public static LocalizedText OfferKind(HelpOfferKind kind) => kind switch
    {
        HelpOfferKind.Person => new("個人", "One person"), HelpOfferKind.Group => new("グループ", "A group"), _ => new("道具・機械", "A tool or machine"),
    };

    public static (Tone Tone, LocalizedText Text) State(HelpState state) => state switch
    {
        HelpState.Open => (Tone.Success, new("受付中", "Open")), HelpState.Withdrawn => (Tone.Neutral, new("取下げ", "Taken back")), _ => (Tone.Neutral, new("期限切れ", "Over")),
    };

    public static (Tone Tone, LocalizedText Text) State(HelpMatch match) => match.State switch
    {
        MatchState.Proposed when match.AskerAccepted is not null => (Tone.Warning, new("手伝う側の返事待ち", "Waiting for the helper")),
        MatchState.Proposed when match.HelperAccepted is not null => (Tone.Warning, new("頼む側の返事待ち", "Waiting for who asks")),
        MatchState.Proposed => (Tone.Warning, new("両方の返事待ち", "Waiting for both")), MatchState.Agreed => (Tone.Success, new("約束ができました", "Agreed")),
        MatchState.Done => (Tone.Success, new("応援が済みました", "Done")), MatchState.Refused => (Tone.Neutral, new("見送り", "Not wanted")),
        MatchState.Withdrawn => (Tone.Neutral, new("取りやめ", "Taken back")), MatchState.Lapsed => (Tone.Neutral, new("期限切れ", "Lapsed")), _ => (Tone.Neutral, new("実施なし", "Did not take place")),
    };

    /// <summary>What is asked for, in one line.</summary>
    public static LocalizedText Wanted(HelpRequest r) => new(
        $"{r.People} 人{string.Concat(r.Skills.Select(s => $"・{Skill(s).Ja}人"))}{string.Concat(r.Tools.Select(t => $"・{Tool(t).Ja}"))}",
        $"{r.People} {(r.People == 1 ? "person" : "people")}{string.Concat(r.Skills.Select(s => $"; {Skill(s).En}"))}{string.Concat(r.Tools.Select(t => $"; {Tool(t).En}"))}");

    /// <summary>Who offers, without a name.</summary>
    public static LocalizedText Who(HelpMatch m) => m.Tool is { } tool ? new($"{Tool(tool).Ja}を貸す人", $"Somebody who lends a {Tool(tool).En.ToLowerInvariant()}") : new($"{m.People} 人", m.People == 1 ? "1 person" : $"{m.People} people");

    /// <summary>What is offered, in one line, without a name.</summary>
    public static LocalizedText Offered(HelpOffer o) => o.Tool is { } tool ? Tool(tool)
        : new($"{OfferKind(o.Kind).Ja}（{o.People} 人まで）", o.Kind == HelpOfferKind.Person ? "One person" : $"A group (up to {o.People})");

    public static LocalizedText DaysOf(HelpRequest r) => r.From == r.Until ? Dates.LongText(r.From)
        : new($"{Dates.LongText(r.From).Ja}から{Dates.LongText(r.Until).Ja}までのうち 1 日", $"one day from {Dates.LongText(r.From).En} to {Dates.LongText(r.Until).En}");

    /// <summary>Why these two fit, in words, without a name.</summary>
    public static List<LocalizedText> Reasons(Need need, Hand hand, HelpProposal proposal)
    {
        var (pair, offer, request) = (proposal.Pair, hand.Offer, need.Request);
        var minutes = Math.Max(1, (int)Math.Round(pair.Minutes));
        var rough = hand.At.Rough || need.At.Rough;
        List<LocalizedText> reasons =
        [
            offer.Tool is { } tool ? new($"必要な{Tool(tool).Ja}を貸せます。", $"Lends the {Tool(tool).En.ToLowerInvariant()} that is needed.")
                : new($"「{Kind(request.Kind).Ja}」を手伝えると申し出ています。", $"Offers to help with this: {Kind(request.Kind).En.ToLowerInvariant()}."),
            .. proposal.Skills.Select(s => new LocalizedText($"必要な技能があります（{Skill(s).Ja}）。", $"Has a skill that is needed: {Skill(s).En}.")),
            new($"車でおよそ {minutes} 分です（{offer.Minutes} 分まで行けます）。{(rough ? "場所の登録がない所は、役所の位置で見積もっています。" : "")}",
                $"About {minutes} minutes by car (offers to drive up to {offer.Minutes}).{(rough ? " Where no position is known, the municipality's office stands for it." : "")}"),
            new($"{Dates.LongText(pair.Day).Ja} {Times.Short(request.Start)}～{Times.Short(request.End)} は、両方の都合が合います。", $"{Dates.LongText(pair.Day).En}, {Times.Short(request.Start)} to {Times.Short(request.End)}, suits both."),
            hand.Helped == 0 ? new("今年度はまだ手伝っていないので、先に声をかけています。", "Has not helped yet this fiscal year, and so is asked first.")
                : new($"今年度は {hand.Helped} 回手伝っています（多い人ほど後になります）。", $"Helped {hand.Helped} times this fiscal year (who helped often comes later)."),
        ];
        if (need.Got > 0) reasons.Add(new($"依頼した側は、今年度 {need.Got} 回応援を受けています（多い所ほど後になります）。", $"Who asks got help {need.Got} times this fiscal year (who got it often comes later)."));
        return reasons;
    }

    public static IReadOnlyList<FieldOption> KindOptions { get; } = [.. Enum.GetValues<HelpKind>().Select(k => new FieldOption(k.ToString(), Kind(k)))];

    public static IReadOnlyList<FieldOption> SkillOptions { get; } = [.. Enum.GetValues<HelpSkill>().Select(s => new FieldOption(s.ToString(), Skill(s)))];

    public static IReadOnlyList<FieldOption> ToolOptions { get; } = [.. Enum.GetValues<HelpTool>().Select(t => new FieldOption(t.ToString(), Tool(t)))];

    public static IReadOnlyList<FieldOption> OfferKindOptions { get; } = [.. Enum.GetValues<HelpOfferKind>().Select(k => new FieldOption(k.ToString(), OfferKind(k)))];

    public static IReadOnlyList<FieldOption> DayOptions { get; } =
        [.. new[] { 1, 2, 3, 4, 5, 6, 0 }.Select(d => (DayOfWeek)d).Select(d => new FieldOption(d.ToString(), new(new[] { "日曜", "月曜", "火曜", "水曜", "木曜", "金曜", "土曜" }[(int)d], d.ToString())))];

    public static IReadOnlyList<FieldOption> MinuteOptions { get; } = [.. new[] { 10, 20, 30, 45, 60, HelpWorth.FarthestMinutes }.Select(m => new FieldOption($"{m}", new($"車で {m} 分まで", $"up to {m} minutes by car")))];
}
