using Kenmin.SharedKernel;

namespace Kenmin.Accounts.EnteredPeople;

/// <summary>Who entered a person without an account, when, at whose wish and by which paper.</summary>
internal sealed class PersonEntry
{
    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account of the member of staff.</summary>
    public required Guid EnteredBy { get; init; }

    /// <summary>The name of the member of staff at that time.</summary>
    public required string EnteredByName { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Who asked for it: the person, or somebody for them.</summary>
    public required string AskedBy { get; set; }

    public required PaperKind Paper { get; set; }

    /// <summary>Where the paper is kept, such as the number of the binder.</summary>
    public required string PaperReference { get; set; }

    /// <summary>The date on the paper.</summary>
    public required DateOnly PaperDate { get; set; }
}

/// <summary>The paper on which somebody asked for something.</summary>
internal enum PaperKind
{
    /// <summary>An application form (申込書).</summary>
    Application = 1,

    /// <summary>A form of consent (同意書).</summary>
    Consent = 2,

    /// <summary>A letter or postcard (手紙・はがき).</summary>
    Letter = 3,

    /// <summary>What staff wrote down at a counter or on the telephone (聞き取り票).</summary>
    Note = 4,
}

/// <summary>Kinds of paper in words.</summary>
internal static class PaperWords
{
    public static LocalizedText Of(PaperKind kind) => kind switch
    {
        PaperKind.Application => new("申込書", "Application form"),
        PaperKind.Consent => new("同意書", "Form of consent"),
        PaperKind.Letter => new("手紙・はがき", "Letter or postcard"),
        _ => new("窓口・電話の聞き取り票", "Note taken at a counter or on the telephone"),
    };
}
