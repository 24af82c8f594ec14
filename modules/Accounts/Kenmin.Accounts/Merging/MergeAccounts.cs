using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Notices;
using Kenmin.Accounts.Rights;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Merging;

/// <summary>Two accounts are of one person: one goes into the other.</summary>
/// <param name="MergeId">The merging; sent again with the same id, it changes nothing more.</param>
/// <param name="KeptId">The account that stays.</param>
/// <param name="GoneId">The account that goes.</param>
/// <param name="By">The account of who does it: an administrator, or the person by the code of a letter.</param>
/// <param name="Reason">Why.</param>
[MessageIdentity("accounts.merge-accounts.v1")]
[NoNewEntries("joins what exists")]
public sealed record MergeAccounts(Guid MergeId, Guid KeptId, Guid GoneId, Guid By, string Reason);

/// <summary>They are two people after all.</summary>
/// <param name="MergeId">The merging.</param>
/// <param name="By">The account of the administrator.</param>
/// <param name="Reason">Why.</param>
[MessageIdentity("accounts.unmerge-accounts.v1")]
[NoNewEntries("takes apart what was joined by mistake")]
public sealed record UnmergeAccounts(Guid MergeId, Guid By, string Reason);

/// <summary>What became of a merging or its undoing.</summary>
/// <param name="Refusal">Why nothing was changed; null when it is done.</param>
public sealed record MergeOutcome(LocalizedText? Refusal = null);

/// <summary>Merges and takes apart: the accounts, what this module keeps by them, and the message to the others, in one transaction.</summary>
public static class MergeAccountsHandler
{
    private const string ProfileColumns =
        "family_name, given_name, kana, birth_date, postal_code, address, municipality_code, phone, name_key, sort_key, search_bigrams, match_keys";

    /// <summary>Merges.</summary>
    public static async Task<(MergeOutcome, OutgoingMessages)> Handle(MergeAccounts command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.KeptId == command.GoneId) return Refused("同じアカウントどうしはまとめられません。", "An account cannot be merged with itself.");
        var accounts = await session.HoldAccountsAsync([command.KeptId, command.GoneId], cancellationToken);
        if (await session.LoadAsync<AccountMerge>(command.MergeId, cancellationToken) is not null) return (new(), []);
        if (!accounts.TryGetValue(command.KeptId, out var kept) || !accounts.TryGetValue(command.GoneId, out var gone))
            return Refused("アカウントが見つかりません。", "There is no such account.");
        if (kept.Standing == AccountStanding.Merged || gone.Standing == AccountStanding.Merged)
            return Refused("すでに別のアカウントにまとめられています。", "It was merged into another account already.");
        if (gone.IsStaff)
            return Refused("職員や管理者のアカウントは、ほかのアカウントにまとめられません。", "An account of staff is never merged into another.");
        if (kept.Standing == AccountStanding.Entered && gone.Standing == AccountStanding.Held)
            return Refused("サインインできるアカウントを残してください。", "Keep the account that its holder signs in with.");
        if (kept.Closed) return Refused("残すアカウントが停止されています。", "The account that would stay is closed.");
        if (await session.Query<RightsRequest>().AnyAsync(r => r.State == RightsState.Erasing && (r.AccountId == kept.Id || r.AccountId == gone.Id), cancellationToken))
            return Refused("消去の途中のアカウントはまとめられません。", "An account that is being erased cannot be merged.");

        var now = clock.GetUtcNow();
        AccountMerge merge = new()
        {
            Id = command.MergeId, KeptId = kept.Id, GoneId = gone.Id, GoneStanding = gone.Standing.ToString(), By = command.By, Reason = command.Reason, At = now,
        };
        var guardianships = await MoveAsync(session, merge, cancellationToken);
        session.Insert(merge);
        session.QueueSqlCommand(
            $"insert into accounts.person_profile (account_id, {ProfileColumns}, updated_at) select ?, {ProfileColumns}, ? from accounts.person_profile where account_id = ? on conflict (account_id) do nothing",
            kept.Id, now, gone.Id);
        session.QueueSqlCommand("delete from accounts.account_session where account_id = ?", gone.Id);
        session.QueueSqlCommand("delete from accounts.claim_code where account_id = ?", gone.Id);
        session.QueueSqlCommand("delete from accounts.pending_claim where account_id = ?", gone.Id);
        // New stamps: whoever changes the account at this moment finds that it is another one now.
        session.QueueSqlCommand(
            "update accounts.account set standing = ?, merged_into = ?, security_stamp = ?, concurrency_stamp = ? where id = ?",
            (int)AccountStanding.Merged, kept.Id, Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString(), gone.Id);
        OutgoingMessages messages = [new AccountsMerged(merge.Id, kept.Id, gone.Id, now)];
        if (guardianships.Count > 0)
        {
            // What guardians said of either counts for the one who stays, the latest most.
            var all = guardianships.Concat(await session.Query<Guardianship>().Where(g => g.AccountId == kept.Id).ToListAsync(cancellationToken));
            messages.Add(new GuardianshipChanged(kept.Id, StateOf(all), now));
        }

        return (new(), messages);
    }

    /// <summary>Takes apart: what moved goes back, and what came since for the account that was gone.</summary>
    public static async Task<(MergeOutcome, OutgoingMessages)> Handle(UnmergeAccounts command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<AccountMerge>(command.MergeId, cancellationToken) is not { } merge)
            return Refused("この統合は見つかりません。", "There is no such merging.");
        var accounts = await session.HoldAccountsAsync([merge.KeptId, merge.GoneId], cancellationToken);
        if (merge.UndoneAt is not null) return (new(), []);
        if (!accounts.TryGetValue(merge.KeptId, out var kept) || !accounts.TryGetValue(merge.GoneId, out var gone) || gone.MergedInto != merge.KeptId)
            return Refused("どちらかのアカウントが消去されているため、元に戻せません。", "One of the accounts was erased, so it cannot be undone.");
        if (kept.Standing == AccountStanding.Merged)
            return Refused("残したアカウントが、さらに別のアカウントにまとめられています。先にそちらを元に戻してください。", "The account that stayed has gone into another one. Undo that first.");

        var now = clock.GetUtcNow();
        var guardianships = await MoveBackAsync(session, merge, cancellationToken);
        (merge.UndoneAt, merge.UndoneBy, merge.UndoneReason) = (now, command.By, command.Reason);
        session.Store(merge);
        // The profile that was taken over goes, unless its holder has changed it since.
        session.QueueSqlCommand("delete from accounts.person_profile where account_id = ? and updated_at = ?", kept.Id, merge.At);
        session.QueueSqlCommand(
            "update accounts.account set standing = ?, merged_into = null, security_stamp = ?, concurrency_stamp = ? where id = ?",
            (int)Enum.Parse<AccountStanding>(merge.GoneStanding), Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString(), gone.Id);
        OutgoingMessages messages = [new AccountsUnmerged(merge.Id, kept.Id, gone.Id, now)];
        if (guardianships.Count > 0)
        {
            Guid[] moved = [.. guardianships.Select(g => g.Id)];
            var stays = (await session.Query<Guardianship>().Where(g => g.AccountId == kept.Id).ToListAsync(cancellationToken)).Where(g => !moved.Contains(g.Id));
            messages.Add(new GuardianshipChanged(gone.Id, StateOf(guardianships), now));
            messages.Add(new GuardianshipChanged(kept.Id, StateOf(stays), now));
        }

        return (new(), messages);
    }

    private static async Task<IReadOnlyList<Guardianship>> MoveAsync(IDocumentSession session, AccountMerge merge, CancellationToken cancellationToken)
    {
        var (from, to) = (merge.GoneId, merge.KeptId);
        var notices = await session.Query<AccountNotice>().Where(n => n.AccountId == from).ToListAsync(cancellationToken);
        foreach (var notice in notices) notice.AccountId = to;
        var consents = await session.Query<ConsentEntry>().Where(c => c.AccountId == from).ToListAsync(cancellationToken);
        foreach (var consent in consents) consent.AccountId = to;
        var persons = await session.Query<PersonOfAccount>().Where(p => p.AccountId == from).ToListAsync(cancellationToken);
        foreach (var person in persons) person.AccountId = to;
        var requests = await session.Query<RightsRequest>().Where(r => r.AccountId == from).ToListAsync(cancellationToken);
        foreach (var request in requests) request.AccountId = to;
        var guardianships = await session.Query<Guardianship>().Where(g => g.AccountId == from).ToListAsync(cancellationToken);
        foreach (var guardianship in guardianships) guardianship.AccountId = to;
        var wards = await session.Query<Guardianship>().Where(g => g.GuardianAccountId == from && g.AccountId != from && g.AccountId != to).ToListAsync(cancellationToken);
        foreach (var ward in wards) ward.GuardianAccountId = to;
        session.Store(guardianships.Concat(wards).ToArray());
        var letters = await session.Query<QueuedLetter>().Where(l => l.AccountId == from).ToListAsync(cancellationToken);
        foreach (var letter in letters) letter.AccountId = to;
        session.Store(letters.ToArray());
        merge.Letters = [.. letters.Select(l => l.Id)];
        (merge.Guardianships, merge.Wards) = ([.. guardianships.Select(g => g.Id)], [.. wards.Select(w => w.Id)]);
        session.Store(notices.ToArray());
        session.Store(consents.ToArray());
        session.Store(persons.ToArray());
        session.Store(requests.ToArray());
        (merge.Notices, merge.Consents, merge.Persons, merge.Requests) =
            ([.. notices.Select(n => n.Id)], [.. consents.Select(c => c.Id)], [.. persons.Select(p => p.Id)], [.. requests.Select(r => r.Id)]);
        return guardianships;
    }

    private static GuardianshipState StateOf(IEnumerable<Guardianship> all) =>
        all.Where(g => g.State != GuardianshipState.None).OrderByDescending(g => g.Id).FirstOrDefault()?.State ?? GuardianshipState.None;

    private static async Task<IReadOnlyList<Guardianship>> MoveBackAsync(IDocumentSession session, AccountMerge merge, CancellationToken cancellationToken)
    {
        var (from, to) = (merge.KeptId, merge.GoneId);
        var notices = (await session.LoadManyAsync<AccountNotice>(cancellationToken, merge.Notices))
            .Concat(await session.Query<AccountNotice>().Where(n => n.AccountId == from && n.ForAccount == to).ToListAsync(cancellationToken))
            .Where(n => n.AccountId == from).DistinctBy(n => n.Id).ToArray();
        foreach (var notice in notices) notice.AccountId = to;
        var persons = (await session.LoadManyAsync<PersonOfAccount>(cancellationToken, merge.Persons)).Where(p => p.AccountId == from).ToArray();
        foreach (var person in persons) person.AccountId = to;
        // A consent belongs to a module's person: what was given since goes back with them.
        var ids = persons.Select(p => p.Id).ToArray();
        var consents = (await session.LoadManyAsync<ConsentEntry>(cancellationToken, merge.Consents))
            .Concat(await session.Query<ConsentEntry>().Where(c => c.AccountId == from && c.PersonId.IsOneOf(ids)).ToListAsync(cancellationToken))
            .Where(c => c.AccountId == from).DistinctBy(c => c.Id).ToArray();
        foreach (var consent in consents) consent.AccountId = to;
        var requests = (await session.LoadManyAsync<RightsRequest>(cancellationToken, merge.Requests)).Where(r => r.AccountId == from).ToArray();
        foreach (var request in requests) request.AccountId = to;
        var guardianships = (await session.LoadManyAsync<Guardianship>(cancellationToken, merge.Guardianships)).Where(g => g.AccountId == from).ToArray();
        foreach (var guardianship in guardianships) guardianship.AccountId = to;
        var wards = (await session.LoadManyAsync<Guardianship>(cancellationToken, merge.Wards)).Where(g => g.GuardianAccountId == from).ToArray();
        foreach (var ward in wards) ward.GuardianAccountId = to;
        var letters = (await session.LoadManyAsync<QueuedLetter>(cancellationToken, merge.Letters)).Where(l => l.AccountId == from).ToArray();
        foreach (var letter in letters) letter.AccountId = to;
        session.Store(letters);
        session.Store(guardianships);
        session.Store(wards);
        session.Store(notices);
        session.Store(persons);
        session.Store(consents);
        session.Store(requests);
        return guardianships;
    }

    private static (MergeOutcome, OutgoingMessages) Refused(string ja, string en) => (new(new LocalizedText(ja, en)), []);
}
