using System.Text.Json.Serialization;
using JasperFx.Metadata;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Teams;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>
/// A person who came forward as a sports volunteer: one document for each person, whatever the number of applications.
/// Whether they stay is said by their registration (<see cref="Registrations"/>), whose stream has the same id.
/// </summary>
public sealed class Volunteer : IVersioned
{
    private const string Texts = "text[]";
    private const NpgsqlDbType TextArray = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <summary>The person's id in this module (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Changes with every write; a write that did not see the one before it is refused.</summary>
    public Guid Version { get; set; }

    /// <summary>The account that is this person, once they have linked it.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Family name (or the whole name when it came without a space), as entered; never normalized.</summary>
    public string FamilyName { get; set; } = "";

    /// <summary>Given name as entered; may be empty.</summary>
    public string GivenName { get; set; } = "";

    /// <summary>Reading of the name in full-width kana; empty when unknown.</summary>
    public string Kana { get; set; } = "";

    /// <summary>Folded key of the name for comparison; set by <see cref="Reindex"/>.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>What lists are ordered by: the reading, or the name where it is unknown; set by <see cref="Reindex"/>.</summary>
    public string SortKey { get; set; } = "";

    /// <summary>Bigrams of the folded name and kana, by which lists are searched; in their column alone.</summary>
    [JsonIgnore]
    public string[] SearchBigrams => [.. FoldedText.Bigrams(NameKey).Concat(FoldedText.Bigrams(FoldedText.OfName(Kana))).Distinct()];

    /// <summary>Runs of digits of all phone numbers, by which lists are searched for a part of one; in their column alone.</summary>
    [JsonIgnore]
    public string[] PhoneRuns => [.. OtherPhones.Prepend(Phone ?? "").SelectMany(VolunteerSearch.RunsOf).Distinct()];

    /// <summary>The initiatives of <see cref="CameBy"/>, by which lists are narrowed; in their column alone.</summary>
    [JsonIgnore]
    public string[] InitiativeKeys => [.. CameBy().Select(i => i.ToString())];

    /// <summary>Keys under which the same person is looked for when somebody comes forward again; set by <see cref="Reindex"/>.</summary>
    public string[] MatchKeys { get; set; } = [];

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

    /// <summary>Further phone numbers that applications of this person gave.</summary>
    public string[] OtherPhones { get; set; } = [];

    /// <summary>Further mail addresses that applications of this person gave.</summary>
    public string[] OtherEmails { get; set; } = [];

    /// <summary>Further addresses that applications of this person gave, as entered.</summary>
    public string[] OtherAddresses { get; set; } = [];

    /// <summary>Activities the person would like to do (希望活動), as written in the source, one each.</summary>
    public string[] Wishes { get; set; } = [];

    /// <summary>Qualifications the person holds, named as shift plans name them (手話, 要約筆記, 英語, 救命講習 …).</summary>
    public string[] Qualifications { get; set; } = [];

    /// <summary>Qualifications with number, expiry and confirmation, one for each name.</summary>
    public List<HeldQualification> Held { get; set; } = [];

    /// <summary>Wishes for assignments; null when none were said.</summary>
    public ServiceWishes? Wanted { get; set; }

    /// <summary>Support that the person needs (配慮が必要なこと): shown to the person and to those who must know only.</summary>
    public string SupportNeeds { get; set; } = "";

    /// <summary>The team or the companions the person serves with; null: alone.</summary>
    public TeamPlace? Team { get; set; }

    /// <summary>Remarks (備考): availability and needs for support. Shown to those who must know.</summary>
    public string Remarks { get; set; } = "";

    /// <summary>Every line of a file that this person was read from.</summary>
    public List<VolunteerSource> Sources { get; set; } = [];

    /// <summary>
    /// The initiative (事業) whose standing register the person entered on the site; null for those who came by a roster alone, and
    /// where no initiative kept the register.
    /// </summary>
    public Guid? RegisteredUnder { get; set; }

    /// <summary>What staff changed, oldest first.</summary>
    public List<VolunteerChange> Changes { get; set; } = [];

    /// <summary>Whether the person withdrew the consent that the staff of their municipality see them.</summary>
    public bool NotForMunicipalities { get; set; }

    /// <summary>Whether the person agreed, on the page of consents or to staff, that their municipality is given their data.</summary>
    public bool ForMunicipalities { get; set; }

    /// <summary>Set when the personal data were removed: only what is needed for counts is left.</summary>
    public bool Erased { get; set; }

    /// <summary>How it is stored. What lists ask for stands in columns, with an index for each way in; whatever they are narrowed by, they are in the order of <see cref="SortKey"/>.</summary>
    /// <param name="mapping">Where that is said.</param>
    public static void ConfigureMarten(DocumentMapping<Volunteer> mapping)
    {
        mapping.Index(v => v.AccountId!);
        mapping.DuplicateField(nameof(SortKey), notNull: true);
        mapping.DuplicateField(nameof(MunicipalityCode));
        mapping.AddIndex("sort_key", "id");
        mapping.AddIndex("municipality_code", "sort_key", "id");
        mapping.Duplicate(v => v.MatchKeys, Texts, TextArray, index =>
        {
            index.Method = IndexMethod.gin;
            // An import looks up thousands of keys right after it wrote as many: none may wait in the pending list.
            index.StorageParameters["fastupdate"] = "off";
        });
        mapping.Duplicate(v => v.SearchBigrams, Texts, TextArray, index => index.Method = IndexMethod.gin);
        mapping.Duplicate(v => v.PhoneRuns, Texts, TextArray, index => index.Method = IndexMethod.gin);
        mapping.Duplicate(v => v.Qualifications, Texts, TextArray, index => index.Method = IndexMethod.gin);
        mapping.Duplicate(v => v.InitiativeKeys, Texts, TextArray, index => index.Method = IndexMethod.gin);
    }

    /// <summary>The initiatives that the person came by, each once.</summary>
    public IReadOnlyList<Guid> CameBy() => [.. Sources.Select(s => s.InitiativeId).Prepend(RegisteredUnder).OfType<Guid>().Distinct()];

    /// <summary>The full name with an ideographic space.</summary>
    public string FullName => GivenName.Length == 0 ? FamilyName : $"{FamilyName}\u3000{GivenName}";

    /// <summary>Renews the keys by which this person is found and listed. Call it after every change of name, birth date or contact.</summary>
    public void Reindex()
    {
        NameKey = FoldedText.OfName(FamilyName + GivenName);
        SortKey = Kana.Length > 0 ? FoldedText.OfName(Kana) : NameKey;
        MatchKeys = [.. PersonKeys.Of(this)];
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    internal Volunteer Copy()
    {
        var copy = (Volunteer)MemberwiseClone();
        (copy.Sources, copy.Changes, copy.Held) = ([.. Sources], [.. Changes], [.. Held]);
        return copy;
    }

    /// <summary>
    /// Removes the personal data. What is left serves counts: gender, municipality, and the year of birth (as its middle, so that
    /// an age in classes of five years is off by half a year at most); and the fingerprints of the lines the person was read
    /// from, so that the same file does not bring the person back.
    /// </summary>
    public void Erase()
    {
        (FamilyName, GivenName, Kana, Address, Remarks) = ("", "", "", "", "");
        (PostalCode, Phone, Email, AccountId) = (null, null, null, null);
        (OtherPhones, OtherEmails, OtherAddresses, Wishes, Qualifications) = ([], [], [], [], []);
        (Held, Wanted, SupportNeeds, Team) = ([], null, "", null);
        Changes.Clear();
        BirthDate = BirthDate is { } birth ? new DateOnly(birth.Year, 7, 1) : null;
        Sources = [.. Sources.Select(s => s with { ApplicationNumber = null, Reasons = [] })];
        Erased = true;
        Reindex();
    }
}

/// <summary>Where a person's data came from.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="FileName">The file's name as uploaded.</param>
/// <param name="Line">Line in the file, 1-based, the header included.</param>
/// <param name="ApplicationNumber">The application number (受付番号) in the file, if it has one.</param>
public sealed record VolunteerSource(Guid ImportId, string FileName, int Line, string? ApplicationNumber)
{
    /// <summary>The initiative (事業) that the file was taken in for; null where there was none.</summary>
    public Guid? InitiativeId { get; init; }

    /// <summary>The festival's name.</summary>
    public string Festival { get; init; } = "";

    /// <summary>The fiscal year (年度) of the festival.</summary>
    public FiscalYear? Year { get; init; }

    /// <summary>By which way the line came: a festival's roster, or the list of a team, school or club.</summary>
    public IntakeWay Way { get; init; }

    /// <summary>What the line said about staying registered.</summary>
    public ContinuationAnswer Answer { get; init; }

    /// <summary>Why the line was taken for this person, where the person was known already; empty for the first line.</summary>
    public IReadOnlyList<LocalizedText> Reasons { get; init; } = [];

    /// <summary>A digest of all that the line says, by which the same line is known again.</summary>
    public string Fingerprint { get; init; } = "";
}

/// <summary>A change that a member of staff made.</summary>
/// <param name="At">When.</param>
/// <param name="ActorId">The account.</param>
/// <param name="ActorName">The name of the member of staff at that time.</param>
/// <param name="Fields">What changed.</param>
public sealed record VolunteerChange(DateTimeOffset At, Guid? ActorId, string ActorName, IReadOnlyList<FieldChange> Fields);

/// <summary>A field that changed.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Before">What it held.</param>
/// <param name="After">What it holds.</param>
public sealed record FieldChange(LocalizedText Field, string Before, string After);
