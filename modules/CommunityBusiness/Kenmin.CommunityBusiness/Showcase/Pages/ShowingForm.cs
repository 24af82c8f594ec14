using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Showcase.Pages;

/// <summary>What is typed about how a business is shown. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
internal sealed class ShowingForm
{
    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The name under which it is shown.</summary>
    public string? Name { get; set; }

    /// <summary>What it does.</summary>
    public string? About { get; set; }

    /// <summary>The problem.</summary>
    public string? Problem { get; set; }

    /// <summary>The local resource.</summary>
    public string? Resource { get; set; }

    /// <summary>What is sought.</summary>
    public string? Seeks { get; set; }

    /// <summary>When it is open.</summary>
    public string? Hours { get; set; }

    /// <summary>Its own site.</summary>
    public string? Website { get; set; }

    /// <summary>What kind of business it is.</summary>
    public string? Field { get; set; }

    /// <summary>Degrees north.</summary>
    public string? Latitude { get; set; }

    /// <summary>Degrees east.</summary>
    public string? Longitude { get; set; }

    internal static ShowingForm Of(Venture venture, Showing? showing) => showing is null
        ? new() { Revision = "0", Name = venture.Title, Problem = venture.Problem, Resource = venture.Resource, Field = venture.Field?.ToString() }
        : new()
        {
            Revision = showing.Revision.ToString(CultureInfo.InvariantCulture), Name = showing.Text.Name, About = showing.Text.About, Problem = showing.Text.Problem, Resource = showing.Text.Resource, Seeks = showing.Text.Seeks, Hours = showing.Text.Hours,
            Website = showing.Text.Website, Field = showing.Text.Field?.ToString(), Latitude = showing.Latitude?.ToString(CultureInfo.InvariantCulture), Longitude = showing.Longitude?.ToString(CultureInfo.InvariantCulture),
        };

    internal SaveShowing? ToCommand(Guid venture, Doer? by, OfficePowers? office, FormErrors errors)
    {
        GeoPoint? point = null;
        if (!string.IsNullOrWhiteSpace(Latitude) || !string.IsNullOrWhiteSpace(Longitude))
        {
            var parsed = GeoPoint.Parse(Latitude, Longitude);
            if (parsed.TryGet(out var given)) point = given;
            else errors.Add("Input.Latitude", parsed.Error);
        }

        if (errors.Any || !int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return null;
        return new(venture, new(Name ?? "", About ?? "", Problem ?? "", Resource ?? "", Seeks ?? "", Hours ?? "", Website ?? "", VentureWords.FieldOf(Field)), point, revision, by, office);
    }
}

/// <summary>What is typed about a picture.</summary>
internal sealed class ShowingPictureForm
{
    /// <summary>Made when the page is opened, so that sending twice keeps one.</summary>
    public string? Id { get; set; }

    /// <summary>What it shows, in words.</summary>
    public string? Alternative { get; set; }
}

/// <summary>Why staff hide it.</summary>
internal sealed class HideForm
{
    /// <summary>The reason.</summary>
    public string? Reason { get; set; }
}
