using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>A team begins an application for an offer, or writes on it (申請を書く).</summary>
/// <param name="Id">The application; made by the sender, so that sending twice begins one.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Yen">How much is asked for.</param>
/// <param name="OwnYen">What the team pays itself.</param>
/// <param name="TotalYen">What it costs in all, as the team counts it.</param>
/// <param name="Lines">What it is spent on.</param>
/// <param name="Revision">The revision that was read; 0 for a new one.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.save-application.v1")]
[NewEntries(Features.Money)]
public sealed record SaveApplication(Guid Id, Guid VentureId, Guid OfferId, string? Purpose, long? Yen, long? OwnYen, long? TotalYen, IReadOnlyList<BudgetLine> Lines, int Revision, Doer By)
{
    internal const int MostLines = 12;

    /// <summary>What stands against it: the lines must come to the total, and the total to what is asked for and paid, to the yen.</summary>
    internal IEnumerable<Flaw> Flaws(MoneyTerms terms)
    {
        foreach (var flaw in Flaw.OfText(Purpose, nameof(Purpose), 2000, lines: true)) yield return flaw;
        if (Lines.Count is < 1 or > MostLines) yield return new(nameof(Lines), new($"経費の内訳を 1 行から {MostLines} 行まで書いてください。", $"Enter from 1 to {MostLines} lines."));
        foreach (var line in Lines)
        {
            foreach (var flaw in Flaw.OfText(line.Text, nameof(Lines), 100)) yield return flaw;
            if (line.Yen is < 1 or > SaveMoneyOffer.HighestYen) yield return new(nameof(Lines), new($"「{line.Text}」の金額を、1 円以上の整数で入力してください。", $"Enter whole yen for “{line.Text}”, 1 or more."));
        }

        if (Yen is not (>= 1 and <= SaveMoneyOffer.HighestYen)) yield return new(nameof(Yen), new("申請する額を、1 円以上の整数で入力してください。", "Enter what you ask for in whole yen, 1 or more."));
        if (OwnYen is not (>= 0 and <= SaveMoneyOffer.HighestYen)) yield return new(nameof(OwnYen), new("自己資金を、0 円以上の整数で入力してください。", "Enter what you pay yourself in whole yen, 0 or more."));
        var sum = Lines.Sum(l => l.Yen);
        if (TotalYen != sum) yield return new(nameof(TotalYen), new($"内訳の合計は {sum:#,0} 円です。入力された {TotalYen ?? 0:#,0} 円と {Math.Abs(sum - (TotalYen ?? 0)):#,0} 円ちがいます。", $"The lines come to {sum:#,0} yen, which is {Math.Abs(sum - (TotalYen ?? 0)):#,0} yen off the {TotalYen ?? 0:#,0} you entered."));
        else if (Yen + OwnYen != sum) yield return new(nameof(OwnYen), new($"申請する額と自己資金を足すと {Yen + OwnYen:#,0} 円です。合計の {sum:#,0} 円と同じにしてください。", $"What you ask for and pay comes to {Yen + OwnYen:#,0} yen; make it {sum:#,0}."));
        else if (MoneyRules.MostFor(terms, sum) is var most && Yen > most)
            yield return new(nameof(Yen), terms.Kind == MoneyKind.Grant
                ? new($"この内容で申請できるのは {most:#,0} 円までです（上限 {terms.MostYen:#,0} 円、補助率 {MoneyWords.Rate(terms.PerMille)}、円未満切捨て）。", $"Up to {most:#,0} yen can be asked for (at most {terms.MostYen:#,0} yen, a rate of {MoneyWords.Rate(terms.PerMille)}, rounded down).")
                : new($"申請できるのは {most:#,0} 円までです。", $"Up to {most:#,0} yen can be asked for."));
    }
}

/// <summary>Keeps it as a draft.</summary>
public static class SaveApplicationHandler
{
    internal const int MostOpen = 10;

    /// <summary>For an offer that is open and meant for the venture's stage; one at a time for each offer.</summary>
    public static async Task<CommandAnswer> Handle(SaveApplication command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !venture.IsOf(command.By.AccountId)) return CommandAnswer.Unknown;
        var application = await session.LockAsync<MoneyApplication>(command.Id, cancellationToken);
        if (application is not null && (application.VentureId != venture.Id || application.OfferId != command.OfferId)) return CommandAnswer.Unknown;
        if (application is null && !await gates.IsOnNowAsync(Features.Money)) return CommandAnswer.Off;
        if (venture.State == VentureState.Stopped) return VentureWork.IsStopped;
        if (application is { State: not ApplicationState.Draft }) return MoneyWork.NotNow(application);
        if ((application?.Revision ?? 0) != command.Revision) return VentureWork.Changed;
        if (await session.LoadAsync<MoneyOffer>(command.OfferId, cancellationToken) is not { } offer) return CommandAnswer.Unknown;
        if (Refusal(offer, venture, today) is { } refusal) return refusal;
        foreach (var flaw in command.Flaws(offer.Terms)) return CommandAnswer.Invalid(flaw);
        if (application is null)
        {
            var id = venture.Id;
            var others = (await session.Query<MoneyApplication>().Where(a => a.VentureId == id).ToListAsync(cancellationToken)).Where(a => a.IsOpen).ToList();
            if (others.Any(a => a.OfferId == offer.Id)) return CommandAnswer.Refused("twice", "この制度への申請が、もうあります。", "There is an application for this offer already.");
            if (others.Count >= MostOpen) return CommandAnswer.Refused("too-many", $"進行中の申請は {MostOpen} 件までです。", $"Up to {MostOpen} applications can be under way.");
            application = new() { Id = command.Id, OfferId = offer.Id, VentureId = venture.Id, RequestedBy = command.By };
        }

        (application.OfferName, application.Terms, application.VentureTitle) = (offer.Name, offer.Terms, venture.Title);
        (application.MunicipalityCode, application.InitiativeId) = (venture.MunicipalityCode, venture.InitiativeId);
        application.Asked = new(VentureWork.Tidy(command.Purpose), command.Yen!.Value, command.OwnYen!.Value, [.. command.Lines.Select(l => l with { Text = l.Text.Trim() })]);
        application.Revision++;
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return CommandAnswer.Done;
    }

    /// <summary>Why a venture cannot apply; null where it can.</summary>
    internal static CommandAnswer? Refusal(MoneyOffer offer, Venture venture, DateOnly today) =>
        !offer.IsOpen(today) ? CommandAnswer.Refused("not-open", "受付の期間ではありません。", "Applications are not taken at present.")
        : !offer.Suits(venture.Stage) ? CommandAnswer.Refused("stage", $"今の段階は「{VentureWords.NameOf(venture.Stage).Ja}」です。この制度は、ほかの段階の事業のためのものです。", $"The venture is at “{VentureWords.NameOf(venture.Stage).En}”; this offer is meant for other stages.") : null;
}

/// <summary>A team hands its application in (申請する).</summary>
/// <param name="Id">The application.</param>
/// <param name="By">Who hands it in.</param>
[MessageIdentity("community-business.submit-application.v1")]
[NewEntries(Features.Money)]
public sealed record SubmitApplication(Guid Id, Doer By);

/// <summary>Takes it in.</summary>
public static class SubmitApplicationHandler
{
    /// <summary>With each document that is needed, while the offer is open and under the terms that were read. Sent twice, it is handed in once.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SubmitApplication command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, venture) = (found.Application, found.Venture!);
        if (application.State == ApplicationState.Requested) return (CommandAnswer.Done, []);
        if (application.State != ApplicationState.Draft) return (MoneyWork.NotNow(application), []);
        if (!await gates.IsOnNowAsync(Features.Money)) return (CommandAnswer.Off, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        if (await session.LoadAsync<MoneyOffer>(application.OfferId, cancellationToken) is not { } offer) return (CommandAnswer.Unknown, []);
        if (SaveApplicationHandler.Refusal(offer, venture, JapanTime.DayOf(now)) is { } refusal) return (refusal, []);
        if (!offer.Terms.SameAs(application.Terms))
            return (CommandAnswer.Refused("terms", "制度の条件が変わりました。「申請の内容を書く」をもう一度開き、確かめて保存してください。", "The terms have changed. Open what is asked for, look at it and save it again."), []);
        var id = application.Id;
        var there = (await session.Query<MoneyFile>().Where(f => f.ApplicationId == id && f.Use == MoneyFileUse.Document).ToListAsync(cancellationToken)).Select(f => f.Key).ToHashSet();
        if (application.Terms.Documents.Where(d => !there.Contains(d)).ToList() is { Count: > 0 } missing)
            return (CommandAnswer.Refused("documents", $"まだない書類があります：{string.Join("、", missing)}", $"Documents are missing: {string.Join(", ", missing)}"), []);
        (application.RequestedAt, application.VentureTitle, application.MunicipalityCode) = (now, venture.Title, venture.MunicipalityCode);
        session.Go(application, ApplicationState.Requested, MoneyEvent.HandedIn, "", application.Asked.Yen, command.By, now);
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("補助金・融資の申請を出しました", "An application for money was handed in"), command.By, now)]);
    }
}

/// <summary>A team takes its application back (申請の取下げ).</summary>
/// <param name="Id">The application.</param>
/// <param name="Reason">Why; a draft needs none.</param>
/// <param name="By">Who takes it back.</param>
[MessageIdentity("community-business.withdraw-application.v1")]
[NoNewEntries("ends what is under way")]
public sealed record WithdrawApplication(Guid Id, string? Reason, Doer By);

/// <summary>Takes it back.</summary>
public static class WithdrawApplicationHandler
{
    /// <summary>As long as nothing was paid out; a draft goes for good. What was granted is free again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(WithdrawApplication command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var application = found.Application;
        if (application.State == ApplicationState.Draft)
        {
            var id = application.Id;
            foreach (var file in await session.Query<MoneyFile>().Where(f => f.ApplicationId == id).ToListAsync(cancellationToken)) session.DropFile(file);
            session.Delete(application);
            return (CommandAnswer.Done, []);
        }

        if (application.State is not (ApplicationState.Requested or ApplicationState.Recommended or ApplicationState.Referred or ApplicationState.Granted)) return (MoneyWork.NotNow(application), []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (application.State == ApplicationState.Granted)
        {
            if (await session.LockAccountAsync(application.Id, cancellationToken) is not { PaidOut: 0 })
                return (CommandAnswer.Refused("paid-out", "お金を受け取ったあとは、取り下げられません。窓口に相談してください。", "Money was paid out already. Talk to the office."), []);
            await session.FreeAsync(application.Id, cancellationToken);
        }

        session.Go(application, ApplicationState.Withdrawn, MoneyEvent.Withdrawn, VentureWork.Tidy(command.Reason), null, command.By, now);
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("補助金・融資の申請を取り下げました", "An application for money was taken back"), command.By, now)]);
    }
}
