using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money.Offers;

/// <summary>Staff enter a grant or a loan, or change it (制度の登録).</summary>
/// <param name="Id">The offer; made by the page.</param>
/// <param name="NameJa">Its name.</param>
/// <param name="NameEn">Its name in English; may be empty.</param>
/// <param name="Giver">Who gives it.</param>
/// <param name="AboutJa">What it is for.</param>
/// <param name="AboutEn">What it is for, in English; may be empty.</param>
/// <param name="Kind">Grant or loan.</param>
/// <param name="MostYen">The maximum.</param>
/// <param name="PerMille">The rate of a grant.</param>
/// <param name="Months">Within how many months a loan is paid back.</param>
/// <param name="RecommendedFirst">Whether the municipality recommends it first.</param>
/// <param name="Documents">The documents that are needed.</param>
/// <param name="Stages">For which stages; none for all.</param>
/// <param name="OpensOn">The first day.</param>
/// <param name="ClosesOn">The last day.</param>
/// <param name="Revision">The revision that was read; 0 for a new one.</param>
/// <param name="Office">Who enters it.</param>
[MessageIdentity("community-business.save-money-offer.v1")]
[NewEntries(Features.Money)]
public sealed record SaveMoneyOffer(
    Guid Id, string? NameJa, string? NameEn, string? Giver, string? AboutJa, string? AboutEn, MoneyKind? Kind, long? MostYen, int? PerMille, int? Months, bool RecommendedFirst,
    IReadOnlyList<string> Documents, IReadOnlyList<VentureStage> Stages, DateOnly? OpensOn, DateOnly? ClosesOn, int Revision, OfficePowers Office)
{
    internal const long HighestYen = 10_000_000_000;
    internal const int MostDocuments = 12, MostMonths = 240;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(NameJa, nameof(NameJa), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(NameEn, nameof(NameEn), 80, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Giver, nameof(Giver), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(AboutJa, nameof(AboutJa), 4000, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(AboutEn, nameof(AboutEn), 4000, required: false, lines: true)) yield return flaw;
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(Kind), new("補助金か融資かを選んでください。", "Choose grant or loan."));
        if (MostYen is not (>= 1 and <= HighestYen)) yield return new(nameof(MostYen), new($"1 から {HighestYen:#,0} 円までの整数で入力してください。", $"Enter whole yen from 1 to {HighestYen:#,0}."));
        if (Kind == MoneyKind.Grant && PerMille is not (>= 1 and <= 1000)) yield return new(nameof(PerMille), new("補助率を 0.1 から 100 ％までで入力してください。例：50", "Enter a rate from 0.1 to 100 %, such as 50."));
        if (Kind == MoneyKind.Loan && Months is not (>= 1 and <= MostMonths)) yield return new(nameof(Months), new($"返済の期間を 1 から {MostMonths} か月までで入力してください。", $"Enter a term from 1 to {MostMonths} months."));
        if (Documents.Count > MostDocuments || Documents.Distinct(StringComparer.Ordinal).Count() != Documents.Count)
            yield return new(nameof(Documents), new($"ちがう名前の書類を {MostDocuments} 件まで書けます。", $"Up to {MostDocuments} documents, each by another name."));
        foreach (var document in Documents)
            foreach (var flaw in Flaw.OfText(document, nameof(Documents), 60)) yield return flaw;
        if (!Stages.All(Enum.IsDefined)) yield return new(nameof(Stages), new("段階を選びなおしてください。", "Choose the stages anew."));
        if (OpensOn is null) yield return new(nameof(OpensOn), new("受付を始める日を入力してください。例：2026-07-01", "Enter the first day, such as 2026-07-01."));
        if (ClosesOn is null || ClosesOn < OpensOn) yield return new(nameof(ClosesOn), new("締切は、受付を始める日か、それより後の日にしてください。", "The last day is the first day, or later."));
    }
}

/// <summary>Keeps it.</summary>
public static class SaveMoneyOfferHandler
{
    /// <summary>What was handed in already keeps the terms under which it was.</summary>
    public static async Task<CommandAnswer> Handle(SaveMoneyOffer command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!command.Office.ForProgram) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync($"money-offer|{command.Id:N}", cancellationToken);
        var offer = await session.LockAsync<MoneyOffer>(command.Id, cancellationToken);
        if (offer is null && !await gates.IsOnNowAsync(Features.Money)) return CommandAnswer.Off;
        if ((offer?.Revision ?? 0) != command.Revision) return VentureWork.Changed;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (offer is not null && offer.Terms.Kind != command.Kind)
            return CommandAnswer.Refused("kind", "補助金と融資は、あとから入れかえられません。新しく登録してください。", "A grant does not become a loan, nor the other way. Enter a new one.", nameof(command.Kind));
        offer ??= new() { Id = command.Id };
        var (name, about) = (VentureWork.Tidy(command.NameJa), VentureWork.Tidy(command.AboutJa));
        offer.Name = new(name, VentureWork.Tidy(command.NameEn) is { Length: > 0 } english ? english : name);
        offer.About = new(about, VentureWork.Tidy(command.AboutEn) is { Length: > 0 } words ? words : about);
        offer.Giver = VentureWork.Tidy(command.Giver);
        var grant = command.Kind == MoneyKind.Grant;
        offer.Terms = new(command.Kind!.Value, command.MostYen!.Value, grant ? command.PerMille!.Value : 1000, grant ? 0 : command.Months!.Value, command.RecommendedFirst, [.. command.Documents.Select(d => d.Trim())]);
        (offer.Stages, offer.OpensOn, offer.ClosesOn) = ([.. command.Stages.Distinct().Order()], command.OpensOn!.Value, command.ClosesOn!.Value);
        (offer.ChangedAt, offer.ChangedBy) = (clock.GetUtcNow(), command.Office.By);
        offer.Revision++;
        session.Store(offer);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff say how much of an offer may be granted in a fiscal year (年度の総額).</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="Year">The fiscal year, by the year in which it starts.</param>
/// <param name="Yen">How much.</param>
/// <param name="Revision">The revision that was read; 0 where there was none.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.set-money-budget.v1")]
[NoNewEntries("says how much may be granted of what is offered")]
public sealed record SetMoneyBudget(Guid OfferId, int Year, long? Yen, int Revision, OfficePowers Office);

/// <summary>Writes it.</summary>
public static class SetMoneyBudgetHandler
{
    /// <summary>For this and the next fiscal year, and never less than was granted.</summary>
    public static async Task<CommandAnswer> Handle(SetMoneyBudget command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!command.Office.ForProgram || await session.LoadAsync<MoneyOffer>(command.OfferId, cancellationToken) is not { } offer) return CommandAnswer.Unknown;
        var current = FiscalYear.Current(clock).StartYear;
        if (command.Year < current || command.Year > current + 1) return CommandAnswer.Invalid(new(nameof(command.Year), new("今年度か来年度の総額だけを変えられます。", "Only this and the next fiscal year can be changed.")));
        if (command.Yen is not (>= 0 and <= SaveMoneyOffer.HighestYen * 10)) return CommandAnswer.Invalid(new(nameof(command.Yen), new("0 以上の整数（円）で入力してください。例：3000000", "Enter whole yen, 0 or more, such as 3000000.")));
        await session.TakeTurnsAsync($"money-budget|{offer.Id:N}|{command.Year}", cancellationToken);
        var known = await session.LockMoneyAsync(offer.Id, command.Year, cancellationToken);
        if ((known?.Revision ?? 0) != command.Revision) return known?.Total == command.Yen ? CommandAnswer.Done : VentureWork.Changed;
        if (known is not null && command.Yen < known.Granted)
            return CommandAnswer.Refused("below-taken", $"すでに {known.Granted:#,0} 円を決定しています。それより少なくはできません。", $"{known.Granted:#,0} yen were granted already; it cannot be less.", nameof(command.Yen));
        await session.SetMoneyAsync(offer.Id, command.Year, command.Yen.Value, cancellationToken);
        return CommandAnswer.Done;
    }
}
