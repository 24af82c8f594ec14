using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Resources.Import;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>What is published, for programs. Where <c>coarse</c>, the point is that of a cell of about 500 m.</summary>
internal sealed record EntryView(
    Guid Id, string Layer, string Kind, string Title, string Text, string MunicipalityCode, string Place, string Condition, double? Latitude, double? Longitude, bool Coarse, DateOnly? From, DateOnly? Until, string Office, string Source, bool BeingTalkedAbout)
{
    public static EntryView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000a1"), "resource", "emptyHouse", "坂の上の空き家", "台所と座敷が使えます。", "352039", "見本地区", "木造 2 階、築 60 年", 34.1895833, 131.4843750, true, new(2026, 7, 1), null, "定住促進課", "空き家調査", false);

    public static EntryView ProblemExample { get; } = Example with { Layer = "problem", Kind = "daily", Title = "坂の上に店がない", Text = "買い物に行けない人がいます。", Condition = "40 世帯" };

    public static EntryView Of(EntryLine line) => line.Entry is var e ? new(
        e.Id, e.IsProblem ? "problem" : "resource", ApiWord.Of(e.Kind), e.Title, e.Text, e.MunicipalityCode, e.Place, e.Condition, e.Shown?.Latitude, e.Shown?.Longitude, CoarsePoint.IsNeeded(e.Kind), e.From, e.Until, e.Office, e.Source, line.Talks) : null!;
}

/// <summary>An entry for who proposed it or answers for it; the contact only where it may be seen.</summary>
internal sealed record KeptEntryView(EntryView Entry, string State, string Reason, string Number, double? ExactLatitude, double? ExactLongitude, string? Contact, bool HandOver, int Revision)
{
    public static KeptEntryView Example { get; } = new(EntryView.Example, "waiting", "", "A-12", 34.1881, 131.4836, "見本 家主 083-933-0001", true, 1);

    public static KeptEntryView Of(LocalEntry e, bool withContact) => new(
        EntryView.Of(new(e, false)), ApiWord.Of(e.State), e.Reason, e.Number, withContact ? e.Exact?.Latitude : null, withContact ? e.Exact?.Longitude : null, withContact ? e.Contact : null, e.HandOver is not null, e.Revision);
}

/// <summary>What is sent of an entry.</summary>
internal sealed record EntryBody(
    LocalKind? Kind, string? Title, string? Text, string? MunicipalityCode, string? Place, string? Condition, double? Latitude, double? Longitude, DateOnly? From, DateOnly? Until, string? Contact, int? Revision, bool? HandOver = null, string? Office = null, string? Source = null, string? Number = null)
{
    public static EntryBody Example { get; } = new(LocalKind.EmptyHouse, "坂の上の空き家", "台所と座敷が使えます。", "352039", "見本地区", "木造 2 階、築 60 年", 34.1881, 131.4836, new(2026, 7, 1), null, "見本 家主 083-933-0001", 0, true);

    public SaveEntry ToCommand(Guid id, Doer? by, OfficePowers? office) => new(
        id, new(Kind, Title ?? "", Text ?? "", MunicipalityCode ?? "", Place ?? "", Condition ?? "", Latitude is { } north ? LocalEntry.Degrees(north) : "", Longitude is { } east ? LocalEntry.Degrees(east) : "", From, Until, Office ?? "", Contact ?? "", Source ?? ""),
        Number, HandOver == true, Revision ?? 0, by, office);
}

/// <summary>Publishing.</summary>
internal sealed record PublishBody(string? AnsweringOffice, int? Revision);

/// <summary>Whether the contact may be handed over, and how the office was told.</summary>
internal sealed record HandOverBody(bool Agree, string? How);

/// <summary>What a team would do with it.</summary>
internal sealed record InterestBody(Guid? EntryId, string? Message);

/// <summary>The office's answer.</summary>
internal sealed record InterestAnswerBody(bool Introduce, string? Words);

/// <summary>An interest for programs.</summary>
internal sealed record InterestView(Guid Id, Guid EntryId, string Entry, Guid VentureId, string Venture, string Message, string State, string Answer, DateTimeOffset At)
{
    public static InterestView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000a2"), EntryView.Example.Id, "坂の上の空き家", VentureView.Example.Id, "坂の上の移動販売", "荷物の置き場にしたい。", "introduced", "9 日に見に行きましょう。", new(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(9)));

    public static InterestView Of(InterestLook l) => new(l.Interest.Id, l.Entry.Id, l.Entry.Title, l.Venture.Id, l.Venture.Title, l.Interest.Message, ApiWord.Of(l.Interest.State), l.Interest.Answer, l.Interest.At);
}

/// <summary>An entry for the team of a venture.</summary>
internal sealed record TeamEntryView(EntryView Entry, string? Interest, string? Answer, string? Contact);

/// <summary>What may suit, and why.</summary>
internal sealed record MatchView(Guid Id, string Title, int Points, IReadOnlyList<string> Reasons)
{
    public static MatchView Example { get; } = new(EntryView.Example.Id, "坂の上の空き家", 80, ["種類「空き家」のこと（「空き家」）が書かれています", "同じ言葉：坂上"]);
}

/// <summary>A file as programs get it: what it would do, or did.</summary>
internal sealed record EntryImportView(Guid Id, string FileName, bool Applied, int Added, int Changed, int Published, int Same, int WrongRows, IReadOnlyList<EntryRowProblem> Problems)
{
    public static EntryImportView Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000a3"), "akiya.csv", false, 12, 1, 10, 3, 0, []);

    public static EntryImportView Of(EntryImport i) => new(
        i.Id, i.FileName, i.AppliedAt is not null, i.Effect.Added, i.Effect.Changed, i.Effect.Published, i.Effect.Same, i.WrongRows, [.. i.Errors.Select(e => new EntryRowProblem(e.Line, e.Column.ToString(), e.Value, e.Reason.ToString()))]);
}

/// <summary>What is wrong in a row of a file.</summary>
internal sealed record EntryRowProblem(int Row, string Column, string Value, string Expected);

/// <summary>Local resources and problems for programs: everybody, residents with their own, teams, and staff.</summary>
internal sealed class EntryApi(EntryReader entries, InterestReader interests, VentureReader ventures, EntryImports imports) : IApiEndpoints
{
    private const string Kept = "what was brought stays visible and is carried on; what is new is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        MapPublic(api, "resources", "地域資源 / Local resources", problems: false, EntryView.Example);
        MapPublic(api, "problems", "地域の困りごと / Local problems", problems: true, EntryView.ProblemExample);
        MapOwn(api);
        MapStaff(api);
    }

    private void MapPublic(IEndpointRouteBuilder api, string path, string summary, bool problems, EntryView example)
    {
        var all = api.MapGroup($"/community-business/{path}").WithTags("community-business").AllowAnonymous().AlwaysOn("what was published stays visible");
        all.MapGet("", async (string? kind, string? municipality, string? after, int? take, CancellationToken cancellationToken) =>
            {
                var filter = EntryFilter.Of(path, kind, municipality, null);
                if (municipality is not null && filter.Municipality is null)
                    return ApiProblems.Invalid(new FieldProblem("#/municipality", new("県内の市町のコードにしてください。例：352039", "Use the code of a municipality of the prefecture, such as 352039.")));
                if (kind is not null && (filter.Kind is not { } known || known >= LocalKind.Daily != problems)) return ApiProblems.Invalid(new FieldProblem("#/kind", Kinds(problems)));
                if (after is not null && !Guid.TryParse(after, out _)) return ApiProblems.Invalid(new FieldProblem("#/after", new("前の答えの next を、そのまま渡してください。", "Pass the next of the former answer as it was.")));
                var size = PageSize.Within(take);
                var page = Page<EntryLine>.Of(await entries.PageAsync(filter, after is null ? null : Guid.Parse(after), size, cancellationToken), size, l => l.Entry.Id.ToString());
                return Results.Ok(new Page<EntryView>([.. page.Items.Select(i => EntryView.Of(i))], page.Next));
            })
            .WithSummary(summary).WithDescription("What is published, by key: pass next as after. Empty houses, skills and problems have the point of a cell of about 500 m.")
            .Produces<Page<EntryView>>().ProducesProblem(StatusCodes.Status400BadRequest).WithExample(response: new Page<EntryView>([example], null));
        all.MapGet("/{id:guid}", async (Guid id, CancellationToken cancellationToken) =>
                await entries.FindPublicAsync(id, cancellationToken) is { } line && line.Entry.IsProblem == problems ? Results.Ok(EntryView.Of(line)) : ApiProblems.NotFound())
            .WithSummary($"{summary}, one").Produces<EntryView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: example);
    }

    private void MapOwn(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("/local-entries", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await entries.MineAsync(user, cancellationToken)).Select(e => KeptEntryView.Of(e, true)).ToList()))
            .Produces<IReadOnlyList<KeptEntryView>>().WithExample(response: new[] { KeptEntryView.Example }).WithSummary("わたしのお申し出 / What I proposed");
        own.MapPut("/local-entries/{entry:guid}", (Guid entry, EntryBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(entry, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(EntryBody.Example).WithSummary("地域資源・困りごとを申し出る / Propose a resource or problem").WithDescription("The id is made by the sender. Codes of refusals: closed, published, changed-meanwhile, too-many.");
        own.MapDelete("/local-entries/{entry:guid}", (Guid entry, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new CloseEntry(entry, null, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("お申し出を取り下げる / Take a proposal back");
        own.MapPut("/local-entries/{entry:guid}/hand-over", (Guid entry, HandOverBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SetHandOver(entry, body.Agree, null, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new HandOverBody(true, null)).WithSummary("連絡先を伝える同意 / Agree, or not any more, that the contact is handed over");
        var of = own.MapGroup("/ventures/{id:guid}");
        of.MapGet("/local-matches", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is { } venture ? Results.Ok((await entries.MatchesAsync(venture, cancellationToken)).Select(m => new MatchView(m.Entry.Id, m.Entry.Title, m.Points, [.. m.Reasons.Select(r => r.ToString())])).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<MatchView>>().WithExample(response: new[] { MatchView.Example }).WithSummary("合いそうな地域資源・困りごと / Resources and problems that may suit");
        of.MapGet("/interests", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is { } venture ? Results.Ok((await interests.OfVentureAsync(venture, cancellationToken)).Select(i => InterestView.Of(i)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<InterestView>>().WithExample(response: new[] { InterestView.Example }).WithSummary("つなぐ申込み / Interests of one of my ventures");
        of.MapPut("/interests/{interest:guid}", (Guid id, Guid interest, InterestBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ShowInterest(interest, body.EntryId ?? Guid.Empty, id, body.Message, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new InterestBody(EntryView.Example.Id, "荷物の置き場にしたい。")).WithSummary("使いたい、取り組みたいと伝える / Say that the team would use or take it on").WithDescription("The id is made by the sender. Codes of refusals: closed, draft, stopped, own, asked, too-many.");
        of.MapPost("/interests/{interest:guid}/end", (Guid id, Guid interest, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new EndInterest(interest, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("申込みを終わりにする / End an interest");
        of.MapGet("/local/{entry:guid}", async (Guid id, Guid entry, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await interests.ForTeamAsync(id, entry, user, cancellationToken) is { } look
                    ? Results.Ok(new TeamEntryView(EntryView.Of(new(look.Entry, look.Interest?.IsRunning == true)), look.Interest is { } there ? ApiWord.Of(there.State) : null, look.Interest?.Answer, look.Contact)) : ApiProblems.NotFound())
            .Produces<TeamEntryView>().WithExample(response: new TeamEntryView(EntryView.Example, "introduced", "9 日に見に行きましょう。", "見本 家主 083-933-0001")).WithSummary("チームから見た内容 / An entry for the team, with the contact once it was introduced");
    }

    private void MapStaff(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/local-entries", async (string? layer, string? kind, string? municipality, string? state, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok((await entries.ListAsync(EntryFilter.Of(layer, kind, municipality, null, state), user, cancellationToken)).Select(e => KeptEntryView.Of(e, false)).ToList()))
            .Produces<IReadOnlyList<KeptEntryView>>().WithExample(response: new[] { KeptEntryView.Example with { Contact = null, ExactLatitude = null, ExactLongitude = null } }).WithSummary("地域資源・困りごとの一覧 / Resources and problems, what waits first").RequirePermission(Permissions.Read);
        staff.MapGet("/local-entries/{entry:guid}", async (Guid entry, ClaimsPrincipal user, CancellationToken cancellationToken) => await entries.ForStaffAsync(entry, user, cancellationToken) is { } found ? Results.Ok(KeptEntryView.Of(found, true)) : ApiProblems.NotFound())
            .Produces<KeptEntryView>().WithExample(response: KeptEntryView.Example).WithSummary("地域資源・困りごとの内容 / One of them, with its contact").RequirePermission(Permissions.Manage);
        staff.MapPut("/local-entries/{entry:guid}", (Guid entry, EntryBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(entry, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(EntryBody.Example with { Number = "A-12", Office = "定住促進課", Source = "空き家調査" }).WithSummary("登録する、直す / Enter or correct one").WithDescription("Codes of refusals: closed, number-taken, changed-meanwhile.").RequirePermission(Permissions.Manage);
        staff.MapPost("/local-entries/{entry:guid}/publish", (Guid entry, PublishBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new PublishEntry(entry, body.AnsweringOffice, body.Revision ?? 0, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new PublishBody("定住促進課", 1)).WithSummary("公開する / Publish one").WithDescription("Codes of refusals: closed, own, changed-meanwhile.").RequirePermission(Permissions.Manage);
        staff.MapPost("/local-entries/{entry:guid}/refuse", (Guid entry, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new RefuseEntry(entry, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("持ち主の了解がまだです。")).WithSummary("見送る / Do not publish a proposal").RequirePermission(Permissions.Manage);
        staff.MapPost("/local-entries/{entry:guid}/close", (Guid entry, ReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new CloseEntry(entry, body.Reason, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new ReasonBody("借り手が決まりました。")).WithSummary("終わりにする / Close one").RequirePermission(Permissions.Manage);
        staff.MapPut("/local-entries/{entry:guid}/hand-over", (Guid entry, HandOverBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SetHandOver(entry, body.Agree, body.How, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new HandOverBody(true, "電話で聞いた")).WithSummary("連絡先を伝える同意を記録する / Note the consent of who has no account").RequirePermission(Permissions.Manage);
        staff.MapGet("/local-entries/{entry:guid}/interests", async (Guid entry, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await entries.ForStaffAsync(entry, user, cancellationToken) is { } found ? Results.Ok((await interests.OfEntryAsync(found, user, cancellationToken)).Select(i => InterestView.Of(i)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<InterestView>>().WithExample(response: new[] { InterestView.Example }).WithSummary("つなぐ申込み / Interests in one").RequirePermission(Permissions.Read);
        staff.MapGet("/local-entries/{entry:guid}/matches", async (Guid entry, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await entries.ForStaffAsync(entry, user, cancellationToken) is { } found ? Results.Ok((await entries.MatchesAsync(found, user, cancellationToken)).Select(m => new MatchView(m.Venture.Id, m.Venture.Title, m.Points, [.. m.Reasons.Select(r => r.ToString())])).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<MatchView>>().WithExample(response: new[] { MatchView.Example }).WithSummary("合いそうなアイデア / Ideas that it may suit").RequirePermission(Permissions.Read);
        staff.MapPost("/interests/{interest:guid}/answer", (Guid interest, InterestAnswerBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new AnswerInterest(interest, body.Introduce, body.Words, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new InterestAnswerBody(true, "9 日に見に行きましょう。")).WithSummary("紹介する、見送る / Introduce a team, or not").WithDescription("Codes of refusals: own, no-consent, changed-meanwhile.").RequirePermission(Permissions.Manage);
        staff.MapPost("/interests/{interest:guid}/end", (Guid interest, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new EndInterest(interest, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("終わりにする / End an interest").RequirePermission(Permissions.Manage);
        MapImports(api);
    }

    private void MapImports(IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/community-business/staff/local-imports").WithTags("community-business staff").RequirePermission(Permissions.Manage).RequireFeature(Features.Resources)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        files.MapPost("", async (string? fileName, HttpRequest request, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (string.IsNullOrWhiteSpace(fileName)) return ApiProblems.Invalid(new FieldProblem("#/fileName", new("ファイル名を指定してください。例：akiya.csv", "Name the file, such as akiya.csv.")));
                try
                {
                    var import = await imports.PreviewAsync(request.Body, fileName, user, cancellationToken);
                    return Results.Created($"/api/v1/community-business/staff/local-imports/{import.Id}", EntryImportView.Of(import));
                }
                catch (SpreadsheetException e)
                {
                    return ApiProblems.Invalid(new FieldProblem("#", e.Reason));
                }
            })
            .Produces<EntryImportView>(StatusCodes.Status201Created).WithExample(response: EntryImportView.Example).WithSummary("ファイルを確かめる / Hand in a file for a look").WithDescription("The body is the file: CSV or xlsx by its name. Nothing changes until it is applied.");
        files.MapGet("/{import:guid}", async (Guid import, ClaimsPrincipal user, CancellationToken cancellationToken) => await imports.FindAsync(import, user, cancellationToken) is { } found ? Results.Ok(EntryImportView.Of(found)) : ApiProblems.NotFound())
            .Produces<EntryImportView>().WithExample(response: EntryImportView.Example).WithSummary("確かめた内容 / What a file would do, or did");
        files.MapPost("/{import:guid}/application", (Guid import, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ApplyEntryImport(import, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("取り込む / Take the file over").WithDescription("All of it or nothing; a second time it changes nothing. Codes of refusals: rows-wrong, entries-changed.");
    }

    private static LocalizedText Kinds(bool problems) => Enum.GetValues<LocalKind>().Where(k => k >= LocalKind.Daily == problems).Select(k => ApiWord.Of(k)) is var words
        ? new($"次のどれかにしてください：{string.Join("、", words)}", $"Use one of: {string.Join(", ", words)}.") : default;

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
