using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Records;

/// <summary>A participation (活動の記録), as the module that recorded it told of it last.</summary>
public sealed class Participation : IToldVersion
{
    /// <summary>Derived from the module and the fact.</summary>
    public Guid Id { get; set; }

    /// <summary>The module.</summary>
    public string Module { get; set; } = "";

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>Whose it is; null when it was withdrawn, and then nothing of it is kept.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What the person took part in, by the module's own id.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>What it was.</summary>
    public LocalizedText What { get; set; }

    /// <summary>What the person was there (役割).</summary>
    public LocalizedText Role { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>How long, in minutes; null when it is not known.</summary>
    public int? Minutes { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>The year in which its fiscal year (年度) starts.</summary>
    public int Year { get; set; }

    /// <summary>How well it is proved.</summary>
    public ProofLevel Proof { get; set; }

    /// <summary>The page about it.</summary>
    public string? Href { get; set; }

    internal static Guid IdOf(string module, Guid fact) => FactId.Of($"{module}|{fact:N}");

    internal static Participation Of(ParticipationRecorded m) => new()
    {
        Id = IdOf(m.Module, m.FactId), Module = m.Module, Version = m.Version, AccountId = m.AccountId, SubjectId = m.SubjectId, What = m.What, Role = m.Role, Day = m.Day,
        Minutes = m.Minutes, MunicipalityCode = Municipality.ByCode(m.MunicipalityCode)?.Code6, Place = m.Place, Year = m.Year.StartYear, Proof = m.Proof,
        Href = Opportunities.Addresses.IsOfThisSite(m.Href) ? m.Href : null,
    };
}

/// <summary>What came of something, all together (みんなの成果), as the module told of it last.</summary>
public sealed class SharedResult : IToldVersion
{
    /// <summary>Derived from the module and the subject.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>The figures; none when there is no result any more.</summary>
    public IReadOnlyList<ResultFigure> Figures { get; set; } = [];

    /// <summary>Where to read on.</summary>
    public string Href { get; set; } = "";

    internal static Guid IdOf(string module, Guid subject) => FactId.Of($"result|{module}|{subject:N}");
}
