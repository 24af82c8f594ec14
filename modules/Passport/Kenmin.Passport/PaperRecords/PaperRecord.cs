namespace Kenmin.Passport.PaperRecords;

/// <summary>Something that a person took part in before, or elsewhere, and enters (紙の記録).</summary>
public sealed class PaperRecord
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Whose it is.</summary>
    public Guid AccountId { get; set; }

    /// <summary>What it was.</summary>
    public string What { get; set; } = "";

    /// <summary>Who held it (主催).</summary>
    public string Organiser { get; set; } = "";

    /// <summary>What the person was there.</summary>
    public string Role { get; set; } = "";

    /// <summary>The first day.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>How long in all, in minutes; null when it is not known any more.</summary>
    public int? Minutes { get; set; }

    /// <summary>The municipality, by its code of 6 digits; null elsewhere.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>The paper that the person holds about it, such as a certificate; empty when there is none.</summary>
    public string Document { get; set; } = "";

    /// <summary>When it was entered, the last time.</summary>
    public DateTimeOffset EnteredAt { get; set; }
}
