using Kenmin.SharedKernel;

namespace Kenmin.Participation;

/// <summary>Whether an opening takes sign-ups.</summary>
public enum OpeningStatus
{
    /// <summary>Takes sign-ups (within the window of its terms).</summary>
    Open = 1,

    /// <summary>Takes no new sign-ups, except by staff; free places still go to those who wait.</summary>
    Closed = 2,

    /// <summary>Does not take place (中止): all its sign-ups are cancelled.</summary>
    Cancelled = 3,
}

/// <summary>What an opening (something with a capacity and a time: a shift, a session, a team) asks and offers.</summary>
public sealed record OpeningTerms
{
    /// <summary>Name and time as messages to people show it.</summary>
    public required LocalizedText Label { get; init; }

    /// <summary>Places, 0 or more.</summary>
    public required int Capacity { get; init; }

    /// <summary>The first instant. Two openings that only touch (one ends when the other starts) do not overlap.</summary>
    public required DateTimeOffset Starts { get; init; }

    /// <summary>The first instant that no longer belongs to it; later than <see cref="Starts"/>.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>The fiscal year it counts for; carried in every message. Null: the one in which it starts.</summary>
    public FiscalYear? FiscalYear { get; init; }

    /// <summary>Whether people may wait for a place (キャンセル待ち).</summary>
    public bool WaitingList { get; init; } = true;

    /// <summary>How many may wait; null: any number.</summary>
    public int? WaitingListLimit { get; init; }

    /// <summary>Sign-up starts then; null: at once.</summary>
    public DateTimeOffset? SignUpOpens { get; init; }

    /// <summary>From then no more sign-ups; null: until the start.</summary>
    public DateTimeOffset? SignUpCloses { get; init; }

    /// <summary>Full years of age needed on the day of the start, counted by the law on counting ages; null: any.</summary>
    public int? MinimumAge { get; init; }

    /// <summary>Born on that day or later; null: any.</summary>
    public DateOnly? BornFrom { get; init; }

    /// <summary>Born on that day or earlier; null: any.</summary>
    public DateOnly? BornUntil { get; init; }

    /// <summary>Keys of qualifications of which the person must hold all. Letters, digits, and - _ . : only.</summary>
    public IReadOnlyCollection<string> Qualifications { get; init; } = [];

    /// <summary>How long a freed place is kept for the person it is offered to; null: it is given at once, without asking.</summary>
    public TimeSpan? ClaimWithin { get; init; }

    /// <summary>Open, or closed. Cancelling has its own command, because it needs a reason.</summary>
    public OpeningStatus Status { get; init; } = OpeningStatus.Open;

    /// <summary>The fiscal year it counts for, also where <see cref="FiscalYear"/> is not set.</summary>
    public FiscalYear CountsFor => FiscalYear ?? SharedKernel.FiscalYear.Of(Starts);

    /// <summary>The day of the start in Japan.</summary>
    public DateOnly Day => JapanTime.DayOf(Starts);

    /// <summary>The latest date of birth of a person who has reached <see cref="MinimumAge"/> on the day; null: any.</summary>
    /// <remarks>An age is attained at the end of the day before the birthday (law on counting ages), so who has the
    /// birthday tomorrow has the age today. Someone born on 29 February attains it on 28 February in common years.</remarks>
    public DateOnly? BornByAge => MinimumAge is { } age ? Day.AddDays(1).AddYears(-age) : null;

    /// <summary>What is wrong with these terms: field name and text. Empty when they can be used.</summary>
    public IReadOnlyList<(string Field, LocalizedText Problem)> Problems()
    {
        var problems = new List<(string, LocalizedText)>();
        void Check(bool ok, string field, string ja, string en)
        {
            if (!ok) problems.Add((field, new LocalizedText(ja, en)));
        }

        Check(!string.IsNullOrWhiteSpace(Label.Ja) && !string.IsNullOrWhiteSpace(Label.En), nameof(Label), "名称を入力してください。", "Enter a name.");
        Check(Capacity is >= 0 and <= 1_000_000, nameof(Capacity), "定員は0から1,000,000までの人数で入力してください。", "Enter a capacity between 0 and 1,000,000.");
        Check(Starts < Ends, nameof(Ends), "終了は開始より後の日時にしてください。", "The end must be later than the start.");
        Check(WaitingListLimit is null or >= 0, nameof(WaitingListLimit), "キャンセル待ちの上限は0以上の人数で入力してください。", "The limit of the waiting list must be 0 or more.");
        Check(MinimumAge is null or (>= 0 and <= 120), nameof(MinimumAge), "年齢の下限は0から120までで入力してください。", "Enter a minimum age between 0 and 120.");
        Check(BornFrom is null || BornUntil is null || BornFrom <= BornUntil, nameof(BornUntil), "生年月日の範囲が逆になっています。", "The range of birth dates is the wrong way round.");
        Check(SignUpOpens is null || SignUpCloses is null || SignUpOpens < SignUpCloses, nameof(SignUpCloses), "申込の締切は受付開始より後の日時にしてください。", "Sign-up must close later than it opens.");
        Check(ClaimWithin is null || (ClaimWithin >= TimeSpan.FromMinutes(1) && ClaimWithin <= TimeSpan.FromDays(60)), nameof(ClaimWithin), "回答の期限は1分から60日までで入力してください。", "The time to answer must be between 1 minute and 60 days.");
        Check(Qualifications.All(ParticipantFacts.IsKey), nameof(Qualifications), "資格の記号は英数字と「-_.:」だけで入力してください。", "Keys of qualifications may hold letters, digits and - _ . : only.");
        Check(Status is OpeningStatus.Open or OpeningStatus.Closed, nameof(Status), "中止は理由を添えて「中止する」で行ってください。", "To cancel it, use “cancel” and give a reason.");
        return problems;
    }
}
