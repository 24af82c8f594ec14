using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>The city gives thanks for so many years or clean-ups (感謝状を贈る).</summary>
/// <param name="AdoptionId">The adoption.</param>
/// <param name="For">Years or clean-ups.</param>
/// <param name="Number">How many.</param>
/// <param name="By">Who gives it.</param>
[MessageIdentity("clean-up.give-care-thanks.v1")]
[NoNewEntries("thanks for what was done")]
public sealed record GiveThanks(Guid AdoptionId, ThanksFor For, int Number, Doer By);

/// <summary>Gives them, and tells the leader.</summary>
public static class GiveThanksHandler
{
    /// <summary>Once for each number, and not before it is reached.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(GiveThanks command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Adoption>(command.AdoptionId, cancellationToken) is not { } adoption) return (CommandAnswer.Unknown, []);
        if (adoption.DecidedAt is null || adoption.State is AdoptionState.Asked or AdoptionState.Declined) return (CareAnswers.NotAgreed, []);
        var id = CareThanks.IdOf(adoption.Id, command.For, command.Number);
        if (await session.LoadAsync<CareThanks>(id, cancellationToken) is not null) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var reached = command.For == ThanksFor.Years ? adoption.Years(today) : (await session.DaysOfAsync(adoption, cancellationToken)).Count;
        if (command.Number < 1 || command.Number > reached)
            return (CommandAnswer.Refused("not-reached", $"まだ達していません（今は {reached}）。", $"This is not reached yet; it is {reached} now.", nameof(command.Number)), []);
        var thanks = new CareThanks { Id = id, AdoptionId = adoption.Id, For = command.For, Number = command.Number, On = today, By = command.By };
        session.Insert(thanks);
        return (CommandAnswer.Done, await CareNotice.OfAsync(session, adoption, $"thanks|{command.For}|{command.Number}", now,
            (new($"{thanks.Name.Ja}の活動に、感謝状が贈られました", $"Thanks for {thanks.Name.En} of care"),
                new("感謝状は、アダプトのページから印刷できます。", "You can print the certificate from the page of the place.")), MailKinds.CareDecided, cancellationToken));
    }
}

/// <summary>What an adoption has reached and was not thanked for.</summary>
internal static class ThanksDue
{
    /// <summary>The milestones that were reached, with those that were given already left out.</summary>
    public static IReadOnlyList<(ThanksFor For, int Number)> Of(int years, int times, CareRules rules, IEnumerable<CareThanks> given)
    {
        var had = given.Select(t => (t.For, t.Number)).ToHashSet();
        return
        [
            .. rules.ThanksYears.Where(n => n <= years).Select(n => (ThanksFor.Years, n)).Concat(rules.ThanksTimes.Where(n => n <= times).Select(n => (ThanksFor.Times, n))).Where(m => !had.Contains(m)),
        ];
    }
}
