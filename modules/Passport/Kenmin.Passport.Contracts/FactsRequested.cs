using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// All that modules have to say is wanted again (再送の依頼): because Passport is new here or because its copy is to be made anew. Each
/// module sends every opportunity, participation and result that it ever told of as it stands, with the version that it has, withdrawals
/// among them; those who have them already lose nothing by it.
/// </summary>
/// <param name="RequestId">The request.</param>
[MessageIdentity("passport.facts-requested.v1")]
public sealed record FactsRequested(Guid RequestId);
