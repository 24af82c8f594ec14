using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Impact;

/// <summary>Tells administrators what switching a feature of this module would do, before they decide.</summary>
[StickyHandler("accounts-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for registration by residents; nothing when it is not asked about.</summary>
    public static ImpactAnswered? Handle(ImpactAsked message)
    {
        var asked = message.Changes.Where(c => c.Feature == AccountsFeatures.Registration).ToList();
        if (asked.Count == 0) return null;
        // Nobody who has an account is touched; how many would have come is not known to anybody.
        return new(message.QuestionId, "accounts", [.. asked.Select(c => new ChangeEffect(c.Feature, c.Year, c.Initiative, 0, c.On
            ? new LocalizedText("県民が自分でアカウントをつくれるようになります。", "Residents can register an account themselves.")
            : new LocalizedText(
                "県民が自分で新しいアカウントをつくれなくなります。すでにあるアカウントはそのまま使えます。",
                "Residents can no longer register an account; the accounts there are stay as they are.")))]);
    }
}
