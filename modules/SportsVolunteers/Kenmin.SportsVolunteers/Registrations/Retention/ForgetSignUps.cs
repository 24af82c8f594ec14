using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Wolverine.Attributes;
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
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>Future sign-ups are cancelled, past ones are counted for nobody.</summary>
    public static Task Handle(ForgetSignUps message, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken) =>
        participation.EraseSignUpsAsync(message.VolunteerId, cancellationToken);
}
