using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>An expert agrees to be listed, for a purpose and until a day (掲載への同意).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Purpose">For what.</param>
/// <param name="Until">The last day.</param>
/// <param name="How">How it was given, where the office notes it.</param>
/// <param name="By">The expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.give-listing-consent.v1")]
[NewEntries(Features.Support)]
public sealed record GiveListingConsent(Guid Id, ListingPurpose? Purpose, DateOnly? Until, string? How, Doer? By, OfficePowers? Office);

/// <summary>Notes it.</summary>
public static class GiveListingConsentHandler
{
    internal const int MostYears = 3;

    /// <summary>It takes the place of the former one. Staff say how it was given.</summary>
    public static async Task<CommandAnswer> Handle(GiveListingConsent command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        if (await session.LockAsync<Expert>(command.Id, cancellationToken) is not { } known || !ExpertWork.MayKeep(known, command.By, command.Office)) return CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.Support)) return CommandAnswer.Off;
        if (command.Purpose is not { } purpose || !Enum.IsDefined(purpose)) return CommandAnswer.Invalid(new(nameof(command.Purpose), new("何のために載せるかを選んでください。", "Choose what the list may be used for.")));
        if (command.Until is not { } until || until < today || until > today.AddYears(MostYears))
            return CommandAnswer.Invalid(new(nameof(command.Until), new($"今日から {MostYears} 年後までの日にしてください。", $"Choose a day within {MostYears} years from today.")));
        foreach (var flaw in Flaw.OfText(command.How, nameof(command.How), 200, required: command.Office is not null)) return CommandAnswer.Invalid(flaw);
        known.Consent = new(purpose, today, until, command.Office is null ? "" : VentureWork.Tidy(command.How), command.By ?? command.Office!.By);
        known.Revision++;
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>An expert does not want to be listed any more (同意の撤回).</summary>
/// <param name="Id">The entry.</param>
/// <param name="By">The expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.withdraw-listing-consent.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record WithdrawListingConsent(Guid Id, Doer? By, OfficePowers? Office);

/// <summary>Ends it.</summary>
public static class WithdrawListingConsentHandler
{
    /// <summary>At once, as often as it is asked; visits that are agreed stay agreed.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawListingConsent command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Expert>(command.Id, cancellationToken) is not { } known || !ExpertWork.MayKeep(known, command.By, command.Office)) return CommandAnswer.Unknown;
        if (known.Consent is null) return CommandAnswer.Done;
        known.Consent = null;
        known.Revision++;
        session.Store(known);
        return CommandAnswer.Done;
    }
}
