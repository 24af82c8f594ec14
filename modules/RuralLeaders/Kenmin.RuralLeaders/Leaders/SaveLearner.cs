using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>Keeps what a person says of themselves, or what staff enter from paper (受講者の登録).</summary>
/// <param name="Id">The person: the account, or an id of its own.</param>
/// <param name="AccountId">The account; null for people entered from paper.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="AreaId">The settlement or district; null when not said.</param>
/// <param name="BirthYear">The year of birth; null when not said.</param>
/// <param name="Paper">Which paper it is entered from.</param>
/// <param name="By">Who entered it; null where the person did.</param>
/// <param name="AnotherPerson">Staff looked: it is not the person of the same name who is there already.</param>
[MessageIdentity("rural-leaders.save-learner.v1")]
[NewEntries(Features.Courses)]
public sealed record SaveLearner(
    Guid Id, Guid? AccountId, string Name, string Phone, string Municipality, Guid? AreaId, int? BirthYear, string Paper, Doer? By, bool AnotherPerson = false)
{
    internal const int EarliestBirth = 1900;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), 60)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk)
            yield return new(nameof(Phone), new("連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone where the person can be reached, such as 083-933-0000."));
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfNumber(BirthYear, nameof(BirthYear), EarliestBirth, today.Year - 10)) yield return flaw;
        if (AccountId is null)
            foreach (var flaw in Flaw.OfText(Paper, nameof(Paper), 60)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class SaveLearnerHandler
{
    /// <summary>A new person needs the feature to be on at present. Staff are told of somebody of the same name and telephone, and decide.</summary>
    public static async Task<CommandAnswer> Handle(SaveLearner command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws(JapanTime.Today(clock))) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(LearnerDesk.TurnOf(command.Id), cancellationToken);
        var known = await session.LockAsync<Learner>(command.Id, cancellationToken);
        if (known is not null && known.AccountId != command.AccountId) return CommandAnswer.Unknown;
        if (known is null && !await gates.IsOnNowAsync(Features.Courses)) return CommandAnswer.Off;
        if (known is null && command.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return GuardianRule.Refusal;
        var (municipality, phone) = (Municipality.ByCode(command.Municipality)!.Code6, PhoneNumber.Parse(command.Phone).Value.ToString()!);
        if (command.AreaId is { } areaId && (await session.LoadAsync<Area>(areaId, cancellationToken) is not { } area || (area.MunicipalityCode.Length > 0 && area.MunicipalityCode != municipality)))
            return CommandAnswer.Invalid(new(nameof(command.AreaId), new("選んだ市町の区域を選んでください。", "Choose an area of the municipality.")));
        if (known is null && command.AccountId is null && !command.AnotherPerson)
        {
            var key = FoldedText.OfName(command.Name);
            var likely = await session.Query<Learner>().Where(l => l.Phone == phone && l.Id != command.Id).ToListAsync(cancellationToken);
            if (likely.Any(l => FoldedText.OfName(l.Name) == key))
                return CommandAnswer.Refused("likely-known", "同じ名前と電話番号の人が登録されています。別の人のときだけ、しるしを付けてもう一度登録してください。",
                    "Somebody of this name and telephone is there already. Only if it is another person, tick the box and enter again.", nameof(command.AnotherPerson));
        }

        session.Store(new Learner
        {
            Id = command.Id, AccountId = command.AccountId, Name = command.Name.Trim(), Phone = phone, MunicipalityCode = municipality, AreaId = command.AreaId, BirthYear = command.BirthYear,
            Paper = known?.Paper is { Length: > 0 } paper ? paper : command.Paper?.Trim() ?? "", EnteredBy = known is null ? command.By : known.EnteredBy,
            Registration = known?.Registration, Number = known?.Number,
        });
        return CommandAnswer.Done;
    }
}
