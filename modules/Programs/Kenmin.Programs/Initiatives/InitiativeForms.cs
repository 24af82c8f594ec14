using Kenmin.Pages;

namespace Kenmin.Programs.Initiatives;

/// <summary>Problems of initiatives at the fields of forms, which have the same names.</summary>
internal static class InitiativeForms
{
    /// <summary>Shows a problem at its field, or with the form as a whole.</summary>
    public static void AddProblem(this FormErrors errors, InitiativeProblem problem)
    {
        if (problem.Field.Length == 0) errors.Add(problem.Reason);
        else errors.Add(problem.Field, problem.Reason);
    }
}
