using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What is asked at a gate.</summary>
/// <param name="Text">The criterion.</param>
/// <param name="Required">Whether it must be met to pass.</param>
public sealed record Criterion(LocalizedText Text, bool Required);

/// <summary>The rules of a gate (段階の審査基準) in one version: written once; decisions name the version they were made by.</summary>
public sealed class GateRules
{
    /// <summary>Its id, made of stage and version.</summary>
    public Guid Id { get; set; }

    /// <summary>The stage that the gate leads to.</summary>
    public VentureStage To { get; set; }

    /// <summary>The first is 1, that of the module itself.</summary>
    public int Version { get; set; }

    /// <summary>What is asked.</summary>
    public List<Criterion> Criteria { get; set; } = [];

    /// <summary>Whether a program owner decides; else staff of the place.</summary>
    public bool ForProgram { get; set; }

    /// <summary>Whether a version of the plan is needed to pass.</summary>
    public bool NeedsPlan { get; set; }

    /// <summary>Since when; null for the first.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Who set it; null for the first.</summary>
    public Doer? By { get; set; }

    internal static Guid IdOf(VentureStage to, int version) => FactId.Of($"community-business.gate-rules|{to}|{version}");

    internal static string TurnOf(VentureStage to) => $"gate-rules|{to}";

    internal static GateRules First(VentureStage to) => new()
    {
        Id = IdOf(to, 1), To = to, Version = 1, NeedsPlan = to != VentureStage.Trial, ForProgram = to == VentureStage.SelfSupporting,
        Criteria = to switch
        {
            VentureStage.Trial =>
            [
                new(new("困っている人の声を聞いて、課題を確かめた", "Those who have the problem were asked about it"), true),
                new(new("だれが、いつ、どこで試すかが決まっている", "Who tries it, when and where is settled"), true),
                new(new("使う地域資源の持ち主が了解している", "Who owns the local resource agrees"), false),
            ],
            VentureStage.Launch =>
            [
                new(new("試した結果（利用者数、費用、声）を報告した", "What came of the trial was reported: users, costs, voices"), true),
                new(new("必要な許可・届出と保険を確かめた", "Permits, notifications and insurance were checked"), true),
                new(new("3 年分の資金繰りで、お金が足りなくなる月がない", "The cash flow of three years has no month without money"), true),
            ],
            _ =>
            [
                new(new("累積の収支が黒字になり、続いている", "The cumulated result turned and stays so"), true),
                new(new("補助金がなくても続けられる", "It goes on without grants"), true),
                new(new("担い手が代わっても続く体制がある", "It goes on when people change"), false),
            ],
        },
    };

    /// <summary>The rules in force.</summary>
    internal static async Task<GateRules> CurrentAsync(IQuerySession session, VentureStage to, CancellationToken cancellationToken) =>
        await session.Query<GateRules>().Where(r => r.To == to).OrderByDescending(r => r.Version).FirstOrDefaultAsync(cancellationToken) ?? First(to);
}

/// <summary>A program owner sets the rules of a gate (審査基準の変更); former decisions keep theirs.</summary>
/// <param name="To">The stage that the gate leads to.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Criteria">What is asked.</param>
/// <param name="ForProgram">Whether a program owner decides.</param>
/// <param name="NeedsPlan">Whether a version of the plan is needed.</param>
/// <param name="Office">Who sets it.</param>
[MessageIdentity("community-business.set-gate-rules.v1")]
[NoNewEntries("says how what is under way is decided")]
public sealed record SetGateRules(VentureStage To, int Version, IReadOnlyList<Criterion> Criteria, bool ForProgram, bool NeedsPlan, OfficePowers Office);

/// <summary>Sets them.</summary>
public static class SetGateRulesHandler
{
    internal const int MostCriteria = 8;

    /// <summary>Program owners and administrators only; nobody overwrites what they did not read.</summary>
    public static async Task<CommandAnswer> Handle(SetGateRules command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!command.Office.ForProgram || command.To == VentureStage.Idea || !Enum.IsDefined(command.To)) return CommandAnswer.Unknown;
        if (command.Criteria.Count is 0 or > MostCriteria || !command.Criteria.Any(c => c.Required))
            return CommandAnswer.Refused("criteria", $"基準は 1 つから {MostCriteria} つまでで、少なくとも 1 つは必須にしてください。", $"Give one to {MostCriteria} criteria, at least one of them required.");
        foreach (var (criterion, i) in command.Criteria.Select((c, i) => (c, i)))
            foreach (var flaw in Flaw.OfText(criterion.Text.Ja, $"Rows[{i}].Ja", 200).Concat(Flaw.OfText(criterion.Text.En, $"Rows[{i}].En", 200))) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(GateRules.TurnOf(command.To), cancellationToken);
        var current = await GateRules.CurrentAsync(session, command.To, cancellationToken);
        if (current.Version != command.Version) return VentureWork.Changed;
        session.Insert(new GateRules
        {
            Id = GateRules.IdOf(command.To, current.Version + 1), To = command.To, Version = current.Version + 1, ForProgram = command.ForProgram, NeedsPlan = command.NeedsPlan, At = clock.GetUtcNow(), By = command.Office.By,
            Criteria = [.. command.Criteria.Select(c => new Criterion(new(c.Text.Ja.Trim(), c.Text.En.Trim()), c.Required))],
        });
        return CommandAnswer.Done;
    }
}
