using System.Net;
using System.Text;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Host.Tests.Access;

/// <summary>Community business: what is said in confidence, and experts and visits of others.</summary>
public sealed partial class OthersDataTests
{
    private const string Hagi = "352047";

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task What_was_said_in_a_consultation_comes_out_of_no_door_but_for_who_is_named_on_it(string? role)
    {
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        var cases = await session.Query<ConsultationCase>().ToListAsync(Cancellation);
        cases.Count(c => c.Entries.Count > 0).ShouldBeGreaterThan(1, "one with somebody named and one without");
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var (asked, shown) = (0, 0);
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Reads && d.Endpoint.RoutePattern.RawText is not "/" and not "health"))
            foreach (var of in door.Endpoint.RoutePattern.Parameters.Any(IsId) ? cases : cases.Take(1))
            {
                var address = door.Address(door.Endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => IsId(p) ? of.Id.ToString() : IsNumber(p) ? "1" : "roster"));
                using var answer = await visitor.GetAsync(address);
                asked++;
                var text = await ReadableAsync(answer);
                foreach (var told in cases.Where(c => Secrets(c).Any(s => text.Contains(s, StringComparison.Ordinal))))
                {
                    shown++;
                    if (me is not { } reader || told.Readers.All(r => r.AccountId != reader)) wrong.Add($"{door.Route} tells {role ?? "a visitor"} of a consultation: {address}");
                }
            }

        asked.ShouldBeGreaterThan(100);
        if (role == Roles.MunicipalStaff) shown.ShouldBeGreaterThan(0, "who is named sees it, or this test looks at nothing");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task An_expert_s_hours_and_visits_are_shown_and_changed_by_nobody_whom_they_do_not_concern(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var (expert, venture, dispatch, words) = await OfOthersAsync();
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        var concerns = role is Roles.ProgramOwner or Roles.Administrator or Roles.Auditor;
        string[] ids = [expert.Id.ToString(), venture.Id.ToString(), dispatch.Id.ToString(), expert.AccountId!.Value.ToString()];
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var shown = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.Contains("/community-business", StringComparison.Ordinal)))
        {
            IEnumerable<Dictionary<string, string>> filled = [[]];
            foreach (var parameter in door.Endpoint.RoutePattern.Parameters)
                filled = [.. filled.SelectMany(f => (IsId(parameter) ? ids : IsNumber(parameter) ? ["6"] : ["expected"]).Select(v => new Dictionary<string, string>(f, StringComparer.Ordinal) { [parameter.Name] = v }))];
            foreach (var address in filled.Select(door.Address))
            {
                if (door.Reads)
                {
                    var since = await LastEntryAsync(database);
                    using var answer = await visitor.GetAsync(address);
                    var text = await ReadableAsync(answer);
                    if (!words.Any(w => text.Contains(w, StringComparison.Ordinal))) continue;
                    shown++;
                    if (!concerns) wrong.Add($"{door.Route} shows it to {role ?? "a visitor"}: {address}");
                    else if (!(await RecordedAsync(since, me!.Value)).Overlaps([expert.AccountId.Value, venture.OwnerAccountId!.Value])) wrong.Add($"{door.Route} leaves no trace: {address}");
                }

                if (concerns || door.Endpoint.RoutePattern.Parameters.Count == 0 || !door.Route.StartsWith("/api/", StringComparison.Ordinal)) continue;
                foreach (var method in door.Writes)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    if (answer.IsSuccessStatusCode) wrong.Add($"{method} {door.Route} by {role ?? "a visitor"}: {address}");
                }
            }
        }

        if (concerns) shown.ShouldBeGreaterThan(3, "they work with it, or this test looks at nothing");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task A_story_and_a_showing_that_nobody_agreed_to_are_shown_and_changed_by_nobody_whom_they_do_not_concern(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var (_, venture, _, _) = await OfOthersAsync();
        var (now, owner) = (TimeProvider.System.GetUtcNow(), new Doer(venture.OwnerAccountId!.Value, venture.OwnerName));
        StoryText text = new("他所見の体験", "他所見の状況", "他所見のしたこと", StoryOutcome.Failed, "他所見の理由", "", "", BusinessField.Tourism, false, "");
        Story story = new() { Id = Guid.CreateVersion7(), VentureId = venture.Id, Text = text, State = StoryState.Waiting, Editions = 1, Revision = 1, ChangedAt = now, ChangedBy = owner };
        StoryEdition edition = new() { Id = Guid.CreateVersion7(), StoryId = story.Id, VentureId = venture.Id, Number = 1, Text = text, At = now, By = owner };
        Showing showing = new() { Id = venture.Id, Text = new("他所見の名前", "他所見のこと", "他所見の課題", "", "", "", "", BusinessField.Tourism), Revision = 1, ChangedAt = now, ChangedBy = owner };
        await using (var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession())
        {
            session.Store(story);
            session.Store(edition);
            session.Store(showing);
            await session.SaveChangesAsync(Cancellation);
        }

        string[] words = [text.Title, text.Situation, text.Done, text.Why, showing.Text.Name, showing.Text.About, showing.Text.Problem];
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        var concerns = role is Roles.ProgramOwner or Roles.Administrator or Roles.Auditor;
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var shown = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.Contains("/community-business", StringComparison.Ordinal)))
            foreach (var id in door.Endpoint.RoutePattern.Parameters.Any(IsId) ? [venture.Id.ToString(), story.Id.ToString()] : new[] { "" })
            {
                var address = door.Address(door.Endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => IsId(p) ? id : IsNumber(p) ? "1" : "expected"));
                if (door.Reads)
                {
                    var since = await LastEntryAsync(database);
                    using var answer = await visitor.GetAsync(address);
                    var said = await ReadableAsync(answer);
                    if (words.Any(w => said.Contains(w, StringComparison.Ordinal)))
                    {
                        shown++;
                        if (!concerns) wrong.Add($"{door.Route} shows it to {role ?? "a visitor"}: {address}");
                        else if (!(await RecordedAsync(since, me!.Value)).Contains(owner.AccountId)) wrong.Add($"{door.Route} leaves no trace: {address}");
                    }
                }

                if (concerns || id.Length == 0 || !door.Route.StartsWith("/api/", StringComparison.Ordinal)) continue;
                foreach (var method in door.Writes)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    if (answer.IsSuccessStatusCode) wrong.Add($"{method} {door.Route} by {role ?? "a visitor"}: {address}");
                }
            }

        if (concerns) shown.ShouldBeGreaterThan(3, "they work with it, or this test looks at nothing");
        wrong.ShouldBeEmpty();
    }

    // Programs get letters beyond ASCII as escapes.
    private static async Task<string> ReadableAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK) return "";
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonSerializer.Serialize(JsonDocument.Parse(text), Readable) : WebUtility.HtmlDecode(text);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Secrets(ConsultationCase of) =>
        new[] { of.Person, of.Contact }.Concat(of.Entries.Select(e => e.Text)).Concat(of.Referrals.Select(r => r.PassedOn)).Where(s => s.Length > 0);

    // Somebody of another municipality, whose visit nobody of the demonstration has to do with.
    private async Task<(Expert Expert, Venture Venture, Dispatch Dispatch, string[] Words)> OfOthersAsync()
    {
        var (now, today) = (TimeProvider.System.GetUtcNow(), JapanTime.Today(TimeProvider.System));
        Doer owner = new(Guid.CreateVersion7(), "他所見 起代子"), who = new(Guid.CreateVersion7(), "他所見 師代子");
        Venture venture = new()
        {
            Id = Guid.CreateVersion7(), Title = "他所見の渡船", MunicipalityCode = Hagi, OwnerAccountId = owner.AccountId, OwnerName = owner.Name, State = VentureState.Active, Revision = 1, BegunAt = now, ChangedAt = now,
            Next = new(LocalizedText.Same("次"), today.AddDays(9), NextSide.Team),
        };
        venture.Number = venture.Id.ToString();
        Expert expert = new()
        {
            Id = Guid.CreateVersion7(), AccountId = who.AccountId, Name = who.Name, Introduction = "他所見の船を直してきた", Phone = "0838-25-7777", Fields = [ExpertField.Tourism], Municipalities = [Hagi], MinutesAMonth = 600,
            Consent = new(ListingPurpose.Matching, today, today.AddDays(90), "", who), ConfirmedBy = who, Revision = 1, ChangedAt = now, ChangedBy = who,
        };
        Dispatch dispatch = new() { Id = Guid.CreateVersion7(), VentureId = venture.Id, MunicipalityCode = Hagi, Fields = [ExpertField.Tourism], Minutes = 120, WishedOn = today.AddDays(20), Need = "他所見の船着き場のこと", RequestedAt = now, RequestedBy = owner, ExpertId = expert.Id };
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(venture);
        session.Store(expert);
        session.Store(dispatch);
        await session.SaveChangesAsync(Cancellation);
        return (expert, venture, dispatch, [who.Name, owner.Name, expert.Introduction, expert.Phone, dispatch.Need]);
    }
}
