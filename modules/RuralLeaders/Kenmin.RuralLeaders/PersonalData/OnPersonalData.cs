using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.RuralLeaders.PersonalData;

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("rural-leaders-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, RuralLeadersModule.Key,
        await reader.ReadAsync("rural_leaders", RuralTables.All, message.AccountId, [message.AccountId], cancellationToken));
}

/// <summary>Erases a person on request.</summary>
[WolverineHandler]
[StickyHandler("rural-leaders-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    /// <summary>A duty: who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>
    /// The sign-ups have a transaction of their own and are forgotten first: a repetition finds them forgotten and goes on. The number
    /// of a leader is never given again.
    /// </summary>
    public static async Task<(ErasureConfirmed, OutgoingMessages)> Handle(
        ErasureAsked message, IDocumentSession session, IParticipation<IRuralLeadersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (message.AccountId is not { } account) return (new(message.RequestId, RuralLeadersModule.Key, [], [], now), []);
        await participation.EraseSignUpsAsync(account, cancellationToken);

        OutgoingMessages outgoing = [.. await NetworksOfPerson.ForgetAsync(session, account, now, cancellationToken)];
        var helped = await HelpOfPerson.RequestsAsync(session, account, cancellationToken);
        outgoing.AddRange(await HelpOfPerson.ForgetAsync(session, account, now, cancellationToken));
        outgoing.AddRange(helped.Select(r => new TellHelp(r)));
        var known = await session.LoadAsync<Learner>(account, cancellationToken) is not null;
        // Who is about to tell waits, and then finds nobody.
        await session.TakeTurnsAsync(TellLearnerHandler.TurnOf(account), cancellationToken);
        session.Delete<Learner>(account);
        session.Delete<ToldLearner>(account);
        session.Delete<GuardianStanding>(account);
        session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == account || m.GoneId == account);
        return !known
            ? (new(message.RequestId, RuralLeadersModule.Key, [], [], now), outgoing)
            : (new(message.RequestId, RuralLeadersModule.Key,
                [new("中山間地域づくり：受講者・リーダーの氏名、電話番号、登録、申込の本人との結びつき", "Hilly-rural areas: the learner's and leader's name, telephone and registration, and the tie between sign-ups and the person")],
                [new("個人がわからない講座と会合の記録（日、人数、決定事項）", "Records of courses and meetings in which nobody can be recognized: day, number of people, decisions")], now), outgoing);
    }
}
