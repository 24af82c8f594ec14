using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>What the ledger of consents is told of a person with a card.</summary>
internal static class HolderConsents
{
    /// <summary>A consent that may be given again and again: its id is made of purpose, person and moment.</summary>
    public static ConsentGiven Agrees(this CardHolder holder, string purpose, string text, ConsentChannel channel, Doer by, ActingAs @as, DateTimeOffset now) =>
        holder.Agrees(FactId.Of(string.Create(CultureInfo.InvariantCulture, $"{purpose}|{holder.Id:N}|{now.UtcTicks}")), purpose, text, channel, by, @as, now);

    /// <summary>A consent with an id of its own.</summary>
    public static ConsentGiven Agrees(this CardHolder holder, Guid id, string purpose, string text, ConsentChannel channel, Doer by, ActingAs @as, DateTimeOffset now) =>
        new(id, purpose, text, holder.Id, holder.AccountId, channel, @as.RecordedBy(by), now);

    /// <summary>How a person said so who did not say how: at the counter, or on a page.</summary>
    public static ConsentChannel Channel(this ActingAs @as) => @as == ActingAs.Staff ? ConsentChannel.Counter : ConsentChannel.Page;

    /// <summary>The member of staff who entered it; null when nobody of them did.</summary>
    public static Guid? RecordedBy(this ActingAs @as, Doer? by) => @as == ActingAs.Staff ? by?.AccountId : null;
}
