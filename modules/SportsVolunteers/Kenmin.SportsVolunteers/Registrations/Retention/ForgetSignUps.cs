using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Registrations.Retention;

/// <summary>Takes a person whose data were removed out of their sign-ups. Repeating it changes nothing.</summary>
/// <param name="VolunteerId">The person.</param>
[MessageIdentity("sports-volunteers.forget-sign-ups.v1")]
[NoNewEntries("the retention date does not wait")]
public sealed record ForgetSignUps(Guid VolunteerId);

/// <summary>Forgets.</summary>
public static class ForgetSignUpsHandler
{
    /// <summary>A duty: who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<SignUpsBusyException>().ScheduleRetryIndefinitely(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    /// <summary>Future sign-ups are cancelled, past ones are counted for nobody.</summary>
    public static async Task Handle(ForgetSignUps message, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        switch (await participation.ForgetPersonAsync(message.VolunteerId, Actor.Platform, cancellationToken))
        {
            case Result<PersonForgotten>.Busy:
                throw new SignUpsBusyException();
            case Result<PersonForgotten>.Refused refused:
                throw new InvalidOperationException($"The sign-ups of an erased person stay: {refused.Reason.Code}.");
        }
    }
}
