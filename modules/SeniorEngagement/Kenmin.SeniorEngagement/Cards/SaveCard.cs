using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>Who a person is, as far as the card asks.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone; may be empty.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="BirthYear">The year of birth; null when not said.</param>
public sealed record HolderDetails(string? Name, string? Phone, string? Municipality, int? BirthYear);

/// <summary>Answers of a card. What is null is not touched; what is empty was not answered.</summary>
/// <param name="Interests">What the person likes.</param>
/// <param name="Limits">What the person needs.</param>
/// <param name="Length">How long at a time.</param>
/// <param name="Slots">When.</param>
/// <param name="Reach">How far.</param>
/// <param name="From">Where distances are measured from, by the position of a known place.</param>
/// <param name="Company">With whom.</param>
public sealed record CardAnswers(
    IReadOnlyList<string>? Interests = null, IReadOnlyList<string>? Limits = null, string? Length = null, IReadOnlyList<string>? Slots = null, string? Reach = null, string? From = null,
    string? Company = null);

/// <summary>Keeps the card of a person, or a part of it (カードの記入).</summary>
/// <param name="HolderId">The person; for an own card that is new, the id that it gets.</param>
/// <param name="Number">The number on the paper; blank gives the card one.</param>
/// <param name="Details">Who the person is; null leaves it.</param>
/// <param name="Answers">The answers; null leaves them.</param>
/// <param name="By">Who enters it.</param>
/// <param name="As">As what.</param>
/// <param name="AnotherPerson">Staff looked: it is not the person of the same name and telephone who is there already.</param>
/// <param name="IsNew">The card must not be there yet; sent twice, it is entered once.</param>
[MessageIdentity("senior-engagement.save-card.v1")]
[NewEntries(Features.Cards)]
public sealed record SaveCard(Guid HolderId, string? Number, HolderDetails? Details, CardAnswers? Answers, Doer By, ActingAs As, bool AnotherPerson = false, bool IsNew = false)
{
    internal const int EarliestBirth = 1900;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (!string.IsNullOrWhiteSpace(Number) && CardHolder.Numbers.Read(Number) is null)
            yield return new(nameof(Number), new("カードの番号は 8 文字です。例：ABCD-2345", "The number of a card has 8 characters, such as ABCD-2345."));
        if (Details is { } details)
        {
            foreach (var flaw in Flaw.OfText(details.Name, nameof(details.Name), 60)) yield return flaw;
            if (!string.IsNullOrWhiteSpace(details.Phone) && !PhoneNumber.Parse(details.Phone).IsOk)
                yield return new(nameof(details.Phone), new("電話番号を確かめてください。例：083-933-0000。なければ空にします。", "Check the telephone number, such as 083-933-0000, or leave it empty."));
            if (SharedKernel.Municipality.ByCode(details.Municipality) is null) yield return new(nameof(details.Municipality), new("市町を選んでください。", "Choose the municipality."));
            foreach (var flaw in Flaw.OfNumber(details.BirthYear, nameof(details.BirthYear), EarliestBirth, today.Year - 10)) yield return flaw;
        }

        if (Answers is not { } answers) yield break;
        foreach (var (keys, question, field) in new[]
        {
            (answers.Interests, CardQuestions.Interests, nameof(answers.Interests)), (answers.Limits, CardQuestions.Limits, nameof(answers.Limits)),
            (answers.Slots, CardQuestions.Slots, nameof(answers.Slots)), (One(answers.Length), CardQuestions.Lengths, nameof(answers.Length)),
            (One(answers.Reach), CardQuestions.Reaches, nameof(answers.Reach)), (One(answers.Company), CardQuestions.Companies, nameof(answers.Company)),
        })
            if (keys?.Any(k => question.All(o => o.Key != k)) == true) yield return new(field, new("一覧から選んでください。", "Choose from the list."));

        static IReadOnlyList<string>? One(string? key) => string.IsNullOrEmpty(key) ? null : [key];
    }
}

/// <summary>Keeps it.</summary>
public static class SaveCardHandler
{
    /// <summary>
    /// A new card needs the feature; one that is there can be changed at any time. A proxy must be in force until the transaction ends,
    /// and an account has one card.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveCard command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var flaw in command.Flaws(JapanTime.DayOf(now))) return (CommandAnswer.Invalid(flaw), []);
        if (command.As == ActingAs.Self) await session.TakeTurnsAsync(TurnOfAccount(command.By.AccountId), cancellationToken);
        var own = command.As == ActingAs.Self ? await session.OfAccountAsync(command.By.AccountId, cancellationToken) : null;
        var id = own?.Id ?? command.HolderId;
        await session.TakeTurnsAsync(ProxyRules.TurnOf(id), cancellationToken);
        var known = await session.LockAsync<CardHolder>(id, cancellationToken);
        // Sent twice from one page; anybody else's id is not guessed.
        if (command.IsNew && known is not null) return (known.EnteredBy.AccountId == command.By.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        if (command.As == ActingAs.Self && known is not null && known.AccountId != command.By.AccountId) return (CommandAnswer.Unknown, []);
        if (command.As == ActingAs.Proxy && (known is null || !await session.MayActAsync(id, command.By.AccountId, JapanTime.DayOf(now), cancellationToken))) return (CommandAnswer.Unknown, []);
        if (command.As == ActingAs.Staff && known?.AccountId is not null && !await session.StaffMayActAsync(id, JapanTime.DayOf(now), cancellationToken))
            return (CommandAnswer.Refused("no-consent", "この人は自分のアカウントで入力しています。職員が代わりに入力するには、本人の同意（代理の登録）が要ります。",
                "This person uses an account. Staff may enter things only with the person's consent: register a proxy first."), []);
        if (known is null && !await gates.IsOnNowAsync(Features.Cards)) return (CommandAnswer.Off, []);
        if (known is null && command.Details is null)
            return (CommandAnswer.Refused("details-missing", "先に、お名前とお住まいの市町を入力してください。", "First enter the name and the municipality.", nameof(HolderDetails.Name)), []);
        if (known is null && command.As == ActingAs.Self && await session.GuardianStopsAsync(command.By.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);

        var holder = known ?? new CardHolder { Id = id, AccountId = command.As == ActingAs.Self ? command.By.AccountId : null, EnteredBy = command.By };
        if (await RefusedAsync(command, known, session, cancellationToken) is { } refusal) return (refusal, []);
        if (known is null) holder.Number = CardHolder.Numbers.Read(command.Number) ?? CardHolder.Numbers.New();
        if (command.Details is { } details)
        {
            var municipality = Municipality.ByCode(details.Municipality)!.Code6;
            // A place elsewhere is no place near home any more.
            if (holder.MunicipalityCode != municipality) holder.Card = holder.Card with { From = null };
            (holder.Name, holder.MunicipalityCode, holder.BirthYear) = (details.Name!.Trim(), municipality, details.BirthYear);
            holder.Phone = string.IsNullOrWhiteSpace(details.Phone) ? "" : PhoneNumber.Parse(details.Phone).Value.ToString()!;
        }

        if (command.Answers is { } answers)
        {
            var from = answers.From is null ? holder.Card.From : (await session.PlacesNearAsync(holder.MunicipalityCode, cancellationToken)).FirstOrDefault(p => p.Key == answers.From)
                ?? (holder.Card.From?.Key == answers.From ? holder.Card.From : null);
            if (!string.IsNullOrEmpty(answers.From) && from is null)
                return (CommandAnswer.Invalid(new(nameof(answers.From), new("一覧から選んでください。", "Choose from the list."))), []);
            holder.Card = new()
            {
                Interests = answers.Interests ?? holder.Card.Interests, Limits = answers.Limits ?? holder.Card.Limits, Length = Take(answers.Length, holder.Card.Length),
                Slots = answers.Slots ?? holder.Card.Slots, Reach = Take(answers.Reach, holder.Card.Reach), From = from, Company = Take(answers.Company, holder.Card.Company),
            };
        }

        (holder.ChangedBy, holder.ChangedAs, holder.ChangedAt) = (command.By, command.As, now);
        session.Store(holder);
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.Card, now));
        return (CommandAnswer.Done, known is null && holder.AccountId is { } account ? [new PersonConnected(holder.Id, account)] : []);
    }

    private static string? Take(string? said, string? before) => said is null ? before : said.Length == 0 ? null : said;

    // A number is one person's; staff are told of somebody of the same name and telephone, and decide.
    private static async Task<CommandAnswer?> RefusedAsync(SaveCard command, CardHolder? known, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (known is null && CardHolder.Numbers.Read(command.Number) is { } number)
        {
            await session.TakeTurnsAsync($"number|{number}", cancellationToken);
            if (await session.Query<CardHolder>().AnyAsync(h => h.Number == number, cancellationToken))
                return CommandAnswer.Refused("number-taken", "この番号のカードは、もう入力されています。番号を確かめてください。", "The card with this number has been entered already. Check the number.", nameof(command.Number));
        }

        if (known is not null || command.As != ActingAs.Staff || command.AnotherPerson || string.IsNullOrWhiteSpace(command.Details?.Phone)) return null;
        var phone = PhoneNumber.Parse(command.Details.Phone).Value.ToString();
        var key = FoldedText.OfName(command.Details.Name);
        return (await session.Query<CardHolder>().Where(h => h.Phone == phone).ToListAsync(cancellationToken)).Any(h => FoldedText.OfName(h.Name) == key)
            ? CommandAnswer.Refused("likely-known", "同じ名前と電話番号の人のカードがあります。別の人のときだけ、しるしを付けてもう一度登録してください。",
                "There is a card of this name and telephone already. Only if it is another person, tick the box and enter again.", nameof(command.AnotherPerson))
            : null;
    }

    internal static string TurnOfAccount(Guid account) => $"account|{account:N}";
}
