using JasperFx.Metadata;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    /// <summary>The file is there; the columns are being looked at.</summary>
    Uploaded,

    /// <summary>Its rows are being taken in.</summary>
    Running,

    /// <summary>All rows were taken in or refused.</summary>
    Done,

    /// <summary>It stopped at an error; what was taken in stays, and it can be continued.</summary>
    Failed,

    /// <summary>It was given up before it was run, and its file removed.</summary>
    Dropped,
}

/// <summary>A file that staff take in (取り込み), from its upload to its result.</summary>
public sealed class Import : IVersioned
{
    /// <summary>The import's id.</summary>
    public Guid Id { get; set; }

    /// <summary>Changes with every write; a write that did not see the one before it is refused.</summary>
    public Guid Version { get; set; }

    /// <summary>What the file is imported as: the key of an <see cref="IImportTarget"/>.</summary>
    public string Target { get; set; } = "";

    /// <summary>The file's name as uploaded.</summary>
    public string FileName { get; set; } = "";

    /// <summary>What the file is, such as "CSV, UTF-8".</summary>
    public string Format { get; set; } = "";

    /// <summary>Size in bytes.</summary>
    public long Size { get; set; }

    /// <summary>SHA-256 of the file, in hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>The headings of the file.</summary>
    public string[] Header { get; set; } = [];

    /// <summary>The column of the file, from 0, for each known column that was found or chosen.</summary>
    public Dictionary<string, int> Columns { get; set; } = [];

    /// <summary>What was asked besides the file.</summary>
    public Dictionary<string, string> Options { get; set; } = [];

    /// <summary>The initiative (事業) that it belongs to; null for none.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>Where it stands.</summary>
    public ImportState State { get; set; }

    /// <summary>Rows below the header that are not blank.</summary>
    public int Rows { get; set; }

    /// <summary>The last line that was carried out; 0 before the first.</summary>
    public int LastLine { get; set; }

    /// <summary>Rows that made something new.</summary>
    public int New { get; set; }

    /// <summary>Rows that were joined with something known.</summary>
    public int Merged { get; set; }

    /// <summary>Rows that were known already.</summary>
    public int Unchanged { get; set; }

    /// <summary>Rows that were refused.</summary>
    public int Refused { get; set; }

    /// <summary>When the file was uploaded.</summary>
    public DateTimeOffset UploadedAt { get; set; }

    /// <summary>The account that uploaded it; null for the platform's own demonstration data.</summary>
    public Guid? UploadedBy { get; set; }

    /// <summary>The name of that account's holder at the time.</summary>
    public string UploadedByName { get; set; } = "";

    /// <summary>When rows were last carried out.</summary>
    public DateTimeOffset? ProgressAt { get; set; }

    /// <summary>When it was done, failed or dropped.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why it failed.</summary>
    public LocalizedText? Problem { get; set; }

    /// <summary>The import whose refused rows this file corrects.</summary>
    public Guid? Corrects { get; set; }

    /// <summary>Rows carried out so far.</summary>
    public int Handled => New + Merged + Unchanged + Refused;

    /// <summary>How far it is, 0 to 100.</summary>
    public int Percent => Rows == 0 ? (State == ImportState.Done ? 100 : 0) : Math.Min(100, Handled * 100 / Rows);

    /// <summary>Whether all of it was taken in and nothing was new.</summary>
    public bool ChangedNothing => State == ImportState.Done && New + Merged == 0;
}
