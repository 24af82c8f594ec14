using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Programs.Contracts;

/// <summary>What a module knows of the effect of a change that was asked about. The last answer of a module counts.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="Module">The key of the module that answers.</param>
/// <param name="Effects">
/// One for each change it can say something about, also when nothing would be touched; a change without one stays not known.
/// </param>
[MessageIdentity("programs.impact-answered.v1")]
public sealed record ImpactAnswered(Guid QuestionId, string Module, IReadOnlyList<ChangeEffect> Effects);

/// <summary>What one change would do.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The fiscal year as it was asked.</param>
/// <param name="Initiative">The initiative as it was asked.</param>
/// <param name="Touched">How many things would be touched: 0 when none, so that nobody has to read the text for it.</param>
/// <param name="Text">In words with figures and without personal data, such as "hides 312 sign-ups in 14 shifts".</param>
public sealed record ChangeEffect(string Feature, FiscalYear? Year, Guid? Initiative, long Touched, LocalizedText Text);
