namespace Kenmin.Participation;

/// <summary>
/// Two people exchange places (交代), or one hands a place on to another. Nobody else's place changes and none becomes free in between,
/// so that who waits is not passed over: handing on is refused while somebody waits.
/// </summary>
/// <param name="CommandId">Id of this command: sent again, it gets the same answer and changes nothing.</param>
/// <param name="OpeningId">The place that is given.</param>
/// <param name="Holder">Who has it, with what the rules of <paramref name="ReturnOpeningId"/> ask.</param>
/// <param name="Taker">Who gets it, with what its rules ask.</param>
/// <param name="ReturnOpeningId">The place that the taker gives for it; null: none, it is handed on.</param>
/// <param name="By">Who does it. After the start only staff may, and only for who is not recorded as present or absent.</param>
public sealed record ExchangePlaces(Guid CommandId, Guid OpeningId, ParticipantFacts Holder, ParticipantFacts Taker, Guid? ReturnOpeningId, Actor By)
{
    /// <summary>Stands as <see cref="SignUpCancelled.Reason"/> of who gave a place.</summary>
    public const string Reason = "exchanged";
}
