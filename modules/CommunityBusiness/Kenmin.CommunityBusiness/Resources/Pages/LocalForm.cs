using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Pages;

namespace Kenmin.CommunityBusiness.Resources.Pages;

/// <summary>What is typed about a resource or problem. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
public sealed class EntryForm
{
    /// <summary>The entry's id, made when the page is opened, so that sending twice enters one.</summary>
    public string? Id { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The office's own number.</summary>
    public string? Number { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>The municipality.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>The place in words.</summary>
    public string? Place { get; set; }

    /// <summary>Condition, size or amount.</summary>
    public string? Condition { get; set; }

    /// <summary>Degrees north.</summary>
    public string? Latitude { get; set; }

    /// <summary>Degrees east.</summary>
    public string? Longitude { get; set; }

    /// <summary>From when.</summary>
    public string? From { get; set; }

    /// <summary>Until when.</summary>
    public string? Until { get; set; }

    /// <summary>The office that answers.</summary>
    public string? Office { get; set; }

    /// <summary>The private contact.</summary>
    public string? Contact { get; set; }

    /// <summary>Where it is known from.</summary>
    public string? Source { get; set; }

    /// <summary>Whether the contact may be handed over.</summary>
    public bool MayHandOver { get; set; }

    internal static EntryForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0" };

    internal static EntryForm Of(LocalEntry e) => e.Facts is var f ? new()
    {
        Id = e.Id.ToString(), Revision = e.Revision.ToString(CultureInfo.InvariantCulture), Number = e.Number, Kind = e.Kind.ToString(), Title = f.Title, Text = f.Text, MunicipalityCode = f.MunicipalityCode, Place = f.Place, Condition = f.Condition,
        Latitude = f.Latitude, Longitude = f.Longitude, From = f.From is { } from ? Dates.Iso(from) : null, Until = f.Until is { } until ? Dates.Iso(until) : null, Office = f.Office, Contact = f.Contact, Source = f.Source, MayHandOver = e.HandOver is not null,
    } : null!;

    /// <summary>The command; null when the form is not one of ours, or a day cannot be read, then with the reason at the field.</summary>
    internal SaveEntry? ToCommand(Doer? by, OfficePowers? office, FormErrors errors)
    {
        var (from, until) = (errors.TakeDay("Input.From", From), errors.TakeDay("Input.Until", Until));
        if (errors.Any) return null;
        if (!Guid.TryParse(Id, out var id) || !int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            errors.Add(new("フォームをもう一度開いてください。", "Please open the form again."));
            return null;
        }

        return new(
            id, new(Enum.TryParse<LocalKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : null, Title ?? "", Text ?? "", MunicipalityCode ?? "", Place ?? "", Condition ?? "", Latitude ?? "", Longitude ?? "", from, until, Office ?? "", Contact ?? "", Source ?? ""),
            Number, MayHandOver, revision, by, office);
    }
}

/// <summary>What is typed beside an entry: reasons, answers and interests.</summary>
internal sealed class LocalForm
{
    /// <summary>An id made when the page is opened, or that of an interest.</summary>
    public string? Id { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The office that answers for it.</summary>
    public string? AnsweringOffice { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>How the office was told.</summary>
    public string? How { get; set; }

    /// <summary>What the team would do.</summary>
    public string? Message { get; set; }

    /// <summary>The office's answer.</summary>
    public string? Words { get; set; }

    /// <summary>The button that was used.</summary>
    public string? Do { get; set; }

    internal Guid Key => Guid.TryParse(Id, out var id) ? id : Guid.Empty;

    internal int Read => int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
