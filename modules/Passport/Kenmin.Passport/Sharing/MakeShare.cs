using Kenmin.Modularity.Features;
using Kenmin.Passport.PersonalData;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.Sharing;

/// <summary>Shows the own record to somebody until a day (活動手帳を見せる). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountId">Whose record it is.</param>
/// <param name="HolderName">The person's name.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="FirstDay">Only from this day; null for all.</param>
/// <param name="LastDay">Only until this day; null for all.</param>
/// <param name="WithPapers">Whether what the person entered is shown too.</param>
/// <param name="Until">The last day on which it is shown.</param>
/// <param name="WithCertificates">Whether certificates and licences are shown too.</param>
/// <param name="WithPoints">Whether points are shown too.</param>
/// <param name="WithMilestones">Whether milestones, of all days, are shown too.</param>
[MessageIdentity("passport.make-share.v1")]
[NewEntries(Features.Sharing)]
public sealed record MakeShare(
    Guid Id, Guid AccountId, string HolderName, string? Recipient, DateOnly? FirstDay, DateOnly? LastDay, bool WithPapers, DateOnly? Until, bool WithCertificates = false, bool WithPoints = false,
    bool WithMilestones = false)
{
    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(Recipient, nameof(Recipient), 80)) yield return flaw;
        foreach (var (day, field) in new[] { (FirstDay, nameof(FirstDay)), (LastDay, nameof(LastDay)) })
            if (day is { Year: < 1945 or > 2199 }) yield return new(field, new("1945年から後の日にしてください。", "Choose a day from 1945 on."));
        if (FirstDay > LastDay) yield return new(nameof(LastDay), new("最後の日は、最初の日より後にしてください。", "The last day must not be before the first."));
        if (Until is not { } until) yield return new(nameof(Until), new("いつまで見せるかを入力してください。", "Enter until when."));
        else if (until < today || until > today.AddYears(1)) yield return new(nameof(Until), new("今日から 1 年以内の日にしてください。", "Choose a day from today to a year from now."));
    }
}

/// <summary>Makes it.</summary>
public static class MakeShareHandler
{
    internal const int MostOpen = 20;

    /// <summary>Those of one person take turns, so that there are never too many open.</summary>
    public static async Task<CommandAnswer> Handle(
        MakeShare command, IDocumentSession session, FeatureGates gates, ShareTokens tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Sharing)) return CommandAnswer.Off;
        if (await session.IsForgottenAsync(command.AccountId, cancellationToken)) return CommandAnswer.Unknown;
        if (await session.LoadAsync<Share>(command.Id, cancellationToken) is { } known) return known.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        foreach (var flaw in command.Flaws(today)) return CommandAnswer.Invalid(flaw);
        if (await session.Query<Share>().CountAsync(s => s.AccountId == command.AccountId && s.EndedAt == null && s.Until >= today, cancellationToken) >= MostOpen)
            return CommandAnswer.Refused("too-many", $"同時に見せられる相手は {MostOpen} までです。使わないものを終わらせてください。", $"Up to {MostOpen} at the same time. End one that you do not need.");
        var (hash, sealedToken) = tokens.New();
        session.Store(new Share
        {
            Id = command.Id, AccountId = command.AccountId, HolderName = command.HolderName, Recipient = command.Recipient!.Trim(), FirstDay = command.FirstDay, LastDay = command.LastDay,
            WithPapers = command.WithPapers, WithCertificates = command.WithCertificates, WithPoints = command.WithPoints, WithMilestones = command.WithMilestones, Until = command.Until!.Value, MadeAt = now, TokenHash = hash, SealedToken = sealedToken,
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Ends showing the record to somebody (見せるのをやめる); the address shows nothing from then on.</summary>
/// <param name="Id">The share.</param>
/// <param name="AccountId">Whose record it is.</param>
[MessageIdentity("passport.end-share.v1")]
[NoNewEntries("ends what there is")]
public sealed record EndShare(Guid Id, Guid AccountId);

/// <summary>Ends it.</summary>
public static class EndShareHandler
{
    /// <summary>Only one's own.</summary>
    public static async Task<CommandAnswer> Handle(EndShare command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Share>(command.Id, cancellationToken) is not { } share
            || !(await session.AccountsOfAsync(command.AccountId, cancellationToken)).Contains(share.AccountId)) return CommandAnswer.Unknown;
        if (share.EndedAt is not null) return CommandAnswer.Done;
        (share.EndedAt, share.SealedToken) = (clock.GetUtcNow(), null);
        session.Store(share);
        return CommandAnswer.Done;
    }
}
