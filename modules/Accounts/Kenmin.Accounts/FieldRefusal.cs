using System.Text.Json;
using Kenmin.Api;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts;

/// <summary>Why an input is not taken.</summary>
/// <param name="Field">The property of the input; null for the input as a whole.</param>
/// <param name="Reason">What is wrong and what to do.</param>
internal sealed record FieldRefusal(string? Field, LocalizedText Reason)
{
    /// <summary>The same for a program.</summary>
    public FieldProblem ToProblem() => new(Field is null ? "#" : $"#/{JsonNamingPolicy.CamelCase.ConvertName(Field)}", Reason);
}
