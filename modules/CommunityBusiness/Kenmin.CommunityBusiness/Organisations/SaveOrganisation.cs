using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Enters an organisation, or corrects what is known of it (団体の情報を保存する). Sent again with the same id, there is one.</summary>
/// <param name="Id">The organisation.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Number">The corporate number, as typed; empty for kinds without one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kana">The reading; may be empty.</param>
/// <param name="PostalCode">The postal code; may be empty.</param>
/// <param name="Address">The address; may be empty.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="Revision">The revision that the writer read; 0 with a new one.</param>
/// <param name="By">Whose it is; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.save-organisation.v1")]
[NewEntries(Features.Organisations)]
public sealed record SaveOrganisation(
    Guid Id, OrganisationKind? Kind, string? Number, string? Name, string? Kana, string? PostalCode, string? Address, string? Municipality, int Revision, Doer? By, OfficePowers? Office)
{
    internal const int LongestName = 100, LongestAddress = 200;

    internal IEnumerable<Flaw> Flaws()
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(Kind), new("団体の種類を選んでください。", "Choose the kind of organisation."));
        else if (OrganisationWords.HasNumber(kind))
        {
            var parsed = CorporateNumber.Parse(Number);
            if (!parsed.IsOk) yield return new(nameof(Number), parsed.Error);
        }
        else if (!string.IsNullOrWhiteSpace(Number))
        {
            yield return new(nameof(Number), new("任意団体と個人事業主に法人番号はありません。番号を消すか、団体の種類を選び直してください。", "This kind has no corporate number: clear it, or choose another kind."));
        }

        foreach (var flaw in Flaw.OfText(Name, nameof(Name), LongestName)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Kana, nameof(Kana), LongestName, required: false)) yield return flaw;
        if (!string.IsNullOrWhiteSpace(PostalCode) && SharedKernel.PostalCode.Parse(PostalCode) is { IsOk: false } code) yield return new(nameof(PostalCode), code.Error);
        foreach (var flaw in Flaw.OfText(Address, nameof(Address), LongestAddress, required: false)) yield return flaw;
        if (SharedKernel.Municipality.ByCode(Municipality) is not { } place) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose a municipality."));
        else if (Office is { } office && !office.Covers(place.Code6)) yield return new(nameof(Municipality), new("担当の市町を選んでください。", "Choose one of your municipalities."));
    }
}

/// <summary>Keeps it.</summary>
public static class SaveOrganisationHandler
{
    internal const int MostOfOne = 20;

    internal static CommandAnswer Registered { get; } = CommandAnswer.Refused("registered",
        "この法人番号の団体は、もう登録されています。ご自分の団体のはずのときは、市町の窓口にお知らせください。",
        "An organisation with this number is entered already. If it should be yours, please tell the office of your municipality.", nameof(SaveOrganisation.Number));

    /// <summary>
    /// A number is entered once. What is typed is compared with what the register said: where a fact comes from is found out, not claimed.
    /// An owner is told of what the office changes.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveOrganisation command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Organisation.TurnOf(command.Id), cancellationToken);
        var known = await session.LockAsync<Organisation>(command.Id, cancellationToken);
        if ((command.By ?? command.Office?.By) is not { } writer || (known is not null && !OrganisationWork.May(known, command.By, command.Office))) return (CommandAnswer.Unknown, []);
        if (known is null && !await gates.IsOnNowAsync(Features.Organisations)) return (CommandAnswer.Off, []);
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var number = OrganisationWords.HasNumber(command.Kind!.Value) ? CorporateNumber.Parse(command.Number).Value : null;
        if (known is null && command.By is { AccountId: var account } && await session.Query<Organisation>().CountAsync(o => o.OwnerAccountId == account, cancellationToken) >= MostOfOne)
            return (CommandAnswer.Refused("too-many", $"団体は {MostOfOne} までです。要らない登録を消してください。", $"Up to {MostOfOne} organisations. Take out those you do not need."), []);
        RegisterAnswer? said = null;
        if (number is not null)
        {
            await session.TakeTurnsAsync($"corporate-number|{number}", cancellationToken);
            if (await session.Query<Organisation>().AnyAsync(o => o.Number == number && o.Id != command.Id, cancellationToken)) return (Registered, []);
            said = await session.LoadAsync<RegisterAnswer>(number, cancellationToken) is { Found: true } found ? found : null;
        }

        var now = clock.GetUtcNow();
        var organisation = known ?? new() { Id = command.Id, OwnerAccountId = command.By?.AccountId, EnteredBy = writer };
        var same = organisation.Number == number;
        var (kind, place) = (command.Kind.Value, SharedKernel.Municipality.ByCode(command.Municipality)!.Code6);
        var name = Sourced(organisation.Name, command.Name, said?.Name, said, same, now);
        var kana = Sourced(organisation.Kana, command.Kana, said?.Kana, said, same, now);
        var postalCode = Sourced(organisation.PostalCode, SharedKernel.PostalCode.Parse(command.PostalCode).TryGet(out var code) ? code.Digits : "", said?.PostalCode, said, same, now);
        var address = Sourced(organisation.Address, command.Address, said?.Address, said, same, now);
        if (known is not null && known.Revision != command.Revision)
        {
            // Sent twice it is the same.
            return (same && (known.Kind, known.MunicipalityCode, known.Name.Text, known.Kana.Text, known.PostalCode.Text, known.Address.Text) == (kind, place, name.Text, kana.Text, postalCode.Text, address.Text) ? CommandAnswer.Done : VentureWork.Changed, []);
        }

        (organisation.Kind, organisation.Number, organisation.MunicipalityCode) = (kind, number, place);
        (organisation.Name, organisation.Kana, organisation.PostalCode, organisation.Address) = (name, kana, postalCode, address);
        (organisation.ChangedBy, organisation.ChangedAt) = (writer, now);
        organisation.Revision++;
        session.Store(organisation);
        return (CommandAnswer.Done, [.. OrganisationWork.Tell(organisation, writer, now, new("団体の情報が変わりました", "What is known of your organisation changed"),
            new($"窓口が「{organisation.Name.Text}」の情報を直しました。ごらんください。", $"The office corrected what is known of “{organisation.Name.Text}”. Please look at it."), $"/community-business/organisations/{organisation.Id}")]);
    }

    // What the register said the same is the register's, with the day on which it said so; what was there before and stays keeps its source
    // and day, unless it was said of another number.
    internal static SourcedText Sourced(SourcedText before, string? typed, string? registered, RegisterAnswer? said, bool sameNumber, DateTimeOffset now)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0) return SourcedText.Empty;
        if (said is not null && text == registered) return new(text, FactSource.GBizInfo, JapanTime.DayOf(said.AskedAt));
        return before.Text == text && (before.Source == FactSource.Entered || sameNumber) ? before : new(text, FactSource.Entered, JapanTime.DayOf(now));
    }
}
