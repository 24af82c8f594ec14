using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Steps;

/// <summary>Something that suits a person, and why in plain words.</summary>
/// <param name="Opportunity">What it is.</param>
/// <param name="Interests">Which of the person's interests it is about.</param>
/// <param name="Metres">How far it is in a straight line; null when that is not known.</param>
/// <param name="Reasons">Why it is suggested, the most telling first.</param>
public sealed record Step(StepOpportunity Opportunity, IReadOnlyList<string> Interests, double? Metres, IReadOnlyList<LocalizedText> Reasons);

/// <summary>Something that does not suit a person, and the limits that say so; for staff.</summary>
/// <param name="Opportunity">What it is.</param>
/// <param name="Limits">What stands against it.</param>
internal sealed record NoStep(StepOpportunity Opportunity, IReadOnlyList<LocalizedText> Limits);

/// <summary>What suits a person, and what does not.</summary>
/// <param name="Steps">What suits, in the order that <see cref="StepFinder.Order"/> says.</param>
/// <param name="Others">What does not.</param>
internal sealed record StepsFound(IReadOnlyList<Step> Steps, IReadOnlyList<NoStep> Others);

/// <summary>
/// Finds the next small step (次の一歩) of a person among all that can be taken part in. Needs, distance and time are limits: what is outside
/// one, or is not known to be inside, is not suggested, whatever else speaks for it. Nothing is weighed, and nothing is guessed.
/// </summary>
internal static class StepFinder
{
    // Streets are longer than the straight line; people of this age walk some 60 m in a minute.
    private const double Detour = 1.3, MetresAMinute = 60;

    /// <summary>The order in which steps are shown, as people read it.</summary>
    public static LocalizedText Order { get; } = new("好きなことに合うものが多い順、近い順、早い順に並べています。", "Those that meet more of the interests come first, then the nearer, then the earlier.");

    /// <summary>Finds them.</summary>
    public static StepsFound Find(CardHolder person, IEnumerable<StepOpportunity> opportunities, IReadOnlyDictionary<Guid, StepLabel> labels, DateTimeOffset now,
        IReadOnlyDictionary<Guid, int>? companions = null)
    {
        List<Step> steps = [];
        List<NoStep> others = [];
        foreach (var o in opportunities.Where(o => !o.Withdrawn && o.Starts > now))
        {
            var label = labels.GetValueOrDefault(o.Id);
            double? metres = person.Card.From is { } from && o.Position is { } at ? from.Position.DistanceTo(at) : null;
            List<LocalizedText> against = [.. Against(person, o, label, metres)];
            if (against.Count > 0) others.Add(new(o, against));
            else steps.Add(new(o, InterestsOf(person, o, label), metres, [.. Reasons(person, o, label, metres), .. Companions(companions?.GetValueOrDefault(o.Id) ?? 0)]));
        }

        return new(
            [.. steps.OrderByDescending(s => s.Interests.Count).ThenBy(s => s.Metres ?? double.MaxValue).ThenBy(s => s.Opportunity.Starts).ThenBy(s => s.Opportunity.Id)],
            [.. others.OrderBy(o => o.Opportunity.Starts).ThenBy(o => o.Opportunity.Id)]);
    }

    /// <summary>Minutes on foot by an estimate from the straight line.</summary>
    internal static int MinutesOnFoot(double metres) => Math.Max(1, (int)Math.Ceiling(metres * Detour / MetresAMinute));

    /// <summary>The parts of the week that something falls into.</summary>
    internal static IReadOnlyList<string> SlotsOf(DateTimeOffset starts, DateTimeOffset ends)
    {
        HashSet<string> slots = [];
        // Each hour that it touches is looked at; what goes on for days touches all of them.
        for (var at = starts; at < ends && slots.Count < CardQuestions.Slots.Count && at < starts.AddDays(8); at = at.AddMinutes(30)) slots.Add(SlotOf(at));
        if (ends > starts) slots.Add(SlotOf(ends.AddTicks(-1)));
        return [.. CardQuestions.Slots.Select(s => s.Key).Where(slots.Contains)];
    }

    private static string SlotOf(DateTimeOffset at)
    {
        var local = JapanTime.Local(at);
        if (local.Hour >= 17) return "evening";
        var day = DateOnly.FromDateTime(local.DateTime);
        var free = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Holidays.NameOf(day) is not null;
        return (free ? "weekend-" : "weekday-") + (local.Hour < 12 ? "morning" : "afternoon");
    }

    private static List<string> InterestsOf(CardHolder person, StepOpportunity o, StepLabel? label) => [.. (label?.Interests ?? o.WordInterests).Where(person.Card.Interests.Contains)];

    private static IEnumerable<LocalizedText> Against(CardHolder person, StepOpportunity o, StepLabel? label, double? metres)
    {
        var card = person.Card;
        if (label?.Hidden == true) yield return new("職員がおすすめから外しています", "Staff took it out of the suggestions");
        if (InterestsOf(person, o, label).Count == 0) yield return new("好きなことに合うかどうかわかりません", "Not known to be about what the person likes");
        if (card.Slots.Count > 0 && SlotsOf(o.Starts, o.Ends).Any(s => !card.Slots.Contains(s))) yield return new("都合のよい時間の外です", "Outside the times that suit");
        if (int.TryParse(card.Length, System.Globalization.CultureInfo.InvariantCulture, out var longest) && (o.Ends - o.Starts).TotalMinutes > longest) yield return new("希望より長い時間です", "Longer than the person wants");
        if (card.Limits.Contains("sitting") && label?.Sitting != true) yield return label?.Sitting == false ? new("座ってはできません", "Cannot be done sitting") : new LocalizedText("座ってできるかわかりません", "Not known to be done sitting");
        if (card.Limits.Contains("indoors") && label?.Indoors != true) yield return label?.Indoors == false ? new("屋外です", "Outdoors") : new LocalizedText("屋内かどうかわかりません", "Not known to be indoors");
        if (card.Limits.Contains("wheelchair") && (label?.Wheelchair ?? o.Wheelchair) != true)
            yield return (label?.Wheelchair ?? o.Wheelchair) == false ? new("車いすでは行けません", "Not for wheelchairs") : new LocalizedText("車いすで行けるかわかりません", "Not known to be for wheelchairs");
        if (o.MinimumAge is { } age && !(person.BirthYear is { } born && JapanTime.DayOf(o.Starts).Year - born > age)) yield return new($"{age} 歳以上とわかりません", $"Not known to be {age} or over");
        if (OutOfReach(person, o, metres) is { } far) yield return far;
    }

    // Null when it is within reach.
    private static LocalizedText? OutOfReach(CardHolder person, StepOpportunity o, double? metres)
    {
        double? within = person.Card.Reach switch { "walk-10" => 10 * MetresAMinute / Detour, "walk-20" => 20 * MetresAMinute / Detour, "near" => 5000, _ => null };
        if (within is { } most) return metres is not { } m ? new("どのくらい遠いかわかりません", "Not known how far it is") : m > most ? new LocalizedText("遠すぎます", "Too far") : null;
        return person.Card.Reach == "municipality" && o.MunicipalityCode != person.MunicipalityCode ? new LocalizedText("住んでいる市町の外です", "In another municipality") : null;
    }

    // Of those only who let their circles know it.
    private static IEnumerable<LocalizedText> Companions(int going) => going == 0 ? [] : [new($"仲間の輪から {going} 人が行きます", $"{going} from your circles {(going == 1 ? "goes" : "go")}")];

    private static IEnumerable<LocalizedText> Reasons(CardHolder person, StepOpportunity o, StepLabel? label, double? metres)
    {
        foreach (var interest in InterestsOf(person, o, label))
            yield return CardQuestions.TextOf(CardQuestions.Interests, interest) is var text ? new($"「{text.Ja}」がお好きです", $"You like: {text.En}") : default;
        if (metres is { } m)
        {
            var minutes = MinutesOnFoot(m);
            yield return minutes <= 30 ? new($"歩いておよそ {minutes} 分", $"About {minutes} minutes on foot") : new LocalizedText($"およそ {m / 1000:0.0} km", $"About {m / 1000:0.0} km away");
        }
        else if (o.MunicipalityCode == person.MunicipalityCode)
        {
            yield return new("お住まいの市町の中", "In your municipality");
        }

        if (label?.Sitting == true) yield return new("座ってできる", "Can be done sitting");
        if (label?.Indoors == true) yield return new("屋内", "Indoors");
        if ((label?.Wheelchair ?? o.Wheelchair) == true) yield return new("車いすで行ける", "For wheelchairs too");
        if (person.Card.Slots.Count > 0) yield return new("都合のよい時間", "At a time that suits you");
    }
}
