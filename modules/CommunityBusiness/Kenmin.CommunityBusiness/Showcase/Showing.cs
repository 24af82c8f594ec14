using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>What everybody reads of a business.</summary>
/// <param name="Name">The name under which it is shown.</param>
/// <param name="About">What it does.</param>
/// <param name="Problem">The problem that it solves.</param>
/// <param name="Resource">The local resource that it uses; may be empty.</param>
/// <param name="Seeks">What is sought: helpers, places, customers; may be empty.</param>
/// <param name="Hours">When it is open; may be empty.</param>
/// <param name="Website">Its own site; may be empty.</param>
/// <param name="Field">What kind of business it is; null while nobody has said.</param>
public sealed record ShowingText(string Name, string About, string Problem, string Resource, string Seeks, string Hours, string Website, BusinessField? Field);

/// <summary>The picture of a business. The pixels stand in <c>showing_pictures</c>.</summary>
/// <param name="Id">Which picture; a new one has another id, so that no browser shows the former one.</param>
/// <param name="Alternative">What it shows, in words, for those who do not see it.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="At">When it was sent.</param>
public sealed record ShowingPicture(Guid Id, string Alternative, int Width, int Height, DateTimeOffset At);

/// <summary>Staff hid it (非表示).</summary>
/// <param name="Reason">Why; the team reads it.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record HiddenShowing(string Reason, DateTimeOffset At, Doer By);

/// <summary>How a business is shown to everybody (事業の紹介); its id is the venture's. Without a consent of the owner in force it is not shown.</summary>
public sealed class Showing : IConsented
{
    /// <summary>The venture.</summary>
    public Guid Id { get; set; }

    /// <summary>What everybody reads.</summary>
    public ShowingText Text { get; set; } = new("", "", "", "", "", "", "", null);

    /// <summary>Where it is, in degrees north; null where it is shown by its municipality only.</summary>
    public double? Latitude { get; set; }

    /// <summary>Where it is, in degrees east.</summary>
    public double? Longitude { get; set; }

    /// <summary>The picture; null where there is none.</summary>
    public ShowingPicture? Picture { get; set; }

    /// <summary>The owner's consent; null when none was given, or it was withdrawn.</summary>
    public PublicConsent? Consent { get; set; }

    /// <summary>Staff hid it; null while they did not.</summary>
    public HiddenShowing? Hidden { get; set; }

    /// <summary>Counts each change of the text, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    internal GeoPoint? Point => Latitude is { } latitude && Longitude is { } longitude ? new GeoPoint(latitude, longitude) : null;

    /// <summary>Whether everybody sees it on a day: the owner agreed, staff did not hide it, and the business goes on.</summary>
    internal bool IsPublic(Venture venture, DateOnly day) => Hidden is null && Consent is { } consent && consent.IsInForce(day) && venture.State == VentureState.Active;
}

/// <summary>A business that everybody sees.</summary>
/// <param name="Showing">What is shown.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="MunicipalityCode">Where it is.</param>
public sealed record Shown(Showing Showing, VentureStage Stage, string MunicipalityCode)
{
    internal Municipality? Municipality => Municipality.ByCode(MunicipalityCode);

    internal string Href => $"/community-business/showcase/{Showing.Id}";

    internal string PictureHref(bool small) => ShowcaseFiles.Href(Showing, small);
}
