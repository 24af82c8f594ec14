using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// What came of something that people took part in, all together (みんなの成果). Of several the one with the highest
/// <paramref name="Version"/> stands. Send it for what everybody may see; without figures there is nothing to show any more.
/// </summary>
/// <param name="Module">The key of the module.</param>
/// <param name="SubjectId">What it came of, by the module's own id.</param>
/// <param name="Version">Counts up with each change.</param>
/// <param name="Figures">Figures as people read them, the most telling first; none: there is no result any more.</param>
/// <param name="Href">Where to read on: an address of this site, from the root.</param>
[MessageIdentity("passport.result-published.v1")]
public sealed record ResultPublished(string Module, Guid SubjectId, long Version, IReadOnlyList<ResultFigure> Figures, string Href);

/// <summary>A figure of a result.</summary>
/// <param name="Label">What was counted.</param>
/// <param name="Value">How much, with its unit.</param>
public sealed record ResultFigure(LocalizedText Label, LocalizedText Value);
