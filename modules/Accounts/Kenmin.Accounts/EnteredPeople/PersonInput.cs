using Kenmin.Accounts.Profiles;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>The form by which staff enter a person: the profile, and the paper it comes from.</summary>
public sealed class PersonInput : ProfileInput
{
    /// <summary>Who asked for it.</summary>
    public string? AskedBy { get; set; }

    /// <summary>Kind of the paper.</summary>
    public string? Paper { get; set; }

    /// <summary>Where the paper is kept.</summary>
    public string? PaperReference { get; set; }

    /// <summary>The date on the paper.</summary>
    public string? PaperDate { get; set; }

    /// <summary>Whether staff saw who may be the same person, and found that it is another.</summary>
    public bool AnotherPerson { get; set; }

    /// <summary>Reads what is said of the paper; what is wrong is added.</summary>
    internal PaperProof? ReadPaper(DateOnly today, List<FieldRefusal> refusals) => PaperProof.Read(AskedBy, Paper, PaperReference, PaperDate, today, refusals);
}

/// <summary>The paper that something was entered from.</summary>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="Kind">Kind of the paper.</param>
/// <param name="Reference">Where it is kept.</param>
/// <param name="Date">The date on it.</param>
internal sealed record PaperProof(string AskedBy, PaperKind Kind, string Reference, DateOnly Date)
{
    public const int Longest = 100;

    public static PaperProof? Read(string? askedBy, string? kind, string? reference, string? date, DateOnly today, List<FieldRefusal> refusals)
    {
        var before = refusals.Count;
        Text(askedBy, nameof(PersonInput.AskedBy), new("申し出た人を入力してください（本人、家族など）。", "Enter who asked for it: the person, a relative …"));
        if (!Enum.TryParse<PaperKind>(kind, out var paper) || !Enum.IsDefined(paper))
            refusals.Add(new(nameof(PersonInput.Paper), new("書類の種類を選んでください。", "Choose the kind of paper.")));
        Text(reference, nameof(PersonInput.PaperReference), new("書類の番号や綴りの場所を入力してください。", "Enter the number of the paper or where it is kept."));
        var day = LenientDate.Parse(date);
        if (string.IsNullOrWhiteSpace(date)) refusals.Add(new(nameof(PersonInput.PaperDate), new("書類の日付を入力してください。", "Enter the date on the paper.")));
        else if (!day.IsOk) refusals.Add(new(nameof(PersonInput.PaperDate), day.Error));
        else if (day.Value > today) refusals.Add(new(nameof(PersonInput.PaperDate), new("書類の日付が今日より後です。", "The date on the paper is in the future.")));
        return refusals.Count > before ? null : new(askedBy!.Trim(), paper, reference!.Trim(), day.Value);

        void Text(string? text, string field, LocalizedText missing)
        {
            if (string.IsNullOrWhiteSpace(text)) refusals.Add(new(field, missing));
            else if (text.Trim().Length > Longest) refusals.Add(new(field, new($"{Longest} 文字までで入力してください。", $"At most {Longest} characters.")));
        }
    }
}
