namespace Kenmin.Participation;

/// <summary>Settings of the sign-up engine of one module.</summary>
public sealed class ParticipationOptions
{
    internal Func<SignUpChange, object?> Message { get; private set; } = _ => null;

    internal Func<IReadOnlyList<Guid>, object>? Telling { get; private set; }

    /// <summary>How many batches run side by side on this host, 1 to 32; two for each processor unless set. Fewer make larger batches.
    /// All commands for one opening go through the same one.</summary>
    public int Partitions { get; set; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>How many commands one transaction takes at most, 1 to 256.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>How many commands may wait in one partition before callers are told to come back.</summary>
    public int QueueLimit { get; set; } = 512;

    /// <summary>How often offers that ran out are taken back.</summary>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Says which message of the module's contracts a change becomes; null: none. It is sent in the transaction of the change, once.</summary>
    /// <param name="message">A pure function: it may run again when a transaction is repeated.</param>
    public void Publish(Func<SignUpChange, object?> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Message = message;
    }

    /// <summary>
    /// Says which of the module's own messages has what some people signed up for told to others. It is sent within a second or two of the
    /// changes, of several to a person once, and no sign-up waits for it; what to tell is looked up when it is handled.
    /// </summary>
    /// <param name="message">Makes the message for up to 100 people.</param>
    public void TellSignUps(Func<IReadOnlyList<Guid>, object> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Telling = message;
    }
}
