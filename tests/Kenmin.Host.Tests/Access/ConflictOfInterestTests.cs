using System.Net;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Marten;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Access;

/// <summary>A case of a contest is behind no door of the running host for who is not impartial in it, and a submission is its owner's.</summary>
public sealed class ConflictOfInterestTests(DevelopmentHost house) : IClassFixture<DevelopmentHost>
{
    private const string Title = "夏みかんの菓子づくり（見本）", About = "community-business";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.ProgramOwner)]
    public async Task Who_is_not_impartial_finds_the_case_behind_no_door(string role)
    {
        var account = DemonstrationPersonas.All.Single(p => p.Key == role).Id;
        using var visitor = await BecomeAsync(role);
        var (submission, ids) = await FindAsync();
        (await ShowingAsync(visitor, ids)).ShouldNotBeEmpty("before, there are doors that show it, or this test looks at nothing");
        await using (var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession())
        {
            var judge = await session.Query<CallJudge>().FirstOrDefaultAsync(j => j.CallId == submission.CallId && j.AccountId == account, Cancellation)
                ?? new() { Id = Guid.CreateVersion7(), CallId = submission.CallId, Name = role, AccountId = account, State = JudgeState.Removed };
            session.Store(judge);
            var known = await session.Query<JudgeCase>().FirstOrDefaultAsync(c => c.SubmissionId == submission.Id && c.JudgeId == judge.Id, Cancellation)
                ?? new() { Id = Guid.CreateVersion7(), CallId = submission.CallId, SubmissionId = submission.Id, JudgeId = judge.Id };
            (known.State, known.Conflict) = (CaseState.Conflict, new(ConflictSource.Staff, "見本", DateTimeOffset.UtcNow));
            session.Store(known);
            await session.SaveChangesAsync(Cancellation);
        }

        (await ShowingAsync(visitor, ids)).ShouldBeEmpty();
        if (role != Roles.Resident) return;
        foreach (var (what, body) in new[] { ("declaration", """{"impartial":true}"""), ("sheet", """{"scores":{"c1":{"score":5,"comment":""},"c2":{"score":5,"comment":""}},"handIn":true}""") })
        {
            using var json = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await visitor.Http.PutAsync($"/api/v1/community-business/me/judging/cases/{submission.Id}/{what}", json, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, what);
        }
    }

    [Fact]
    public async Task Nobody_sees_or_changes_the_submission_of_another()
    {
        using var visitor = await BecomeAsync(Roles.Resident);
        var (submission, ids) = await FindAsync();
        (await ShowingAsync(visitor, ids)).Where(a => !a.Contains("/judging/", StringComparison.Ordinal)).ShouldBeEmpty("who judges it sees it there, and nowhere else");
        List<string> wrong = [];
        var sent = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.StartsWith($"/api/v1/{About}/", StringComparison.Ordinal) && !d.Route.Contains("/judging/", StringComparison.Ordinal) && d.Endpoint.RoutePattern.Parameters.Any(IsId)))
            foreach (var method in door.Writes)
                foreach (var address in Addresses(door, ids))
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    sent++;
                    if (answer.IsSuccessStatusCode) wrong.Add($"{method} {address}: {(int)answer.StatusCode}");
                }

        sent.ShouldBeGreaterThan(20);
        wrong.ShouldBeEmpty();
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        var after = (await session.LoadAsync<Submission>(submission.Id, Cancellation))!;
        (after.State, after.OwnerAccountId, after.Text).ShouldBe((SubmissionState.Submitted, submission.OwnerAccountId, submission.Text));
    }

    // The addresses that show the case, of all that may be asked for with its ids, and of all without any.
    private async Task<List<string>> ShowingAsync(Visitor visitor, IReadOnlyList<string> ids)
    {
        List<string> showing = [];
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Reads && !d.Route.StartsWith("/health", StringComparison.Ordinal) && (d.Endpoint.RoutePattern.Parameters.Count == 0 || d.Route.Contains(About, StringComparison.Ordinal))))
            foreach (var address in Addresses(door, ids))
            {
                using var answer = await visitor.GetAsync(address);
                if (answer.StatusCode == HttpStatusCode.OK && WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)).Contains(Title, StringComparison.Ordinal)) showing.Add(address);
            }

        return showing;
    }

    private static IEnumerable<string> Addresses(Door door, IReadOnlyList<string> ids)
    {
        IEnumerable<Dictionary<string, string>> filled = [[]];
        foreach (var parameter in door.Endpoint.RoutePattern.Parameters)
        {
            IEnumerable<string> values = IsId(parameter) ? ids : ["1"];
            filled = [.. filled.SelectMany(f => values.Select(v => new Dictionary<string, string>(f, StringComparer.Ordinal) { [parameter.Name] = v }))];
        }

        return filled.Select(door.Address);
    }

    private static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content == "guid");

    private async Task<(Submission Submission, IReadOnlyList<string> Ids)> FindAsync()
    {
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        var submission = (await session.Query<Submission>().ToListAsync(Cancellation)).Single(s => s.Text.Title == Title);
        return (submission, [submission.Id.ToString(), submission.CallId.ToString(), submission.VentureId.ToString(), .. (await session.Query<CallJudge>().Where(j => j.CallId == submission.CallId).ToListAsync(Cancellation)).Select(j => j.Id.ToString())]);
    }

    private async Task<Visitor> BecomeAsync(string role)
    {
        var visitor = new Visitor(house.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        await visitor.BecomeAsync(role);
        return visitor;
    }
}
