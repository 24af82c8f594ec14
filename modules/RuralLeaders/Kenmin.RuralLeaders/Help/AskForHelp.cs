using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>A leader, an officer of a network, or staff for somebody on paper asks for help (応援を頼む).</summary>
/// <param name="Id">The request's id: sent again, there is one.</param>
/// <param name="PersonId">Who asks.</param>
/// <param name="NetworkId">The network for which the person asks; null for who asks alone.</param>
/// <param name="Kind">The job.</param>
/// <param name="AreaId">The settlement or district.</param>
/// <param name="From">The first day on which it can be done.</param>
/// <param name="Until">The last one; null: the first.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="People">How many people are needed.</param>
/// <param name="Skills">What one of them must be able to do, each.</param>
/// <param name="Tools">What must be brought, one of each.</param>
/// <param name="Words">What is to be done.</param>
/// <param name="Place">Where to meet.</param>
/// <param name="Public">Whether everybody is asked.</param>
/// <param name="By">Staff who enter it for somebody on paper; null where the person does.</param>
[MessageIdentity("rural-leaders.ask-for-help.v1")]
[NewEntries(Features.Help)]
public sealed record AskForHelp(
    Guid Id, Guid PersonId, Guid? NetworkId, HelpKind? Kind, Guid? AreaId, DateOnly? From, DateOnly? Until, TimeOnly? Start, TimeOnly? End, int? People,
    IReadOnlyList<HelpSkill> Skills, IReadOnlyList<HelpTool> Tools, string? Words, string? Place, bool Public, Doer? By)
{
    internal const int FarthestDays = 180, LongestRange = 31, MostPeople = 50;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(Kind), new("仕事の種類を選んでください。", "Choose the kind of job."));
        if (AreaId is null) yield return new(nameof(AreaId), new("集落か地区を選んでください。", "Choose the settlement or district."));
        if (From is not { } from || from <= today || from > today.AddDays(FarthestDays))
            yield return new(nameof(From), new($"明日から {FarthestDays} 日先までの日を入力してください。", $"Enter a day from tomorrow to {FarthestDays} days ahead."));
        else if (Until is { } until && (until < from || until > from.AddDays(LongestRange - 1)))
            yield return new(nameof(Until), new($"最初の日から {LongestRange} 日以内の日を入力してください。", $"Enter a day within {LongestRange} days of the first."));
        if (Start is null) yield return new(nameof(Start), new("始まる時刻を入力してください。例：9:00", "Enter when it begins, such as 9:00."));
        if (End is not { } end || (Start is { } start && end <= start)) yield return new(nameof(End), new("始まりより後の時刻を入力してください。例：12:00", "Enter a time after the beginning, such as 12:00."));
        if (People is null) yield return new(nameof(People), new("人数を入力してください。", "Enter how many people are needed."));
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), Tools.Count > 0 && Skills.Count == 0 ? 0 : 1, MostPeople)) yield return flaw;
        if (People < Skills.Distinct().Count())
            yield return new(nameof(People), new("技能ごとに 1 人と数えるので、選んだ技能の数以上にしてください。", "Each skill is asked of one of the people: enter at least as many people as skills."));
        if (People > 1 && From is { } first && Until is { } last && first != last)
            yield return new(nameof(Until), new("2 人以上で一緒に行う仕事は、日を 1 日に決めてください。", "For a job that several do together, choose one day."));
        foreach (var flaw in Flaw.OfText(Words, nameof(Words), 500, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 120)) yield return flaw;
    }
}

/// <summary>Takes the request in.</summary>
public static class AskForHelpHandler
{
    /// <summary>Who asks alone is a registered leader; for a network its coordinator or a secretary does; for people on paper staff do.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AskForHelp command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var known = await session.LockAsync<HelpRequest>(command.Id, cancellationToken);
        if (known is not null) return (known.PersonId == command.PersonId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        foreach (var flaw in command.Flaws(today)) return (CommandAnswer.Invalid(flaw), []);
        if (!await gates.IsOnNowAsync(Features.Help)) return (CommandAnswer.Off, []);
        var person = await session.LoadAsync<Learner>(command.PersonId, cancellationToken);
        if (await MayAskAsync(command, person, session, today, cancellationToken) is { IsDone: false } refusal) return (refusal, []);
        if (await session.LoadAsync<Area>(command.AreaId!.Value, cancellationToken) is not { Level: <= AreaLevel.District, Closed: false } area)
            return (CommandAnswer.Invalid(new(nameof(command.AreaId), new("集落か地区を一覧から選んでください。", "Choose a settlement or district from the list."))), []);
        HelpRequest request = new()
        {
            Id = command.Id, PersonId = command.PersonId, AccountId = person!.AccountId, NetworkId = command.NetworkId, Kind = command.Kind!.Value, AreaId = area.Id, MunicipalityCode = area.MunicipalityCode,
            From = command.From!.Value, Until = command.Until ?? command.From.Value, Start = command.Start!.Value, End = command.End!.Value, People = command.People!.Value,
            Skills = [.. command.Skills.Distinct().Order()], Tools = [.. command.Tools.Distinct().Order()], Words = command.Words!.Trim(), Place = command.Place!.Trim(), Public = command.Public, At = now, EnteredBy = command.By,
        };
        session.Insert(request);
        return (CommandAnswer.Done, request.Public ? [new TellHelp(request.Id)] : []);
    }

    private static async Task<CommandAnswer> MayAskAsync(AskForHelp command, Learner? person, IDocumentSession session, DateOnly today, CancellationToken cancellationToken)
    {
        if (HelpPeople.Refusal(person, command.By) is { } refusal) return refusal;
        if (person!.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return GuardianRule.Refusal;
        if (command.By is not null) return command.NetworkId is null ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (command.NetworkId is { } network)
            return (await session.LoadAsync<Network>(network, cancellationToken))?.Find(person.Id) is { Role: NetworkRole.Coordinator or NetworkRole.Secretary } ? CommandAnswer.Done : CommandAnswer.Unknown;
        return person.Registration?.StateOn(today) == LeaderState.Active ? CommandAnswer.Done : CommandAnswer.Refused("not-registered",
            "応援を頼めるのは、登録中のリーダーと、ネットワークの世話人・書記です。登録のない方は、市町の窓口にご相談ください。", "Registered leaders and officers of networks ask for help. If you are neither, please ask your municipality.");
    }
}

/// <summary>Takes a request back (依頼の取下げ).</summary>
/// <param name="RequestId">The request.</param>
/// <param name="PersonId">Who: one of those who ask, or the person for whom staff do.</param>
/// <param name="By">Staff; null where the person does.</param>
[MessageIdentity("rural-leaders.withdraw-help-request.v1")]
[NoNewEntries("ends what exists")]
public sealed record WithdrawHelpRequest(Guid RequestId, Guid PersonId, Doer? By);

/// <summary>Takes it back.</summary>
public static class WithdrawHelpRequestHandler
{
    /// <summary>Proposals end, promises are called off, and those who promised are told. What is done stays.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(WithdrawHelpRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<HelpRequest>(command.RequestId, cancellationToken) is not { } request
            || !await session.AsksAsync(request, command.PersonId, command.By, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (request.State != HelpState.Open) return (CommandAnswer.Done, []);
        request.State = HelpState.Withdrawn;
        session.Store(request);
        return (CommandAnswer.Done, [.. await session.EndMatchesAsync(request, null, HelpSide.Asker, clock.GetUtcNow(), cancellationToken), new TellHelp(request.Id)]);
    }
}
