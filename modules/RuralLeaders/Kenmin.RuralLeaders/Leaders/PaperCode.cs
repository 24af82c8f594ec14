using System.Security.Cryptography;
using System.Text;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>A number by which somebody on paper joins the record to their own account (紙の登録をつなぐ番号). Staff hand it over; a name proves nothing.</summary>
public sealed class PaperCode
{
    /// <summary>For how many days it works.</summary>
    internal const int Days = 60;

    // Letters and digits that cannot be taken for each other: sixteen of 31 cannot be guessed.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 16;

    /// <summary>SHA-256 of the number. Who reads the database cannot use it.</summary>
    public string Id { get; set; } = "";

    /// <summary>The person on paper.</summary>
    public Guid PersonId { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>A new number, in groups of four.</summary>
    internal static string New() => string.Join('-', Enumerable.Range(0, Length / 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    /// <summary>What of a number is kept; spaces, dashes, width and case do not matter.</summary>
    internal static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(code.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)))));
}

/// <summary>Staff make a number for somebody on paper; an earlier one ends.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="By">Staff.</param>
[MessageIdentity("rural-leaders.issue-paper-code.v1")]
[NoNewEntries("joins what exists")]
public sealed record IssuePaperCode(Guid PersonId, Doer By);

/// <summary>The number, told only here.</summary>
/// <param name="Answer">Whether it was made.</param>
/// <param name="Code">The number; null when it was not.</param>
public sealed record PaperCodeIssued(CommandAnswer Answer, string? Code)
{
    /// <summary>Without the number, for logs.</summary>
    public override string ToString() => nameof(PaperCodeIssued);
}

/// <summary>Makes it.</summary>
public static class IssuePaperCodeHandler
{
    /// <summary>Only for who has no account yet.</summary>
    public static async Task<PaperCodeIssued> Handle(IssuePaperCode command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Learner>(command.PersonId, cancellationToken) is not { AccountId: null }) return new(CommandAnswer.Unknown, null);
        session.DeleteWhere<PaperCode>(c => c.PersonId == command.PersonId);
        var code = PaperCode.New();
        session.Insert(new PaperCode { Id = PaperCode.HashOf(code), PersonId = command.PersonId, LastDay = JapanTime.Today(clock).AddDays(PaperCode.Days) });
        return new(CommandAnswer.Done, code);
    }
}

/// <summary>Somebody joins their record on paper to their account (紙の登録をつなぐ).</summary>
/// <param name="Code">The number that staff handed over.</param>
/// <param name="AccountId">The account.</param>
[MessageIdentity("rural-leaders.join-paper-record.v1")]
[NoNewEntries("joins what exists")]
public sealed record JoinPaperRecord(string? Code, Guid AccountId)
{
    /// <summary>Without the number, for logs.</summary>
    public override string ToString() => nameof(JoinPaperRecord);
}

/// <summary>Joins.</summary>
public static class JoinPaperRecordHandler
{
    /// <summary>
    /// The record, the registration and help move at once, the sign-ups right after. Where both are registered, the registration of the
    /// account stands. Of two who enter the same number one gets it.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JoinPaperRecord command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(command.Code)) return (CommandAnswer.Invalid(new(nameof(command.Code), new("番号を入力してください。", "Enter the number."))), []);
        await session.BeginAsync(cancellationToken);
        var found = (await session.QueryAsync<PaperCode>("where d.id = ? for update", cancellationToken, PaperCode.HashOf(command.Code))).SingleOrDefault();
        if (found is null || found.LastDay < JapanTime.Today(clock) || await session.LockAsync<Learner>(found.PersonId, cancellationToken) is not { AccountId: null } paper)
            return (CommandAnswer.Invalid(new(nameof(command.Code), new("この番号は使えません。書き間違いがないか、期限が過ぎていないかを確かめ、わからないときは市町の窓口にお尋ねください。", "This number cannot be used. Check it and its last day, or ask your municipality."))), []);
        await session.TakeTurnsAsync(LearnerDesk.TurnOf(command.AccountId), cancellationToken);
        var own = await session.LockAsync<Learner>(command.AccountId, cancellationToken);
        session.Delete<Learner>(paper.Id);
        session.Delete(found);
        if (own is null) session.Store(OnAccountsMerged.Copy(paper, command.AccountId, paper.Registration, paper.Number));
        else
        {
            var joined = own.Registration is null && paper.Registration is not null ? OnAccountsMerged.Copy(own, own.Id, paper.Registration, paper.Number) : own;
            (joined.AreaId, joined.BirthYear) = (joined.AreaId ?? paper.AreaId, joined.BirthYear ?? paper.BirthYear);
            if (joined.Phone.Length == 0) joined.Phone = paper.Phone;
            if (joined.MunicipalityCode.Length == 0) joined.MunicipalityCode = paper.MunicipalityCode;
            session.Store(joined);
        }

        var requests = await HelpOfPerson.RequestsAsync(session, paper.Id, cancellationToken);
        await HelpOfPerson.MoveAsync(session, paper.Id, command.AccountId, command.AccountId, null, cancellationToken);
        return (CommandAnswer.Done, [new MovePaperSignUps(paper.Id, command.AccountId), new TellLearner(command.AccountId), .. requests.Select(r => new TellHelp(r))]);
    }
}

/// <summary>Gives the sign-ups of a record on paper to the account that it was joined to.</summary>
/// <param name="From">The person on paper.</param>
/// <param name="To">The account.</param>
[MessageIdentity("rural-leaders.move-paper-sign-ups.v1")]
[NoNewEntries("joins what exists")]
public sealed record MovePaperSignUps(Guid From, Guid To);

/// <summary>Gives them.</summary>
public static class MovePaperSignUpsHandler
{
    /// <summary>A duty: who is busy now is asked again later.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>In the engine's own transaction: a repetition finds none left.</summary>
    public static async Task<TellLearner> Handle(MovePaperSignUps command, IParticipation<IRuralLeadersStore> participation, CancellationToken cancellationToken)
    {
        if (await participation.MergePersonsAsync(command.From, command.To, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        return new(command.To);
    }
}
