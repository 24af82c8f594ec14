using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Records;

/// <summary>A certificate or licence (修了証・資格), as the module that gave it told of it last.</summary>
public sealed class Certificate : IToldVersion
{
    /// <summary>Derived from the module and the fact.</summary>
    public Guid Id { get; set; }

    /// <summary>The module.</summary>
    public string Module { get; set; } = "";

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>Whose it is; null when it was withdrawn, and then nothing of it is kept.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What kind it is.</summary>
    public CertificateKind Kind { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>Its number; may be empty.</summary>
    public string Number { get; set; } = "";

    /// <summary>Who gave it.</summary>
    public LocalizedText Issuer { get; set; }

    /// <summary>The day on which it was given first.</summary>
    public DateOnly GivenOn { get; set; }

    /// <summary>The last day on which it is valid; null where it does not end.</summary>
    public DateOnly? ValidUntil { get; set; }

    /// <summary>The page about it.</summary>
    public string? Href { get; set; }

    internal bool IsValidOn(DateOnly day) => ValidUntil is not { } last || day <= last;

    internal static Guid IdOf(string module, Guid fact) => FactId.Of($"certificate|{module}|{fact:N}");

    internal static Certificate Of(CertificateGiven m) => new()
    {
        Id = IdOf(m.Module, m.FactId), Module = m.Module, Version = m.Version, AccountId = m.AccountId, Kind = m.Kind, Name = m.Name, Number = m.Number, Issuer = m.Issuer, GivenOn = m.GivenOn,
        ValidUntil = m.ValidUntil, Href = Opportunities.Addresses.IsOfThisSite(m.Href) ? m.Href : null,
    };
}

/// <summary>Points of a fiscal year by a rule (ポイント), as the module that keeps them told of them last.</summary>
public sealed class PointBalance : IToldVersion
{
    /// <summary>Derived from the module and the fact.</summary>
    public Guid Id { get; set; }

    /// <summary>The module.</summary>
    public string Module { get; set; } = "";

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>Whose they are; null when nobody collects them any more, and then nothing of it is kept.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What points they are.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>The year in which its fiscal year (年度) starts.</summary>
    public int Year { get; set; }

    /// <summary>All that was collected.</summary>
    public long Collected { get; set; }

    /// <summary>What of it is left.</summary>
    public long Left { get; set; }

    /// <summary>The page about them.</summary>
    public string? Href { get; set; }

    internal static Guid IdOf(string module, Guid fact) => FactId.Of($"points|{module}|{fact:N}");

    internal static PointBalance Of(PointsStanding m) => m.AccountId is null
        ? new() { Id = IdOf(m.Module, m.FactId), Module = m.Module, Version = m.Version }
        : new()
        {
            Id = IdOf(m.Module, m.FactId), Module = m.Module, Version = m.Version, AccountId = m.AccountId, Name = m.Name, Year = m.Year.StartYear, Collected = m.Collected, Left = m.Left,
            Href = Opportunities.Addresses.IsOfThisSite(m.Href) ? m.Href : null,
        };
}
