using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Lending;

/// <summary>Adds a thing to what a network lends, or changes what is said of it (備品を登録する).</summary>
/// <param name="Id">The thing's id; a new one adds it.</param>
/// <param name="NetworkId">The network; stays as it is once added.</param>
/// <param name="Name">What it is.</param>
/// <param name="Place">Where it is kept.</param>
/// <param name="Note">What to know about it.</param>
/// <param name="Shared">Whether members of other networks borrow it too.</param>
/// <param name="Retired">Whether it is no longer lent.</param>
/// <param name="AccountId">Who does it: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.save-equipment.v1")]
[NewEntries(Features.Lending)]
public sealed record SaveEquipment(Guid Id, Guid NetworkId, string? Name, string? Place, string? Note, bool Shared, bool Retired, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class SaveEquipmentHandler
{
    /// <summary>A new thing needs the feature to be on. What is retired keeps its loans.</summary>
    public static async Task<CommandAnswer> Handle(SaveEquipment command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<Equipment>(command.Id, cancellationToken);
        if (await session.OfficerAsync(known?.NetworkId ?? command.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Name, nameof(command.Name), 60)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Place, nameof(command.Place), 120)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 500, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        if (known is null && !await gates.IsOnNowAsync(Features.Lending)) return CommandAnswer.Off;
        session.Store(new Equipment
        {
            Id = command.Id, NetworkId = network.Id, Name = command.Name!.Trim(), Place = command.Place!.Trim(), Note = command.Note?.Trim() ?? "", Shared = command.Shared, Retired = command.Retired,
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Books a thing for days (備品を予約する).</summary>
/// <param name="Id">The loan's id: sent again, there is one.</param>
/// <param name="EquipmentId">The thing.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="AccountId">Who borrows.</param>
[MessageIdentity("rural-leaders.book-equipment.v1")]
[NewEntries(Features.Lending)]
public sealed record BookEquipment(Guid Id, Guid EquipmentId, DateOnly? From, DateOnly? Until, Guid AccountId);

/// <summary>Books it.</summary>
public static class BookEquipmentHandler
{
    /// <summary>The longest loan, in days.</summary>
    internal const int LongestDays = 14;

    /// <summary>How far ahead, in days.</summary>
    internal const int FarthestDays = 180;

    /// <summary>The database decides whether the days are free: of those who book at the same moment one gets them.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(BookEquipment command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Equipment>(command.EquipmentId, cancellationToken) is not { } equipment
            || await session.BorrowerAsync(equipment, command.AccountId, cancellationToken) is not { } borrower) return (CommandAnswer.Unknown, []);
        if (equipment.Retired) return (CommandAnswer.Refused("retired", "この備品は、いまは貸し出していません。", "This is not lent at present."), []);
        var today = JapanTime.Today(clock);
        if (command.From is not { } from || from < today || from > today.AddDays(FarthestDays))
            return (CommandAnswer.Invalid(new(nameof(command.From), new($"今日から {FarthestDays} 日先までの日を入力してください。", $"Enter a day from today to {FarthestDays} days ahead."))), []);
        if (command.Until is not { } until || until < from || until > from.AddDays(LongestDays - 1))
            return (CommandAnswer.Invalid(new(nameof(command.Until), new($"借りるのは {LongestDays} 日間までです。", $"A loan is for up to {LongestDays} days."))), []);
        if (!await gates.IsOnNowAsync(Features.Lending)) return (CommandAnswer.Off, []);
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);
        Loan loan = new(command.Id, equipment.Id, command.AccountId, borrower.Name, from, until, LoanState.Booked, "");
        if (!await session.TryEnterAsync(loan, cancellationToken))
            return (CommandAnswer.Refused("taken", "その日は、ほかの予約が入っています。空いている日を選んでください。", "These days are taken. Choose others.", nameof(command.From)), []);
        var network = (await session.LoadAsync<Network>(equipment.NetworkId, cancellationToken))!;
        return (CommandAnswer.Done, network.Coordinator is { } coordinator && coordinator.AccountId != command.AccountId ? [LendingNotices.Booked(equipment, loan, coordinator.AccountId, clock.GetUtcNow())] : []);
    }
}

/// <summary>What becomes of a loan (受渡し・返却・取消).</summary>
/// <param name="LoanId">The loan.</param>
/// <param name="To">The state that it gets: handed over, returned or cancelled.</param>
/// <param name="Note">What to say about it, such as what was broken; may be empty.</param>
/// <param name="AccountId">Who says so.</param>
[MessageIdentity("rural-leaders.move-loan.v1")]
[NoNewEntries("what exists comes back and can be cancelled")]
public sealed record MoveLoan(Guid LoanId, LoanState To, string? Note, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class MoveLoanHandler
{
    /// <summary>
    /// Officers of the network hand over and take back; the borrower and they cancel what was not handed over. What comes back early is
    /// free again from the next day.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(MoveLoan command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.FindLoanAsync(command.LoanId, cancellationToken) is not { } loan || await session.LoadAsync<Equipment>(loan.EquipmentId, cancellationToken) is not { } equipment) return (CommandAnswer.Unknown, []);
        var officer = await session.OfficerAsync(equipment.NetworkId, command.AccountId, cancellationToken) is not null;
        if (!officer && loan.AccountId != command.AccountId) return (CommandAnswer.Unknown, []);
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 300, required: false)) return (CommandAnswer.Invalid(flaw), []);
        if (loan.State == command.To) return (CommandAnswer.Done, []);
        var today = JapanTime.Today(clock);
        var allowed = (loan.State, command.To) switch
        {
            (LoanState.Booked, LoanState.HandedOver) => officer && today >= loan.From,
            (LoanState.HandedOver, LoanState.Returned) => officer,
            (LoanState.Booked, LoanState.Cancelled) => true,
            _ => false,
        };
        if (!allowed)
            return (CommandAnswer.Refused("not-possible", "この予約では、いまはできません。受渡しは初日から、世話人か書記が記録します。", "This cannot be done with the loan now. The coordinator or a secretary hands over, from the first day on."), []);
        var note = string.IsNullOrWhiteSpace(command.Note) ? loan.Note : command.Note.Trim();
        await session.ChangeAsync(loan with
        {
            State = command.To, Note = note, Until = command.To == LoanState.Returned && today < loan.Until ? today < loan.From ? loan.From : today : loan.Until,
        }, cancellationToken);
        return (CommandAnswer.Done, command.To == LoanState.Cancelled && loan.AccountId is { } borrower && borrower != command.AccountId ? [LendingNotices.Cancelled(equipment, loan, borrower, clock.GetUtcNow())] : []);
    }
}

/// <summary>Who may borrow.</summary>
internal static class Borrowers
{
    /// <summary>The membership by which somebody borrows a thing: of its own network, or of any when it is shared; null without one.</summary>
    public static async Task<NetworkMember?> BorrowerAsync(this IQuerySession session, Equipment equipment, Guid account, CancellationToken cancellationToken)
    {
        if ((await session.LoadAsync<Network>(equipment.NetworkId, cancellationToken))?.Find(account) is { } own) return own;
        if (!equipment.Shared) return null;
        var others = await session.QueryAsync<Network>("where d.data -> 'members' @> jsonb_build_array(jsonb_build_object('accountId', ?::text)) order by d.id limit 1", cancellationToken, account.ToString());
        return others.Count == 0 ? null : others[0].Find(account);
    }
}

/// <summary>What people are told about loans.</summary>
internal static class LendingNotices
{
    public static NoticeIssued Booked(Equipment equipment, Loan loan, Guid to, DateTimeOffset at) => new(
        FactId.Of($"rural-leaders.loan-booked|{loan.Id:N}|{to:N}"), to, new("備品の予約が入りました", "Somebody booked equipment"),
        new($"「{equipment.Name}」　{loan.From:M月d日}～{loan.Until:M月d日}", $"“{equipment.Name}”, {loan.From:yyyy-MM-dd} to {loan.Until:yyyy-MM-dd}"), $"/rural-leaders/equipment/{equipment.Id}", at, MailKinds.Network);

    public static NoticeIssued Cancelled(Equipment equipment, Loan loan, Guid to, DateTimeOffset at) => new(
        FactId.Of($"rural-leaders.loan-cancelled|{loan.Id:N}"), to, new("備品の予約が取り消されました", "Your booking of equipment was cancelled"),
        new($"「{equipment.Name}」　{loan.From:M月d日}～{loan.Until:M月d日}", $"“{equipment.Name}”, {loan.From:yyyy-MM-dd} to {loan.Until:yyyy-MM-dd}"), $"/rural-leaders/equipment/{equipment.Id}", at, MailKinds.Network);
}
