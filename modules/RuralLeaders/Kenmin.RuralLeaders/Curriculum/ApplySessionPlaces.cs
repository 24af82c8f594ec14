using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>Tells the sign-up engine what a session offers now. Sent any number of times, each change is made once.</summary>
/// <param name="SessionId">The session.</param>
[MessageIdentity("rural-leaders.apply-session-places.v1")]
[NoNewEntries("brings what was decided to the engine; sign-up is decided for the course's fiscal year")]
public sealed record ApplySessionPlaces(Guid SessionId);

/// <summary>Tells it.</summary>
public static class ApplySessionPlacesHandler
{
    /// <summary>A duty: it is tried until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatSoonWhileSignUpsAreBusy();

    /// <summary>Opens, changes or closes the places, or cancels them with all sign-ups, and has other modules told.</summary>
    public static async Task<TellSession?> Handle(ApplySessionPlaces message, IQuerySession session, IParticipation<IRuralLeadersStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CourseSession>(message.SessionId, cancellationToken) is not { } held) return null;
        var course = (await session.LoadAsync<Course>(held.CourseId, cancellationToken))!;
        var known = (await participation.OccupancyAsync([held.Id], cancellationToken)).GetValueOrDefault(held.Id);
        // A course that nobody has seen yet needs no places.
        if (known is null && (!course.Published || held.Cancelled)) return null;
        var command = FactId.Of($"rural-leaders.session-places|{held.Id:N}|{held.Revision}");
        var result = held.Cancelled
            ? await participation.CancelOpeningAsync(new(command, held.Id, held.CancelReason, Actor.Platform), cancellationToken)
            : await participation.OpenOrChangeAsync(new(command, held.Id, Terms(held, course), Actor.Platform) { OverfullReason = "定員が減ったため" }, cancellationToken);
        if (result is Result<OpeningChanged>.Busy) throw new SignUpsBusyException();
        return new(held.Id);
    }

    /// <summary>What a session offers.</summary>
    internal static OpeningTerms Terms(CourseSession held, Course course) => new()
    {
        Label = new($"{course.Name.Ja}「{held.Title}」", $"{course.Name.En}: {held.Title}"), Capacity = held.Capacity, Starts = held.Starts, Ends = held.Ends, FiscalYear = course.FiscalYear,
        Status = course.Published ? OpeningStatus.Open : OpeningStatus.Closed,
    };
}
