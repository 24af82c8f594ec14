using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Programs.Contracts;

/// <summary>
/// An administrator asks what a change of features would do, before it is decided. Every module that declares one of the features
/// may answer with <see cref="ImpactAnswered"/> within seconds; what nobody answers is shown as not known, never as nothing.
/// </summary>
/// <param name="QuestionId">The question.</param>
/// <param name="Changes">What would change.</param>
/// <param name="From">From when.</param>
[MessageIdentity("programs.impact-asked.v1")]
public sealed record ImpactAsked(Guid QuestionId, IReadOnlyList<ChangeAsked> Changes, DateTimeOffset From);

/// <summary>A feature that would be switched.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The fiscal year (年度); null for all years.</param>
/// <param name="Initiative">The initiative (事業) whose matters are concerned; null for all.</param>
/// <param name="On">Whether it would be on.</param>
public sealed record ChangeAsked(string Feature, FiscalYear? Year, Guid? Initiative, bool On);
