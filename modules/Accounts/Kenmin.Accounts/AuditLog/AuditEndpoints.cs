using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.AuditLog;

/// <summary>An entry of the audit log as programs get it.</summary>
/// <param name="Id">Ascending number.</param>
/// <param name="Position">The place in the chain; null until it is sealed, a few seconds later.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">The account that acted; null for the platform itself.</param>
/// <param name="Kind">view, export, change or refusal.</param>
/// <param name="Action">The action's key.</param>
/// <param name="SubjectIds">The persons concerned.</param>
/// <param name="Matter">What it was about.</param>
internal sealed record AuditView(
    long Id, long? Position, DateTimeOffset At, Guid? ActorId, string Kind, string Action, IReadOnlyCollection<Guid> SubjectIds, string? Matter);

/// <summary>What a verification found.</summary>
/// <param name="Intact">Whether the log is as it was written.</param>
/// <param name="Entries">Entries in the chain.</param>
/// <param name="Unsealed">Entries of the last seconds.</param>
/// <param name="Head">The value to keep.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record VerificationView(bool Intact, long Entries, long Unsealed, string? Head, IReadOnlyList<FindingView> Findings);

/// <summary>Something that is not as it was written.</summary>
internal sealed record FindingView(string Kind, long? EntryId, long? Position, string Text);

/// <summary>A person whose data an account saw.</summary>
internal sealed record AffectedView(Guid Id, string? Name, string? PostalCode, string? Address, string? Phone, string? Email, DateTimeOffset First, DateTimeOffset Last, int Looks, IReadOnlyList<string> Actions);

/// <summary>The audit log for programs of auditors.</summary>
internal sealed class AuditEndpoints : IApiEndpoints
{
    private static readonly Guid Example = new("0199f000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset ExampleTime = new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9));

    public void Map(IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/accounts/audit").RequirePermission(AccountsPermissions.ReadAudit).AlwaysOn("auditors can always read the audit log").WithTags("audit");
        audit.MapGet("", ListAsync).Produces<Page<AuditView>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new Page<AuditView>([new(42, 42, ExampleTime, Example, "view", "sports-volunteers.roster.viewed", [Example], null)], null))
            .WithSummary("監査ログ / The audit log, newest first");
        audit.MapGet("/verification", VerifyAsync).Produces<VerificationView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new VerificationView(true, 42, 1, $"42:{new string('a', 64)}", []))
            .WithSummary("監査ログの検証 / Verify the audit log");
        audit.MapGet("/seen", SeenAsync).Produces<Page<AffectedView>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new Page<AffectedView>(
                [new(Example, "見本　花子", "7538501", "山口県山口市滝町1-1", "0839333110", null, ExampleTime, ExampleTime, 1, ["sports-volunteers.roster.viewed"])], null))
            .WithSummary("漏えい時の対象者 / Whose data an account saw between two moments");
    }

    private static async Task<IResult> ListAsync(
        string? actor, string? subject, string? kind, string? action, string? from, string? until, string? after, int? take,
        ClaimsPrincipal user, IAuditTrail audit, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(actor, subject, kind, action, from, until);
        if (Problem(filter) is { } problem) return problem;
        if (!long.TryParse(after ?? $"{long.MaxValue}", out var before)) return ApiProblems.Invalid(new FieldProblem("#/after", NotAPage));
        await audit.RecordAsync(
            new(user.AccountId(), "accounts.audit.viewed", filter.Query.SubjectId is { } one ? [one] : [], filter.Matter()), cancellationToken);
        var size = PageSize.Within(take);
        var found = await audit.FindAsync(filter.Query with { Before = before, Take = size + 1 }, cancellationToken);
        var page = Page<RecordedAuditEntry>.Of(found, size, e => $"{e.Id}");
        return Results.Ok(new Page<AuditView>(
            [.. page.Items.Select(e => new AuditView(
                e.Id, e.Position, e.At, e.Entry.ActorId, e.Entry.Kind.ToString().ToLowerInvariant(), e.Entry.Action, e.Entry.SubjectIds, e.Entry.Matter))],
            page.Next));
    }

    private static async Task<IResult> VerifyAsync(string? head, ClaimsPrincipal user, AuditVerifier verifier, IAuditTrail audit, CancellationToken cancellationToken)
    {
        AuditHead? known = null;
        if (!string.IsNullOrWhiteSpace(head) && (known = AuditHead.Parse(head)) is null)
            return ApiProblems.Invalid(new FieldProblem("#/head", new("「番号:64 文字の英数字」の形で送ってください。", "It looks like “123:” followed by 64 digits and letters.")));
        var result = await verifier.VerifyAsync(known, cancellationToken);
        await audit.RecordAsync(new(user.AccountId(), "accounts.audit.verified", [], $"intact: {result.Intact}") { Kind = AuditKind.View }, cancellationToken);
        return Results.Ok(new VerificationView(
            result.Intact, result.Entries, result.Unsealed, result.Head?.ToString(),
            [.. result.Findings.Select(f => new FindingView(ApiWord.Of(f.Kind), f.EntryId, f.Position, f.Text.ToString()))]));
    }

    private static async Task<IResult> SeenAsync(
        string? actor, string? from, string? until, string? after, int? take, ClaimsPrincipal user, LeakDrill drill, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(actor, null, null, null, from, until);
        if (Problem(filter) is { } problem) return problem;
        if (filter.Query is not { ActorId: { } account, From: { } start, Until: { } end })
            return ApiProblems.Invalid(new FieldProblem("#", new("actor、from、until をすべて送ってください。", "Send all of actor, from and until.")));
        Guid last = default;
        if (after is not null && !Guid.TryParse(after, out last)) return ApiProblems.Invalid(new FieldProblem("#/after", NotAPage));
        var size = PageSize.Within(take);
        var found = await drill.FindAsync(
            user.AccountId()!.Value, new(account, start, end, after is null ? null : last, size + 1), "accounts.leak-drill.viewed", cancellationToken);
        var page = Page<AffectedPerson>.Of(found, size, p => p.Seen.PersonId.ToString());
        return Results.Ok(new Page<AffectedView>(
            [.. page.Items.Select(p => new AffectedView(
                p.Seen.PersonId, p.Known?.Name, p.Known?.PostalCode, p.Known?.Address, p.Known?.Phone, p.Known?.Email, p.Seen.First, p.Seen.Last, p.Seen.Looks, p.Seen.Actions))],
            page.Next));
    }

    private static LocalizedText NotAPage { get; } = new("前のページの next をそのまま送ってください。", "Send the next of the page before as it is.");

    private static IResult? Problem(AuditFilter filter) =>
        filter.Errors.Count == 0 ? null : ApiProblems.Invalid([.. filter.Errors.Select(e => new FieldProblem($"#/{e.Key}", e.Value))]);
}
