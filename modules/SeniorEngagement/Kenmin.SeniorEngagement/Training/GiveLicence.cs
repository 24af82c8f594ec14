using System.Globalization;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Staff give a licence to who has the credits, or renew it (資格の交付・更新).</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Kind">What kind.</param>
[MessageIdentity("senior-engagement.give-licence.v1")]
[NewEntries(Features.Training)]
public sealed record GiveLicence(Guid HolderId, string? Kind);

/// <summary>Gives it.</summary>
public static class GiveLicenceHandler
{
    /// <summary>
    /// A first one by the credits that it needs; a term follows another by those since the last; what is over begins anew under the same
    /// number. Pressed twice, it is given once. The term that runs is renewed by what was wanted when it was given; the next one is under what
    /// is wanted now.
    /// </summary>
    public static async Task<(CommandAnswer, TellLicences?)> Handle(GiveLicence command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        if (await session.LicenceKindAsync(command.Kind, cancellationToken) is not { } kind) return (CommandAnswer.Invalid(new(nameof(command.Kind), new("資格の種類を選んでください。", "Choose the kind of licence."))), null);
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder) return (CommandAnswer.Unknown, null);
        var key = Licence.KeyOf(holder.Id, kind.Id);
        var known = await session.Query<Licence>().Where(l => l.Key == key).FirstOrDefaultAsync(cancellationToken);
        var state = known?.StateOn(today);
        if (state == LicenceState.Valid) return (CommandAnswer.Done, null);
        if (!await gates.IsOnNowAsync(Features.Training)) return (CommandAnswer.Off, null);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return (GuardianRule.Refusal, null);
        var renews = state is LicenceState.Renewable or LicenceState.Lapsed;
        if (!renews && !kind.Offered) return (CommandAnswer.Refused("not-offered", "この種類の資格は、新しく交付していません。", "Licences of this kind are not given any more.", nameof(command.Kind)), null);
        var needed = renews ? known!.CreditsToRenew : kind.CreditsNeeded;
        var credits = (await session.Query<TrainingCredit>().Where(c => c.HolderId == holder.Id && c.Kind == kind.Id).ToListAsync(cancellationToken)).Where(c => known is null || c.Day >= known.CountsFrom).Sum(c => c.Credits);
        if (credits < needed)
            return (CommandAnswer.Refused("credits-missing", $"単位が足りません（{credits} / {needed}）。", $"There are too few credits ({credits} of {needed})."), null);
        var licence = known ?? new() { Id = Guid.CreateVersion7(clock.GetUtcNow()), HolderId = holder.Id, Kind = kind.Id, Key = key, GivenOn = today, Number = await NextNumberAsync(session, FiscalYear.Of(today), cancellationToken) };
        // A term follows the present one, or begins today where that has run out.
        var begins = state == LicenceState.Renewable ? licence.ValidUntil.AddDays(1) : today;
        (licence.ValidUntil, licence.CountsFrom, licence.Terms, licence.Ended, licence.RenewalCredits) = (begins.AddMonths(kind.Months).AddDays(-1), today.AddDays(1), licence.Terms + 1, false, kind.RenewalCredits);
        session.Store(licence);
        return (CommandAnswer.Done, new(holder.Id));
    }

    // Those who get a number in the same fiscal year take turns.
    private static async Task<string> NextNumberAsync(IDocumentSession session, FiscalYear year, CancellationToken cancellationToken)
    {
        var id = year.StartYear.ToString(CultureInfo.InvariantCulture);
        await session.TakeTurnsAsync($"licence-numbers|{id}", cancellationToken);
        var serial = await session.LoadAsync<LicenceSerial>(id, cancellationToken) ?? new LicenceSerial { Id = id };
        serial.Last++;
        session.Store(serial);
        return string.Create(CultureInfo.InvariantCulture, $"S{id}-{serial.Last:0000}");
    }
}

/// <summary>A licence is given back (資格の返納).</summary>
/// <param name="Id">The licence.</param>
/// <param name="HolderId">The person.</param>
[MessageIdentity("senior-engagement.end-licence.v1")]
[NoNewEntries("ends what exists")]
public sealed record EndLicence(Guid Id, Guid HolderId);

/// <summary>Ends it.</summary>
public static class EndLicenceHandler
{
    /// <summary>From today on; its number stays the person's.</summary>
    public static async Task<(CommandAnswer, TellLicences?)> Handle(EndLicence command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<Licence>(command.Id, cancellationToken) is not { } licence || licence.HolderId != command.HolderId) return (CommandAnswer.Unknown, null);
        if (licence.Ended) return (CommandAnswer.Done, null);
        (licence.Ended, licence.ValidUntil, licence.CountsFrom) = (true, licence.ValidUntil < today ? licence.ValidUntil : today, today.AddDays(1));
        session.Store(licence);
        return (CommandAnswer.Done, new(licence.HolderId));
    }
}
