using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>What kind of organisation runs a business.</summary>
public enum OrganisationKind
{
    /// <summary>A stock company (株式会社).</summary>
    StockCompany,

    /// <summary>A limited liability company (合同会社), or another company under the law.</summary>
    OtherCompany,

    /// <summary>A corporation engaging in specified non-profit activities (特定非営利活動法人).</summary>
    NonProfit,

    /// <summary>A general incorporated association or foundation (一般社団・財団法人).</summary>
    GeneralIncorporated,

    /// <summary>A cooperative (協同組合、労働者協同組合).</summary>
    Cooperative,

    /// <summary>A social welfare, medical or school corporation, or another one with a number (その他の法人).</summary>
    OtherCorporation,

    /// <summary>A group without legal personality (任意団体): no corporate number.</summary>
    Voluntary,

    /// <summary>A sole proprietor (個人事業主): no corporate number.</summary>
    SoleProprietor,
}

/// <summary>Where a fact comes from.</summary>
public enum FactSource
{
    /// <summary>Somebody typed it.</summary>
    Entered,

    /// <summary>gBizINFO said so.</summary>
    GBizInfo,
}

/// <summary>A fact of an organisation, and where and when it came from.</summary>
/// <param name="Text">The fact as it stands.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="On">The day on which it was typed, or on which gBizINFO said so.</param>
public sealed record SourcedText(string Text, FactSource Source, DateOnly On)
{
    /// <summary>Nothing, from nowhere.</summary>
    public static SourcedText Empty { get; } = new("", FactSource.Entered, DateOnly.MinValue);
}

/// <summary>An organisation (団体) that runs a business.</summary>
public sealed class Organisation
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>What kind it is.</summary>
    public OrganisationKind Kind { get; set; }

    /// <summary>The corporate number (法人番号); null where there is none.</summary>
    public string? Number { get; set; }

    /// <summary>Its name.</summary>
    public SourcedText Name { get; set; } = SourcedText.Empty;

    /// <summary>How its name is read, in kana; may be empty.</summary>
    public SourcedText Kana { get; set; } = SourcedText.Empty;

    /// <summary>The postal code, seven digits; may be empty.</summary>
    public SourcedText PostalCode { get; set; } = SourcedText.Empty;

    /// <summary>The address; may be empty.</summary>
    public SourcedText Address { get; set; } = SourcedText.Empty;

    /// <summary>The municipality (code of six digits) whose staff look after it.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Whose it is; null where staff entered it and nobody has an account.</summary>
    public Guid? OwnerAccountId { get; set; }

    /// <summary>Counts up with each change, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>Who entered it.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>Who changed it last.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    internal Municipality? Municipality => Municipality.ByCode(MunicipalityCode);

    /// <summary>Whether it has no legal personality beside that of a person, so that name and address are a person's.</summary>
    internal bool IsPerson => Kind == OrganisationKind.SoleProprietor;

    internal static string TurnOf(Guid id) => $"organisation|{id:N}";
}

/// <summary>What gBizINFO said of a number, kept so that it is not asked again and again, and stands in when it does not answer.</summary>
public sealed class RegisterAnswer
{
    /// <summary>The corporate number.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whether it knows the number.</summary>
    public bool Found { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The reading.</summary>
    public string Kana { get; set; } = "";

    /// <summary>The postal code, seven digits.</summary>
    public string PostalCode { get; set; } = "";

    /// <summary>The address.</summary>
    public string Address { get; set; } = "";

    /// <summary>Whether the register says that it was closed (閉鎖).</summary>
    public bool Closed { get; set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; set; }
}
