using System.Text.RegularExpressions;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>A resource or problem is proposed by a resident, or entered or corrected by the office (地域資源・困りごとの登録). Sent again with the same id, there is one.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Facts">What it says.</param>
/// <param name="Number">The office's own number; nothing for a resident.</param>
/// <param name="MayHandOver">Whether the contact may be handed to a team that the office introduces: for a resident; the office notes it apart.</param>
/// <param name="Revision">The revision that the writer read; 0 with a new one.</param>
/// <param name="By">The resident; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.save-local-entry.v1")]
[NewEntries(Features.Resources)]
public sealed partial record SaveEntry(Guid Id, EntryFacts Facts, string? Number, bool MayHandOver, int Revision, Doer? By, OfficePowers? Office)
{
    internal const int LongestTitle = 60, LongestText = 2000, LongestPlace = 100, LongestCondition = 200, LongestOffice = 100, LongestContact = 200, LongestSource = 100, LongestNumber = 30;

    internal EntryFacts Tidy => TidyOf(Facts);

    internal static EntryFacts TidyOf(EntryFacts f)
    {
        GeoPoint? point = GeoPoint.Parse(f.Latitude, f.Longitude).TryGet(out var at) ? at : null;
        return new(
            f.Kind, VentureWork.Tidy(f.Title), VentureWork.Tidy(f.Text), Municipality.ByCode(f.MunicipalityCode)?.Code6 ?? "", VentureWork.Tidy(f.Place), VentureWork.Tidy(f.Condition),
            point is { } north ? LocalEntry.Degrees(north.Latitude) : "", point is { } east ? LocalEntry.Degrees(east.Longitude) : "", f.From, f.Until, VentureWork.Tidy(f.Office), VentureWork.Tidy(f.Contact), VentureWork.Tidy(f.Source));
    }

    /// <summary>What stands against an entry, at the fields of its facts.</summary>
    internal static IEnumerable<Flaw> FlawsOf(EntryFacts facts, OfficePowers? office)
    {
        if (facts.Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(facts.Kind), new("種類を選んでください。", "Choose the kind."));
        foreach (var flaw in Flaw.OfText(facts.Title, nameof(facts.Title), LongestTitle)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Text, nameof(facts.Text), LongestText, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Place, nameof(facts.Place), LongestPlace)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Condition, nameof(facts.Condition), LongestCondition, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Office, nameof(facts.Office), LongestOffice, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Contact, nameof(facts.Contact), LongestContact, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(facts.Source, nameof(facts.Source), LongestSource, required: false)) yield return flaw;
        if (facts.Kind is { } known && CoarsePoint.IsNeeded(known) && HouseNumber().IsMatch(FoldedText.OfName(facts.Place)))
            yield return new(nameof(facts.Place), new("だれでも見る場所です。番地は書かず、地区の名前までにしてください。", "Everybody reads this: leave the house number out and name the district only."));
        var municipality = Municipality.ByCode(facts.MunicipalityCode);
        if (municipality is null) yield return new(nameof(facts.MunicipalityCode), new("市町を選んでください。", "Choose the municipality."));
        else if (office is not null && !office.Covers(municipality.Code6)) yield return new(nameof(facts.MunicipalityCode), new("担当の市町を選んでください。", "Choose one of your municipalities."));
        foreach (var flaw in FlawsOfPoint(facts.Latitude, facts.Longitude, municipality)) yield return flaw;
        if (facts is { From: { } from, Until: { } until } && until < from) yield return new(nameof(facts.Until), new("終わりの日は、始まりの日よりあとにしてください。", "The last day must not be before the first."));
    }

    private static IEnumerable<Flaw> FlawsOfPoint(string? latitude, string? longitude, Municipality? municipality)
    {
        if (string.IsNullOrWhiteSpace(latitude) && string.IsNullOrWhiteSpace(longitude)) yield break;
        var parsed = GeoPoint.Parse(latitude, longitude);
        if (!parsed.TryGet(out var point))
        {
            if (GeoPoint.Parse(longitude, latitude).IsOk) yield return new("Latitude", new("緯度と経度が入れ替わっています。緯度は 34 前後、経度は 131 前後です。", "Latitude and longitude are swapped. The latitude is about 34, the longitude about 131."));
            else yield return new(GeoPoint.Parse(latitude, "131").IsOk ? "Longitude" : "Latitude", parsed.Error);
        }
        else if (!Prefecture.Contains(point))
        {
            yield return new("Latitude", new("県内の位置にしてください。緯度と経度を確かめてください。", "Use a position within the prefecture. Check latitude and longitude."));
        }
        else if (municipality is not null && !Prefecture.Contains(point, municipality))
        {
            yield return new("Latitude", new($"この位置は{municipality.Name}にありません。緯度と経度、市町を確かめてください。", $"This position is not in {municipality.English}. Check latitude, longitude and municipality."));
        }
    }

    // 3番地, 1234-5, 2丁目3.
    [GeneratedRegex(@"[0-9]\s*番|[0-9]+\s*[-‐−–ー]\s*[0-9]+|丁目\s*[0-9]+|[0-9]\s*号")]
    private static partial Regex HouseNumber();
}

/// <summary>Keeps it.</summary>
public static class SaveEntryHandler
{
    internal const int MostWaiting = 20;

    /// <summary>The key under which those who give numbers take turns.</summary>
    internal const string NumbersTurn = "local-numbers";

    internal static CommandAnswer Numbered { get; } = CommandAnswer.Refused("number-taken", "この番号は、この市町のほかの登録で使っています。", "Another entry of the municipality has this number.", nameof(SaveEntry.Number));

    /// <summary>A resident changes a proposal until it is published; whoever proposed it is told of what the office changes.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveEntry command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Before the entry's turn, as a file does that brings numbers.
        if (command.Office is not null) await session.TakeTurnsAsync(NumbersTurn, cancellationToken);
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.Id), cancellationToken);
        var known = await session.LockAsync<LocalEntry>(command.Id, cancellationToken);
        if ((command.By ?? command.Office?.By) is not { } writer || (known is not null && !EntryWork.May(known, command.By, command.Office))) return (CommandAnswer.Unknown, []);
        if (known is null && !await gates.IsOnNowAsync(Features.Resources)) return (CommandAnswer.Off, []);
        if (command.By is not null && known is { State: EntryState.Published or EntryState.Closed })
            return (CommandAnswer.Refused("published", "公開したあとは、窓口が直します。窓口にお知らせください。", "Once it is published the office corrects it. Please tell the office."), []);
        foreach (var flaw in SaveEntry.FlawsOf(command.Facts, command.Office)) return (CommandAnswer.Invalid(flaw), []);
        foreach (var flaw in Flaw.OfText(command.Number, nameof(command.Number), SaveEntry.LongestNumber, required: false)) return (CommandAnswer.Invalid(flaw), []);
        if (command.By is not null && string.IsNullOrWhiteSpace(command.Facts.Contact)) return (CommandAnswer.Invalid(new(nameof(EntryFacts.Contact), new("窓口が連絡できるように、連絡先を書いてください。公開しません。", "Say how the office can reach you. It is not published."))), []);
        var facts = command.By is null ? command.Tidy : command.Tidy with { Office = known?.Office ?? "", Source = known?.Source ?? EntryWords.FromResident };
        var number = command.By is null ? VentureWork.Tidy(command.Number) : known?.Number ?? "";
        if (known is not null && known.Revision != command.Revision)
            return (known.Facts == facts && known.Number == number ? CommandAnswer.Done : VentureWork.Changed, []);
        if (known is null && command.By is { AccountId: var account } && await session.Query<LocalEntry>().CountAsync(e => e.ProposerAccountId == account && e.State == EntryState.Waiting, cancellationToken) >= MostWaiting)
            return (CommandAnswer.Refused("too-many", $"確認を待つお申し出は {MostWaiting} 件までです。", $"Up to {MostWaiting} proposals may wait at a time."), []);
        if (LocalEntry.KeyOf(facts.MunicipalityCode, number) is { } key && await session.Query<LocalEntry>().AnyAsync(e => e.Key == key && e.Id != command.Id, cancellationToken)) return (Numbered, []);

        var now = clock.GetUtcNow();
        var entry = known ?? new() { Id = command.Id, EnteredAt = now, ProposerAccountId = command.By?.AccountId, ProposerName = command.By?.Name ?? "" };
        entry.Number = number;
        entry.Put(facts);
        if (command.By is { } by)
        {
            (entry.ProposerName, entry.State, entry.Reason) = (by.Name, EntryState.Waiting, "");
            entry.HandOver = command.MayHandOver ? entry.HandOver ?? new(JapanTime.DayOf(now), "", by) : null;
        }

        EntryWork.Keep(session, entry, writer, now);
        return (CommandAnswer.Done, known is null ? [] : [.. EntryWork.TellProposer(entry, writer, now, new("お申し出の内容を窓口が直しました", "The office corrected what you proposed"), new($"「{entry.Title}」をごらんください。", $"Please look at “{entry.Title}”."))]);
    }
}

/// <summary>What all commands about an entry have in common.</summary>
internal static class EntryWork
{
    /// <summary>Whether it is whose proposal it is, or the office of its municipality.</summary>
    public static bool May(LocalEntry entry, Doer? by, OfficePowers? office) => office?.Covers(entry.MunicipalityCode) ?? (by is not null && entry.ProposerAccountId == by.AccountId);

    public static void Keep(IDocumentSession session, LocalEntry entry, Doer by, DateTimeOffset now)
    {
        entry.Revision++;
        (entry.ChangedBy, entry.ChangedAt) = (by, now);
        session.Store(entry);
    }

    /// <summary>Tells who proposed it of what another did.</summary>
    public static IEnumerable<NoticeIssued> TellProposer(LocalEntry entry, Doer by, DateTimeOffset now, LocalizedText subject, LocalizedText words) =>
        entry.ProposerAccountId is { } proposer && proposer != by.AccountId
            ? [new(FactId.Of($"community-business.local-entry-told|{entry.Id:N}|{entry.Revision}"), proposer, subject, words, $"/community-business/local/mine/{entry.Id}", now, MailKinds.Resources)] : [];
}
