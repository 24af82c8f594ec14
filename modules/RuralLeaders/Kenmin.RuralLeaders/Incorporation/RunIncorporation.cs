using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>An officer of a network begins the way to a corporation, or changes what is known of it (法人化の準備を始める).</summary>
/// <param name="Id">The case's id; a new one begins it.</param>
/// <param name="NetworkId">The network.</param>
/// <param name="Name">The name that the corporation is to have.</param>
/// <param name="Fields">The fields of activity, by their numbers.</param>
/// <param name="Members">How many become members with a vote.</param>
/// <param name="Directors">How many directors.</param>
/// <param name="Auditors">How many auditors.</param>
/// <param name="PaidOfficers">How many officers are paid for it.</param>
/// <param name="AccountId">Who does it.</param>
[MessageIdentity("rural-leaders.save-incorporation.v1")]
[NewEntries(Features.Incorporation)]
public sealed record SaveIncorporation(Guid Id, Guid NetworkId, string? Name, IReadOnlyList<int> Fields, int? Members, int? Directors, int? Auditors, int? PaidOfficers, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class SaveIncorporationHandler
{
    /// <summary>One under way for each network. Numbers may still be below what the law asks: the page says what is missing.</summary>
    public static async Task<CommandAnswer> Handle(SaveIncorporation command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<IncorporationCase>(command.Id, cancellationToken);
        if (await session.OfficerAsync(known?.NetworkId ?? command.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Name, nameof(command.Name), 80)) return CommandAnswer.Invalid(flaw);
        if (command.Fields.Except(ActivityField.All.Select(f => f.Number)).Any()) return CommandAnswer.Invalid(new(nameof(command.Fields), new("20 の分野から選んでください。", "Choose among the 20 fields.")));
        foreach (var (number, field) in new[] { (command.Members, nameof(command.Members)), (command.Directors, nameof(command.Directors)), (command.Auditors, nameof(command.Auditors)), (command.PaidOfficers, nameof(command.PaidOfficers)) })
        {
            if (number is null) return CommandAnswer.Invalid(new(field, new("数字を入力してください。決まっていなければ 0 にします。", "Enter a number; 0 when it is not decided.")));
            foreach (var flaw in Flaw.OfNumber(number, field, 0, 10_000)) return CommandAnswer.Invalid(flaw);
        }

        if (known is null)
        {
            if (!await gates.IsOnNowAsync(Features.Incorporation)) return CommandAnswer.Off;
            await session.TakeTurnsAsync($"incorporation|{network.Id:N}", cancellationToken);
            if ((await session.Query<IncorporationCase>().Where(c => c.NetworkId == network.Id).ToListAsync(cancellationToken)).Any(c => c.IsUnderWay))
                return CommandAnswer.Refused("under-way", "このネットワークでは、もう準備が始まっています。", "This network is on its way already.");
        }
        else if (known.GivenUpAt is not null)
        {
            return IncorporationRules.GivenUp;
        }

        var found = known ?? new IncorporationCase { Id = command.Id, NetworkId = network.Id, BegunAt = clock.GetUtcNow() };
        (found.Name, found.Fields) = (command.Name!.Trim(), [.. command.Fields.Distinct().Order()]);
        (found.Members, found.Directors, found.Auditors, found.PaidOfficers) = (command.Members!.Value, command.Directors!.Value, command.Auditors!.Value, command.PaidOfficers!.Value);
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>Records a step: what happened, who sees to it, what is ready (手順を記録する).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Step">The step.</param>
/// <param name="DoneOn">The day on which it happened; null before.</param>
/// <param name="PlannedOn">The members' own day; null for none.</param>
/// <param name="OwnerId">The member who sees to it; null for nobody.</param>
/// <param name="Papers">The papers that are ready, by their keys.</param>
/// <param name="Note">A note.</param>
/// <param name="AccountId">Who records: who sees to it, or an officer.</param>
[MessageIdentity("rural-leaders.record-incorporation-step.v1")]
[NoNewEntries("goes on with what exists")]
public sealed record RecordIncorporationStep(
    Guid CaseId, StepKey Step, DateOnly? DoneOn, DateOnly? PlannedOn, Guid? OwnerId, IReadOnlyList<string> Papers, string? Note, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class RecordIncorporationStepHandler
{
    /// <summary>What happened is not in the future and follows what happened before; what was entered by mistake can be taken back from the last on.</summary>
    public static async Task<CommandAnswer> Handle(RecordIncorporationStep command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<IncorporationCase>(command.CaseId, cancellationToken) is not { } found || await session.LoadAsync<Network>(found.NetworkId, cancellationToken) is not { } network
            || network.Find(command.AccountId) is not { } member || !Enum.IsDefined(command.Step)) return CommandAnswer.Unknown;
        var step = found.Of(command.Step);
        if (step.Owner?.AccountId != command.AccountId && member.Role == NetworkRole.Member)
            return CommandAnswer.Refused("not-yours", "担当の会員か、世話人・書記が記録します。", "Who sees to it, the coordinator or a secretary records it.");
        if (found.GivenUpAt is not null) return IncorporationRules.GivenUp;
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 2000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        if (command.Papers.Except(StepRule.Of(command.Step).Papers.Select(p => p.Key)).Any()) return CommandAnswer.Unknown;
        var owner = command.OwnerId is not { } id ? null : network.Find(id) is { } other ? new Attendee(id, other.Name) : step.Owner?.AccountId == id ? step.Owner : null;
        if (command.OwnerId is not null && owner is null) return CommandAnswer.Invalid(new(nameof(command.OwnerId), new("担当する会員を選んでください。", "Choose a member.")));
        if (IncorporationRules.Against(found, command.Step, command.DoneOn, JapanTime.Today(clock)) is { } problem) return CommandAnswer.Invalid(new(nameof(command.DoneOn), problem));
        (step.DoneOn, step.PlannedOn, step.Owner, step.Papers, step.Note) = (command.DoneOn, command.PlannedOn, owner, [.. command.Papers.Distinct()], command.Note?.Trim() ?? "");
        found.SetNextReminder();
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>An officer gives the way to a corporation up, or takes it up again (準備をやめる・再開する).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="GiveUp">Whether it is given up.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("rural-leaders.give-incorporation-up.v1")]
[NoNewEntries("ends what exists, or goes on with it")]
public sealed record GiveIncorporationUp(Guid CaseId, bool GiveUp, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class GiveIncorporationUpHandler
{
    /// <summary>What was recorded stays readable.</summary>
    public static async Task<CommandAnswer> Handle(GiveIncorporationUp command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<IncorporationCase>(command.CaseId, cancellationToken) is not { } found || await session.OfficerAsync(found.NetworkId, command.AccountId, cancellationToken) is null) return CommandAnswer.Unknown;
        if (found.GivenUpAt is not null == command.GiveUp) return CommandAnswer.Done;
        if (!command.GiveUp)
        {
            await session.TakeTurnsAsync($"incorporation|{found.NetworkId:N}", cancellationToken);
            if ((await session.Query<IncorporationCase>().Where(c => c.NetworkId == found.NetworkId && c.Id != found.Id).ToListAsync(cancellationToken)).Any(c => c.IsUnderWay))
                return CommandAnswer.Refused("under-way", "このネットワークでは、別の準備が始まっています。", "This network is on its way by another case.");
        }

        found.GivenUpAt = command.GiveUp ? clock.GetUtcNow() : null;
        found.SetNextReminder();
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>What holds for cases.</summary>
internal static class IncorporationRules
{
    public static CommandAnswer GivenUp { get; } = CommandAnswer.Refused("given-up", "この準備は、やめたものです。再開してから記録してください。", "This was given up. Take it up again first.");

    /// <summary>What stands against a day of a step; null when nothing does.</summary>
    public static LocalizedText? Against(IncorporationCase found, StepKey step, DateOnly? on, DateOnly today)
    {
        var later = found.Steps.Where(s => s.Key > step && s.DoneOn is not null).ToList();
        if (on is not { } day)
            return later.Count == 0 ? null : new LocalizedText($"後の手順「{StepRule.Of(later[^1].Key).Name.Ja}」の日を、先に消してください。", $"Clear the day of a later step first: {StepRule.Of(later[^1].Key).Name.En}.");
        if (day > today) return new LocalizedText("起きた日は、今日までの日で入力してください。これからの予定は「自分たちの予定日」に書きます。", "Enter the day once it has come; for a day to come, use the day that you plan.");
        if (found.Steps.FirstOrDefault(s => s.Key < step && s.DoneOn is null) is { } missing)
            return new LocalizedText($"前の手順「{StepRule.Of(missing.Key).Name.Ja}」の日を、先に入力してください。", $"Enter the day of the step before first: {StepRule.Of(missing.Key).Name.En}.");
        if (found.Steps.Where(s => s.Key < step).Select(s => s.DoneOn).Max() is { } before && day < before)
            return new LocalizedText($"前の手順の日（{before:yyyy年M月d日}）より前にはできません。", $"It cannot be before the step before, {before:yyyy-MM-dd}.");
        if (later.Count > 0 && later.Min(s => s.DoneOn) is { } after && day > after)
            return new LocalizedText($"後の手順の日（{after:yyyy年M月d日}）より後にはできません。", $"It cannot be after the step after it, {after:yyyy-MM-dd}.");
        return null;
    }

    /// <summary>What the law asks and is not there yet.</summary>
    public static IEnumerable<LocalizedText> Missing(IncorporationCase found)
    {
        if (found.Fields.Count == 0) yield return new("活動の分野を 1 つ以上選びます（法 2 条・別表）。", "Choose a field of activity or more (article 2, annex).");
        if (found.Members < StatutoryRules.Members) yield return new($"社員が {StatutoryRules.Members} 人以上必要です（法 12 条 1 項 4 号）。今は {found.Members} 人です。", $"It takes {StatutoryRules.Members} members or more (article 12); there are {found.Members}.");
        if (found.Directors < StatutoryRules.Directors) yield return new($"理事が {StatutoryRules.Directors} 人以上必要です（法 15 条）。今は {found.Directors} 人です。", $"It takes {StatutoryRules.Directors} directors or more (article 15); there are {found.Directors}.");
        if (found.Auditors < StatutoryRules.Auditors) yield return new($"監事が {StatutoryRules.Auditors} 人以上必要です（法 15 条）。理事や職員は監事になれません（法 19 条）。", $"It takes {StatutoryRules.Auditors} auditor or more (article 15), who is neither director nor staff (article 19).");
        if (found.PaidOfficers * StatutoryRules.PaidOfficersShare > found.Directors + found.Auditors)
            yield return new("報酬を受ける役員は、役員の総数の 3 分の 1 以下にします（法 2 条 2 項）。", "Not more than a third of the officers may be paid (article 2).");
    }
}
