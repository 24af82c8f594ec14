using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>Staff make a code by which an expert without account takes the entry over (引継ぎの合言葉); it takes the place of the former one.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Code">The code; whoever has it takes the entry over.</param>
/// <param name="Office">Who makes it.</param>
[MessageIdentity("community-business.hand-expert-over.v1")]
[NoNewEntries("joins what exists to an account")]
public sealed record HandExpertOver(Guid Id, string Code, OfficePowers Office);

/// <summary>Makes it.</summary>
public static class HandExpertOverHandler
{
    internal const int Days = 14;

    /// <summary>Only a hash is kept.</summary>
    public static async Task<CommandAnswer> Handle(HandExpertOver command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Expert>(command.Id, cancellationToken) is not { } known || !ExpertWork.MayKeep(known, null, command.Office) || Venture.Codes.Read(command.Code) is not { } code) return CommandAnswer.Unknown;
        (known.CodeHash, known.CodeUntil) = (Venture.HashOf(code), JapanTime.Today(clock).AddDays(Days));
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>An expert who has an account now takes over the entry that staff kept (登録の引継ぎ).</summary>
/// <param name="Code">The code.</param>
/// <param name="By">Who takes it over.</param>
[MessageIdentity("community-business.take-over-expert.v1")]
[NoNewEntries("joins what exists to an account")]
public sealed record TakeOverExpert(string? Code, Doer By);

/// <summary>Joins it.</summary>
public static class TakeOverExpertHandler
{
    /// <summary>The code works once. The consent stays as it was given; from now on it is the expert's to change. Who confirmed it as staff does not so for themselves.</summary>
    public static async Task<CommandAnswer> Handle(TakeOverExpert command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = command.By.AccountId;
        if (Venture.Codes.Read(command.Code) is not { } code) return CommandAnswer.Invalid(new(nameof(command.Code), new("合言葉は 12 文字です。例：ABCD-2345-EFGH", "The code has 12 characters, such as ABCD-2345-EFGH.")));
        var hash = Venture.HashOf(code);
        await session.TakeTurnsAsync(ExpertWork.TurnOfAccount(account), cancellationToken);
        if (await session.Query<Expert>().FirstOrDefaultAsync(e => e.CodeHash == hash, cancellationToken) is not { } found || await session.LockAsync<Expert>(found.Id, cancellationToken) is not { AccountId: null } known
            || known.CodeHash != hash || known.CodeUntil < JapanTime.DayOf(now))
            return CommandAnswer.Refused("no-such-code", "この合言葉は使えません。窓口で、新しい合言葉をもらってください。", "This code cannot be used. Ask the office for a new one.", nameof(command.Code));
        if (await session.Query<Expert>().AnyAsync(e => e.AccountId == account, cancellationToken))
            return CommandAnswer.Refused("already", "もう登録しています。窓口の登録を引き継ぐときは、先にご自分の登録を消してください。", "You are registered already. Delete your own entry first.", nameof(command.Code));
        (known.AccountId, known.CodeHash, known.ChangedAt, known.ChangedBy) = (account, null, now, command.By);
        if (known.ConfirmedBy?.AccountId == account) known.ConfirmedBy = null;
        known.Revision++;
        session.Store(known);
        return CommandAnswer.Done;
    }
}
