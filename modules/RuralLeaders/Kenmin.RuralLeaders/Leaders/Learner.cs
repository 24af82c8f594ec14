using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>A person who learns to lead, or leads (受講者・リーダー): holders of an account, and people whom staff entered from paper.</summary>
public sealed class Learner
{
    /// <summary>Its id: that of the account, or one of its own for who has none.</summary>
    public Guid Id { get; set; }

    /// <summary>The account; null for people entered from paper.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>The telephone; empty as long as nobody entered it.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The municipality where the person lives or works for, by its code of 6 digits; empty as long as nobody entered it.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The settlement or district that the person works for; null as long as nobody entered it.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>The year of birth, for planning who follows; null when the person did not say.</summary>
    public int? BirthYear { get; set; }

    /// <summary>Who entered it from paper; null where the person did.</summary>
    public Doer? EnteredBy { get; set; }

    /// <summary>Which paper it was entered from; may be empty.</summary>
    public string Paper { get; set; } = "";

    /// <summary>The registration as leader; null as long as there was none.</summary>
    public LeaderRegistration? Registration { get; set; }

    /// <summary>The number of the registration, once only in all; null without one.</summary>
    public string? Number { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);
}

/// <summary>The last number of a fiscal year that was given to a leader.</summary>
public sealed class LeaderSerial
{
    /// <summary>The year in which the fiscal year starts.</summary>
    public string Id { get; set; } = "";

    /// <summary>The last number.</summary>
    public int Last { get; set; }
}
