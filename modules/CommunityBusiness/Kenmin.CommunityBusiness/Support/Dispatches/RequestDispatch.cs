using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>A venture's team, or staff for it, asks for an expert's visit (専門家派遣の申請).</summary>
/// <param name="Id">The dispatch; made by the sender, so that sending twice asks once.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="Fields">What the expert is to know.</param>
/// <param name="Hours">For how long.</param>
/// <param name="WishedOn">When.</param>
/// <param name="Need">What help is needed with.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.request-dispatch.v1")]
[NewEntries(Features.Support)]
public sealed record RequestDispatch(Guid Id, Guid VentureId, IReadOnlyList<ExpertField> Fields, decimal? Hours, DateOnly? WishedOn, string? Need, Doer? By, OfficePowers? Office);

/// <summary>Takes it in.</summary>
public static class RequestDispatchHandler
{
    internal const int MostOpen = 3, MostDaysAhead = 365;

    /// <summary>A venture that goes on has a few open requests at most.</summary>
    public static async Task<CommandAnswer> Handle(RequestDispatch command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return CommandAnswer.Unknown;
        var by = command.By ?? command.Office!.By;
        if (await session.LoadAsync<Dispatch>(command.Id, cancellationToken) is { } there)
            return there.VentureId == venture.Id && there.RequestedBy.AccountId == by.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (!await gates.TakesAsync(Features.Support, venture)) return CommandAnswer.Off;
        if (venture.State == VentureState.Stopped) return VentureWork.IsStopped;
        if (command.Fields.Count == 0 || !command.Fields.All(Enum.IsDefined)) return CommandAnswer.Invalid(new(nameof(command.Fields), new("必要な分野を 1 つ以上選んでください。", "Choose at least one field.")));
        foreach (var flaw in SupportHours.Flaws(command.Hours, nameof(command.Hours), 0.5m, DispatchWork.MostHours)) return CommandAnswer.Invalid(flaw);
        if (command.WishedOn is not { } day || day <= today || day > today.AddDays(MostDaysAhead))
            return CommandAnswer.Invalid(new(nameof(command.WishedOn), new("明日から 1 年後までの日にしてください。", "Choose a day from tomorrow on, within a year.")));
        foreach (var flaw in Flaw.OfText(command.Need, nameof(command.Need), VentureWork.LongestReason, lines: true)) return CommandAnswer.Invalid(flaw);
        var ventureId = venture.Id;
        if (await session.Query<Dispatch>().CountAsync(d => d.VentureId == ventureId && (d.State == DispatchState.Requested || d.State == DispatchState.Approved), cancellationToken) >= MostOpen)
            return CommandAnswer.Refused("too-many", $"申請中と実施前の派遣は、合わせて {MostOpen} 件までです。", $"A business has up to {MostOpen} dispatches that are asked for or to come.");
        session.Insert(new Dispatch
        {
            Id = command.Id, VentureId = venture.Id, MunicipalityCode = venture.MunicipalityCode, Fields = [.. command.Fields.Distinct().Order()], Minutes = SupportHours.ToMinutes(command.Hours!.Value), WishedOn = day,
            Need = VentureWork.Tidy(command.Need), State = DispatchState.Requested, RequestedAt = now, RequestedBy = by,
        });
        return CommandAnswer.Done;
    }
}
