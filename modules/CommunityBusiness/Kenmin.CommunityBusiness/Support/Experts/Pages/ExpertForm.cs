using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Pages;

namespace Kenmin.CommunityBusiness.Support.Experts.Pages;

/// <summary>What is typed about an expert. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
public sealed class ExpertForm
{
    /// <summary>The entry's id, made when the page is opened, so that sending twice makes one.</summary>
    public string? Id { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>What they have done and can help with.</summary>
    public string? Introduction { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>What they know.</summary>
    public List<string> Fields { get; set; } = [];

    /// <summary>Where they go.</summary>
    public List<string> Municipalities { get; set; } = [];

    /// <summary>How many hours they offer in a month.</summary>
    public string? HoursAMonth { get; set; }

    internal static ExpertForm New(DateTimeOffset now, string? name = null) => new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0", Name = name };

    internal static ExpertForm Of(Expert e) => new()
    {
        Id = e.Id.ToString(), Revision = e.Revision.ToString(CultureInfo.InvariantCulture), Name = e.Name, Introduction = e.Introduction, Phone = e.Phone, Email = e.Email, Fields = [.. e.Fields.Select(f => f.ToString())], Municipalities = [.. e.Municipalities],
        HoursAMonth = SupportHours.Plain(e.MinutesAMonth),
    };

    internal SaveExpert? ToCommand(Doer? by, OfficePowers? office, FormErrors errors)
    {
        var hours = errors.TakeHours("Input.HoursAMonth", HoursAMonth);
        if (errors.Any || !Guid.TryParse(Id, out var id) || !int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return null;
        return new(id, new(Name, Introduction, Phone, Email, ExpertWords.Read(Fields), Municipalities ?? [], hours), revision, by, office);
    }
}

/// <summary>What is typed about a consent.</summary>
internal sealed class ConsentForm
{
    /// <summary>For what.</summary>
    public string? Purpose { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    /// <summary>How it was given.</summary>
    public string? How { get; set; }

    internal GiveListingConsent ToCommand(Guid id, Doer? by, OfficePowers? office, FormErrors errors) => new(
        id, Enum.TryParse<ListingPurpose>(Purpose, out var purpose) ? purpose : null, errors.TakeDay("Consent.Until", Until), How, by, office);
}

/// <summary>The code that is typed.</summary>
internal sealed class CodeForm
{
    /// <summary>The code.</summary>
    public string? Code { get; set; }
}
