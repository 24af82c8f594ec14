using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>What an entry is about. The first are local resources (地域資源), those from <see cref="Daily"/> on local problems (地域の困りごと).</summary>
public enum LocalKind
{
    /// <summary>An empty house (空き家). Published only coarsely.</summary>
    EmptyHouse,

    /// <summary>Produce of fields, woods and sea (農林水産物).</summary>
    Produce,

    /// <summary>A skill (技能). Published only coarsely, because the place is mostly a home.</summary>
    Skill,

    /// <summary>A closed school (廃校).</summary>
    ClosedSchool,

    /// <summary>Another resource.</summary>
    OtherResource,

    /// <summary>Shopping and getting about (買い物・移動).</summary>
    Daily,

    /// <summary>Looking after people (見守り・福祉).</summary>
    Care,

    /// <summary>Fields, woods and animals (農地・山林・鳥獣).</summary>
    Land,

    /// <summary>Children (子育て・学び).</summary>
    Children,

    /// <summary>Work and liveliness (仕事・にぎわい).</summary>
    Work,

    /// <summary>Another problem.</summary>
    OtherProblem,
}

/// <summary>Where an entry stands.</summary>
public enum EntryState
{
    /// <summary>Proposed, or entered and not published yet (確認待ち).</summary>
    Waiting,

    /// <summary>Everybody sees it (公開中).</summary>
    Published,

    /// <summary>The office does not publish it, with a reason (見送り).</summary>
    Refused,

    /// <summary>Used, solved or taken back (終了).</summary>
    Closed,
}

/// <summary>That the private contact may be handed to a team which the office introduces.</summary>
/// <param name="On">The day on which it was said.</param>
/// <param name="How">How the office was told; empty where the person said so here.</param>
/// <param name="By">Who said or noted it.</param>
public sealed record HandOverConsent(DateOnly On, string How, Doer By);

/// <summary>What an entry says.</summary>
/// <param name="Kind">What it is about; null where nothing was chosen.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">What there is, or what is wanting.</param>
/// <param name="MunicipalityCode">The municipality.</param>
/// <param name="Place">The place in words.</param>
/// <param name="Condition">Condition, size or amount; may be empty.</param>
/// <param name="Latitude">Degrees north as they were typed; empty for none.</param>
/// <param name="Longitude">Degrees east as they were typed; empty for none.</param>
/// <param name="From">From when it can be used; null for at once.</param>
/// <param name="Until">Until when; null for no end.</param>
/// <param name="Office">The office that answers for it.</param>
/// <param name="Contact">Name and contact of who has it: never published.</param>
/// <param name="Source">Where it is known from.</param>
public sealed record EntryFacts(
    LocalKind? Kind, string Title, string Text, string MunicipalityCode, string Place, string Condition, string Latitude, string Longitude, DateOnly? From, DateOnly? Until, string Office, string Contact, string Source);

/// <summary>A local resource (地域資源) or a local problem (地域の困りごと).</summary>
public sealed class LocalEntry
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The office's own number, by which a file is taken in again without doubling; empty where there is none.</summary>
    public string Number { get; set; } = "";

    /// <summary>Municipality and number, folded; null where there is no number. Unique.</summary>
    public string? Key { get; set; }

    /// <summary>What it is about.</summary>
    public LocalKind Kind { get; set; }

    /// <summary>Whether it is a problem; else a resource.</summary>
    public bool IsProblem { get; set; }

    /// <summary>Its title.</summary>
    public string Title { get; set; } = "";

    /// <summary>What there is, or what is wanting.</summary>
    public string Text { get; set; } = "";

    /// <summary>The municipality, by its code of six digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The place in words.</summary>
    public string Place { get; set; } = "";

    /// <summary>Condition, size or amount.</summary>
    public string Condition { get; set; } = "";

    /// <summary>Where it is: for the office only; null where that is not known.</summary>
    public GeoPoint? Exact { get; set; }

    /// <summary>Where it is as everybody may know, see <see cref="CoarsePoint"/>; null where that is not known.</summary>
    public GeoPoint? Shown { get; set; }

    /// <summary>From when it can be used.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Until when.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>The office that answers for it.</summary>
    public string Office { get; set; } = "";

    /// <summary>Name and contact of who has it: for the office, and for a team that was introduced.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Whether the contact may be handed over; null without consent.</summary>
    public HandOverConsent? HandOver { get; set; }

    /// <summary>Where it is known from.</summary>
    public string Source { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public EntryState State { get; set; }

    /// <summary>Why it was refused or closed; else empty.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The account of the resident who proposed it; null where the office entered it.</summary>
    public Guid? ProposerAccountId { get; set; }

    /// <summary>Their name at that time.</summary>
    public string ProposerName { get; set; } = "";

    /// <summary>Counts up with each change, so that nobody overwrites or publishes what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>Who changed it last.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>When it was entered.</summary>
    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>When it was published last; null before.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    internal Municipality? Municipality => Municipality.ByCode(MunicipalityCode);

    /// <summary>Whether everybody sees it on a day.</summary>
    internal bool IsOpen(DateOnly today) => State == EntryState.Published && (Until is not { } until || until >= today);

    /// <summary>Whose data it holds, as the audit log knows them: the account of who proposed it, or the entry where somebody without one is named.</summary>
    internal Guid? Subject => ProposerAccountId ?? (Contact.Length > 0 ? Id : null);

    internal EntryFacts Facts => new(
        Kind, Title, Text, MunicipalityCode, Place, Condition, Exact is { } at ? Degrees(at.Latitude) : "", Exact is { } on ? Degrees(on.Longitude) : "", From, Until, Office, Contact, Source);

    internal void Put(EntryFacts facts)
    {
        (Kind, Title, Text, MunicipalityCode, Place, Condition) = (facts.Kind!.Value, facts.Title, facts.Text, facts.MunicipalityCode, facts.Place, facts.Condition);
        (From, Until, Office, Contact, Source) = (facts.From, facts.Until, facts.Office, facts.Contact, facts.Source);
        IsProblem = Kind >= LocalKind.Daily;
        Exact = facts.Latitude.Length > 0 && GeoPoint.Parse(facts.Latitude, facts.Longitude).TryGet(out var point) ? point : null;
        Shown = Exact is { } exact ? CoarsePoint.IsNeeded(Kind) ? CoarsePoint.Of(exact) : exact : null;
        Key = KeyOf(MunicipalityCode, Number);
    }

    internal static string? KeyOf(string municipality, string number) => number.Length == 0 ? null : $"{municipality}|{FoldedText.OfName(number)}";

    internal static string TurnOf(Guid id) => $"local-entry|{id:N}";

    // Seven decimals are a centimetre: what was typed comes back as it was.
    internal static string Degrees(double degrees) => degrees.ToString("0.#######", System.Globalization.CultureInfo.InvariantCulture);
}
