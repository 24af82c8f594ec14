using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>
/// A person who came forward as a sports volunteer: one document for each person, whatever the number of applications.
/// Whether they stay is said by their registration (<see cref="Registrations"/>), whose stream has the same id.
/// </summary>
public sealed class Volunteer
{
    /// <summary>The person's id in this module (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The account that is this person, once they have linked it.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Family name (or the whole name when it came without a space), as entered; never normalized.</summary>
    public string FamilyName { get; set; } = "";

    /// <summary>Given name as entered; may be empty.</summary>
    public string GivenName { get; set; } = "";

    /// <summary>Reading of the name in full-width kana; empty when unknown.</summary>
    public string Kana { get; set; } = "";

    /// <summary>Folded key of the name for comparison.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>Bigrams of the folded name and kana, by which lists are searched.</summary>
    public string[] SearchBigrams { get; set; } = [];

    /// <summary>Birth date; null when it was not asked.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>Gender as stated.</summary>
    public Gender Gender { get; set; }

    /// <summary>Seven digits; null when unknown.</summary>
    public string? PostalCode { get; set; }

    /// <summary>Address as entered.</summary>
    public string Address { get; set; } = "";

    /// <summary>Municipal code (6 digits) read from the address; null when it is outside the prefecture or unknown.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Digits of the phone number; null when unknown.</summary>
    public string? Phone { get; set; }

    /// <summary>Mail address; null when unknown.</summary>
    public string? Email { get; set; }

    /// <summary>Activities the person would like to do (希望活動), as written in the source, one each.</summary>
    public string[] Wishes { get; set; } = [];

    /// <summary>Qualifications the person holds, named as shift plans name them (手話, 要約筆記, 英語, 救命講習 …).</summary>
    public string[] Qualifications { get; set; } = [];

    /// <summary>Remarks (備考): availability and needs for support. Shown to those who must know.</summary>
    public string Remarks { get; set; } = "";

    /// <summary>Every line of a file that this person was read from.</summary>
    public List<VolunteerSource> Sources { get; set; } = [];

    /// <summary>Set when the personal data were removed: only what is needed for counts is left.</summary>
    public bool Erased { get; set; }

    /// <summary>The full name with an ideographic space.</summary>
    public string FullName => GivenName.Length == 0 ? FamilyName : $"{FamilyName}\u3000{GivenName}";
}

/// <summary>Where a person's data came from.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="FileName">The file's name as uploaded.</param>
/// <param name="Line">Line in the file, 1-based, the header included.</param>
/// <param name="ApplicationNumber">The application number (受付番号) in the file, if it has one.</param>
public sealed record VolunteerSource(Guid ImportId, string FileName, int Line, string? ApplicationNumber);
