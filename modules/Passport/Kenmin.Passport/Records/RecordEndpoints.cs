using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.Sharing;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Passport.Records;

/// <summary>A line of one's own record.</summary>
internal sealed record RecordLineView(
    string? Module, Guid? PaperRecordId, DateOnly FirstDay, DateOnly LastDay, int FiscalYear, LocalizedText What, LocalizedText Role, int? Minutes, string? MunicipalityCode, string Place,
    string Proof, string? Href)
{
    public static RecordLineView Example { get; } = new(
        "clean-up", null, new(2026, 6, 14), new(2026, 6, 14), 2026, new("見本海岸の清掃（見本自治会）", "Clean-up at Sample Beach (Sample Association)"), new("参加者", "Helper"), 110, "352039", "見本海岸",
        "confirmed", "/clean-up/activities/0199f000-0000-7000-8000-0000000000c4");

    public static RecordLineView Of(RecordLine l) => new(
        l.Module, l.PaperId, l.First, l.Last, l.Year.StartYear, l.What, l.Role, l.Minutes, l.MunicipalityCode, l.Place, ApiWord.Of(l.Proof), l.Href);
}

/// <summary>A certificate or licence.</summary>
internal sealed record CertificateView(string Module, string Kind, LocalizedText Name, string Number, LocalizedText Issuer, DateOnly GivenOn, DateOnly? ValidUntil, string? Href)
{
    public static CertificateView Example { get; } = new(
        "rural-leaders", "licence", new("中山間地域づくりリーダー", "Leader of hilly-rural areas"), "2026-0001", new("山口県", "Yamaguchi Prefecture"), new(2026, 6, 14), new(2029, 6, 13), "/rural-leaders/me");

    public static CertificateView Of(Certificate c) => new(c.Module, ApiWord.Of(c.Kind), c.Name, c.Number, c.Issuer, c.GivenOn, c.ValidUntil, c.Href);
}

/// <summary>Points of a fiscal year.</summary>
internal sealed record PointsView(string Module, LocalizedText Name, int FiscalYear, long Collected, long Left, string? Href)
{
    public static PointsView Example { get; } = new("senior-engagement", new("活動ポイント（山口市）", "Activity points (Yamaguchi)"), 2026, 1200, 200, "/senior-engagement/points");

    public static PointsView Of(PointBalance p) => new(p.Module, p.Name, p.Year, p.Collected, p.Left, p.Href);
}

/// <summary>A milestone.</summary>
internal sealed record MilestoneView(LocalizedText Name, DateOnly On)
{
    public static MilestoneView Example { get; } = new(new("はじめての活動", "The first time"), new(2026, 6, 14));
}

/// <summary>One's own record.</summary>
internal sealed record RecordView(
    long Minutes, int Times, IReadOnlyList<RecordLineView> Lines, IReadOnlyList<CertificateView> Certificates, IReadOnlyList<PointsView> Points, IReadOnlyList<MilestoneView> Milestones)
{
    public static RecordView Example { get; } = new(110, 1, [RecordLineView.Example], [CertificateView.Example], [PointsView.Example], [MilestoneView.Example]);

    public static RecordView Of(OwnRecord r) => new(
        r.Minutes, r.Lines.Count, [.. r.Lines.Select(RecordLineView.Of)], [.. r.Certificates.Select(CertificateView.Of)], [.. r.Points.Select(PointsView.Of)],
        [.. r.Milestones().Select(m => new MilestoneView(m.Name, m.On))]);
}

/// <summary>Something from before or elsewhere, as it is sent.</summary>
internal sealed record PaperRecordRequest(
    string? What, string? Organiser, string? Role, DateOnly? FirstDay, DateOnly? LastDay, int? Minutes, string? MunicipalityCode, string? Place, string? Document)
{
    public static PaperRecordRequest Example { get; } = new("見本町の夏まつりの運営", "見本町実行委員会", "受付", new(2019, 8, 3), null, 240, "352039", "見本広場", "感謝状");
}

/// <summary>What was made.</summary>
internal sealed record MadeView(Guid Id)
{
    public static MadeView Example { get; } = new(new Guid("0199f000-0000-7000-8000-0000000000f1"));
}

/// <summary>Whom to show the record, and until when.</summary>
internal sealed record ShareRequest(string? Recipient, DateOnly? FirstDay, DateOnly? LastDay, bool WithPapers, DateOnly? Until, bool WithCertificates = false, bool WithPoints = false, bool WithMilestones = false)
{
    public static ShareRequest Example { get; } = new("見本株式会社 総務課", new(2026, 4, 1), null, false, new(2026, 12, 31));
}

/// <summary>A share. The address is a secret of who holds it.</summary>
internal sealed record ShareView(Guid Id, string Recipient, DateOnly Until, string State, string? Address, int Looks)
{
    public static ShareView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000f2"), "見本株式会社 総務課", new(2026, 12, 31), "open", "https://example.jp/passport/check/…", 2);

    public static ShareView Of(OwnShare s, string site) => new(
        s.Share.Id, s.Share.Recipient, s.Share.Until, s.Share.EndedAt is not null ? "ended" : s.Path is null ? "over" : "open", s.Path is null ? null : site + s.Path, s.Looks);
}

/// <summary>One's own record for programs.</summary>
internal sealed class RecordEndpoints : IApiEndpoints
{
    private const string Kept = "what a person took part in, entered and shows can always be seen and ended; what is new is decided by the features";

    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/passport").WithTags("passport").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        group.MapGet("/record", async (ClaimsPrincipal user, RecordReader records, CancellationToken cancellationToken) =>
            {
                var record = await records.OfAsync(user.AccountId()!.Value, cancellationToken);
                return Results.Ok(RecordView.Of(record));
            })
            .Produces<RecordView>().WithExample(response: RecordView.Example).WithSummary("自分の活動手帳 / My record");

        group.MapPost("/paper-records", (PaperRecordRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
                SaveAsync(Guid.CreateVersion7(clock.GetUtcNow()), body, user, bus, cancellationToken))
            .Produces<MadeView>().WithExample(PaperRecordRequest.Example, MadeView.Example).WithSummary("これまでの活動を入力する / Enter what you did before").NewEntries(Features.PaperRecords);
        group.MapPut("/paper-records/{id:guid}", async (Guid id, PaperRecordRequest body, ClaimsPrincipal user, PaperRecordDesk desk, IMessageBus bus, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is null ? ApiProblems.NotFound() : await SaveAsync(id, body, user, bus, cancellationToken))
            .Produces<MadeView>().WithExample(PaperRecordRequest.Example, MadeView.Example).WithSummary("入力した活動を直す / Correct it");
        group.MapDelete("/paper-records/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new RemovePaperRecord(id, user.AccountId()!.Value), cancellationToken)).ToResult(() => Results.NoContent()))
            .Produces(StatusCodes.Status204NoContent).WithSummary("入力した活動を消す / Take it out");

        group.MapGet("/shares", async (HttpContext http, ClaimsPrincipal user, ShareDesk desk, CancellationToken cancellationToken) =>
            {
                http.Response.Headers.CacheControl = "private, no-store";
                return Results.Ok((await desk.MineAsync(user, cancellationToken)).Select(s => ShareView.Of(s, http.SiteAddress())).ToList());
            })
            .Produces<IReadOnlyList<ShareView>>().WithExample(response: new[] { ShareView.Example }).WithSummary("手帳を見せている相手 / Whom I show my record");
        group.MapPost("/shares", async (ShareRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                var id = Guid.CreateVersion7(clock.GetUtcNow());
                return (await bus.InvokeAsync<CommandAnswer>(
                    new MakeShare(id, user.AccountId()!.Value, user.DisplayName(), body.Recipient, body.FirstDay, body.LastDay, body.WithPapers, body.Until, body.WithCertificates, body.WithPoints, body.WithMilestones), cancellationToken))
                    .ToResult(() => Results.Ok(new MadeView(id)));
            })
            .Produces<MadeView>().WithExample(ShareRequest.Example, MadeView.Example).WithSummary("手帳を見せる / Show my record to somebody").NewEntries(Features.Sharing);
        group.MapDelete("/shares/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new EndShare(id, user.AccountId()!.Value), cancellationToken)).ToResult(() => Results.NoContent()))
            .Produces(StatusCodes.Status204NoContent).WithSummary("見せるのをやめる / Stop showing it");
    }

    private static async Task<IResult> SaveAsync(Guid id, PaperRecordRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
        (await bus.InvokeAsync<CommandAnswer>(
            new SavePaperRecord(id, user.AccountId()!.Value, body.What, body.Organiser, body.Role, body.FirstDay, body.LastDay, body.Minutes, body.MunicipalityCode, body.Place, body.Document), cancellationToken))
        .ToResult(() => Results.Ok(new MadeView(id)));
}
