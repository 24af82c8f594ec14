using System.Security.Claims;
using Kenmin.Accounts.Consents;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Notices;
using Kenmin.Accounts.Profiles;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Ef = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions;

namespace Kenmin.Accounts.Merging;

/// <summary>An account as it is put beside another.</summary>
internal sealed record AccountSide(Account Account, PersonProfile? Profile, PersonEntry? Entry, int Notices, int Consents)
{
    /// <summary>The rows of a table that puts two beside each other.</summary>
    public static IReadOnlyList<(LocalizedText Name, Func<AccountSide, string> Value)> Fields { get; } =
    [
        (new("お名前（表示名）", "Name shown"), s => s.Account.DisplayName),
        (new("氏名", "Name"), s => s.Profile?.FullName ?? ""),
        (new("フリガナ", "Reading"), s => s.Profile?.Kana ?? ""),
        (new("生年月日", "Date of birth"), s => s.Profile?.BirthDate is { } birth ? Pages.Dates.Long(birth) : ""),
        (new("住所", "Address"), s => s.Profile?.Address ?? ""),
        (new("電話番号", "Telephone"), s => s.Profile?.Phone is { } digits && PhoneNumber.Parse(digits).TryGet(out var phone) ? phone.ToString() : ""),
        (new("メールアドレス", "E-mail address"), s => s.Account.Email ?? ""),
        (new("種類", "Kind"), s => (s.Account.Standing == AccountStanding.Entered ? new LocalizedText("職員が登録（アカウントのない人）", "Entered by staff")
            : s.Account.Standing == AccountStanding.Merged ? new LocalizedText("統合済み", "Merged") : new LocalizedText("本人がサインインします", "The holder signs in")).ToString()),
        (new("登録日時", "Since"), s => Pages.Dates.DayTime(s.Account.CreatedAt)),
        (new("最後のサインイン", "Last sign-in"), s => s.Account.LastSignInAt is { } last ? Pages.Dates.DayTime(last) : ""),
        (new("お知らせと同意の数", "Notices and consents"), s => $"{s.Notices} / {s.Consents}"),
    ];
}

/// <summary>A merging with the names of both.</summary>
internal sealed record MergeRow(AccountMerge Merge, string Kept, string Gone, string By, string UndoneBy);

/// <summary>Where administrators put two accounts beside each other, merge them and take them apart. Every look is recorded before.</summary>
internal sealed class MergeDesk(
    AccountsDbContext database, IAccountsStore store, EnteredPeopleList people, IMessageBus bus, IAuditTrail audit)
{
    /// <summary>Two accounts side by side, or one and nothing.</summary>
    public async Task<(AccountSide? First, AccountSide? Second)> CompareAsync(Guid? first, Guid? second, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var (one, other) = (await SideAsync(first, cancellationToken), await SideAsync(second, cancellationToken));
        Guid[] shown = [.. new[] { one, other }.OfType<AccountSide>().Select(s => s.Account.Id)];
        if (shown.Length > 0) await audit.RecordAsync(new(user.AccountId(), "accounts.merge-candidates.viewed", shown), cancellationToken);
        return (one, other);
    }

    /// <summary>Who may be the same person as an account's.</summary>
    public async Task<IReadOnlyList<PersonProfile>> LikelyAsync(AccountSide side, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        side.Profile is null ? [] : [.. (await people.LikelyAsync(side.Profile, user, cancellationToken)).Select(l => l.Profile)];

    /// <summary>Merges; why not, or null.</summary>
    public async Task<LocalizedText?> MergeAsync(Guid merge, Guid kept, Guid gone, string reason, Guid by, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(by, "accounts.people.merged", [kept, gone], merge.ToString()), cancellationToken);
        return (await bus.InvokeAsync<MergeOutcome>(new MergeAccounts(merge, kept, gone, by, reason), cancellationToken)).Refusal;
    }

    /// <summary>Takes apart; why not, or null.</summary>
    public async Task<LocalizedText?> UnmergeAsync(AccountMerge merge, string reason, Guid by, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(by, "accounts.people.unmerged", [merge.KeptId, merge.GoneId], merge.Id.ToString()), cancellationToken);
        return (await bus.InvokeAsync<MergeOutcome>(new UnmergeAccounts(merge.Id, by, reason), cancellationToken)).Refusal;
    }

    /// <summary>Mergings, the newest first.</summary>
    public async Task<IReadOnlyList<MergeRow>> ListAsync(Guid? after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var merges = await session.QueryAsync<AccountMerge>(
            "where ?::uuid is null or d.id < ? order by d.id desc limit ?", cancellationToken, (object?)after ?? DBNull.Value, after ?? Guid.Empty, take);
        return await NamedAsync(merges, user, cancellationToken);
    }

    /// <summary>One merging; null when there is none.</summary>
    public async Task<MergeRow?> GetAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<AccountMerge>(id, cancellationToken) is { } merge ? (await NamedAsync([merge], user, cancellationToken))[0] : null;
    }

    private async Task<IReadOnlyList<MergeRow>> NamedAsync(IReadOnlyList<AccountMerge> merges, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Guid[] subjects = [.. merges.SelectMany(m => new[] { m.KeptId, m.GoneId }).Distinct()];
        Guid[] ids = [.. subjects.Concat(merges.Select(m => m.By)).Concat(merges.Select(m => m.UndoneBy).OfType<Guid>()).Distinct()];
        var names = await Ef.ToDictionaryAsync(database.Users.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName }), a => a.Id, a => a.DisplayName, cancellationToken);
        if (subjects.Length > 0) await audit.RecordAsync(new(user.AccountId(), "accounts.merges.viewed", subjects), cancellationToken);
        return [.. merges.Select(m => new MergeRow(m, Name(m.KeptId), Name(m.GoneId), Name(m.By), m.UndoneBy is { } by ? Name(by) : ""))];

        string Name(Guid id) => names.GetValueOrDefault(id, "");
    }

    private async Task<AccountSide?> SideAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is not { } account || await Ef.SingleOrDefaultAsync(Ef.AsNoTracking(database.Users), a => a.Id == account, cancellationToken) is not { } found) return null;
        await using var session = store.QuerySession();
        return new(
            found, await Ef.SingleOrDefaultAsync(Ef.AsNoTracking(database.Profiles), p => p.AccountId == account, cancellationToken),
            await Ef.SingleOrDefaultAsync(Ef.AsNoTracking(database.PersonEntries), e => e.AccountId == account, cancellationToken),
            await session.Query<AccountNotice>().CountAsync(n => n.AccountId == account, cancellationToken),
            await session.Query<ConsentEntry>().CountAsync(c => c.AccountId == account, cancellationToken));
    }
}
