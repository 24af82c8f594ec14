namespace Kenmin.CleanUp.LitterReports.Pages;

/// <summary>What is typed to report litter.</summary>
internal sealed class LitterForm
{
    /// <summary>The report's id.</summary>
    public string? CommandId { get; set; }

    /// <summary>The reporter's secret, made with the form, so that sending again shows the same link.</summary>
    public string? Secret { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The site, where one was chosen.</summary>
    public string? SiteId { get; set; }

    /// <summary>Where it lies, in words.</summary>
    public string? Place { get; set; }

    /// <summary>Degrees north.</summary>
    public string? Latitude { get; set; }

    /// <summary>Degrees east.</summary>
    public string? Longitude { get; set; }

    /// <summary>What kind it is.</summary>
    public string? Sort { get; set; }

    /// <summary>Kinds of the list.</summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>What else to know.</summary>
    public string? Words { get; set; }
}
