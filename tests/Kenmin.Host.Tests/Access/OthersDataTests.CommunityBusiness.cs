using System.Net;
using System.Text;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.AspNetCore.Routing.Patterns;
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
    public async Task What_a_team_asks_for_and_pays_back_is_shown_and_changed_by_nobody_whom_it_does_not_concern(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var (application, file, expense, words) = await MoneyOfOthersAsync();
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        var concerns = role is Roles.ProgramOwner or Roles.Administrator or Roles.Auditor;
        string[] ids = [application.VentureId.ToString(), application.Id.ToString(), file.ToString(), expense.ToString()];
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var shown = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.Contains("/community-business", StringComparison.Ordinal) && (d.Route.Contains("money", StringComparison.Ordinal) || d.Route.Contains("applications", StringComparison.Ordinal))))
        {
            foreach (var address in Addresses(door, ids, p => p.Name == "use" ? "receipt" : expense.ToString()))
            {
                if (door.Reads)
                {
                    var since = await LastEntryAsync(database);
                    using var answer = await visitor.GetAsync(address);
                    var text = await ReadableAsync(answer);
                    if (words.Any(w => text.Contains(w, StringComparison.Ordinal)))
                    {
                        shown++;
                        if (!concerns) wrong.Add($"{door.Route} shows it to {role ?? "a visitor"}: {address}");
                        else if (!(await RecordedAsync(since, me!.Value)).Contains(application.RequestedBy.AccountId)) wrong.Add($"{door.Route} leaves no trace: {address}");
                    }
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
    public async Task An_expert_s_hours_and_visits_are_shown_and_changed_by_nobody_whom_they_do_not_concern(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var (expert, venture, dispatch, words) = await OfOthersAsync();
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        var concerns = role is Roles.ProgramOwner or Roles.Administrator or Roles.Auditor;
        string[] ids = [venture.Id.ToString(), dispatch.Id.ToString(), expert.Id.ToString(), expert.AccountId!.Value.ToString()];
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var shown = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.Contains("/community-business", StringComparison.Ordinal)))
        {
            foreach (var address in Addresses(door, ids, p => IsNumber(p) ? "6" : "expected"))
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
        StoryEdition edition = new() { Id = FactId.Of($"community-business.story-edition|{story.Id:N}|1"), StoryId = story.Id, VentureId = venture.Id, Number = 1, Text = text, At = now, By = owner };
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

    [Theory]
    [InlineData(null)]
    [InlineData(Roles.Resident)]
    [InlineData(Roles.MunicipalStaff)]
    [InlineData(Roles.ProgramOwner)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task Where_a_house_exactly_is_and_whose_it_is_comes_out_of_no_door_but_for_those_who_answer_for_it(string? role)
    {
        var database = house.Host.Services.GetRequiredService<NpgsqlDataSource>();
        var (entry, venture, interest) = await HouseOfOthersAsync();
        var me = DemonstrationPersonas.All.SingleOrDefault(p => p.Key == role)?.Id;
        var answers = role is Roles.ProgramOwner or Roles.Administrator;
        string[] ids = [venture.Id.ToString(), entry.Id.ToString(), interest.Id.ToString()], secrets = [entry.Contact, "34.4086543", "131.3991234"];
        using var visitor = await BecomeAsync(role);
        List<string> wrong = [];
        var shown = 0;
        foreach (var door in SiteMap.Of(house.Host.Services).Where(d => d.Route.Contains("/community-business", StringComparison.Ordinal)))
        {
            foreach (var address in Addresses(door, ids, p => IsNumber(p) ? "6" : "expected"))
            {
                if (door.Reads)
                {
                    var since = await LastEntryAsync(database);
                    using var answer = await visitor.GetAsync(address);
                    var text = await ReadableAsync(answer);
                    if (!secrets.Any(s => text.Contains(s, StringComparison.Ordinal))) continue;
                    shown++;
                    if (!answers) wrong.Add($"{door.Route} shows it to {role ?? "a visitor"}: {address}");
                    else if (!(await RecordedAsync(since, me!.Value)).Contains(entry.ProposerAccountId!.Value)) wrong.Add($"{door.Route} leaves no trace: {address}");
                }

                if (answers || door.Endpoint.RoutePattern.Parameters.Count == 0 || !door.Route.StartsWith("/api/", StringComparison.Ordinal)) continue;
                foreach (var method in door.Writes)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                    using var answer = await visitor.Http.SendAsync(request, Cancellation);
                    if (answer.IsSuccessStatusCode) wrong.Add($"{method} {door.Route} by {role ?? "a visitor"}: {address}");
                }
            }
        }

        if (answers) shown.ShouldBeGreaterThan(2, "they answer for it, or this test looks at nothing");
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

    // A published house of another municipality, and a team that was introduced to it, of whom nobody of the demonstration is one.
    private async Task<(LocalEntry Entry, Venture Venture, LocalInterest Interest)> HouseOfOthersAsync()
    {
        var (now, today) = (TimeProvider.System.GetUtcNow(), JapanTime.Today(TimeProvider.System));
        Doer owner = new(Guid.CreateVersion7(), "他所見 借代子"), who = new(Guid.CreateVersion7(), "他所見 貸代子");
        Venture venture = new()
        {
            Id = Guid.CreateVersion7(), Title = "他所見の宿", MunicipalityCode = Hagi, OwnerAccountId = owner.AccountId, OwnerName = owner.Name, State = VentureState.Active, Revision = 1, BegunAt = now, ChangedAt = now, Next = new(LocalizedText.Same("次"), today.AddDays(9), NextSide.Team),
        };
        venture.Number = venture.Id.ToString();
        LocalEntry entry = new()
        {
            Id = Guid.CreateVersion7(), Kind = LocalKind.EmptyHouse, Title = "他所見の空き家", Text = "使えます", MunicipalityCode = Hagi, Place = "見本浜", Office = "窓口", Contact = "他所見 貸代子 0838-25-6666", HandOver = new(today, "", who), Exact = new(34.4086543, 131.3991234),
            Shown = new(34.40625, 131.396875), State = EntryState.Published, ProposerAccountId = who.AccountId, ProposerName = who.Name, Revision = 1, ChangedBy = who, EnteredAt = now, ChangedAt = now, PublishedAt = now,
        };
        LocalInterest interest = new() { Id = Guid.CreateVersion7(), EntryId = entry.Id, MunicipalityCode = Hagi, VentureId = venture.Id, Message = "宿にしたい", At = now, By = owner, State = InterestState.Introduced, Answer = "会いましょう", AnsweredAt = now, AnsweredBy = who };
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(venture);
        session.Store(entry);
        session.Store(interest);
        await session.SaveChangesAsync(Cancellation);
        return (entry, venture, interest);
    }

    // A team of another municipality, with an application that was handed in, a file and an expense.
    private async Task<(MoneyApplication Application, Guid File, Guid Expense, string[] Words)> MoneyOfOthersAsync()
    {
        var (now, today) = (TimeProvider.System.GetUtcNow(), JapanTime.Today(TimeProvider.System));
        Doer owner = new(Guid.CreateVersion7(), "他所見 借子");
        Venture venture = new()
        {
            Id = Guid.CreateVersion7(), Title = "他所見の製粉", MunicipalityCode = Hagi, OwnerAccountId = owner.AccountId, OwnerName = owner.Name, State = VentureState.Active, Revision = 1, BegunAt = now, ChangedAt = now,
            Next = new(LocalizedText.Same("次"), today.AddDays(9), NextSide.Team),
        };
        venture.Number = venture.Id.ToString();
        Expense expense = new(Guid.CreateVersion7(), today, "他所見の石臼", 30_000);
        MoneyApplication application = new()
        {
            Id = Guid.CreateVersion7(), OfferId = Guid.CreateVersion7(), OfferName = LocalizedText.Same("他の制度"), VentureId = venture.Id, VentureTitle = venture.Title, MunicipalityCode = Hagi, State = ApplicationState.Requested, Steps = 1,
            Asked = new("他所見の粉ひきを直す", 30_000, 0, [new("石臼", 30_000)]), RequestedBy = owner, RequestedAt = now, Expenses = [expense], Next = new(NextMoneyStep.Refer, today.AddDays(9), NextSide.Office),
        };
        MoneyFile file = new() { Id = Guid.CreateVersion7(), ApplicationId = application.Id, Use = MoneyFileUse.Receipt, Key = expense.Id.ToString(), Name = "他所見の領収書.pdf", Size = 3, At = now, By = owner };
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(venture);
        session.Store(application);
        session.Insert(file);
        session.QueueSqlCommand("insert into community_business.money_steps (application_id, number, former, state, recommended_first) values (?, 1, null, 'Requested', false)", application.Id);
        session.QueueSqlCommand("insert into community_business.money_file_bytes (id, bytes) values (?, ?)", file.Id, Encoding.UTF8.GetBytes("他所見の領収の中身"));
        await session.SaveChangesAsync(Cancellation);
        return (application, file.Id, expense.Id, [owner.Name, "他所見の粉ひきを直す", expense.Text, file.Name, "他所見の領収の中身"]);
    }

    // Somebody of another municipality, whose visit nobody of the demonstration has to do with.
    private async Task<(Expert Expert, Venture Venture, Dispatch Dispatch, string[] Words)> OfOthersAsync()
    {
        var (now, today) = (TimeProvider.System.GetUtcNow(), JapanTime.Today(TimeProvider.System));
        // Told apart from those of the other tests of this house.
        var (mark, phone) = (Guid.NewGuid().ToString("N")[..8], $"090-{Random.Shared.Next(1_0000_0000, 9_9999_9999)}");
        Doer owner = new(Guid.CreateVersion7(), $"他所見 起代{mark}"), who = new(Guid.CreateVersion7(), $"他所見 師代{mark}");
        Venture venture = new()
        {
            Id = Guid.CreateVersion7(), Title = "他所見の渡船", MunicipalityCode = Hagi, OwnerAccountId = owner.AccountId, OwnerName = owner.Name, State = VentureState.Active, Revision = 1, BegunAt = now, ChangedAt = now,
            Next = new(LocalizedText.Same("次"), today.AddDays(9), NextSide.Team),
        };
        venture.Number = venture.Id.ToString();
        Expert expert = new()
        {
            Id = Guid.CreateVersion7(), AccountId = who.AccountId, Name = who.Name, Introduction = $"他所見の船を直してきた（{mark}）", Phone = phone, Fields = [ExpertField.Tourism], Municipalities = [Hagi], MinutesAMonth = 600,
            Consent = new(ListingPurpose.Matching, today, today.AddDays(90), "", who), ConfirmedBy = who, Revision = 1, ChangedAt = now, ChangedBy = who,
        };
        Dispatch dispatch = new() { Id = Guid.CreateVersion7(), VentureId = venture.Id, MunicipalityCode = Hagi, Fields = [ExpertField.Tourism], Minutes = 120, WishedOn = today.AddDays(20), Need = $"他所見の船着き場のこと（{mark}）", RequestedAt = now, RequestedBy = owner, ExpertId = expert.Id };
        await using var session = house.Host.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(venture);
        session.Store(expert);
        session.Store(dispatch);
        await session.SaveChangesAsync(Cancellation);
        return (expert, venture, dispatch, [who.Name, owner.Name, expert.Introduction, expert.Phone, dispatch.Need]);
    }
}
