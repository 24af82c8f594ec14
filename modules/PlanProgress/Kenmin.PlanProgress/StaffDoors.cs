using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress;

/// <summary>What the doors of staff have in common.</summary>
internal static class StaffDoors
{
    /// <summary>Who acts.</summary>
    public static Doer Doer(this ClaimsPrincipal user) => new(user.AccountId()!.Value, user.DisplayName());

    /// <summary>A fiscal year from an address; null when there is none.</summary>
    public static FiscalYear? YearOf(int? year) => year is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear ? new FiscalYear(year.Value) : null;

    /// <summary>Shows why a command was refused, at the field where there is one.</summary>
    /// <param name="errors">The form's errors.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="form">The name of the form's model, such as <c>Input</c>.</param>
    public static void Take(this FormErrors errors, PlanAnswer answer, string form)
    {
        if (answer.Problem is not { } problem) return;
        if (answer.Field is { } field) errors.Add($"{form}.{field}", problem);
        else errors.Add(problem);
    }
}
