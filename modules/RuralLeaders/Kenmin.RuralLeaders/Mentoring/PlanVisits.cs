using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>An officer of a network invites other networks to one of its areas, or changes the plan (視察を受け入れる).</summary>
/// <param name="Id">The visit's id; a new one plans it.</param>
/// <param name="NetworkId">The host.</param>
/// <param name="AreaId">The area.</param>
/// <param name="Title">Its title.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="Place">Where to meet.</param>
/// <param name="Programme">What is seen and done.</param>
/// <param name="Capacity">How many people may come.</param>
/// <param name="AccountId">Who plans.</param>
[MessageIdentity("rural-leaders.save-visit.v1")]
[NewEntries(Features.Mentoring)]
public sealed record SaveVisit(Guid Id, Guid NetworkId, Guid? AreaId, string? Title, DateOnly? Day, TimeOnly? Start, string? Place, string? Programme, int? Capacity, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Title, nameof(Title), 80)) yield return flaw;
        if (Day is null) yield return new(nameof(Day), new("日を入力してください。", "Enter the day."));
        if (Start is null) yield return new(nameof(Start), new("開始の時刻を入力してください。例：10:00", "Enter when it starts, such as 10:00."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 120)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Programme, nameof(Programme), 2000, lines: true)) yield return flaw;
        if (Capacity is null) yield return new(nameof(Capacity), new("定員を入力してください。", "Enter how many may come."));
        foreach (var flaw in Flaw.OfNumber(Capacity, nameof(Capacity), 1, 200)) yield return flaw;
    }
}

/// <summary>Keeps the plan.</summary>
public static class SaveVisitHandler
{
    /// <summary>The capacity does not fall below those who come; who comes is told of another day or time.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveVisit command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<AreaVisit>(command.Id, cancellationToken);
        if (await session.OfficerAsync(known?.NetworkId ?? command.NetworkId, command.AccountId, cancellationToken) is not { } network) return (CommandAnswer.Unknown, []);
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        if (command.AreaId is not { } area || (area != known?.AreaId && (!network.AreaIds.Contains(area) || await session.LoadAsync<Area>(area, cancellationToken) is null)))
            return (CommandAnswer.Invalid(new(nameof(command.AreaId), new("ネットワークが活動する区域から選んでください。", "Choose one of the network's areas."))), []);
        if (known is null && !await gates.IsOnNowAsync(Features.Mentoring)) return (CommandAnswer.Off, []);
        if (known?.CancelledAt is not null || known?.HasBegun(now) == true) return (VisitRules.Over, []);
        if (JapanTime.At(command.Day!.Value, command.Start!.Value) <= now)
            return (CommandAnswer.Invalid(new(nameof(command.Day), new("これからの日時にしてください。", "Choose a time to come."))), []);
        if (command.Capacity < known?.Taken)
            return (CommandAnswer.Invalid(new(nameof(command.Capacity), new($"もう {known.Taken} 人が申し込んでいます。", $"{known.Taken} people come already."))), []);
        var visit = known ?? new AreaVisit { Id = command.Id, NetworkId = network.Id };
        var moved = known is not null && (visit.Day, visit.Start) != (command.Day.Value, command.Start.Value);
        if (moved) visit.Revision++;
        (visit.AreaId, visit.Title, visit.Day, visit.Start) = (area, command.Title!.Trim(), command.Day.Value, command.Start.Value);
        (visit.Place, visit.Programme, visit.Capacity) = (command.Place!.Trim(), command.Programme!.Trim(), command.Capacity!.Value);
        session.Store(visit);
        return (CommandAnswer.Done, moved ? [.. VisitRules.Tell(visit, $"moved-{visit.Revision}", new("視察の日時が変わりました", "A visit was moved"), now)] : []);
    }
}

/// <summary>An officer of another network enters how many come, or changes it (視察に申し込む).</summary>
/// <param name="VisitId">The visit.</param>
/// <param name="NetworkId">The network that comes.</param>
/// <param name="People">How many; 0 takes it back.</param>
/// <param name="AccountId">Who enters it.</param>
[MessageIdentity("rural-leaders.join-visit.v1")]
[NewEntries(Features.Mentoring)]
public sealed record JoinVisit(Guid VisitId, Guid NetworkId, int? People, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class JoinVisitHandler
{
    /// <summary>Never more than the capacity: counted under the lock of the visit. Fewer, or nobody, is possible whatever is switched on.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JoinVisit command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<AreaVisit>(command.VisitId, cancellationToken) is not { } visit || await session.OfficerAsync(command.NetworkId, command.AccountId, cancellationToken) is not { } network) return (CommandAnswer.Unknown, []);
        if (visit.NetworkId == network.Id) return (CommandAnswer.Refused("host", "受け入れるネットワークは申し込めません。", "The host does not sign up."), []);
        if (visit.CancelledAt is not null || visit.HasBegun(now)) return (VisitRules.Over, []);
        if (command.People is not { } people) return (CommandAnswer.Invalid(new(nameof(command.People), new("人数を入力してください。", "Enter how many come."))), []);
        foreach (var flaw in Flaw.OfNumber(people, nameof(command.People), 0, 200)) return (CommandAnswer.Invalid(flaw), []);
        var before = visit.Parties.FirstOrDefault(p => p.NetworkId == network.Id);
        if (people == (before?.People ?? 0)) return (CommandAnswer.Done, []);
        if (people > (before?.People ?? 0) && !await gates.IsOnNowAsync(Features.Mentoring)) return (CommandAnswer.Off, []);
        var free = visit.Capacity - visit.Taken + (before?.People ?? 0);
        if (people > free) return (CommandAnswer.Refused("full", $"空きは {free} 人分です。", $"There is room for {free}.", nameof(command.People)), []);
        visit.Parties.RemoveAll(p => p.NetworkId == network.Id);
        if (people > 0) visit.Parties.Add(new(network.Id, network.Name, people, new(command.AccountId, network.Find(command.AccountId)!.Name)));
        session.Store(visit);
        var host = await session.LoadAsync<Network>(visit.NetworkId, cancellationToken);
        return (CommandAnswer.Done, host?.Coordinator is not { } coordinator ? [] :
        [
            new NoticeIssued(FactId.Of(string.Create(CultureInfo.InvariantCulture, $"rural-leaders.visit-party|{visit.Id:N}|{network.Id:N}|{now.UtcTicks}")), coordinator.AccountId,
                new("視察の申込があります", "A network signed up for your visit"), new($"「{visit.Title}」に「{network.Name}」から {people} 人", $"“{visit.Title}”: {people} of “{network.Name}”"),
                $"/rural-leaders/visits/{visit.Id}", now, MailKinds.Mentoring),
        ]);
    }
}

/// <summary>The host calls a visit off (視察を中止する).</summary>
/// <param name="VisitId">The visit.</param>
/// <param name="AccountId">Who does it.</param>
[MessageIdentity("rural-leaders.cancel-visit.v1")]
[NoNewEntries("ends what exists")]
public sealed record CancelVisit(Guid VisitId, Guid AccountId);

/// <summary>Calls it off.</summary>
public static class CancelVisitHandler
{
    /// <summary>Those who would have come are told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelVisit command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<AreaVisit>(command.VisitId, cancellationToken) is not { } visit || await session.OfficerAsync(visit.NetworkId, command.AccountId, cancellationToken) is null) return (CommandAnswer.Unknown, []);
        if (visit.CancelledAt is not null) return (CommandAnswer.Done, []);
        if (visit.HasBegun(now)) return (VisitRules.Over, []);
        visit.CancelledAt = now;
        session.Store(visit);
        return (CommandAnswer.Done, [.. VisitRules.Tell(visit, "cancelled", new("視察が中止になりました", "A visit was called off"), now)]);
    }
}

/// <summary>An officer of the host or of a network that came writes what was learned (視察の報告を書く).</summary>
/// <param name="VisitId">The visit.</param>
/// <param name="NetworkId">The network that reports.</param>
/// <param name="Learned">What was learned.</param>
/// <param name="Public">Whether everybody may read it.</param>
/// <param name="AccountId">Who writes.</param>
[MessageIdentity("rural-leaders.report-visit.v1")]
[NoNewEntries("looks back on what was")]
public sealed record ReportVisit(Guid VisitId, Guid NetworkId, string? Learned, bool Public, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class ReportVisitHandler
{
    /// <summary>One for each network, once it has begun; what is written later replaces it.</summary>
    public static async Task<CommandAnswer> Handle(ReportVisit command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<AreaVisit>(command.VisitId, cancellationToken) is not { } visit || await session.OfficerAsync(command.NetworkId, command.AccountId, cancellationToken) is not { } network
            || (visit.NetworkId != network.Id && visit.Parties.All(p => p.NetworkId != network.Id))) return CommandAnswer.Unknown;
        if (visit.CancelledAt is not null || !visit.HasBegun(now)) return CommandAnswer.Refused("not-begun", "視察が始まる前や、中止した視察には書けません。", "Nothing can be reported before it begins, or when it was called off.");
        foreach (var flaw in Flaw.OfText(command.Learned, nameof(command.Learned), 3000, lines: true)) return CommandAnswer.Invalid(flaw);
        visit.Reports.RemoveAll(r => r.NetworkId == network.Id);
        visit.Reports.Add(new(network.Id, network.Name, command.Learned!.Trim(), command.Public, new(command.AccountId, network.Find(command.AccountId)!.Name), now));
        session.Store(visit);
        return CommandAnswer.Done;
    }
}

/// <summary>What holds for visits.</summary>
internal static class VisitRules
{
    public static CommandAnswer Over { get; } = CommandAnswer.Refused("over", "始まった視察や中止した視察は変えられません。", "A visit that has begun or was called off cannot be changed.");

    /// <summary>Tells those who entered parties.</summary>
    public static IEnumerable<NoticeIssued> Tell(AreaVisit visit, string what, LocalizedText subject, DateTimeOffset now) =>
        from account in visit.Parties.Select(p => p.By.AccountId).OfType<Guid>().Distinct()
        select new NoticeIssued(FactId.Of($"rural-leaders.visit|{what}|{visit.Id:N}|{account:N}"), account, subject,
            new($"「{visit.Title}」　{visit.Day.ToString("M月d日", CultureInfo.InvariantCulture)} {visit.Start:HH\\:mm}", $"“{visit.Title}”, {visit.Day:yyyy-MM-dd} {visit.Start:HH\\:mm}"), $"/rural-leaders/visits/{visit.Id}", now, MailKinds.Mentoring);
}
