using System.Globalization;
using Kenmin.Api;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.ImportPlan;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Rules of a run as they are typed.</summary>
internal sealed class RulesInput
{
    public string? RestMinutes { get; set; }

    public string? NightHours { get; set; }

    public string? MostPerDay { get; set; }

    public string? MostDaysInARow { get; set; }

    public string? MostShifts { get; set; }

    public static RulesInput Of(AssignmentRules rules) => new()
    {
        RestMinutes = Text(rules.RestMinutes), NightHours = Text(rules.NightHours), MostPerDay = Text(rules.MostPerDay), MostDaysInARow = Text(rules.MostDaysInARow), MostShifts = Text(rules.MostShifts),
    };

    /// <summary>The rules; what is wrong is told by field.</summary>
    public AssignmentRules Read(Action<string, LocalizedText> wrong)
    {
        int Take(string field, string? text, int from, int until)
        {
            var parsed = ShiftPlanColumns.Number(text, from, until, Text(from));
            if (!parsed.IsOk) wrong(field, parsed.Error);
            return parsed.IsOk ? parsed.Value : from;
        }

        return new()
        {
            RestMinutes = Take(nameof(RestMinutes), RestMinutes, 0, 600), NightHours = Take(nameof(NightHours), NightHours, 0, 14), MostPerDay = Take(nameof(MostPerDay), MostPerDay, 1, 4),
            MostDaysInARow = Take(nameof(MostDaysInARow), MostDaysInARow, 1, 14), MostShifts = Take(nameof(MostShifts), MostShifts, 1, 30),
        };
    }

    /// <summary>What is wrong with rules that a program sent; null when nothing is.</summary>
    public static FieldProblem? Problem(AssignmentRules rules)
    {
        FieldProblem? found = null;
        Of(rules).Read((field, text) => found ??= new($"#/{char.ToLowerInvariant(field[0])}{field[1..]}", text));
        return found;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
