using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>A registered leader offers to be a mentor, changes the offer, or hides it (相談相手になる).</summary>
/// <param name="AccountId">The leader.</param>
/// <param name="About">What the leader can help with.</param>
/// <param name="Places">How many people at the same time.</param>
/// <param name="Open">Whether it is shown.</param>
[MessageIdentity("rural-leaders.save-mentor-offer.v1")]
[NewEntries(Features.Mentoring)]
public sealed record SaveMentorOffer(Guid AccountId, string? About, int? Places, bool Open);

/// <summary>Keeps it.</summary>
public static class SaveMentorOfferHandler
{
    /// <summary>What is hidden needs no registration and no feature.</summary>
    public static async Task<CommandAnswer> Handle(SaveMentorOffer command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<MentorOffer>(command.AccountId, cancellationToken);
        var leader = await session.LoadAsync<Learner>(command.AccountId, cancellationToken);
        if (command.Open || known is null)
        {
            if (!await gates.IsOnNowAsync(Features.Mentoring)) return CommandAnswer.Off;
            if (leader?.Registration?.StateOn(JapanTime.Today(clock)) != LeaderState.Active)
                return CommandAnswer.Refused("not-registered", "相談相手になれるのは、登録中のリーダーです。", "Registered leaders can be mentors.");
        }

        foreach (var flaw in Flaw.OfText(command.About, nameof(command.About), 500, lines: true)) return CommandAnswer.Invalid(flaw);
        if (command.Places is not { } places) return CommandAnswer.Invalid(new(nameof(command.Places), new("人数を入力してください。", "Enter how many people.")));
        foreach (var flaw in Flaw.OfNumber(places, nameof(command.Places), 1, 10)) return CommandAnswer.Invalid(flaw);
        var offer = known ?? new MentorOffer { Id = command.AccountId };
        (offer.About, offer.Places, offer.Open) = (command.About!.Trim(), places, command.Open);
        if (leader is not null) (offer.Name, offer.MunicipalityCode) = (leader.Name, leader.MunicipalityCode);
        session.Store(offer);
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody asks a leader to be their mentor (相談相手をお願いする).</summary>
/// <param name="Id">The pair's id: sent again, there is one.</param>
/// <param name="MentorId">The leader.</param>
/// <param name="Message">A word to the leader.</param>
/// <param name="AccountId">Who asks.</param>
/// <param name="Name">The name.</param>
[MessageIdentity("rural-leaders.ask-mentor.v1")]
[NewEntries(Features.Mentoring)]
public sealed record AskMentor(Guid Id, Guid MentorId, string? Message, Guid AccountId, string Name);

/// <summary>Keeps the wish.</summary>
public static class AskMentorHandler
{
    internal const int MostOpen = 3;

    /// <summary>The leader's places are counted under the lock of the offer when the leader agrees; a wish takes none.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AskMentor command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<MentorOffer>(command.MentorId, cancellationToken) is not { Open: true } offer || command.MentorId == command.AccountId
            || (await session.LoadAsync<Learner>(command.MentorId, cancellationToken))?.Registration?.StateOn(JapanTime.DayOf(now)) != LeaderState.Active) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync($"mentee|{command.AccountId:N}", cancellationToken);
        if (await session.LoadAsync<MentorPair>(command.Id, cancellationToken) is { } known) return (known.Mentee.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        foreach (var flaw in Flaw.OfText(command.Message, nameof(command.Message), 500, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (!await gates.IsOnNowAsync(Features.Mentoring)) return (CommandAnswer.Off, []);
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);
        var mine = (await session.PairsOfAsync(command.AccountId, cancellationToken)).Where(p => p.Mentee.AccountId == command.AccountId && p.State is PairState.Asked or PairState.Agreed).ToList();
        if (mine.Any(p => p.Mentor.AccountId == command.MentorId))
            return (CommandAnswer.Refused("asked", "このリーダーには、もうお願いしています。", "You have asked this leader already."), []);
        if (mine.Count(p => p.State == PairState.Asked) >= MostOpen)
            return (CommandAnswer.Refused("too-many", $"返事を待っているお願いは {MostOpen} 件までです。", $"Up to {MostOpen} wishes may wait for an answer."), []);
        session.Insert(new MentorPair
        {
            Id = command.Id, Mentor = new(offer.Id, offer.Name), Mentee = new(command.AccountId, command.Name), Message = command.Message!.Trim(), AskedAt = now,
            MunicipalityCode = (await session.LoadAsync<Learner>(command.AccountId, cancellationToken))?.MunicipalityCode is { Length: > 0 } own ? own : offer.MunicipalityCode,
        });
        return (CommandAnswer.Done,
        [
            new NoticeIssued(FactId.Of($"rural-leaders.mentor-asked|{command.Id:N}"), offer.Id, new("相談相手のお願いが届きました", "Somebody asks you to be their mentor"),
                new("ページを開いて、引き受けるかどうかを決めてください。", "Please open the page and decide."), $"/rural-leaders/mentoring/pairs/{command.Id}", now, MailKinds.Mentoring),
        ]);
    }
}

/// <summary>The leader agrees to be the mentor, or does not (引き受ける・引き受けない).</summary>
/// <param name="PairId">The pair.</param>
/// <param name="Agree">Whether the leader agrees.</param>
/// <param name="AccountId">Who answers.</param>
[MessageIdentity("rural-leaders.answer-mentee.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerMentee(Guid PairId, bool Agree, Guid AccountId);

/// <summary>Keeps the answer.</summary>
public static class AnswerMenteeHandler
{
    /// <summary>Never more pairs than the leader has places.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerMentee command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var offer = await session.LockAsync<MentorOffer>(command.AccountId, cancellationToken);
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair || pair.Mentor.AccountId != command.AccountId) return (CommandAnswer.Unknown, []);
        var to = command.Agree ? PairState.Agreed : PairState.Declined;
        if (pair.State == to) return (CommandAnswer.Done, []);
        if (pair.State != PairState.Asked) return (CommandAnswer.Refused("answered", "このお願いは、もう終わっています。", "This wish is over."), []);
        if (command.Agree)
        {
            var taken = (await session.PairsOfAsync(command.AccountId, cancellationToken)).Count(p => p.Mentor.AccountId == command.AccountId && p.State == PairState.Agreed);
            if (taken >= (offer?.Places ?? 0))
                return (CommandAnswer.Refused("full", "引き受ける人数がいっぱいです。人数をふやすか、終わった組を終了にしてください。", "You have no place left. Offer more places, or end what is over."), []);
        }

        (pair.State, pair.AnsweredAt) = (to, clock.GetUtcNow());
        session.Store(pair);
        return (CommandAnswer.Done, pair.Mentee.AccountId is not { } mentee ? [] :
        [
            new NoticeIssued(FactId.Of($"rural-leaders.mentor-answered|{pair.Id:N}"), mentee,
                command.Agree ? new LocalizedText("相談相手が決まりました", "You have a mentor") : new("相談相手のお願いは引き受けられませんでした", "The leader did not agree this time"),
                command.Agree ? new("ページを開いて、目標を書きましょう。", "Open the page and write down your goals.") : new LocalizedText("ほかのリーダーにお願いすることができます。", "You can ask another leader."),
                command.Agree ? $"/rural-leaders/mentoring/pairs/{pair.Id}" : "/rural-leaders/mentoring", clock.GetUtcNow(), MailKinds.Mentoring),
        ]);
    }
}

/// <summary>One of the two ends it, or takes the wish back (終わりにする): at once, and nobody is told.</summary>
/// <param name="PairId">The pair.</param>
/// <param name="AccountId">Who ends it.</param>
[MessageIdentity("rural-leaders.end-pair.v1")]
[NoNewEntries("ends what exists")]
public sealed record EndPair(Guid PairId, Guid AccountId);

/// <summary>Ends it.</summary>
public static class EndPairHandler
{
    /// <summary>What was written stays for the two to read.</summary>
    public static async Task<CommandAnswer> Handle(EndPair command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair || !pair.IsOf(command.AccountId)) return CommandAnswer.Unknown;
        if (pair.State is PairState.Ended or PairState.Declined) return CommandAnswer.Done;
        (pair.State, pair.EndedAt) = (PairState.Ended, clock.GetUtcNow());
        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>Finds pairs.</summary>
internal static class Pairs
{
    /// <summary>Those of a person, the latest first.</summary>
    public static Task<IReadOnlyList<MentorPair>> PairsOfAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) => session.QueryAsync<MentorPair>(
        "where d.data -> 'mentor' ->> 'accountId' = ? or d.data -> 'mentee' ->> 'accountId' = ? order by d.data ->> 'askedAt' desc", cancellationToken, account.ToString(), account.ToString());
}
