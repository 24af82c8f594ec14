namespace Kenmin.CommunityBusiness.Support.Mentors.Pages;

/// <summary>What is typed about a mentor.</summary>
internal sealed class MentorForm
{
    /// <summary>An id made when the page is opened, so that sending twice writes once.</summary>
    public string? Id { get; set; }

    /// <summary>The expert.</summary>
    public string? ExpertId { get; set; }

    /// <summary>A word to them.</summary>
    public string? Message { get; set; }

    /// <summary>The day of a talk.</summary>
    public string? On { get; set; }

    /// <summary>What was talked about.</summary>
    public string? Text { get; set; }

    /// <summary>The button that was used: yes or no.</summary>
    public string? Do { get; set; }

    internal Guid Key => Guid.TryParse(Id, out var id) ? id : Guid.Empty;

    internal Guid? Expert => Guid.TryParse(ExpertId, out var id) ? id : null;

    internal static MentorForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString() };
}
