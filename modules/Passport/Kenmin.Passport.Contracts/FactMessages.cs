using Kenmin.SharedKernel;

namespace Kenmin.Passport.Contracts;

/// <summary>The messages by which modules tell of facts that they compared with what was told before (<see cref="Telling"/>).</summary>
public static class FactMessages
{
    /// <summary>The message about an opportunity or who took part in it, with its version; what is a fact no more is withdrawn.</summary>
    /// <param name="next">What is to be told.</param>
    /// <param name="module">The key of the module that tells.</param>
    /// <param name="opportunityKey">The key of the opportunity among the facts; all others are participations.</param>
    /// <param name="subject">The module's own id of the matter.</param>
    public static object ToMessage(this ToTell next, string module, Guid opportunityKey, Guid subject) => next.Fact switch
    {
        OpportunityPublished opportunity => opportunity with { Version = next.Version, At = next.At },
        ParticipationRecorded participation => participation with { Version = next.Version },
        _ when next.Key == opportunityKey => new OpportunityWithdrawn(module, subject, next.Version),
        _ => new ParticipationWithdrawn(module, next.Key, next.Version),
    };

    /// <summary>The message about a certificate, with its version; what is none any more is withdrawn.</summary>
    /// <param name="next">What is to be told.</param>
    /// <param name="module">The key of the module that tells.</param>
    public static object ToCertificateMessage(this ToTell next, string module) =>
        next.Fact is CertificateGiven given ? given with { Version = next.Version } : new CertificateWithdrawn(module, next.Key, next.Version);
}
