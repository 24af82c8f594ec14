using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>How a person would like to find companions (仲間づくりの希望).</summary>
public sealed class Companion
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>How others call the person (呼び名); empty when it was not said.</summary>
    public string Nickname { get; set; } = "";

    /// <summary>Whether others who like the same may ask to be introduced.</summary>
    public bool Introduce { get; set; }

    /// <summary>Whether members of the own circles may hear how many of them go somewhere, this person among them.</summary>
    public bool ShowsSignUps { get; set; }

    /// <summary>How others call a person before they know the name: as the person said, or by the given name where it can be told.</summary>
    internal static string CalledOf(CardHolder? holder, Companion? companion) =>
        companion is { Nickname.Length: > 0 } ? companion.Nickname : holder?.Name.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries) is [_, .. var given] && given.Length > 0 ? string.Join(' ', given) : "（呼び名なし）";
}

/// <summary>A person says how they would like to find companions.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Nickname">How others call them; may be empty.</param>
/// <param name="Introduce">Whether others may ask to be introduced.</param>
/// <param name="ShowsSignUps">Whether the own circles may hear that they go somewhere.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.save-companion.v1")]
[NewEntries(Features.Circles)]
public sealed record SaveCompanion(Guid HolderId, string? Nickname, bool Introduce, bool ShowsSignUps, Doer By, ActingAs As);

/// <summary>Keeps it.</summary>
public static class SaveCompanionHandler
{
    /// <summary>To say yes to something new needs the feature; no is always taken, and what was kept for it goes.</summary>
    public static async Task<CommandAnswer> Handle(SaveCompanion command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Nickname, nameof(command.Nickname), 20, required: false)) return CommandAnswer.Invalid(flaw);
        var now = clock.GetUtcNow();
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return answer;
        var known = await session.LoadAsync<Companion>(holder.Id, cancellationToken);
        if (((command.Introduce && known is not { Introduce: true }) || (command.ShowsSignUps && known is not { ShowsSignUps: true })) && !await gates.IsOnNowAsync(Features.Circles)) return CommandAnswer.Off;
        if (command.Introduce && string.IsNullOrWhiteSpace(command.Nickname)) return CommandAnswer.Invalid(new(nameof(command.Nickname), new("紹介のときに見せる呼び名を入力してください。例：はなちゃん", "Enter how others should call you, such as Hana.")));
        session.Store(new Companion { Id = holder.Id, Nickname = command.Nickname?.Trim() ?? "", Introduce = command.Introduce, ShowsSignUps = command.ShowsSignUps });
        if (!command.ShowsSignUps && holder.AccountId is { } account) session.DeleteWhere<CompanionSignUps>(s => s.AccountId == account);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.Companions, now));
        return CommandAnswer.Done;
    }
}

/// <summary>What two people have in common, in plain words.</summary>
/// <param name="Interests">What both like.</param>
/// <param name="Area">Where both are at home.</param>
/// <param name="Slots">When both have time.</param>
internal sealed record InCommon(IReadOnlyList<string> Interests, LocalizedText Area, IReadOnlyList<string> Slots)
{
    /// <summary>So near two places are that people meet easily, in metres.</summary>
    private const double Near = 5000;

    /// <summary>What it is; null when they like nothing of the same or live apart, or are one.</summary>
    internal static InCommon? Of(CardHolder a, CardHolder b)
    {
        if (a.Id == b.Id || (a.AccountId is not null && a.AccountId == b.AccountId)) return null;
        List<string> interests = [.. CardQuestions.Interests.Select(o => o.Key).Where(k => a.Card.Interests.Contains(k) && b.Card.Interests.Contains(k))];
        if (interests.Count == 0) return null;
        var near = a.Card.From is { } from && b.Card.From is { } to && from.Position.DistanceTo(to.Position) <= Near;
        if (!near && (a.MunicipalityCode.Length == 0 || a.MunicipalityCode != b.MunicipalityCode)) return null;
        return new(interests, near ? new("お住まいが近い", "You live near each other") : new LocalizedText($"どちらも{a.Municipality?.Name}にお住まい", $"Both live in {a.Municipality?.English}"),
            [.. CardQuestions.Slots.Select(o => o.Key).Where(k => a.Card.Slots.Contains(k) && b.Card.Slots.Contains(k))]);
    }
}

/// <summary>Two people might be companions (紹介). Until both say yes, neither learns more than how the other is called and what they have in common.</summary>
public sealed class Introduction
{
    /// <summary>How many days somebody has to answer.</summary>
    internal const int Days = 30;

    /// <summary>Made from the two: they are introduced once.</summary>
    public Guid Id { get; set; }

    /// <summary>The one.</summary>
    public Guid FirstId { get; set; }

    /// <summary>The other.</summary>
    public Guid SecondId { get; set; }

    /// <summary>What the one says; null before.</summary>
    public bool? FirstSays { get; set; }

    /// <summary>What the other says; null before.</summary>
    public bool? SecondSays { get; set; }

    /// <summary>Who proposed it: one of the two, who acts for them, or staff.</summary>
    public Doer ProposedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>The last day of an answer.</summary>
    public DateOnly AnswerBy { get; set; }

    /// <summary>Whether both said yes.</summary>
    internal bool IsAgreed => FirstSays == true && SecondSays == true;

    internal bool Concerns(Guid holder) => FirstId == holder || SecondId == holder;

    internal Guid OtherOf(Guid holder) => FirstId == holder ? SecondId : FirstId;

    internal bool? SaysOf(Guid holder) => FirstId == holder ? FirstSays : SecondSays;

    internal void Say(Guid holder, bool? yes)
    {
        if (FirstId == holder) FirstSays = yes;
        else if (SecondId == holder) SecondSays = yes;
    }

    /// <summary>How it stands for one of the two. A no is never told: it looks like no answer.</summary>
    internal IntroductionState StateFor(Guid holder, DateOnly today) => SaysOf(holder) switch
    {
        false => IntroductionState.Gone,
        true when IsAgreed => IntroductionState.Agreed,
        _ when today > AnswerBy => IntroductionState.Gone,
        true => IntroductionState.Waiting,
        null when SaysOf(OtherOf(holder)) == false => IntroductionState.Gone,
        null => IntroductionState.Asked,
    };

    internal static Guid IdOf(Guid a, Guid b) => FactId.Of($"senior-engagement.introduction|{(a < b ? a : b):N}|{(a < b ? b : a):N}");

    internal static Introduction Between(Guid a, Guid b, Doer by, DateOnly today) => new() { Id = IdOf(a, b), FirstId = a < b ? a : b, SecondId = a < b ? b : a, ProposedBy = by, AnswerBy = today.AddDays(Days) };
}

/// <summary>How an introduction stands for one of the two.</summary>
internal enum IntroductionState
{
    /// <summary>The person has to answer (返事を待たれている).</summary>
    Asked,

    /// <summary>The person said yes; the other has not answered (相手の返事待ち).</summary>
    Waiting,

    /// <summary>Both said yes (紹介が成立).</summary>
    Agreed,

    /// <summary>There is nothing any more.</summary>
    Gone,
}

/// <summary>Somebody asks to be introduced to a person who wishes that too (紹介の申出).</summary>
/// <param name="HolderId">Who asks.</param>
/// <param name="OtherId">To whom.</param>
/// <param name="By">Who sends it.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.ask-introduction.v1")]
[NewEntries(Features.Circles)]
public sealed record AskIntroduction(Guid HolderId, Guid OtherId, Doer By, ActingAs As);

/// <summary>Asks the other.</summary>
public static class AskIntroductionHandler
{
    /// <summary>Only to those who let themselves be introduced and have something in common; who asks says yes by it.</summary>
    public static async Task<(CommandAnswer, Wolverine.OutgoingMessages)> Handle(AskIntroduction command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        if (!await gates.IsOnNowAsync(Features.Circles)) return (CommandAnswer.Off, []);
        if (holder.AccountId is { } minor && await session.GuardianStopsAsync(minor, cancellationToken)) return (GuardianRule.Refusal, []);
        if (await session.LoadAsync<Companion>(holder.Id, cancellationToken) is not { Introduce: true })
            return (CommandAnswer.Refused("not-introduced", "先に、呼び名と「紹介してもよい」を保存してください。", "First say how you are called, and that you may be introduced."), []);
        var id = Introduction.IdOf(holder.Id, command.OtherId);
        await session.TakeTurnsAsync($"introduction|{id:N}", cancellationToken);
        if (await session.LoadAsync<Introduction>(id, cancellationToken) is { } known && known.StateFor(holder.Id, today) is not IntroductionState.Gone)
        {
            known.Say(holder.Id, true);
            session.Store(known);
            return (CommandAnswer.Done, known.IsAgreed ? await Introductions.AgreedAsync(session, known, now, cancellationToken) : []);
        }

        if (await session.LoadAsync<CardHolder>(command.OtherId, cancellationToken) is not { } other || await session.LoadAsync<Companion>(other.Id, cancellationToken) is not { Introduce: true } || InCommon.Of(holder, other) is null
            || await session.LoadAsync<Introduction>(id, cancellationToken) is not null) return (CommandAnswer.Unknown, []);
        var introduction = Introduction.Between(holder.Id, other.Id, command.By, today);
        introduction.Say(holder.Id, true);
        session.Store(introduction);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.Introduction, now));
        return (CommandAnswer.Done, other.AccountId is { } account ? [CircleNotices.Introduced(id, false, account, now)] : []);
    }
}

/// <summary>Staff propose two people to each other, from their cards (職員からの紹介).</summary>
/// <param name="FirstId">The one.</param>
/// <param name="SecondId">The other.</param>
/// <param name="By">Who proposes.</param>
[MessageIdentity("senior-engagement.propose-introduction.v1")]
[NewEntries(Features.Circles)]
public sealed record ProposeIntroduction(Guid FirstId, Guid SecondId, Doer By);

/// <summary>Asks both.</summary>
public static class ProposeIntroductionHandler
{
    /// <summary>Both are asked. Whom it concerned once is not asked again.</summary>
    public static async Task<(CommandAnswer, Wolverine.OutgoingMessages)> Handle(ProposeIntroduction command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await gates.IsOnNowAsync(Features.Circles)) return (CommandAnswer.Off, []);
        var id = Introduction.IdOf(command.FirstId, command.SecondId);
        await session.TakeTurnsAsync($"introduction|{id:N}", cancellationToken);
        if (await session.LoadAsync<Introduction>(id, cancellationToken) is not null) return (CommandAnswer.Done, []);
        if (await session.LoadAsync<CardHolder>(command.FirstId, cancellationToken) is not { } first || await session.LoadAsync<CardHolder>(command.SecondId, cancellationToken) is not { } second || InCommon.Of(first, second) is null)
            return (CommandAnswer.Unknown, []);
        session.Store(Introduction.Between(first.Id, second.Id, command.By, JapanTime.DayOf(now)));
        return (CommandAnswer.Done, [.. new[] { first.AccountId, second.AccountId }.OfType<Guid>().Select(a => CircleNotices.Introduced(id, false, a, now))]);
    }
}

/// <summary>One of the two answers, or ends it later (紹介への返事). A no is told to nobody.</summary>
/// <param name="Id">The introduction.</param>
/// <param name="HolderId">Who answers.</param>
/// <param name="Yes">Whether the person would like to meet.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.answer-introduction.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerIntroduction(Guid Id, Guid HolderId, bool Yes, Doer By, ActingAs As);

/// <summary>Keeps the answer.</summary>
public static class AnswerIntroductionHandler
{
    /// <summary>When both say yes, both are told. A no stands.</summary>
    public static async Task<(CommandAnswer, Wolverine.OutgoingMessages)> Handle(AnswerIntroduction command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var (holder, answer) = await session.ActAsync(command.HolderId, command.By, command.As, today, cancellationToken);
        if (holder is null) return (answer, []);
        await session.TakeTurnsAsync($"introduction|{command.Id:N}", cancellationToken);
        if (await session.LoadAsync<Introduction>(command.Id, cancellationToken) is not { } introduction || !introduction.Concerns(holder.Id)) return (CommandAnswer.Unknown, []);
        if (introduction.SaysOf(holder.Id) == command.Yes) return (CommandAnswer.Done, []);
        if (introduction.StateFor(holder.Id, today) == IntroductionState.Gone) return (CommandAnswer.Refused("gone", "この紹介は、もうありません。", "This introduction is no longer there."), []);
        introduction.Say(holder.Id, command.Yes);
        session.Store(introduction);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.Introduction, now));
        return (CommandAnswer.Done, introduction.IsAgreed ? await Introductions.AgreedAsync(session, introduction, now, cancellationToken) : []);
    }
}

/// <summary>Forgets up to a batch of introductions that nobody answered in time, so that they can be made anew.</summary>
[MessageIdentity("senior-engagement.forget-introductions.v1")]
[NoNewEntries("ends what is over")]
public sealed record ForgetIntroductions;

/// <summary>Forgets them.</summary>
public static class ForgetIntroductionsHandler
{
    /// <summary>A no is kept: who said it is not asked again.</summary>
    public static async Task<Persistence.Jobs.BatchDone> Handle(ForgetIntroductions command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        var over = await session.Query<Introduction>().Where(i => i.AnswerBy < today && i.FirstSays != false && i.SecondSays != false && (i.FirstSays == null || i.SecondSays == null))
            .Take(Persistence.Jobs.BatchService.BatchSize).ToListAsync(cancellationToken);
        foreach (var introduction in over) session.Delete<Introduction>(introduction.Id);
        return new(over.Count);
    }
}

/// <summary>Looks hourly. Runs on every host; a second one finds nothing left.</summary>
[NoNewEntries("ends what is over")]
internal sealed class IntroductionClock(IServiceProvider services, TimeProvider clock, Microsoft.Extensions.Logging.ILogger<IntroductionClock> logger) : Persistence.Jobs.BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new ForgetIntroductions();
}

/// <summary>What several do with introductions.</summary>
internal static class Introductions
{
    /// <summary>Tells both.</summary>
    public static async Task<Wolverine.OutgoingMessages> AgreedAsync(IQuerySession session, Introduction introduction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var holders = await session.LoadManyAsync<CardHolder>(cancellationToken, introduction.FirstId, introduction.SecondId);
        return [.. holders.Select(h => h.AccountId).OfType<Guid>().Select(a => CircleNotices.Introduced(introduction.Id, true, a, now))];
    }
}
