namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>What an expert knows (専門分野).</summary>
public enum ExpertField
{
    /// <summary>Planning a business (事業計画).</summary>
    Planning,

    /// <summary>Finding money (資金調達).</summary>
    Finance,

    /// <summary>Books and taxes (会計・税務).</summary>
    Accounting,

    /// <summary>Selling (販路・宣伝).</summary>
    Sales,

    /// <summary>Making things (商品開発).</summary>
    Products,

    /// <summary>Design (デザイン).</summary>
    Design,

    /// <summary>Computers and networks (IT・デジタル).</summary>
    Digital,

    /// <summary>Law, permits and forms of organisation (法務・許認可・法人化).</summary>
    Permits,

    /// <summary>People who work in it (労務・人材).</summary>
    Labour,

    /// <summary>Food and hygiene (食品・衛生).</summary>
    Food,

    /// <summary>Farming, forestry, fishery (農林水産).</summary>
    Farming,

    /// <summary>Tourism (観光).</summary>
    Tourism,

    /// <summary>Welfare and care (福祉・介護).</summary>
    Welfare,

    /// <summary>Empty houses and buildings (空き家・建物).</summary>
    Buildings,

    /// <summary>Getting neighbours to work together (地域づくり).</summary>
    Community,
}

/// <summary>What an expert lets the list be used for (登録情報の利用目的).</summary>
public enum ListingPurpose
{
    /// <summary>Staff look for whom to send (職員が派遣先との組み合わせを探す).</summary>
    Matching,

    /// <summary>That, and teams see name, fields and introduction (事業をする人にも見せる).</summary>
    Teams,
}

/// <summary>The consent to be listed: for a purpose, until a day.</summary>
/// <param name="Purpose">For what.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">The last day.</param>
/// <param name="How">How it was given, where staff noted it; empty where the expert gave it here.</param>
/// <param name="By">Who noted it.</param>
public sealed record ListingConsent(ListingPurpose Purpose, DateOnly From, DateOnly Until, string How, Doer By)
{
    /// <summary>Whether it was told that it ends soon.</summary>
    public bool Told { get; init; }
}

/// <summary>An expert or supporter (専門家・支援者), kept by staff or by themselves. Without a consent in force they are neither listed nor matched.</summary>
public sealed class Expert
{
    /// <summary>The id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The account of who keeps it themselves; null where staff keep it.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What they have done and can help with.</summary>
    public string Introduction { get; set; } = "";

    /// <summary>The telephone; empty where there is an e-mail address.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The e-mail address; empty where there is a telephone.</summary>
    public string Email { get; set; } = "";

    /// <summary>What they know.</summary>
    public List<ExpertField> Fields { get; set; } = [];

    /// <summary>The municipalities they go to, by their codes of six digits.</summary>
    public List<string> Municipalities { get; set; } = [];

    /// <summary>How much time they offer in a calendar month.</summary>
    public int MinutesAMonth { get; set; }

    /// <summary>The consent; null when none was given, or it was withdrawn.</summary>
    public ListingConsent? Consent { get; set; }

    /// <summary>The member of staff who looked at it; null until then.</summary>
    public Doer? ConfirmedBy { get; set; }

    /// <summary>The code by which the expert takes the entry over, hashed; null when there is none.</summary>
    public string? CodeHash { get; set; }

    /// <summary>The last day of that code.</summary>
    public DateOnly CodeUntil { get; set; }

    /// <summary>Counts each change, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    // Who has no account is known by the entry.
    internal Guid Subject => AccountId ?? Id;

    internal bool IsListed(DateOnly day) => ConfirmedBy is not null && Consent is { } consent && consent.From <= day && day <= consent.Until;

    internal bool IsListedForTeams(DateOnly day) => IsListed(day) && Consent!.Purpose == ListingPurpose.Teams;
}
