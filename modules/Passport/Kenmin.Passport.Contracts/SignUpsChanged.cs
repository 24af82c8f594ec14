using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// What some people have signed up for with a module (申込): of each all that is not over, and no difference. Who took part in the end is told
/// by <see cref="ParticipationRecorded"/>.
/// </summary>
/// <param name="Module">The key of the module.</param>
/// <param name="People">The people; each once, at most a few hundred, so that telling of many costs little more than telling of one.</param>
[MessageIdentity("passport.sign-ups-changed.v2")]
public sealed record SignUpsChanged(string Module, IReadOnlyList<PersonSignUps> People);

/// <summary>
/// What a person has signed up for: of several the one with the highest <paramref name="Version"/> stands, however often and in whatever order
/// they come; none at all is told too.
/// </summary>
/// <param name="AccountId">The person's account.</param>
/// <param name="Version">Counts up with each change.</param>
/// <param name="SignUps">The sign-ups, by their start.</param>
public sealed record PersonSignUps(Guid AccountId, long Version, IReadOnlyList<SignUpFact> SignUps);

/// <summary>A sign-up (申込).</summary>
/// <param name="SubjectId">What the person signed up for, by the module's own id: that of the opportunity where there is one.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="What">What it is, as people see it.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">The first instant that no longer belongs to it.</param>
/// <param name="Href">Where to read on and cancel: an address of this site, from the root.</param>
public sealed record SignUpFact(Guid SubjectId, SignUpStanding Standing, LocalizedText What, DateTimeOffset Starts, DateTimeOffset Ends, string Href);

/// <summary>How a sign-up stands.</summary>
public enum SignUpStanding
{
    /// <summary>Has a place (確定).</summary>
    Confirmed,

    /// <summary>Is offered a place and has to answer (繰上げの案内中).</summary>
    Offered,

    /// <summary>Waits for a place (キャンセル待ち).</summary>
    Waiting,
}
