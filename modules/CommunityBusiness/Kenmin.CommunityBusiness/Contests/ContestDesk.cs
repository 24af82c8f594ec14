using System.Security.Claims;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Marten;
using Npgsql;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A judge as staff see them.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Assigned">How many cases they have.</param>
/// <param name="HandedIn">How many sheets of them are in.</param>
internal sealed record JudgeLine(CallJudge Judge, int Assigned, int HandedIn);

/// <summary>A case as staff see it.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Judges">How many judges it has.</param>
/// <param name="HandedIn">How many sheets are in.</param>
internal sealed record CaseLine(Submission Submission, int Judges, int HandedIn);

/// <summary>A call as staff see it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Judges">Its judges.</param>
/// <param name="Cases">Cases that the user may see.</param>
/// <param name="Blind">Whether the user judges it and sees nothing of the cases until scores are fixed.</param>
/// <param name="Withdrawn">What was taken back, as far as the user may see it.</param>
/// <param name="Conflicted">Whether a case is hidden from the user: then there is no ranking for them, and no decision.</param>
/// <param name="MayManage">Whether the user may change it.</param>
internal sealed record StaffCall(Call Call, IReadOnlyList<JudgeLine> Judges, IReadOnlyList<CaseLine> Cases, IReadOnlyList<Submission> Withdrawn, bool Blind, bool Conflicted, bool MayManage)
{
    /// <summary>All that the user may see, also what was taken back.</summary>
    public IEnumerable<Submission> Visible => Cases.Select(c => c.Submission).Concat(Withdrawn);

    public bool MayRank => !Blind && !Conflicted && Call.State is CallState.Frozen or CallState.Decided or CallState.Published;
}

/// <summary>A judge beside a case, for staff.</summary>
internal sealed record CaseJudgeLine(CallJudge Judge, JudgeCase? Case, bool HandedIn);

/// <summary>A case for staff, with its judges.</summary>
internal sealed record StaffCase(StaffCall Staff, Submission Submission, IReadOnlyList<CaseJudgeLine> Judges);

/// <summary>The desk of contests. Staff's looks are in the audit log first; who judges or is involved is kept from what they must not see here too.</summary>
internal sealed class ContestDesk(ICommunityBusinessStore store, NpgsqlDataSource database, InitiativeDirectory initiatives, ModuleCatalog modules, IAuditTrail audit)
{
    /// <summary>Calls that the user may see, the latest first.</summary>
    public async Task<IReadOnlyList<Call>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<Call>().OrderByDescending(c => c.OpensOn).ThenBy(c => c.Id).ToListAsync(cancellationToken)).Where(c => initiatives.MaySee(user, c.InitiativeId)).Take(CallReader.MostListed)];
    }

    /// <summary>A call to be changed; null when the user may not change it.</summary>
    public async Task<Call?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Call>(id, cancellationToken) is { } call && initiatives.MaySee(user, call.InitiativeId) && initiatives.MayManage(user, call.InitiativeId) ? call : null;
    }

    /// <summary>A call; null when it is none of the user's.</summary>
    public async Task<StaffCall?> CallAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await LoadAsync(id, user, cancellationToken) is not { } loaded) return null;
        await RecordAsync(user, "community-business.call.viewed", loaded.Staff.Visible, loaded.Staff.Judges.Select(j => j.Judge), id, cancellationToken);
        return loaded.Staff;
    }

    /// <summary>A case; null when it is none of the user's, or hidden from them.</summary>
    public async Task<StaffCase?> CaseAsync(Guid submission, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Submission>(submission, cancellationToken) is not { } found || await LoadAsync(found.CallId, user, cancellationToken) is not { } loaded
            || loaded.Staff.Visible.All(s => s.Id != submission)) return null;
        await RecordAsync(user, "community-business.submission.viewed", [found], loaded.Parts.Judges, submission, cancellationToken);
        return new(loaded.Staff, found, [.. loaded.Parts.Judges.Where(j => j.State == JudgeState.Accepted).Select(j => new CaseJudgeLine(
            j, loaded.Parts.Cases.FirstOrDefault(c => c.Id == JudgeCase.IdOf(submission, j.Id)), loaded.Sheets.Any(s => s.HandedIn && s.JudgeId == j.Id && s.SubmissionId == submission)))]);
    }

    /// <summary>The ranking; null where the user may not see it.</summary>
    public async Task<(StaffCall Staff, ContestRanking Ranking)?> RankingAsync(Guid id, ClaimsPrincipal user, AuditKind kind, CancellationToken cancellationToken)
    {
        if (await LoadAsync(id, user, cancellationToken) is not { Staff.MayRank: true } loaded) return null;
        await RecordAsync(user, kind == AuditKind.Export ? "community-business.ranking.exported" : "community-business.ranking.viewed", loaded.Parts.Submissions, [], id, cancellationToken, kind);
        return (loaded.Staff, ContestRanking.Of(loaded.Staff.Call, loaded.Parts, loaded.Sheets));
    }

    /// <summary>All submissions of all calls that the user may see, for a spreadsheet; taken out of the desk by one look.</summary>
    public async Task<IReadOnlyList<SubmissionLine>> SubmissionsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        List<SubmissionLine> lines = [];
        foreach (var call in (await ListAsync(user, cancellationToken)).Where(c => c.State != CallState.Draft))
            if (await LoadAsync(call.Id, user, cancellationToken) is { } loaded) lines.AddRange(loaded.Staff.Visible.OrderBy(s => s.Case).Select(s => new SubmissionLine(s, call)));
        await RecordAsync(user, "community-business.submissions.exported", lines.Select(l => l.Submission), [], null, cancellationToken, AuditKind.Export);
        return lines;
    }

    private async Task<(StaffCall Staff, ContestRanking.Parts Parts, IReadOnlyList<Sheet> Sheets)?> LoadAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } account) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Call>(id, cancellationToken) is not { } call || !initiatives.MaySee(user, call.InitiativeId)) return null;
        var parts = await ContestRanking.Parts.LoadAsync(session, id, cancellationToken);
        var sheets = await database.SheetsAsync(id, cancellationToken);
        var mine = parts.Judges.Where(j => j.AccountId == account && j.State is JudgeState.Asked or JudgeState.Accepted).Select(j => j.Id).ToHashSet();
        var ever = parts.Judges.Where(j => j.AccountId == account).Select(j => j.Id).ToHashSet();
        var withdrawn = await session.Query<Submission>().Where(s => s.CallId == id && s.State == SubmissionState.Withdrawn).OrderBy(s => s.Case).ToListAsync(cancellationToken);
        var ventures = parts.Ventures.Concat(await session.LoadManyAsync<Venture>(cancellationToken, [.. withdrawn.Select(s => s.VentureId).Distinct()])).DistinctBy(v => v.Id).ToDictionary(v => v.Id);
        var open = parts.Submissions.Where(MaySee).ToList();
        var blind = mine.Count > 0 && call.State is CallState.Draft or CallState.Announced;
        var handedIn = sheets.Where(s => s.HandedIn).Select(s => (s.SubmissionId, s.JudgeId)).ToHashSet();
        var standing = parts.Submissions.Select(s => s.Id).ToHashSet();
        var assigned = parts.Cases.Where(c => c.State == CaseState.Assigned && standing.Contains(c.SubmissionId)).ToList();
        var conflicted = open.Count < parts.Submissions.Count;
        var staff = new StaffCall(call,
            // Who judges learns nothing of how many there are from the counts of others.
            [.. parts.Judges.Select(j => blind || conflicted ? new JudgeLine(j, 0, 0) : new JudgeLine(j, assigned.Count(c => c.JudgeId == j.Id), assigned.Count(c => c.JudgeId == j.Id && handedIn.Contains((c.SubmissionId, j.Id)))))],
            blind ? [] : [.. open.Select(s => new CaseLine(s, assigned.Count(c => c.SubmissionId == s.Id), assigned.Count(c => c.SubmissionId == s.Id && handedIn.Contains((s.Id, c.JudgeId)))))],
            blind ? [] : [.. withdrawn.Where(MaySee)], blind, conflicted, modules.Holds(user, Permissions.ManageContests) && initiatives.MayManage(user, call.InitiativeId));
        return (staff, parts, sheets);

        bool MaySee(Submission s) => !Assigning.IsInvolved(s, ventures.GetValueOrDefault(s.VentureId), account)
            && !parts.Cases.Any(c => c.SubmissionId == s.Id && c.State == CaseState.Conflict && ever.Contains(c.JudgeId));
    }

    private Task RecordAsync(
        ClaimsPrincipal user, string action, IEnumerable<Submission> submissions, IEnumerable<CallJudge> judges, Guid? matter, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        Guid[] people = [.. submissions.Select(s => s.OwnerAccountId ?? s.Id).Concat(judges.Select(j => j.AccountId ?? j.Id)).Distinct()];
        return people.Length == 0 ? Task.CompletedTask : audit.RecordAsync(new(user.AccountId(), action, people, matter?.ToString() ?? "") { Kind = kind }, cancellationToken);
    }
}
