using Kenmin.Modularity.Features;
using Kenmin.Passport.PersonalData;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.PaperRecords;

/// <summary>Enters something from before or elsewhere, or corrects it (紙の記録を入力する).</summary>
/// <param name="Id">Its id; a new one enters it.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="What">What it was.</param>
/// <param name="Organiser">Who held it; may be empty.</param>
/// <param name="Role">What the person was there; may be empty.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day; null when it was one day.</param>
/// <param name="Minutes">How long in all; null when it is not known.</param>
/// <param name="Municipality">The municipality; null or empty elsewhere.</param>
/// <param name="Place">Where; may be empty.</param>
/// <param name="Document">The paper that the person holds; may be empty.</param>
[MessageIdentity("passport.save-paper-record.v1")]
[NewEntries(Features.PaperRecords)]
public sealed record SavePaperRecord(
    Guid Id, Guid AccountId, string? What, string? Organiser, string? Role, DateOnly? FirstDay, DateOnly? LastDay, int? Minutes, string? Municipality, string? Place, string? Document)
{
    private static readonly DateOnly Earliest = new(1945, 1, 1);

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(What, nameof(What), 100)) yield return flaw;
        if (FirstDay is not { } first)
        {
            yield return new(nameof(FirstDay), new("活動した日を入力してください。", "Enter the day."));
            yield break;
        }

        if (first < Earliest || first > today) yield return new(nameof(FirstDay), new("1945年から今日までの日にしてください。", "Choose a day from 1945 to today."));
        if (LastDay is { } last && (last < first || last > today)) yield return new(nameof(LastDay), new("最初の日から今日までの日にしてください。", "Choose a day from the first day to today."));
        var days = ((LastDay ?? first).DayNumber - first.DayNumber) + 1;
        if (Minutes is { } minutes && (minutes < 1 || minutes > days * 24L * 60))
            yield return new(nameof(Minutes), new($"時間は、1 分から {days * 24} 時間までにしてください。", $"Enter from a minute to {days * 24} hours."));
        if (!string.IsNullOrWhiteSpace(Municipality) && SharedKernel.Municipality.ByCode(Municipality) is null)
            yield return new(nameof(Municipality), new("県内の市町を選ぶか、空にしてください。", "Choose a municipality of the prefecture, or none."));
        foreach (var (text, field, longest) in new[] { (Organiser, nameof(Organiser), 100), (Role, nameof(Role), 60), (Place, nameof(Place), 100), (Document, nameof(Document), 100) })
            foreach (var flaw in Flaw.OfText(text, field, longest, required: false)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class SavePaperRecordHandler
{
    internal const int Most = 500;

    /// <summary>What was entered can be corrected whatever is switched off. Those of one person take turns, so that there are never too many.</summary>
    public static async Task<CommandAnswer> Handle(SavePaperRecord command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.IsForgottenAsync(command.AccountId, cancellationToken)) return CommandAnswer.Unknown;
        var accounts = await session.AccountsOfAsync(command.AccountId, cancellationToken);
        var known = await session.LockAsync<PaperRecord>(command.Id, cancellationToken);
        if (known is not null && !accounts.Contains(known.AccountId)) return CommandAnswer.Unknown;
        if (known is null && !await gates.IsOnNowAsync(Features.PaperRecords)) return CommandAnswer.Off;
        var now = clock.GetUtcNow();
        foreach (var flaw in command.Flaws(JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        if (known is null && await session.Query<PaperRecord>().CountAsync(p => p.AccountId == command.AccountId, cancellationToken) >= Most)
            return CommandAnswer.Refused("too-many", $"入力できるのは {Most} 件までです。", $"Up to {Most} can be entered.");
        session.Store(new PaperRecord
        {
            Id = command.Id, AccountId = known?.AccountId ?? command.AccountId, What = Trim(command.What), Organiser = Trim(command.Organiser), Role = Trim(command.Role), FirstDay = command.FirstDay!.Value,
            LastDay = command.LastDay ?? command.FirstDay.Value, Minutes = command.Minutes, MunicipalityCode = Municipality.ByCode(command.Municipality)?.Code6,
            Place = Trim(command.Place), Document = Trim(command.Document), EnteredAt = now,
        });
        return CommandAnswer.Done;
    }

    private static string Trim(string? text) => text?.Trim() ?? "";
}

/// <summary>Takes out what the person entered (紙の記録を消す).</summary>
/// <param name="Id">It.</param>
/// <param name="AccountId">Whose it is.</param>
[MessageIdentity("passport.remove-paper-record.v1")]
[NoNewEntries("takes out what the person entered")]
public sealed record RemovePaperRecord(Guid Id, Guid AccountId);

/// <summary>Takes it out.</summary>
public static class RemovePaperRecordHandler
{
    /// <summary>Only one's own.</summary>
    public static async Task<CommandAnswer> Handle(RemovePaperRecord command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<PaperRecord>(command.Id, cancellationToken) is not { } known
            || !(await session.AccountsOfAsync(command.AccountId, cancellationToken)).Contains(known.AccountId)) return CommandAnswer.Unknown;
        session.Delete(known);
        return CommandAnswer.Done;
    }
}
