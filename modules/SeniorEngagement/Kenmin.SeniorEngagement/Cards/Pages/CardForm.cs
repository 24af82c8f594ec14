using System.Globalization;
using Kenmin.Pages;

namespace Kenmin.SeniorEngagement.Cards.Pages;

/// <summary>What is chosen on the steps of a card.</summary>
internal sealed class CardForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The year of birth.</summary>
    public string? BirthYear { get; set; }

    /// <summary>What the person likes.</summary>
    public List<string> Interests { get; set; } = [];

    /// <summary>What the person needs.</summary>
    public List<string> Limits { get; set; } = [];

    /// <summary>How long.</summary>
    public string? Length { get; set; }

    /// <summary>When.</summary>
    public List<string> Slots { get; set; } = [];

    /// <summary>How far.</summary>
    public string? Reach { get; set; }

    /// <summary>Near which place.</summary>
    public string? From { get; set; }

    /// <summary>With whom.</summary>
    public string? Company { get; set; }

    internal static CardForm Of(CardHolder? holder, string name) => holder is null ? new() { Name = name } : new()
    {
        Name = holder.Name, Phone = holder.Phone, Municipality = holder.MunicipalityCode, BirthYear = holder.BirthYear?.ToString(CultureInfo.InvariantCulture), Interests = [.. holder.Card.Interests],
        Limits = [.. holder.Card.Limits], Length = holder.Card.Length, Slots = [.. holder.Card.Slots], Reach = holder.Card.Reach, From = holder.Card.From?.Key, Company = holder.Card.Company,
    };

    /// <summary>The part of the card that a step asks for.</summary>
    internal (HolderDetails? Details, CardAnswers? Answers) Take(int step, FormErrors errors) => step switch
    {
        1 => (new(Name, Phone, Municipality, errors.TakeNumber("Input.BirthYear", BirthYear)), null),
        // A group of boxes of which none is ticked is not sent, and bound to nothing.
        2 => (null, new(Interests: Interests ?? [])),
        3 => (null, new(Limits: Limits ?? [], Length: Length ?? "")),
        _ => (null, new(Slots: Slots ?? [], Reach: Reach ?? "", From: From ?? "", Company: Company ?? "")),
    };
}

/// <summary>What staff type from a paper: numbers instead of choices.</summary>
public sealed class CodeForm
{
    /// <summary>The person's id, made when the page is opened, so that sending twice enters once.</summary>
    public string? Id { get; set; }

    /// <summary>The number on the paper.</summary>
    public string? Number { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The year of birth.</summary>
    public string? BirthYear { get; set; }

    /// <summary>Numbers of interests.</summary>
    public string? Interests { get; set; }

    /// <summary>Numbers of limits.</summary>
    public string? Limits { get; set; }

    /// <summary>The number of the length.</summary>
    public string? Length { get; set; }

    /// <summary>Numbers of times.</summary>
    public string? Slots { get; set; }

    /// <summary>The number of the reach.</summary>
    public string? Reach { get; set; }

    /// <summary>The number of the company.</summary>
    public string? Company { get; set; }

    /// <summary>Staff say that it is another person.</summary>
    public bool AnotherPerson { get; set; }

    internal static CodeForm Of(CardHolder h) => new()
    {
        Id = h.Id.ToString(), Number = SharedKernel.PrintedCode.Shown(h.Number), Name = h.Name, Phone = h.Phone, Municipality = h.MunicipalityCode, BirthYear = h.BirthYear?.ToString(CultureInfo.InvariantCulture),
        Interests = CardCodes.Of(CardQuestions.Interests, h.Card.Interests), Limits = CardCodes.Of(CardQuestions.Limits, h.Card.Limits), Length = CardCodes.Of(CardQuestions.Lengths, h.Card.Length),
        Slots = CardCodes.Of(CardQuestions.Slots, h.Card.Slots), Reach = CardCodes.Of(CardQuestions.Reaches, h.Card.Reach), Company = CardCodes.Of(CardQuestions.Companies, h.Card.Company),
    };

    internal SaveCard ToCommand(Guid id, Doer by, FormErrors errors)
    {
        HolderDetails details = new(Name, Phone, Municipality, errors.TakeNumber("Input.BirthYear", BirthYear));
        var interests = Take(CardCodes.Many(Interests, CardQuestions.Interests), "Input.Interests", errors);
        var limits = Take(CardCodes.Many(Limits, CardQuestions.Limits), "Input.Limits", errors);
        var length = Take(CardCodes.One(Length, CardQuestions.Lengths), "Input.Length", errors);
        var slots = Take(CardCodes.Many(Slots, CardQuestions.Slots), "Input.Slots", errors);
        var reach = Take(CardCodes.One(Reach, CardQuestions.Reaches), "Input.Reach", errors);
        var company = Take(CardCodes.One(Company, CardQuestions.Companies), "Input.Company", errors);
        return new(id, Number, details, new(interests, limits, length ?? "", slots, reach ?? "", null, company ?? ""), by, ActingAs.Staff, AnotherPerson);
    }

    private static T? Take<T>(SharedKernel.Parsed<T> parsed, string field, FormErrors errors)
    {
        if (parsed.TryGet(out var value)) return value;
        errors.Add(field, parsed.Error);
        return default;
    }
}
