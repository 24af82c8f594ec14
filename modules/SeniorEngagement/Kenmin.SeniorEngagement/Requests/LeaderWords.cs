using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>Leaders and requests in words.</summary>
internal static class LeaderWords
{
    public static LocalizedText Title { get; } = new("活動リーダーの派遣", "Leaders for activities");

    public static IReadOnlyList<FieldOption> Kinds { get; } = [.. Enum.GetValues<RequesterKind>().Select(k => new FieldOption(k.ToString(), Kind(k)))];

    public static IReadOnlyList<FieldOption> Held { get; } = [new("true", new("実施した", "It took place")), new("false", new("実施しなかった", "It did not take place"))];

    public static LocalizedText Kind(RequesterKind kind) => kind switch
    {
        RequesterKind.School => new("学校・園", "School or nursery"), RequesterKind.Facility => new("福祉・介護などの施設", "Facility, such as for care"), RequesterKind.Circle => new("仲間の輪", "Circle of companions"),
        _ => new("公民館・自治会など", "Community hall or others"),
    };

    public static (LocalizedText Text, Tone Tone) State(LeaderRequest request) => request.State switch
    {
        LeaderRequestState.New => (new("確認待ち", "Waits to be confirmed"), Tone.Warning), LeaderRequestState.Open => (new("リーダーをさがしています", "Looks for a leader"), Tone.Info), LeaderRequestState.Agreed => (new("決まりました", "Agreed"), Tone.Success),
        LeaderRequestState.Done => request.Report is { Held: false } ? (new("実施しませんでした", "Did not take place"), Tone.Neutral) : (new("終わりました", "Done"), Tone.Success), _ => (new("取りやめ", "Off"), Tone.Neutral),
    };

    public static (LocalizedText Text, Tone Tone) State(LeaderMatch match) => match.State switch
    {
        LeaderMatchState.Asked => (new("リーダーの返事待ち", "Waits for the leader"), Tone.Warning), LeaderMatchState.Offered => (new("引き受けます（依頼した側の返事待ち）", "Would come; waits for who asked"), Tone.Info),
        LeaderMatchState.Agreed => (new("決まりました", "Agreed"), Tone.Success), LeaderMatchState.CalledOff => (new("取りやめ", "Off"), Tone.Neutral),
        _ => match.LeaderSaidNo ? (new("引き受けられません", "Cannot come"), Tone.Neutral) : (new("ほかの方に決まりました", "Somebody else does it"), Tone.Neutral),
    };

    public static LocalizedText When(WishedTime time)
    {
        var (start, end) = (TimeOnly.FromDateTime(JapanTime.Local(time.Starts).DateTime), TimeOnly.FromDateTime(JapanTime.Local(time.Ends).DateTime));
        return new($"{Dates.LongText(time.Day).Ja}　{Times.Short(start)}～{Times.Short(end)}", $"{Dates.LongText(time.Day).En}, {Times.Short(start)} to {Times.Short(end)}");
    }

    public static LocalizedText Needs(LeaderRequest request) => new(
        $"{request.People} 人{(request.Indoors ? "、屋内" : "、屋外または未定")}{(request.Wheelchair ? "、車いすで行けます" : "")}", $"{request.People} people{(request.Indoors ? ", indoors" : ", outdoors or not decided")}{(request.Wheelchair ? ", can be reached in a wheelchair" : "")}");

    public static LocalizedText Shown(DateOnly until) => new(
        $"お名前と電話番号は、決まった相手と職員にだけ、{Dates.LongText(until).Ja}まで見えます。そのあとは消します。", $"Names and telephones are seen only by the two and by staff, until {Dates.LongText(until).En}, and then removed.");

    public static IReadOnlyList<FieldOption> Municipalities { get; } = [.. Municipality.All.Select(m => new FieldOption(m.Code6, m.Names))];

    public static IReadOnlyList<FieldOption> Places(IEnumerable<BasePlace> places) => [.. places.Select(p => new FieldOption(p.Key, LocalizedText.Same(p.Name)))];
}

/// <summary>What is typed to ask for a leader.</summary>
public sealed class LeaderRequestForm
{
    /// <summary>The request's id, made with the form: sent twice, it is one.</summary>
    public string? Id { get; set; }

    /// <summary>The secret of who asks without an account.</summary>
    public string? Secret { get; set; }

    /// <summary>What kind of side asks.</summary>
    public string? Kind { get; set; }

    /// <summary>The school, facility or circle.</summary>
    public string? Organisation { get; set; }

    /// <summary>Whom to speak to.</summary>
    public string? Contact { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>What is to be led.</summary>
    public List<string> Interests { get; set; } = [];

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>A known place there.</summary>
    public string? At { get; set; }

    /// <summary>The first day.</summary>
    public string? Day1 { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start1 { get; set; }

    /// <summary>When it ends.</summary>
    public string? End1 { get; set; }

    /// <summary>Another day.</summary>
    public string? Day2 { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start2 { get; set; }

    /// <summary>When it ends.</summary>
    public string? End2 { get; set; }

    /// <summary>A third day.</summary>
    public string? Day3 { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start3 { get; set; }

    /// <summary>When it ends.</summary>
    public string? End3 { get; set; }

    /// <summary>How many people.</summary>
    public string? People { get; set; }

    /// <summary>Whether it is indoors.</summary>
    public bool Indoors { get; set; }

    /// <summary>Whether it can be reached in a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>What else.</summary>
    public string? Note { get; set; }

    /// <summary>What becomes of names and telephones was read.</summary>
    public bool Understood { get; set; }

    internal AskForLeader ToCommand(Guid id, string? municipality, Guid? circle, RequestSide side, FormErrors errors) => new(
        id, Enum.TryParse<RequesterKind>(Kind, out var kind) ? kind : null, Organisation, Contact, Phone, Interests ?? [], municipality, Place, At, [.. Times(errors)], errors.TakeNumber("Input.People", People), Indoors, Wheelchair, Note,
        Understood, circle, side);

    // What is left blank altogether is no time; the first is asked for in any case.
    private IEnumerable<TypedTime> Times(FormErrors errors)
    {
        foreach (var (day, start, end, number) in new[] { (Day1, Start1, End1, 1), (Day2, Start2, End2, 2), (Day3, Start3, End3, 3) })
            if (number == 1 || !string.IsNullOrWhiteSpace(day + start + end))
                yield return new(errors.TakeDay($"Input.Day{number}", day), errors.TakeTime($"Input.Start{number}", start), errors.TakeTime($"Input.End{number}", end));
    }
}

/// <summary>What a leader agrees to, as it is typed.</summary>
public sealed class LeaderProfileForm
{
    /// <summary>What they would lead.</summary>
    public List<string> Interests { get; set; } = [];

    /// <summary>When they could.</summary>
    public List<string> Slots { get; set; } = [];

    /// <summary>How far.</summary>
    public string? Kilometres { get; set; }

    /// <summary>From where.</summary>
    public string? From { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>How they lead.</summary>
    public string? About { get; set; }

    /// <summary>Until when.</summary>
    public string? Until { get; set; }

    internal static LeaderProfileForm Of(LeaderProfile? profile, CardHolder? holder, IReadOnlyList<string> may, TimeProvider clock) => profile is { EndedAt: null }
        ? new()
        {
            Interests = [.. profile.Interests], Slots = [.. profile.Slots], Kilometres = profile.Kilometres?.ToString(CultureInfo.InvariantCulture), From = profile.From?.Key, Phone = profile.Phone, About = profile.About, Until = Dates.Iso(profile.Until),
        }
        : new() { Interests = [.. may], Slots = [.. holder?.Card.Slots ?? []], Kilometres = "10", From = holder?.Card.From?.Key, Phone = holder?.Phone, Until = Dates.Iso(JapanTime.Today(clock).AddMonths(6)) };

    internal SaveLeaderProfile ToCommand(Guid holder, Doer by, ActingAs @as, FormErrors errors) => new(
        holder, Interests ?? [], Slots ?? [], errors.TakeNumber("Input.Kilometres", Kilometres), From, Phone, About, errors.TakeDay("Input.Until", Until), by, @as, @as.Channel());
}

/// <summary>What is said with a press: why, or what became of it.</summary>
public sealed class LeadForm
{
    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether it took place.</summary>
    public string? Held { get; set; }

    /// <summary>How many came.</summary>
    public string? People { get; set; }

    /// <summary>A few words.</summary>
    public string? Words { get; set; }
}
