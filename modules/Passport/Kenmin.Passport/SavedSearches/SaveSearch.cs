using Kenmin.Modularity.Features;
using Kenmin.Passport.PersonalData;
using Kenmin.Passport.Search;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.SavedSearches;

/// <summary>Saves a search, or changes its name and how often its owner is told (条件を保存する).</summary>
/// <param name="Id">Its id; a new one saves it.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Conditions">The conditions as in the search's address; of a known one they stay as they are.</param>
/// <param name="Every">How often.</param>
[MessageIdentity("passport.save-search.v1")]
[NewEntries(Features.SavedSearches)]
public sealed record SaveSearch(Guid Id, Guid AccountId, string? Name, string Conditions, DigestEvery Every);

/// <summary>Saves it.</summary>
public static class SaveSearchHandler
{
    internal const int Most = 20;
    private const int LongestConditions = 1_000;

    /// <summary>Those of one person take turns, so that there are never too many. What was saved can be changed whatever is switched off.</summary>
    public static async Task<CommandAnswer> Handle(SaveSearch command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.IsForgottenAsync(command.AccountId, cancellationToken)) return CommandAnswer.Unknown;
        var accounts = await session.AccountsOfAsync(command.AccountId, cancellationToken);
        var known = await session.LockAsync<SavedSearch>(command.Id, cancellationToken);
        if (known is not null && !accounts.Contains(known.AccountId)) return CommandAnswer.Unknown;
        if (known is null && !await gates.IsOnNowAsync(Features.SavedSearches)) return CommandAnswer.Off;
        foreach (var flaw in Flaw.OfText(command.Name, nameof(command.Name), 60)) return CommandAnswer.Invalid(flaw);
        if (!Enum.IsDefined(command.Every)) return CommandAnswer.Invalid(new(nameof(command.Every), new("いつ知らせるかを選んでください。", "Choose when to be told.")));
        if (known is null && (command.Conditions.Length > LongestConditions || SavedSearch.InputOf(command.Conditions) is { Problems.Count: > 0 }))
            return CommandAnswer.Invalid(new(nameof(command.Conditions), new("条件に読み取れないところがあります。検索し直してから保存してください。", "Something in the conditions cannot be read. Search again, then save it.")));
        Guid[] mine = [.. accounts];
        if (known is null && await session.Query<SavedSearch>().CountAsync(s => s.AccountId.IsOneOf(mine), cancellationToken) >= Most)
            return CommandAnswer.Refused("too-many", $"保存できるのは {Most} 件までです。いらないものを消してください。", $"Up to {Most} can be saved. Please delete some.");
        var now = clock.GetUtcNow();
        var saved = known ?? new() { Id = command.Id, AccountId = command.AccountId, Conditions = command.Conditions, SeenUntil = now };
        if (known is null || known.Every != command.Every)
        {
            // Who asks to be told from now on is not told of what was there before.
            if (saved.Every == DigestEvery.Never) saved.SeenUntil = now;
            saved.NextOn = SavedSearch.Next(command.Every, JapanTime.DayOf(now));
        }

        (saved.Name, saved.Every) = (command.Name!.Trim(), command.Every);
        session.Store(saved);
        return CommandAnswer.Done;
    }
}

/// <summary>Deletes a saved search (保存した条件を消す).</summary>
/// <param name="Id">It.</param>
/// <param name="AccountId">Whose it is.</param>
[MessageIdentity("passport.delete-search.v1")]
[NoNewEntries("takes out what the person saved")]
public sealed record DeleteSearch(Guid Id, Guid AccountId);

/// <summary>Deletes it.</summary>
public static class DeleteSearchHandler
{
    /// <summary>Only one's own.</summary>
    public static async Task<CommandAnswer> Handle(DeleteSearch command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<SavedSearch>(command.Id, cancellationToken) is not { } known
            || !(await session.AccountsOfAsync(command.AccountId, cancellationToken)).Contains(known.AccountId)) return CommandAnswer.Unknown;
        session.Delete(known);
        return CommandAnswer.Done;
    }
}
