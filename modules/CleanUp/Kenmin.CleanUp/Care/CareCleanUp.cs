using Kenmin.CleanUp.Outcomes;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Care;

/// <summary>A clean-up that was done within an adoption (日ごろの清掃の記録).</summary>
public sealed class CareCleanUp
{
    /// <summary>Derived from adoption and day: sent again, it is corrected and counts once.</summary>
    public Guid Id { get; set; }

    /// <summary>The adoption.</summary>
    public Guid AdoptionId { get; set; }

    /// <summary>The site.</summary>
    public Guid SiteId { get; set; }

    /// <summary>The group.</summary>
    public Guid GroupId { get; set; }

    /// <summary>The site's municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>What came of it.</summary>
    public Figures Figures { get; set; } = Figures.None;

    /// <summary>What the city should know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>When it was recorded, the last time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The member of staff who entered it for the group; null when the leader did.</summary>
    public Doer? EnteredBy { get; set; }

    internal static Guid IdOf(Guid adoption, DateOnly day) => FactId.Of($"clean-up.care|{adoption:N}|{day:yyyy-MM-dd}");
}

/// <summary>What a thanks is for.</summary>
public enum ThanksFor
{
    /// <summary>Full years.</summary>
    Years,

    /// <summary>Clean-ups.</summary>
    Times,
}

/// <summary>The city's thanks to a group (表彰・感謝状).</summary>
public sealed class CareThanks
{
    /// <summary>Derived from adoption, kind and number: it is given once.</summary>
    public Guid Id { get; set; }

    /// <summary>The adoption.</summary>
    public Guid AdoptionId { get; set; }

    /// <summary>What it is for.</summary>
    public ThanksFor For { get; set; }

    /// <summary>How many years or clean-ups.</summary>
    public int Number { get; set; }

    /// <summary>The day on which it was given.</summary>
    public DateOnly On { get; set; }

    /// <summary>Who gave it.</summary>
    public Doer By { get; set; } = null!;

    internal LocalizedText Name => For == ThanksFor.Years ? new($"{Number} 年", Number == 1 ? "1 year" : $"{Number} years") : new($"{Number} 回", Number == 1 ? "1 clean-up" : $"{Number} clean-ups");

    internal static Guid IdOf(Guid adoption, ThanksFor kind, int number) => FactId.Of($"clean-up.care-thanks|{adoption:N}|{kind}|{number}");
}
