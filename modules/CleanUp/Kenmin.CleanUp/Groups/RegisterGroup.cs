using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Opportunities;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Groups;

/// <summary>Registers a group, or changes what is said of it (グループを登録する).</summary>
/// <param name="Id">The group's id; a new one registers it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; left out for a lone resident.</param>
/// <param name="Municipality">The municipality that it is at home in.</param>
/// <param name="LeaderName">The leader's name, for staff.</param>
/// <param name="Phone">The leader's telephone, for staff.</param>
/// <param name="AccountId">Who leads it.</param>
[MessageIdentity("clean-up.register-group.v1")]
[NewEntries(Features.Activities)]
public sealed record RegisterGroup(Guid Id, GroupKind Kind, string Name, string Municipality, string LeaderName, string Phone, Guid AccountId)
{
    internal const int LongestName = 60;

    internal IEnumerable<Flaw> Flaws()
    {
        if (Kind != GroupKind.Alone)
            foreach (var flaw in Flaw.OfText(Name, nameof(Name), LongestName)) yield return flaw;
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfText(LeaderName, nameof(LeaderName), LongestName)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk)
            yield return new(nameof(Phone), new("連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone where you can be reached, such as 083-933-0000."));
    }
}

/// <summary>Keeps the group.</summary>
public static class RegisterGroupHandler
{
    /// <summary>Only its leader changes it; a new one needs the feature to be on at present.</summary>
    public static async Task<CommandAnswer> Handle(RegisterGroup command, IDocumentSession session, FeatureGates gates, IMessageContext messages, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<Group>(command.Id, cancellationToken);
        if (known is not null && known.AccountId != command.AccountId) return CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (known is null && !await gates.IsOnNowAsync(Features.Activities)) return CleanUpAnswers.Off;
        if (known is null && await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return GuardianRule.Refusal;
        session.Store(new Group
        {
            Id = command.Id, Kind = command.Kind, Name = command.Kind == GroupKind.Alone ? "" : command.Name.Trim(),
            MunicipalityCode = Municipality.ByCode(command.Municipality)!.Code6, AccountId = command.AccountId, LeaderName = command.LeaderName.Trim(),
            Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!,
        });
        if (known is not null) await messages.PublishAsync(new TellActivities(GroupId: known.Id));
        return CommandAnswer.Done;
    }
}
