using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>Anybody reports litter (ごみを通報する). Sent again with the same id and secret, it is the same report.</summary>
/// <param name="Id">The report's id, made by who sends it.</param>
/// <param name="SecretHash">The hash of the reporter's secret.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="SiteId">The site, where the reporter chose one.</param>
/// <param name="Point">Where it lies.</param>
/// <param name="Place">Where it lies, in words.</param>
/// <param name="Sort">What kind it is.</param>
/// <param name="Kinds">Kinds of the published list.</param>
/// <param name="Words">What else to know.</param>
/// <param name="Picture">A photo, drawn anew; null when there is none.</param>
/// <param name="AccountId">Who reports, where signed in.</param>
/// <param name="SenderKey">Tells the sender of the day from others.</param>
[MessageIdentity("clean-up.send-litter-report.v1")]
[NewEntries(Features.LitterReports)]
public sealed record SendLitterReport(
    Guid Id, string SecretHash, string? Municipality, Guid? SiteId, GeoPoint? Point, string? Place, LitterSort Sort, IReadOnlyList<string> Kinds, string? Words, Picture? Picture, Guid? AccountId, string? SenderKey)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (SharedKernel.Municipality.ByCode(Municipality) is not { } municipality) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        else if (Point is { } point && SiteRow.Stray(point, municipality) is { } stray) yield return new(nameof(Point), stray);
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 200, required: Point is null && SiteId is null)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Words, nameof(Words), 1_000, required: false, lines: true)) yield return flaw;
        if (Kinds.Any(k => !Litter.Has(k))) yield return new(nameof(Kinds), new("ごみの種類を一覧から選び直してください。", "Choose the kinds from the list again."));
    }
}

/// <summary>Keeps the report for staff to look at.</summary>
public static class SendLitterReportHandler
{
    /// <summary>How many reports one sender may send in a day.</summary>
    internal const int MostADay = 10;

    /// <summary>How close a site must be to be taken for the place, in metres.</summary>
    internal const double CloseBy = 500;

    /// <summary>The turns of a sender keep the limit on any number of hosts. Who sent something to annoy sends nothing more that day.</summary>
    public static async Task<CommandAnswer> Handle(SendLitterReport command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"litter-report|{command.Id:N}", cancellationToken);
        if (await session.LoadAsync<LitterReport>(command.Id, cancellationToken) is { } known) return known.SecretHash == command.SecretHash ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.LitterReports)) return LitterAnswers.Off;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        var now = clock.GetUtcNow();
        if (command.SenderKey is { } sender)
        {
            await session.TakeTurnsAsync($"litter-sender|{sender}", cancellationToken);
            var sent = await session.Query<LitterReport>().Where(r => r.SenderKey == sender).Select(r => r.Abuse).ToListAsync(cancellationToken);
            if (sent.Count >= MostADay || sent.Contains(true)) return LitterAnswers.TooMany;
        }

        var municipality = Municipality.ByCode(command.Municipality)!.Code6;
        Site? site = null;
        if (command.SiteId is { } id && ((site = await session.LoadAsync<Site>(id, cancellationToken)) is null || site.MunicipalityCode != municipality))
            return CommandAnswer.Invalid(new(nameof(command.SiteId), new("場所を一覧から選び直してください。", "Choose the place from the list again.")));
        if (site is null && command.Point is { } point)
            site = (await session.Query<Site>().Where(s => s.MunicipalityCode == municipality && !s.Closed).ToListAsync(cancellationToken))
                .Select(s => (Site: s, Away: s.Shape.Positions.Append(s.Shape.Pin).Min(p => p.DistanceTo(point)))).Where(s => s.Away <= CloseBy).OrderBy(s => s.Away).Select(s => s.Site).FirstOrDefault();
        session.Insert(new LitterReport
        {
            Id = command.Id, SecretHash = command.SecretHash, MunicipalityCode = municipality, Point = command.Point ?? site?.Shape.Pin, Place = command.Place?.Trim() ?? "", SiteId = site?.Id, Sort = command.Sort,
            Kinds = [.. command.Kinds.Distinct()], Words = command.Words?.Trim() ?? "", AccountId = command.AccountId, SenderKey = command.SenderKey, State = LitterReportState.Reported, ReportedAt = now,
        });
        if (command.Picture is { } picture) session.StoreLitterPhoto(command.Id, municipality, command.AccountId, picture, now);
        return CommandAnswer.Done;
    }
}

/// <summary>Answers about reports.</summary>
internal static class LitterAnswers
{
    public static CommandAnswer Off { get; } = new(CommandAnswer.Closed, new("ごみの通報は、現在受け付けていません。", "Reports of litter are not taken at present."));

    public static CommandAnswer TooMany { get; } = CommandAnswer.Refused("too-many", "今日はこれ以上受け付けられません。急ぎのときは、市町の窓口にお電話ください。", "No more can be taken today. If it is urgent, please call the municipality.");
}
