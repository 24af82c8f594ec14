using Marten;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Participation;

/// <summary>Thrown by a message handler when the engine answered <see cref="Result{T}.Busy"/>, so that the message is tried again later.</summary>
public sealed class SignUpsBusyException() : Exception("The sign-ups are busy.");

/// <summary>Duties that the handler of a message has to do with sign-ups: they are tried until they are done.</summary>
public static class SignUpDuties
{
    /// <summary>Who is busy now is asked again later, until it is done. Called by the handler's <c>Configure</c>.</summary>
    public static void RepeatWhileSignUpsAreBusy(this HandlerChain chain) =>
        chain.OnException<SignUpsBusyException>().ScheduleRetryIndefinitely(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    /// <summary>The same with what people wait for: it is asked again sooner.</summary>
    public static void RepeatSoonWhileSignUpsAreBusy(this HandlerChain chain) =>
        chain.OnException<SignUpsBusyException>().ScheduleRetryIndefinitely(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));

    /// <summary>Forgets a person who is erased, in a transaction of the engine's own: a repetition finds the sign-ups forgotten and goes on.</summary>
    /// <exception cref="SignUpsBusyException">Not now; the message is to be tried again.</exception>
    public static async Task EraseSignUpsAsync<TStore>(this IParticipation<TStore> participation, Guid person, CancellationToken cancellationToken)
        where TStore : IDocumentStore
    {
        ArgumentNullException.ThrowIfNull(participation);
        switch (await participation.ForgetPersonAsync(person, Actor.Platform, cancellationToken))
        {
            case Result<PersonForgotten>.Busy:
                throw new SignUpsBusyException();
            case Result<PersonForgotten>.Refused refused:
                throw new InvalidOperationException($"The sign-ups of an erased person stay: {refused.Reason.Code}.");
        }
    }
}
