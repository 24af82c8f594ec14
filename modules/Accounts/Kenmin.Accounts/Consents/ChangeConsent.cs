using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Consents;

/// <summary>Gives a consent, or withdraws it: the person on a page, or staff who were told.</summary>
/// <param name="Purpose">The purpose's key.</param>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="Holder">The account whose own entries alone may be touched; null when staff act.</param>
/// <param name="Agrees">Whether the person agrees.</param>
/// <param name="TextVersion">The version of the text that the person was shown; not asked at a withdrawal.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="RecordedBy">The account of the member of staff; null when the person acts.</param>
[MessageIdentity("accounts.change-consent.v1")]
[NoNewEntries("people rule over their data whatever is switched on")]
public sealed record ChangeConsent(
    string Purpose, Guid PersonId, Guid? Holder, bool Agrees, string? TextVersion, ConsentChannel Channel, Guid? RecordedBy);

/// <summary>What became of <see cref="ChangeConsent"/>.</summary>
/// <param name="Found">Whether there is such a purpose and person here.</param>
/// <param name="Refusal">Why nothing was changed.</param>
public sealed record ConsentChanged(bool Found, LocalizedText? Refusal = null);

/// <summary>Carries <see cref="ChangeConsent"/> out, and tells the module.</summary>
public static class ChangeConsentHandler
{
    /// <summary>Repeating it changes nothing.</summary>
    public static async Task<(ConsentChanged, OutgoingMessages)> Handle(
        ChangeConsent command, IDocumentSession session, ModuleCatalog modules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessages();
        if (!modules.Purposes.TryGetValue(command.Purpose, out var purpose)) return (new(false), messages);
        var inForce = await session.HoldConsentAsync(command.PersonId, command.Purpose, cancellationToken);
        var known = inForce is null ? await session.ConsentsOfPersonAsync(command.PersonId, cancellationToken) : [inForce];
        if (command.Holder is { } holder && !known.Any(c => c.AccountId == holder)) return (new(false), messages);

        var now = clock.GetUtcNow();
        if (!command.Agrees)
        {
            if (inForce is null) return (new(true), messages);
            inForce.Finish(ConsentEnd.Withdrawn, now, command.Channel, command.RecordedBy);
            session.Store(inForce);
            messages.Add(new ConsentWithdrawn(command.Purpose, command.PersonId, command.Channel, command.RecordedBy, RanOut: false, now));
            return (new(true), messages);
        }

        if (purpose.Version(command.TextVersion ?? "") is not { } text || (command.Holder is not null && text != purpose.Current))
            return (new(true, new(
                "利用目的の文章が新しくなっています。もう一度お読みになってから、同意してください。",
                "The text has changed meanwhile. Please read it again before you agree.")), messages);
        // Pressed twice.
        if (inForce is not null && inForce.TextVersion == text.Version && now - inForce.GivenAt < TimeSpan.FromMinutes(1)) return (new(true), messages);
        session.Enter(inForce, new()
        {
            Id = Guid.CreateVersion7(now), PersonId = command.PersonId, AccountId = known.Select(c => c.AccountId).FirstOrDefault(a => a is not null),
            Purpose = command.Purpose, TextVersion = text.Version, Channel = command.Channel, RecordedBy = command.RecordedBy, GivenAt = now,
        }, purpose);
        messages.Add(new ConsentRecorded(command.Purpose, text.Version, command.PersonId, command.Channel, command.RecordedBy, now));
        return (new(true), messages);
    }
}
