namespace Kenmin.Participation;

/// <summary>Thrown by a message handler when the engine answered <see cref="Result{T}.Busy"/>, so that the message is tried again later.</summary>
public sealed class SignUpsBusyException() : Exception("The sign-ups are busy.");
