namespace Kenmin.Passport.SavedSearches.Pages;

/// <summary>What is typed to save a search.</summary>
internal sealed class SavedSearchForm
{
    /// <summary>The new search's id, made with the form: sent twice, it is one.</summary>
    public string? CommandId { get; set; }

    /// <summary>The conditions.</summary>
    public string? Conditions { get; set; }

    /// <summary>What its owner calls it.</summary>
    public string? Name { get; set; }

    /// <summary>How often.</summary>
    public string? Every { get; set; }

    internal DigestEvery Told => Enum.TryParse<DigestEvery>(Every, out var told) ? told : (DigestEvery)(-1);
}
