using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Lending;

/// <summary>A thing that a network lends (備品), such as a brush cutter or a tent.</summary>
public sealed class Equipment
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The network that it belongs to.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>What it is.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it is kept.</summary>
    public string Place { get; set; } = "";

    /// <summary>What to know about it: fuel, licence, who shows how it works; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Whether members of other networks borrow it too.</summary>
    public bool Shared { get; set; }

    /// <summary>Whether it is no longer lent.</summary>
    public bool Retired { get; set; }
}

/// <summary>Where a loan stands (貸出の状態).</summary>
public enum LoanState
{
    /// <summary>Kept for the days (予約).</summary>
    Booked,

    /// <summary>With the borrower (貸出中).</summary>
    HandedOver,

    /// <summary>Back (返却済み).</summary>
    Returned,

    /// <summary>Not wanted any more (取消).</summary>
    Cancelled,
}

/// <summary>A loan: days are whole days, both included. Kept in a table of its own, whose constraint lets no two overlap.</summary>
internal sealed record Loan(Guid Id, Guid EquipmentId, Guid? AccountId, string Name, DateOnly From, DateOnly Until, LoanState State, string Note);

/// <summary>Loans in words.</summary>
internal static class LendingWords
{
    public static LocalizedText State(LoanState state) => state switch
    {
        LoanState.Booked => new("予約", "Booked"), LoanState.HandedOver => new("貸出中", "Handed over"), LoanState.Returned => new("返却済み", "Returned"), _ => new("取消", "Cancelled"),
    };
}
