using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>Somebody who had a card on paper has an account now (カードのひもづけ).</summary>
/// <param name="Number">The number on the paper.</param>
/// <param name="Phone">The telephone that was said on it.</param>
/// <param name="By">The holder of the account.</param>
[MessageIdentity("senior-engagement.join-card.v1")]
[NoNewEntries("gives a card that is there to its holder")]
public sealed record JoinCard(string? Number, string? Phone, Doer By);

/// <summary>Joins it.</summary>
public static class JoinCardHandler
{
    /// <summary>
    /// The number, which nobody guesses, and the telephone together. Where the account has a card too, the one that was changed last
    /// stands, and who may act for the person stays.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JoinCard command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (CardHolder.Numbers.Read(command.Number) is not { } number)
            return (CommandAnswer.Invalid(new(nameof(command.Number), new("カードの番号は 8 文字です。例：ABCD-2345", "The number of a card has 8 characters, such as ABCD-2345."))), []);
        if (!PhoneNumber.Parse(command.Phone).TryGet(out var phone))
            return (CommandAnswer.Invalid(new(nameof(command.Phone), new("カードに書いた電話番号を入力してください。", "Enter the telephone number that is on the card."))), []);
        await session.TakeTurnsAsync(SaveCardHandler.TurnOfAccount(command.By.AccountId), cancellationToken);
        var found = await session.Query<CardHolder>().Where(h => h.Number == number).FirstOrDefaultAsync(cancellationToken);
        var own = await session.OfAccountAsync(command.By.AccountId, cancellationToken);
        if (found is not null) await session.TakeTurnsAsync(ProxyRules.TurnOf(found.Id), cancellationToken);
        var paper = found is null ? null : await session.LockAsync<CardHolder>(found.Id, cancellationToken);
        if (paper is null || paper.AccountId is not null || paper.Phone != phone.ToString())
            return (CommandAnswer.Refused("no-such-card", "番号と電話番号の合うカードが見つかりません。番号を確かめるか、窓口にお問い合わせください。",
                "There is no card with this number and telephone. Check the number, or ask at the counter.", nameof(command.Number)), []);
        var now = clock.GetUtcNow();
        OutgoingMessages outgoing = [new PersonConnected(paper.Id, command.By.AccountId), new TellMeetingsOf(paper.Id)];
        if (own is not null)
        {
            await session.MovePersonAsync(own, paper, cancellationToken);
            await RidesOfPerson.MoveRequestsAsync(session, own.Id, paper.Id, null, cancellationToken);
            await CirclesOfPerson.MoveAsync(session, own.Id, paper.Id, null, JapanTime.DayOf(now), cancellationToken);
            await CheckInsOfPerson.MoveAsync(session, own.Id, paper.Id, cancellationToken);
            outgoing.Add(new MoveSignUps(own.Id, paper.Id, null));
            await LicencesOfPerson.MoveAsync(session, own.Id, paper.Id, null, cancellationToken);
            await LeadersOfPerson.MoveAsync(session, own.Id, paper.Id, null, now, cancellationToken);
            session.Delete<CardHolder>(own.Id);
            if (own.ChangedAt > paper.ChangedAt)
                (paper.Name, paper.Phone, paper.MunicipalityCode, paper.BirthYear, paper.Card) = (own.Name, own.Phone.Length > 0 ? own.Phone : paper.Phone, own.MunicipalityCode, own.BirthYear ?? paper.BirthYear, own.Card);
        }

        // The ledger goes over, and what is told of meetings from now on is told of the account.
        await PointsOfPerson.MoveAsync(session, paper.Id, command.By.AccountId, null, now, cancellationToken);
        outgoing.AddRange(await OnAccountsMerged.ToTellAsync(session, [paper.Id, command.By.AccountId], cancellationToken));
        (paper.AccountId, paper.ChangedBy, paper.ChangedAs, paper.ChangedAt) = (command.By.AccountId, command.By, ActingAs.Self, now);
        session.Store(paper);
        session.Store(CardEntry.Of(paper, command.By, ActingAs.Self, EntryKind.Joined, now));
        outgoing.Add(new TellLicences(paper.Id));
        outgoing.AddRange(await LeadersOfPerson.ToTellAsync(session, paper.Id, cancellationToken));
        if (own is not null) outgoing.Add(new TellLicences(own.Id));
        return (CommandAnswer.Done, outgoing);
    }
}
