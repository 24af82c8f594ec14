namespace Kenmin.CommunityBusiness.Support.Consultations.Pages;

/// <summary>What is typed about a consultation. Fields have the names of the commands'.</summary>
internal sealed class CaseForm
{
    /// <summary>An id made when the page is opened, so that sending twice writes once.</summary>
    public string? Id { get; set; }

    /// <summary>The municipality.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>What it is about.</summary>
    public string? Field { get; set; }

    /// <summary>Who came.</summary>
    public string? Person { get; set; }

    /// <summary>How to reach them.</summary>
    public string? Contact { get; set; }

    /// <summary>The day.</summary>
    public string? On { get; set; }

    /// <summary>What was talked about.</summary>
    public string? Text { get; set; }

    /// <summary>The case that is given to somebody.</summary>
    public string? CaseId { get; set; }

    /// <summary>A colleague.</summary>
    public string? ReaderId { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>To whom it is referred.</summary>
    public string? Target { get; set; }

    /// <summary>To which centre.</summary>
    public string? Centre { get; set; }

    /// <summary>What is passed on.</summary>
    public string? PassedOn { get; set; }

    /// <summary>Whether the person agreed.</summary>
    public bool Agreed { get; set; }

    internal Guid Key => Guid.TryParse(Id, out var id) ? id : Guid.Empty;

    internal static CaseForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString() };
}
