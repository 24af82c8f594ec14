namespace Kenmin.NewModule.Proposals;

/// <summary>What a resident would like to do together with others (提案).</summary>
/// <param name="Id">Its id (version 7, ascending in time).</param>
/// <param name="Title">What it is about, in one line; shown to everybody.</param>
/// <param name="ProposedBy">The account that proposed it; never shown.</param>
/// <param name="At">When it was proposed.</param>
public sealed record Proposal(Guid Id, string Title, Guid ProposedBy, DateTimeOffset At);
