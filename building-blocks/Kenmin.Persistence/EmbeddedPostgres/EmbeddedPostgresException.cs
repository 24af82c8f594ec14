using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>The embedded PostgreSQL could not be provided; the message says why and what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Creates the exception with a message for the person who started the program.</summary>
    /// <param name="text">What happened and what to do, in both languages.</param>
    /// <param name="inner">The technical cause, if there is one.</param>
    public EmbeddedPostgresException(LocalizedText text, Exception? inner = null)
        : base(text.ToString(), inner) => Text = text;

    /// <summary>What happened and what to do, in both languages.</summary>
    public LocalizedText Text { get; }
}
