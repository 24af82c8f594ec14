using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets;

/// <summary>A file that cannot be read as a table at all, or that exceeds a limit; the text tells its owner what to do.</summary>
public sealed class SpreadsheetException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public SpreadsheetException(LocalizedText reason, Exception? cause = null) : base(reason.En, cause) => Reason = reason;

    /// <summary>Why the file was refused and what to do, for the person who chose it.</summary>
    public LocalizedText Reason { get; }

    internal SpreadsheetException(string ja, string en, Exception? cause = null) : this(new LocalizedText(ja, en), cause)
    {
    }
}
