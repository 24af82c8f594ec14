using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Money.Offers;

/// <summary>What is offered.</summary>
public enum MoneyKind
{
    /// <summary>A grant (補助金): a share of what was spent, not paid back where it was spent as agreed.</summary>
    Grant,

    /// <summary>A loan (融資): all of it is paid back.</summary>
    Loan,
}

/// <summary>The terms of an offer, as far as amounts and steps depend on them. An application keeps those under which it was handed in.</summary>
/// <param name="Kind">Grant or loan.</param>
/// <param name="MostYen">The maximum, in whole yen.</param>
/// <param name="PerMille">The rate of a grant, in thousandths of what is recognised; 1000 for a loan.</param>
/// <param name="Months">Within how many months a loan is paid back; 0 for a grant.</param>
/// <param name="RecommendedFirst">Whether the municipality recommends it first (市町の推薦).</param>
/// <param name="Documents">The documents that are handed in with it, by their names.</param>
public sealed record MoneyTerms(MoneyKind Kind, long MostYen, int PerMille, int Months, bool RecommendedFirst, IReadOnlyList<string> Documents)
{
    /// <summary>Whether these are the same terms.</summary>
    internal bool SameAs(MoneyTerms other) => this with { Documents = other.Documents } == other && Documents.SequenceEqual(other.Documents);
}

/// <summary>A grant or a loan that somebody offers, to which teams are referred (補助金・融資の制度).</summary>
public sealed class MoneyOffer
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>Who gives it.</summary>
    public string Giver { get; set; } = "";

    /// <summary>What it is for, its interest and what else is to be known.</summary>
    public LocalizedText About { get; set; }

    /// <summary>Amounts and steps.</summary>
    public MoneyTerms Terms { get; set; } = new(MoneyKind.Grant, 0, 0, 0, false, []);

    /// <summary>For which stages; empty for all.</summary>
    public List<VentureStage> Stages { get; set; } = [];

    /// <summary>The first day for applications.</summary>
    public DateOnly OpensOn { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly ClosesOn { get; set; }

    /// <summary>Counts up with each change, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it last.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    internal bool IsOpen(DateOnly today) => OpensOn <= today && today <= ClosesOn;

    internal bool Suits(VentureStage stage) => Stages.Count == 0 || Stages.Contains(stage);
}
