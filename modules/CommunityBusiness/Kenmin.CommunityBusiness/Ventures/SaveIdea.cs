using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>
/// An idea is begun, written on or handed in (アイデアの受付): by its team with an account, by a visitor with the code that the receipt
/// has, or at the counter.
/// </summary>
/// <param name="Id">The venture; a new one begins it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Contact">How to reach who has no account.</param>
/// <param name="Code">The code of the receipt, for who has no account; new with a new idea.</param>
/// <param name="By">Who has an account; null for a visitor, and at the counter.</param>
/// <param name="Office">Who enters it at the counter; else null.</param>
/// <param name="Revision">The revision that the writer read; 0 with a new idea.</param>
/// <param name="Submit">Whether it is handed in; else it stays as it is: a draft, or under way.</param>
/// <param name="InitiativeId">The initiative that it is brought for; null for none. Stays as it was once it is handed in.</param>
[MessageIdentity("community-business.save-idea.v1")]
[NewEntries(Features.Ideas)]
public sealed record SaveIdea(Guid Id, IdeaText Text, VentureContact? Contact, string? Code, Doer? By, OfficePowers? Office, int Revision, bool Submit, Guid? InitiativeId = null)
{
    internal const int Longest = 2000;

    internal IEnumerable<Flaw> Flaws(bool whole)
    {
        foreach (var flaw in Flaw.OfText(Text.Title, nameof(IdeaText.Title), 60, whole)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Problem, nameof(IdeaText.Problem), Longest, whole, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Resource, nameof(IdeaText.Resource), Longest, whole, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Who, nameof(IdeaText.Who), Longest, whole, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.How, nameof(IdeaText.How), Longest, whole, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Place, nameof(IdeaText.Place), 100, required: false)) yield return flaw;
        if (Text.Field is { } field && !Enum.IsDefined(field)) yield return new(nameof(IdeaText.Field), new("分野を一覧から選んでください。", "Choose a field from the list."));
        if (Municipality.ByCode(Text.MunicipalityCode) is null && (whole || !string.IsNullOrWhiteSpace(Text.MunicipalityCode)))
            yield return new("MunicipalityCode", new("市町を選んでください。", "Choose the municipality."));
        if (By is not null) yield break;
        foreach (var flaw in Flaw.OfText(Contact?.Name, "ContactName", 60, whole)) yield return flaw;
        if (!string.IsNullOrWhiteSpace(Contact?.Phone) && PhoneNumber.Parse(Contact.Phone) is { IsOk: false } phone) yield return new("Phone", phone.Error);
        if (!string.IsNullOrWhiteSpace(Contact?.Email) && EmailAddress.Parse(Contact.Email) is { IsOk: false } mail) yield return new("Email", mail.Error);
        if (whole && string.IsNullOrWhiteSpace(Contact?.Phone) && string.IsNullOrWhiteSpace(Contact?.Email))
            yield return new("Phone", new("電話番号かメールアドレスのどちらかを入力してください。", "Give a telephone number or an e-mail address."));
    }

    internal IdeaText TidyText => new(
        VentureWork.Tidy(Text.Title), VentureWork.Tidy(Text.Problem), VentureWork.Tidy(Text.Resource), VentureWork.Tidy(Text.Who), VentureWork.Tidy(Text.How),
        Municipality.ByCode(Text.MunicipalityCode)?.Code6 ?? "", VentureWork.Tidy(Text.Place), Text.Field);

    internal VentureContact? TidyContact => By is not null ? null : new(
        VentureWork.Tidy(Contact?.Name), string.IsNullOrWhiteSpace(Contact?.Phone) ? "" : PhoneNumber.Parse(Contact.Phone).Value.ToString(),
        string.IsNullOrWhiteSpace(Contact?.Email) ? "" : EmailAddress.Parse(Contact.Email).Value.Address);
}

/// <summary>Keeps it.</summary>
public static class SaveIdeaHandler
{
    internal const int MostDrafts = 20;

    /// <summary>A draft may be begun and handed in while the feature is on, and written on always. From the trial on, the plan says what is done.</summary>
    public static async Task<CommandAnswer> Handle(SaveIdea command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.Id), cancellationToken);
        var known = await session.LockAsync<Venture>(command.Id, cancellationToken);
        if (known is not null && !MayWrite(known, command, initiatives)) return CommandAnswer.Unknown;
        if ((known is null || (command.Submit && known.State == VentureState.Draft)) && !await gates.IsOnNowAsync(Features.Ideas)) return CommandAnswer.Off;
        if (known is { State: VentureState.Stopped }) return VentureWork.IsStopped;
        if (known is { Stage: not VentureStage.Idea })
            return CommandAnswer.Refused("past-idea", "試行に進んだあとは、アイデアの文は変えられません。計画に書いてください。", "From the trial on the idea stays as it is. Write in the plan.");
        var whole = command.Submit || command.Office is not null || known is { State: VentureState.Active };
        foreach (var flaw in command.Flaws(whole)) return CommandAnswer.Invalid(flaw);
        if (command.Office is { } office && !office.Covers(command.TidyText.MunicipalityCode))
            return CommandAnswer.Invalid(new("MunicipalityCode", new("担当の市町を選んでください。", "Choose one of your municipalities.")));
        var initiative = known is { State: not VentureState.Draft } ? known.InitiativeId : command.InitiativeId;
        if (known is not { State: not VentureState.Draft } && initiative is not null && (known?.InitiativeId != initiative || command.Submit) && !await initiatives.TakesIdeasAsync(gates, initiative))
            return CommandAnswer.Refused("initiative-closed", "この事業では、今はアイデアを受け付けていません。ほかの事業か「どの事業でもない」を選んでください。", "No ideas are taken for this initiative at present. Choose another one, or none.", nameof(command.InitiativeId));
        if (known is not null && command.Revision != known.Revision)
            return known.Text == command.TidyText && known.InitiativeId == initiative && (!command.Submit || known.State == VentureState.Active) ? CommandAnswer.Done : VentureWork.Changed;
        var now = clock.GetUtcNow();
        if (known is null)
        {
            if (command.By is null && Venture.Codes.Read(command.Code) is null) return CommandAnswer.Unknown;
            if (command.TidyText is { Title: "", Problem: "", Resource: "", Who: "", How: "" })
                return CommandAnswer.Invalid(new("Title", new("題名か、考えていることを、ひとことでも書いてから保存してください。", "Write a title or a few words before you save.")));
            if (command.By is { AccountId: var account } && await session.Query<Venture>().CountAsync(v => v.OwnerAccountId == account && v.State == VentureState.Draft, cancellationToken) >= MostDrafts)
                return CommandAnswer.Refused("too-many", $"下書きは {MostDrafts} 件までです。要らない下書きを消してください。", $"Up to {MostDrafts} drafts. Delete those you do not need.");
            known = new()
            {
                Id = command.Id, Number = await NextNumberAsync(session, now, cancellationToken), State = VentureState.Draft, BegunAt = now, OwnerAccountId = command.By?.AccountId,
                CodeHash = command.By is null ? Venture.HashOf(Venture.Codes.Read(command.Code)!) : null,
            };
        }

        known.Put(command.TidyText);
        known.InitiativeId = initiative;
        if (known.OwnerAccountId is null)
        {
            known.Contact = command.TidyContact;
            known.OwnerName = known.Contact?.Name ?? "";
        }
        else if (command.By?.AccountId == known.OwnerAccountId) known.OwnerName = command.By!.Name;
        known.Revision++;
        known.ChangedAt = now;
        session.Store(known);
        if (known.State == VentureState.Draft && whole)
        {
            known.State = VentureState.Active;
            known.SetNext(VentureWork.OfficeLooks(JapanTime.DayOf(now), initiatives.SettingsOf<InitiativeSettings>(CommunityBusinessModule.Key, initiative, FiscalYear.Of(now)).DaysToLook));
            session.Record(known, StepKind.Submitted, VentureStage.Idea, "", command.By ?? command.Office?.By ?? new(Guid.Empty, known.OwnerName), now);
        }

        return CommandAnswer.Done;
    }

    // The office has no look at drafts. Who has a code writes by it as long as no account took the idea over.
    private static bool MayWrite(Venture known, SaveIdea command, InitiativeDirectory initiatives) => command switch
    {
        { Office: { } office } => known.State != VentureState.Draft && known.OwnerAccountId is null && office.Covers(known, initiatives),
        { By: { } by } => known.IsOf(by.AccountId),
        _ => known.OwnerAccountId is null && known.Opens(command.Code),
    };

    private static async Task<string> NextNumberAsync(IDocumentSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var year = FiscalYear.Of(now).StartYear.ToString(CultureInfo.InvariantCulture);
        await session.TakeTurnsAsync($"venture-serial|{year}", cancellationToken);
        var serial = await session.LoadAsync<VentureSerial>(year, cancellationToken) ?? new() { Id = year };
        serial.Last++;
        session.Store(serial);
        return string.Create(CultureInfo.InvariantCulture, $"{year}-{serial.Last:0000}");
    }
}

/// <summary>A draft is thrown away (下書きを消す).</summary>
/// <param name="Id">The venture.</param>
/// <param name="By">The owner; null for a visitor.</param>
/// <param name="Code">The code of a visitor.</param>
[MessageIdentity("community-business.drop-draft.v1")]
[NoNewEntries("takes away what was not handed in")]
public sealed record DropDraft(Guid Id, Doer? By, string? Code);

/// <summary>Throws it away.</summary>
public static class DropDraftHandler
{
    /// <summary>Only what was not handed in, and only by the owner or who has the code.</summary>
    public static async Task<CommandAnswer> Handle(DropDraft command, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<Venture>(command.Id, cancellationToken) is not { State: VentureState.Draft } known) return CommandAnswer.Unknown;
        if (command.By is { } by ? known.OwnerAccountId != by.AccountId : known.OwnerAccountId is not null || !known.Opens(command.Code)) return CommandAnswer.Unknown;
        VenturesOfPerson.Drop(session, known);
        return CommandAnswer.Done;
    }
}
