using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>A municipality sets how it handles adopted places (アダプト制度の運用を決める).</summary>
/// <param name="Municipality">The municipality.</param>
/// <param name="RemindDays">Days before a clean-up is due on which the leader is reminded.</param>
/// <param name="LapseDays">Days after the due day on which an adoption counts as lapsed.</param>
/// <param name="RenewalDays">Days before the end on which the leader is told.</param>
/// <param name="ThanksYears">After how many years there are thanks.</param>
/// <param name="ThanksTimes">After how many clean-ups there are thanks.</param>
/// <param name="Gives">What the city usually gives.</param>
/// <param name="Office">The office that answers.</param>
/// <param name="Phone">Its telephone.</param>
[MessageIdentity("clean-up.save-care-rules.v1")]
[NewEntries(Features.Care)]
public sealed record SaveCareRules(
    string Municipality, int? RemindDays, int? LapseDays, int? RenewalDays, IReadOnlyList<int> ThanksYears, IReadOnlyList<int> ThanksTimes, string? Gives, string? Office, string? Phone)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var (days, field, least, most) in new[] { (RemindDays, nameof(RemindDays), 0, 60), (LapseDays, nameof(LapseDays), 1, 730), (RenewalDays, nameof(RenewalDays), 0, 365) })
        {
            if (days is null) yield return new(field, new("日数を入力してください。", "Enter a number of days."));
            foreach (var flaw in Flaw.OfNumber(days, field, least, most)) yield return flaw;
        }

        foreach (var (numbers, field, most) in new[] { (ThanksYears, nameof(ThanksYears), 100), (ThanksTimes, nameof(ThanksTimes), 10_000) })
            if (numbers.Count > 10 || numbers.Any(n => n < 1 || n > most))
                yield return new(field, new($"1 から {most:#,0} までの数を、10 個まで、「、」で区切って入力してください。例：5、10、20", $"Up to ten numbers from 1 to {most:#,0}, apart by commas, such as 5, 10, 20."));
        foreach (var flaw in Flaw.OfText(Gives, nameof(Gives), 500, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Office, nameof(Office), 100, required: false)) yield return flaw;
        if (!string.IsNullOrWhiteSpace(Phone) && !PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("電話番号を入力してください。例：083-933-0000", "Enter a telephone, such as 083-933-0000."));
    }
}

/// <summary>Keeps them.</summary>
public static class SaveCareRulesHandler
{
    /// <summary>All agreements of the municipality are reckoned anew: another number of days holds at once.</summary>
    public static async Task<CommandAnswer> Handle(SaveCareRules command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Care)) return CareAnswers.Off;
        var municipality = Municipality.ByCode(command.Municipality)!.Code6;
        var rules = new CareRules
        {
            Id = CareRules.IdOf(municipality), MunicipalityCode = municipality, RemindDays = command.RemindDays!.Value, LapseDays = command.LapseDays!.Value, RenewalDays = command.RenewalDays!.Value,
            ThanksYears = [.. command.ThanksYears.Distinct().Order()], ThanksTimes = [.. command.ThanksTimes.Distinct().Order()], Gives = command.Gives?.Trim() ?? "",
            Office = command.Office?.Trim() ?? "", Phone = PhoneNumber.Parse(command.Phone) is { IsOk: true, Value: var phone } ? phone.ToString()! : "",
        };
        session.Store(rules);
        await session.BeginAsync(cancellationToken);
        foreach (var adoption in await session.QueryAsync<Adoption>("where d.data ->> 'municipalityCode' = ? and d.data ->> 'state' = 'Agreed' order by d.id for update", cancellationToken, municipality))
        {
            adoption.Reckon(rules);
            session.Store(adoption);
        }

        return CommandAnswer.Done;
    }
}
