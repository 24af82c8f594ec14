using System.Globalization;
using Kenmin.CommunityBusiness.Scope;

namespace Kenmin.CommunityBusiness.Ventures.Pages;

/// <summary>What is typed about an idea. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
public sealed class IdeaForm
{
    /// <summary>The venture's id, made when the page is opened, so that sending twice begins one.</summary>
    public string? Id { get; set; }

    /// <summary>The code of the receipt, made with the form; only where there is no account.</summary>
    public string? Code { get; set; }

    /// <summary>The number of the receipt, once there is one.</summary>
    public string? Number { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>The problem.</summary>
    public string? Problem { get; set; }

    /// <summary>The local resource.</summary>
    public string? Resource { get; set; }

    /// <summary>Who does it.</summary>
    public string? Who { get; set; }

    /// <summary>How it is done.</summary>
    public string? How { get; set; }

    /// <summary>The municipality.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>The place in words.</summary>
    public string? Place { get; set; }

    /// <summary>What kind of business it is.</summary>
    public string? Field { get; set; }

    /// <summary>The initiative that it is brought for.</summary>
    public string? InitiativeId { get; set; }

    /// <summary>The name of who has no account.</summary>
    public string? ContactName { get; set; }

    /// <summary>The telephone of who has no account.</summary>
    public string? Phone { get; set; }

    /// <summary>The e-mail address of who has no account.</summary>
    public string? Email { get; set; }

    /// <summary>The button that was used: submit hands it in.</summary>
    public string? Do { get; set; }

    internal bool Submits => Do == "submit";

    internal static IdeaForm New(DateTimeOffset now, bool withCode, Guid? initiative = null) =>
        new() { Id = Guid.CreateVersion7(now).ToString(), Code = withCode ? Venture.Codes.New() : null, Revision = "0", InitiativeId = initiative?.ToString() };

    internal static IdeaForm Of(Venture v, string? code) => new()
    {
        Id = v.Id.ToString(), Code = code, Number = v.Number, Revision = v.Revision.ToString(CultureInfo.InvariantCulture), Title = v.Title, Problem = v.Problem, Resource = v.Resource, Who = v.Who, How = v.How,
        MunicipalityCode = v.MunicipalityCode, Place = v.Place, Field = v.Field?.ToString(), InitiativeId = v.InitiativeId?.ToString(), ContactName = v.Contact?.Name, Phone = v.Contact?.Phone, Email = v.Contact?.Email,
    };

    internal SaveIdea? ToCommand(Doer? by, OfficePowers? office, bool submit) => Guid.TryParse(Id, out var id) && int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        ? new(id, new(Title ?? "", Problem ?? "", Resource ?? "", Who ?? "", How ?? "", MunicipalityCode ?? "", Place ?? "", VentureWords.FieldOf(Field)),
            by is null ? new(ContactName ?? "", Phone ?? "", Email ?? "") : null, by is null ? Code : null, by, office, revision, submit, Guid.TryParse(InitiativeId, out var initiative) ? initiative : null)
        : null;
}

/// <summary>Number and code of a receipt as they are typed, and a reason.</summary>
public sealed class VentureForm
{
    /// <summary>The number.</summary>
    public string? Number { get; set; }

    /// <summary>The code.</summary>
    public string? Code { get; set; }

    /// <summary>What was done.</summary>
    public string? Words { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>What comes next.</summary>
    public string? NextText { get; set; }

    /// <summary>By when.</summary>
    public string? NextDueOn { get; set; }

    /// <summary>Who has to do it.</summary>
    public string? NextSide { get; set; }

    /// <summary>An account of the team.</summary>
    public string? Account { get; set; }
}
