using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Wolverine.Attributes;
using Wolverine.Marten;

namespace Kenmin.NewModule.Proposals;

/// <summary>Makes a proposal (提案する). The page and the endpoint check <see cref="Problem"/> before they send it.</summary>
/// <param name="AccountId">Who proposes.</param>
/// <param name="Title">What it is about, in one line of 1 to <see cref="LongestTitle"/> characters.</param>
[MessageIdentity("new-module.make-proposal.v1")]
[NoNewEntries("sent only by the page and the endpoint, which ask for the feature")]
public sealed record MakeProposal(Guid AccountId, string Title)
{
    /// <summary>The longest title, in characters.</summary>
    public const int LongestTitle = 80;

    /// <summary>What stands against the title; null when it can be taken.</summary>
    internal LocalizedText? Problem =>
        string.IsNullOrWhiteSpace(Title) ? new("提案の題名を入力してください。", "Enter a title for your proposal.")
        : Title.Trim().Length > LongestTitle ? new(
            $"題名は {LongestTitle} 文字までです。今は {Title.Trim().Length} 文字です。短くしてください。",
            $"A title has up to {LongestTitle} characters; this one has {Title.Trim().Length}. Shorten it.")
        : Title.Any(char.IsControl) ? new("題名に改行などは使えません。1 行で入力してください。", "A title has no line breaks. Enter one line.")
        : null;
}

/// <summary>The answer to <see cref="MakeProposal"/>.</summary>
/// <param name="Id">The proposal's id.</param>
public sealed record ProposalMade(Guid Id);

/// <summary>Decides on <see cref="MakeProposal"/>; the document and what is published are saved in one transaction.</summary>
public static class MakeProposalHandler
{
    /// <summary>Keeps the proposal.</summary>
    public static (ProposalMade, IMartenOp) Handle(MakeProposal command, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var proposal = new Proposal(Guid.CreateVersion7(now), command.Title.Trim(), command.AccountId, now);
        return (new(proposal.Id), MartenOps.Insert(proposal));
    }
}
