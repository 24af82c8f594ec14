using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Experts;

/// <summary>What is known of an expert.</summary>
/// <param name="Name">The name.</param>
/// <param name="Introduction">What they have done and can help with.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Fields">What they know.</param>
/// <param name="Municipalities">Where they go.</param>
/// <param name="HoursAMonth">How many hours they offer in a month.</param>
public sealed record ExpertFacts(string? Name, string? Introduction, string? Phone, string? Email, IReadOnlyList<ExpertField> Fields, IReadOnlyList<string> Municipalities, decimal? HoursAMonth);

/// <summary>An expert registers, or is registered by staff (専門家の登録・変更).</summary>
/// <param name="Id">The entry; a new one begins it.</param>
/// <param name="Facts">What is known.</param>
/// <param name="Revision">The revision that was read; 0 for a new one.</param>
/// <param name="By">The expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.save-expert.v1")]
[NewEntries(Features.Support)]
public sealed record SaveExpert(Guid Id, ExpertFacts Facts, int Revision, Doer? By, OfficePowers? Office)
{
    internal const decimal MostHours = 100;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Facts.Name, nameof(Facts.Name), 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Facts.Introduction, nameof(Facts.Introduction), 1000, required: false, lines: true)) yield return flaw;
        if (!string.IsNullOrWhiteSpace(Facts.Phone) && PhoneNumber.Parse(Facts.Phone) is { IsOk: false } phone) yield return new(nameof(Facts.Phone), phone.Error);
        if (!string.IsNullOrWhiteSpace(Facts.Email) && EmailAddress.Parse(Facts.Email) is { IsOk: false } mail) yield return new(nameof(Facts.Email), mail.Error);
        if (string.IsNullOrWhiteSpace(Facts.Phone) && string.IsNullOrWhiteSpace(Facts.Email))
            yield return new(nameof(Facts.Phone), new("電話番号かメールアドレスのどちらかを入力してください。", "Give a telephone number or an e-mail address."));
        if (Facts.Fields.Count == 0 || !Facts.Fields.All(Enum.IsDefined)) yield return new(nameof(Facts.Fields), new("専門分野を 1 つ以上選んでください。", "Choose at least one field."));
        if (Facts.Municipalities.Count == 0 || Facts.Municipalities.Any(m => Municipality.ByCode(m) is null))
            yield return new(nameof(Facts.Municipalities), new("行ける市町を 1 つ以上選んでください。", "Choose at least one municipality."));
        foreach (var flaw in SupportHours.Flaws(Facts.HoursAMonth, nameof(Facts.HoursAMonth), 0.5m, MostHours)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class SaveExpertHandler
{
    /// <summary>Who has an account keeps the own entry, of which there is one; staff keep those of who has none. What others wrote meanwhile is not overwritten.</summary>
    public static async Task<CommandAnswer> Handle(SaveExpert command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if ((command.By is null) == (command.Office is null)) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(command.By is { } me ? ExpertWork.TurnOfAccount(me.AccountId) : ExpertWork.TurnOf(command.Id), cancellationToken);
        var known = await session.LockAsync<Expert>(command.Id, cancellationToken);
        if (known is not null && !ExpertWork.MayKeep(known, command.By, command.Office)) return CommandAnswer.Unknown;
        if (known is null && !await gates.IsOnNowAsync(Features.Support)) return CommandAnswer.Off;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        List<string> places = [.. command.Facts.Municipalities.Select(m => Municipality.ByCode(m)!.Code6).Distinct().Order(StringComparer.Ordinal)];
        if (command.Office is { } office && !places.Any(office.Covers))
            return CommandAnswer.Invalid(new(nameof(ExpertFacts.Municipalities), new("担当の市町を 1 つ以上ふくめてください。", "Include one of your municipalities.")));
        if (known is not null && known.Revision != command.Revision) return VentureWork.Changed;
        if (known is null && command.By is { AccountId: var account } && await session.Query<Expert>().AnyAsync(e => e.AccountId == account, cancellationToken))
            return CommandAnswer.Refused("already", "もう登録しています。", "You are registered already.");
        var by = command.By ?? command.Office!.By;
        known ??= new() { Id = command.Id, AccountId = command.By?.AccountId, ConfirmedBy = command.Office?.By };
        (known.Name, known.Introduction, known.Fields, known.Municipalities) = (VentureWork.Tidy(command.Facts.Name), VentureWork.Tidy(command.Facts.Introduction), [.. command.Facts.Fields.Distinct().Order()], places);
        known.Phone = string.IsNullOrWhiteSpace(command.Facts.Phone) ? "" : PhoneNumber.Parse(command.Facts.Phone).Value.ToString();
        known.Email = string.IsNullOrWhiteSpace(command.Facts.Email) ? "" : EmailAddress.Parse(command.Facts.Email).Value.Address;
        (known.MinutesAMonth, known.ChangedAt, known.ChangedBy) = (SupportHours.ToMinutes(command.Facts.HoursAMonth!.Value), clock.GetUtcNow(), by);
        known.Revision++;
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff looked at an expert's own entry, and may send them from now on (登録内容の確認).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Office">Who looked.</param>
[MessageIdentity("community-business.confirm-expert.v1")]
[NoNewEntries("answers who offered help")]
public sealed record ConfirmExpert(Guid Id, OfficePowers Office);

/// <summary>Notes it.</summary>
public static class ConfirmExpertHandler
{
    /// <summary>As often as it is asked; nobody confirms themselves.</summary>
    public static async Task<CommandAnswer> Handle(ConfirmExpert command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Expert>(command.Id, cancellationToken) is not { } known || !ExpertWork.Reaches(known, command.Office)) return CommandAnswer.Unknown;
        if (known.AccountId == command.Office.By.AccountId) return CommandAnswer.Refused("own", "ご自分の登録は確認できません。ほかの職員に頼んでください。", "You cannot confirm yourself. Ask a colleague.");
        if (known.ConfirmedBy is not null) return CommandAnswer.Done;
        known.ConfirmedBy = command.Office.By;
        known.Revision++;
        session.Store(known);
        return CommandAnswer.Done;
    }
}

/// <summary>An expert is taken off the list for good (登録の削除).</summary>
/// <param name="Id">The entry.</param>
/// <param name="By">The expert; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.remove-expert.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record RemoveExpert(Guid Id, Doer? By, OfficePowers? Office);

/// <summary>Takes it off.</summary>
public static class RemoveExpertHandler
{
    /// <summary>Not while a visit is agreed: it is called off, or reported, first.</summary>
    public static async Task<CommandAnswer> Handle(RemoveExpert command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Expert>(command.Id, cancellationToken) is not { } known || !ExpertWork.MayKeep(known, command.By, command.Office)) return CommandAnswer.Unknown;
        var id = known.Id;
        if (await session.Query<Dispatch>().AnyAsync(d => d.ExpertId == id && d.State == DispatchState.Approved, cancellationToken))
            return CommandAnswer.Refused("visits", "これからの派遣、または報告を待つ派遣があります。先に、報告するか取りやめてください。", "There is a visit to come or to report. Report it or call it off first.");
        session.Delete(known);
        await MentorWork.EndAllAsync(session, id, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>Who keeps whose entry.</summary>
internal static class ExpertWork
{
    public static string TurnOf(Guid expert) => $"expert|{expert:N}";

    public static string TurnOfAccount(Guid account) => $"expert-account|{account:N}";

    /// <summary>Whether staff work with an expert: one who goes to a municipality of theirs.</summary>
    public static bool Reaches(Expert expert, OfficePowers office) => expert.Municipalities.Any(office.Covers);

    public static bool MayKeep(Expert expert, Doer? by, OfficePowers? office) =>
        office is not null ? expert.AccountId is null && Reaches(expert, office) : by is not null && expert.AccountId == by.AccountId;
}
