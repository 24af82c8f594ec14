using Kenmin.Pages;
using Kenmin.RuralLeaders.Areas;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help.Pages;

/// <summary>What is typed about a request.</summary>
public sealed class HelpRequestForm
{
    /// <summary>The request's id: sent again, there is one.</summary>
    public string? Id { get; set; }

    /// <summary>The network; empty for who asks alone.</summary>
    public string? NetworkId { get; set; }

    /// <summary>The job.</summary>
    public string? Kind { get; set; }

    /// <summary>The settlement or district.</summary>
    public string? AreaId { get; set; }

    /// <summary>The first day.</summary>
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    /// <summary>When it begins.</summary>
    public string? Start { get; set; }

    /// <summary>When it ends.</summary>
    public string? End { get; set; }

    /// <summary>How many people.</summary>
    public string? People { get; set; }

    /// <summary>Skills.</summary>
    public List<string> Skills { get; set; } = [];

    /// <summary>Things.</summary>
    public List<string> Tools { get; set; } = [];

    /// <summary>What is to be done.</summary>
    public string? Words { get; set; }

    /// <summary>Where to meet.</summary>
    public string? Place { get; set; }

    /// <summary>Whether everybody is asked.</summary>
    public bool Public { get; set; }

    internal Guid IdOr(TimeProvider clock) => HelpForms.IdOr(Id, clock);

    internal AskForHelp ToCommand(Guid id, Guid person, Doer? by, FormErrors errors) => new(
        id, person, HelpForms.Id(NetworkId), HelpForms.One<HelpKind>(Kind), HelpForms.Id(AreaId), errors.TakeDay("Input.From", From), errors.TakeDay("Input.Until", Until), HelpForms.Time("Input.Start", Start, errors),
        HelpForms.Time("Input.End", End, errors), errors.TakeNumber("Input.People", People), HelpForms.Many<HelpSkill>(Skills), HelpForms.Many<HelpTool>(Tools), Words, Place, Public, by);
}

/// <summary>What is typed about an offer.</summary>
public sealed class HelpOfferForm
{
    /// <summary>The offer's id: sent again, there is one.</summary>
    public string? Id { get; set; }

    /// <summary>A person, a group or a thing.</summary>
    public string? Kind { get; set; }

    /// <summary>The group's name.</summary>
    public string? Group { get; set; }

    /// <summary>How many people come at most.</summary>
    public string? People { get; set; }

    /// <summary>For which jobs.</summary>
    public List<string> Jobs { get; set; } = [];

    /// <summary>Skills.</summary>
    public List<string> Skills { get; set; } = [];

    /// <summary>The thing.</summary>
    public string? Tool { get; set; }

    /// <summary>From where.</summary>
    public string? AreaId { get; set; }

    /// <summary>On which days of the week.</summary>
    public List<string> Days { get; set; } = [];

    /// <summary>How far.</summary>
    public string? Minutes { get; set; }

    /// <summary>How often a year.</summary>
    public string? TimesAYear { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    internal static HelpOfferForm New(TimeProvider clock) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Kind = nameof(HelpOfferKind.Person), Minutes = "30", TimesAYear = "6", Until = Dates.Iso(JapanTime.Today(clock).AddDays(365)),
        Days = [nameof(DayOfWeek.Saturday), nameof(DayOfWeek.Sunday)],
    };

    internal Guid IdOr(TimeProvider clock) => HelpForms.IdOr(Id, clock);

    internal OfferHelp ToCommand(Guid id, Guid person, Doer? by, FormErrors errors) => new(
        id, person, HelpForms.One<HelpOfferKind>(Kind), Group, errors.TakeNumber("Input.People", People), HelpForms.Many<HelpKind>(Jobs), HelpForms.Many<HelpSkill>(Skills), HelpForms.One<HelpTool>(Tool), HelpForms.Id(AreaId),
        HelpForms.Many<DayOfWeek>(Days), errors.TakeNumber("Input.Minutes", Minutes), errors.TakeNumber("Input.TimesAYear", TimesAYear), errors.TakeDay("Input.Until", Until), by);
}

/// <summary>What is typed about an answer or a result.</summary>
public sealed class HelpAnswerForm
{
    /// <summary>Why not.</summary>
    public string? Why { get; set; }

    /// <summary>How many came.</summary>
    public string? Came { get; set; }

    /// <summary>For how long, each.</summary>
    public string? MinutesEach { get; set; }

    /// <summary>Thanks.</summary>
    public string? Thanks { get; set; }
}

/// <summary>Reading fields.</summary>
internal static class HelpForms
{
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    public static Guid IdOr(string? text, TimeProvider clock) => Id(text) ?? Guid.CreateVersion7(clock.GetUtcNow());

    public static T? One<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : null;

    public static IReadOnlyList<T> Many<T>(IEnumerable<string>? texts)
        where T : struct, Enum => [.. (texts ?? []).Select(One<T>).OfType<T>()];

    public static TimeOnly? Time(string field, string? text, FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = LenientTime.Parse(text);
        if (parsed.TryGet(out var time)) return time;
        errors.Add(field, parsed.Error);
        return null;
    }

    /// <summary>Settlements and districts to choose from, by municipality.</summary>
    public static IReadOnlyList<FieldOption> Areas(IEnumerable<Area> areas) =>
        [.. areas.Where(a => a is { Closed: false, Level: <= AreaLevel.District }).Select(a => new FieldOption(a.Id.ToString(), LocalizedText.Same(a.Name), Group: AreaWords.MunicipalityOf(a)))];
}
