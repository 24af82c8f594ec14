using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Answering;

/// <summary>The answer of who holds an answer link. It can be changed until the last day.</summary>
/// <param name="Token">The link's token.</param>
/// <param name="Stay">Whether they stay.</param>
[MessageIdentity("sports-volunteers.answer-by-link.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AnswerByLink(string Token, bool Stay)
{
    /// <summary>Without the token: a command that fails is logged, and who reads the log must not be able to answer.</summary>
    public override string ToString() => nameof(AnswerByLink);
}

/// <summary>The answer of the holder of the account that is connected to the registration.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Stay">Whether they stay.</param>
[MessageIdentity("sports-volunteers.answer-by-account.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record AnswerByAccount(Guid AccountId, bool Stay);

/// <summary>An answer that reached staff on paper, at the counter or by telephone.</summary>
/// <param name="VolunteerId">The person.</param>
/// <param name="Stay">Whether they stay.</param>
/// <param name="Channel">How the answer came: <see cref="AnswerChannel.Form"/>, <see cref="AnswerChannel.Counter"/> or <see cref="AnswerChannel.Phone"/>.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.record-answer.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record RecordAnswer(Guid VolunteerId, bool Stay, AnswerChannel Channel, Guid By);

/// <summary>Records answers. Who does not stay is let go at any time; who stays is registered, which may be switched off.</summary>
public static class AnswerHandler
{
    private static readonly LocalizedText NoLink = new(
        "このリンクは使えません。手紙に書かれたアドレスを、もう一度お確かめください。", "This link cannot be used. Please check the address in your letter.");

    private static readonly LocalizedText TooLate = new("回答の期限が過ぎています。", "The last day for an answer has passed.");

    /// <summary>By link.</summary>
    public static async Task<Outcome> Handle(AnswerByLink command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Stay && !await gates.IsOnNowAsync(Features.ContinuingRegistration)) return Outcome.Closed;
        if (await session.FindLinkAsync(command.Token, LinkPurpose.Answer, cancellationToken) is not { } link) return new(NoLink);
        // The link of an earlier asking does not become valid again by a later one.
        if (link.LastDay < JapanTime.Today(clock)) return new(TooLate);
        return await Decide(session, link.VolunteerId, command.Stay, new(AnswerChannel.Link, null, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>From the own account.</summary>
    public static async Task<Outcome> Handle(AnswerByAccount command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Stay && !await gates.IsOnNowAsync(Features.ContinuingRegistration)) return Outcome.Closed;
        var own = await session.Query<Volunteer>().FirstOrDefaultAsync(v => v.AccountId == command.AccountId && !v.Erased, cancellationToken);
        return own is not null
            ? await Decide(session, own.Id, command.Stay, new(AnswerChannel.Self, null, clock.GetUtcNow()), cancellationToken)
            : Outcome.Unknown;
    }

    /// <summary>By staff.</summary>
    public static async Task<Outcome> Handle(
        RecordAnswer command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Stay && !await gates.IsOnNowAsync(Features.ContinuingRegistration)) return Outcome.Closed;
        return command.Channel is AnswerChannel.Form or AnswerChannel.Counter or AnswerChannel.Phone
            ? await Decide(session, command.VolunteerId, command.Stay, new(command.Channel, command.By, clock.GetUtcNow()), cancellationToken)
            : new(new LocalizedText("回答の受け取り方を選んでください。", "Choose how the answer came."));
    }

    private static Task<Outcome> Decide(IDocumentSession session, Guid id, bool stay, Statement statement, CancellationToken cancellationToken) =>
        session.DecideAsync(id, r => stay ? r.Agree(PurposeOfUse.Current, statement) : r.Refuse(statement), cancellationToken);
}
