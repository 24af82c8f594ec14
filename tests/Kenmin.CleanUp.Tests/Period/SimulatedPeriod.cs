using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Period;

/// <summary>How large a period is.</summary>
/// <param name="Groups">How many groups.</param>
/// <param name="ActivitiesOfGroup">Activities of each; each has a result.</param>
/// <param name="HelpersOfActivity">People who sign up for each activity; one more than there are places.</param>
/// <param name="Photos">Photos of each activity.</param>
/// <param name="Clients">How many phones send at the same time.</param>
/// <param name="Over">Over what time the results come in.</param>
/// <param name="Dropped">How many of the attempts are cut.</param>
/// <param name="IsBare">Whether each result is sent once and nobody watches the counters: for comparing the sending alone.</param>
internal sealed record PeriodSize(int Groups, int ActivitiesOfGroup, int HelpersOfActivity, int Photos, int Clients, TimeSpan Over, double Dropped, bool IsBare = false)
{
    public int Activities => Groups * ActivitiesOfGroup;
}

/// <summary>How long the parts of a period took.</summary>
internal sealed record PeriodTimes(TimeSpan Plans, TimeSpan SignUps, TimeSpan Results, double[] ResultMilliseconds, double[] PhotoMilliseconds, double[] CounterLagMilliseconds, int Cut, int Repeated, int SentAway);

/// <summary>
/// A clean-up of the whole prefecture over HTTP, from the announcement to the published result, with an own account of every
/// acknowledged answer, against which <see cref="CheckAsync"/> holds what the platform publishes.
/// </summary>
internal sealed class SimulatedPeriod(Uri address, JumpingClock clock, PeriodSize size, string sitesCsv, Func<int, byte[]> photo, int seed = 20260628)
{
    private const int Days = 18;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly SignedInPerson Owner = new(Guid.CreateVersion7(), Roles.ProgramOwner, "見本 事業担当");

    private readonly ConcurrentDictionary<Guid, Plan> _plans = new();
    private readonly ConcurrentDictionary<Guid, Figures> _reported = new();
    private readonly ConcurrentDictionary<Guid, int> _ofSite = new();
    private readonly ConcurrentBag<Guid> _photos = [];
    private readonly Lock _watch = new();
    private readonly DateOnly _today = JapanTime.Today(clock);
    private Guid _campaign;

    /// <summary>The campaign.</summary>
    public Guid Campaign => _campaign;

    /// <summary>Runs it all.</summary>
    public async Task<PeriodTimes> RunAsync()
    {
        using var reception = new PoorReception(address, size.Dropped, seed);
        var began = Stopwatch.GetTimestamp();
        await PrepareAsync(reception);
        var plans = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        await SignUpAsync(reception);
        var signUps = Stopwatch.GetElapsedTime(began);
        // All days are over, and everybody reports at once.
        clock.SetUtcNow(JapanTime.At(Day(Days + 1), new(9, 0)));
        began = Stopwatch.GetTimestamp();
        var (results, photos, lags) = await ReportAsync(reception);
        return new(plans, signUps, Stopwatch.GetElapsedTime(began), results, photos, lags, reception.Cut, reception.Repeated, reception.SentAway);
    }

    /// <summary>Holds what is published against the own account; each entry is something that is wrong.</summary>
    /// <param name="count">Counts rows by SQL.</param>
    /// <param name="send">Sends a command.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(Func<string, Task<long>> count, Func<object, Task<CommandAnswer>> send)
    {
        List<string> wrong = [];
        using var http = new PoorReception(address, 0, seed);
        await CompareAsync("before freezing");
        var activities = string.Join(',', _plans.Keys.Select(id => $"'{id}'"));
        Same("photos", _photos.Count, await count($"select count(*) from clean_up.mt_doc_photo p join clean_up.photo_pictures x using (id) where (p.data ->> 'subjectId')::uuid in ({activities})"));
        var places = size.HelpersOfActivity - 1;
        Same("confirmed helpers", (long)places * size.Activities, await count($"select count(*) from clean_up.participation_sign_ups where opening_id in ({activities}) and state = {(int)SignUpState.Confirmed}"));
        Same("waiting helpers", size.Activities, await count($"select count(*) from clean_up.participation_sign_ups where opening_id in ({activities}) and state = {(int)SignUpState.Waiting}"));
        Same("bags in the ledger", 0, await count("select coalesce(sum(quantity), 0)::bigint from clean_up.supply_entries"));

        clock.SetUtcNow(JapanTime.At(Day(Days + 12), new(9, 0)));
        if (!(await send(new FreezeCampaign(_campaign, new(Owner.AccountId, Owner.DisplayName)))).IsDone) wrong.Add("it could not be frozen");
        var (id, plan) = _plans.First();
        using var late = await http.SendAsync(plan.Leader, HttpMethod.Put, $"/api/v1/clean-up/me/activities/{id}/result", Json(FiguresOf(1)), "application/json");
        if (late.StatusCode != HttpStatusCode.Conflict) wrong.Add($"a report after freezing was answered by {late.StatusCode}");
        await CompareAsync("after freezing");
        return wrong;

        // The public figures may be a quarter of a second behind an answer; what stays different is wrong.
        async Task CompareAsync(string when)
        {
            var began = Stopwatch.GetTimestamp();
            var different = await DifferencesAsync();
            while (different.Count > 0 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5)) different = await DifferencesAsync();
            wrong.AddRange(different.Select(d => $"{when}: {d}"));
        }

        async Task<List<string>> DifferencesAsync()
        {
            List<string> different = [];
            using var answer = await http.SendAsync(null, HttpMethod.Get, $"/api/v1/clean-up/campaigns/{_campaign}/results", null, "");
            var found = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync()).RootElement.EnumerateArray().ToDictionary(r => r.GetProperty("siteId").GetGuid(), r => r.GetProperty("figures").Deserialize<Figures>(Web)!);
            foreach (var of in _reported.GroupBy(r => _plans[r.Key].Site))
            {
                var sum = Figures.Sum(of.Select(r => r.Value));
                if (!found.Remove(of.Key, out var published)) different.Add("a site is missing");
                else if (Text(published) != Text(sum)) different.Add($"a site shows {Text(published)}, and was told {Text(sum)}");
            }

            if (found.Count > 0) different.Add($"{found.Count} sites that nobody reported on");
            return different;
        }

        void Same(string what, long expected, long actual)
        {
            if (expected != actual) wrong.Add($"{what}: {actual}, and should be {expected}");
        }
    }

    private static string Text(Figures f) => JsonSerializer.Serialize(f with { Litter = new SortedDictionary<string, int>(f.Litter.ToDictionary(), StringComparer.Ordinal) }, Web);

    private async Task PrepareAsync(PoorReception http)
    {
        var campaign = await ReadAsync(http, Owner, HttpMethod.Post, "/api/v1/clean-up/staff/campaigns", new
        {
            name = new { ja = $"県民一斉清掃 {Guid.NewGuid():N}"[..30], en = "" }, summary = new { ja = "", en = "" }, firstDay = Iso(1), lastDay = Iso(Days), plansUntil = Iso(Days),
        });
        _campaign = campaign.GetProperty("id").GetGuid();
        await ReadAsync(http, Owner, HttpMethod.Put, $"/api/v1/clean-up/staff/campaigns/{_campaign}/publication", new { published = true });
        var sites = await SitesAsync(http);
        foreach (var municipality in sites.Select(s => s.Municipality).Distinct())
        {
            await ReadAsync(http, Staff(municipality), HttpMethod.Put, $"/api/v1/clean-up/staff/campaigns/{_campaign}/rules/{municipality}", new
            {
                municipalityCode = municipality, collectionDays = new[] { Iso(Days) }, bagsPerGroup = 200, bagsPerPerson = 5, largeFrom = 50, noticeDays = 7,
                sorting = new { ja = "燃やせるごみと、その他に分けます。", en = "" }, office = "見本環境課", phone = "083-933-0000", email = "",
            });
            await ReadAsync(http, Staff(municipality), HttpMethod.Post, $"/api/v1/clean-up/staff/municipalities/{municipality}/supplies", new { id = Guid.CreateVersion7(), move = "receive", lines = new[] { new { item = "burnableBag", quantity = 100_000 } } });
        }

        await EachAsync(size.Groups, async g =>
        {
            var leader = new SignedInPerson(Guid.CreateVersion7(), Roles.Resident, "見本 代表");
            var group = (await ReadAsync(http, leader, HttpMethod.Post, "/api/v1/clean-up/me/groups", new { kind = "neighbourhood", name = $"見本自治会{g}", municipalityCode = sites[g % sites.Count].Municipality, phone = "083-933-0000" })).GetProperty("id").GetGuid();
            for (var a = 0; a < size.ActivitiesOfGroup; a++)
            {
                var site = sites[(g * size.ActivitiesOfGroup + a) % sites.Count];
                var activity = (await ReadAsync(http, leader, HttpMethod.Post, "/api/v1/clean-up/me/activities", new
                {
                    campaignId = _campaign, siteId = site.Id, groupId = group, day = Iso(1 + (g + a) % Days), start = "09:00", end = "11:00", meetingPlace = "見本駐車場", note = "", people = 20,
                    helperPlaces = Math.Max(0, size.HelpersOfActivity - 1),
                })).GetProperty("id").GetGuid();
                await ReadAsync(http, Staff(site.Municipality), HttpMethod.Post, $"/api/v1/clean-up/staff/activities/{activity}/decision", new { accept = true });
                await ReadAsync(http, Staff(site.Municipality), HttpMethod.Post, $"/api/v1/clean-up/staff/activities/{activity}/supplies", new { id = Guid.CreateVersion7(), move = "allocate", lines = new[] { new { item = "burnableBag", quantity = 20 } } });
                _plans[activity] = new(leader, site.Id);
            }
        });
    }

    private async Task<IReadOnlyList<(Guid Id, string Municipality)>> SitesAsync(PoorReception http)
    {
        using var sent = await http.SendAsync(Owner, HttpMethod.Post, "/api/v1/clean-up/sites/imports?fileName=sites.csv", await File.ReadAllBytesAsync(sitesCsv), "application/octet-stream", poor: false);
        var import = JsonDocument.Parse(await sent.Content.ReadAsStreamAsync()).RootElement.GetProperty("id").GetGuid();
        (await http.SendAsync(Owner, HttpMethod.Post, $"/api/v1/clean-up/sites/imports/{import}/application", [], "application/json", poor: false)).EnsureSuccessStatusCode();
        List<(Guid, string)> sites = [];
        for (string? next = ""; next is not null;)
        {
            using var answer = await http.SendAsync(null, HttpMethod.Get, $"/api/v1/clean-up/sites?after={Uri.EscapeDataString(next)}", null, "", poor: false);
            var page = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync()).RootElement;
            sites.AddRange(page.GetProperty("items").EnumerateArray().Select(s => (s.GetProperty("id").GetGuid(), s.GetProperty("municipalityCode").GetString()!)));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return sites;
    }

    private async Task SignUpAsync(PoorReception http)
    {
        await PlacesAreOpenAsync(http);
        var wishes = _plans.Keys.SelectMany(a => Enumerable.Repeat(a, size.HelpersOfActivity)).ToArray();
        new Random(seed).Shuffle(wishes);
        await EachAsync(wishes.Length, async i => await ReadAsync(
            http, new(Guid.CreateVersion7(), Roles.Resident, "見本 参加"), HttpMethod.Post, $"/api/v1/clean-up/activities/{wishes[i]}/sign-ups", new { commandId = Guid.CreateVersion7() }));
    }

    /// <summary>The helpers' places open by a message that follows the city's decision.</summary>
    private async Task PlacesAreOpenAsync(PoorReception http)
    {
        for (var began = Stopwatch.GetTimestamp(); size.HelpersOfActivity > 0; await Task.Delay(200))
        {
            using var answer = await http.SendAsync(null, HttpMethod.Get, $"/api/v1/clean-up/campaigns/{_campaign}/activities", null, "", poor: false);
            var open = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync()).RootElement.EnumerateArray().Count(a => a.TryGetProperty("free", out var free) && free.ValueKind == JsonValueKind.Number);
            if (open == size.Activities) return;
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(3)) throw new InvalidOperationException($"Only {open} of {size.Activities} activities took helpers after three minutes.");
        }
    }

    private async Task<(double[] Results, double[] Photos, double[] Lags)> ReportAsync(PoorReception http)
    {
        var (ids, results, photos, lags) = (_plans.Keys.ToArray(), new ConcurrentBag<double>(), new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var began = Stopwatch.GetTimestamp();
        await EachAsync(ids.Length, async i =>
        {
            // Spread evenly over the time, as far as the phones keep up.
            var due = size.Over * ((double)i / ids.Length) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            var (id, plan) = (ids[i], _plans[ids[i]]);
            var path = $"/api/v1/clean-up/me/activities/{id}/result?sendingId=";
            var (first, figures) = (Guid.CreateVersion7(), FiguresOf(i));
            results.Add(await TimedAsync(http, plan.Leader, path + first + "&basedOn=0", Json(figures), "application/json"));
            Acknowledge(id, figures);
            if (i % 20 == 0 && !size.IsBare) lags.Add(await LagAsync(http, plan.Site));
            if (i % 10 == 0 && !size.IsBare)
            {
                // Corrected on the spot; then the first sending comes once more, late.
                figures = figures with { BurnableBags = figures.BurnableBags + 3 };
                results.Add(await TimedAsync(http, plan.Leader, $"{path}{Guid.CreateVersion7()}&basedOn=1", Json(figures), "application/json"));
                _reported[id] = figures;
                await TimedAsync(http, plan.Leader, path + first + "&basedOn=0", Json(FiguresOf(i)), "application/json");
            }

            for (var p = 0; p < size.Photos; p++)
            {
                var photoId = Guid.CreateVersion7();
                photos.Add(await TimedAsync(http, plan.Leader, $"/api/v1/clean-up/me/activities/{id}/photos/{photoId}?moment={(p % 2 == 0 ? "before" : "after")}", photo(i + p), "image/jpeg"));
                _photos.Add(photoId);
            }
        });
        return ([.. results.Order()], [.. photos.Order()], [.. lags.Order()]);
    }

    private void Acknowledge(Guid activity, Figures figures)
    {
        lock (_watch)
        {
            _reported[activity] = figures;
            _ofSite.AddOrUpdate(_plans[activity].Site, figures.People, (_, known) => known + figures.People);
        }
    }

    /// <summary>How long after an answer the public counters show at least what was acknowledged of a site, in milliseconds.</summary>
    private async Task<double> LagAsync(PoorReception http, Guid site)
    {
        var (began, expected) = (Stopwatch.GetTimestamp(), _ofSite[site]);
        while (true)
        {
            using var answer = await http.SendAsync(null, HttpMethod.Get, $"/api/v1/clean-up/campaigns/{_campaign}/results", null, "", poor: false);
            var shown = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync()).RootElement.EnumerateArray()
                .Where(r => r.GetProperty("siteId").GetGuid() == site).Sum(r => r.GetProperty("figures").GetProperty("people").GetInt32());
            if (shown >= expected) return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"The counters show {shown} of {expected} people after a minute.");
            await Task.Delay(20);
        }
    }

    private static async Task<double> TimedAsync(PoorReception http, SignedInPerson person, string path, byte[] body, string type)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(person, HttpMethod.Put, path, body, type);
        if (answer.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException($"{path.Split('?')[0]}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<JsonElement> ReadAsync(PoorReception http, SignedInPerson person, HttpMethod method, string path, object body)
    {
        using var answer = await http.SendAsync(person, method, path, JsonSerializer.SerializeToUtf8Bytes(body, Web), "application/json", poor: false);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private Task EachAsync(int times, Func<int, Task> work) =>
        Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = size.Clients }, async (i, _) => await work(i));

    /// <summary>What the i-th activity came to.</summary>
    internal static Figures FiguresOf(int i) => new(
        5 + i % 40, (5 + i % 40) * 90, i % 30, i % 7, i % 3 == 0 ? i % 50 + 0.5m : null, i % 4 == 0 ? i % 60 : null,
        i % 2 == 0 ? new Dictionary<string, int> { ["bottle-pet"] = i % 90 + 1, ["can"] = i % 11 + 1 } : new Dictionary<string, int>());

    internal static byte[] Json(Figures figures) => JsonSerializer.SerializeToUtf8Bytes(figures, Web);

    private DateOnly Day(int number) => _today.AddDays(number);

    private string Iso(int number) => Day(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static SignedInPerson Staff(string municipality) => new(Guid.CreateVersion7(), Roles.MunicipalStaff, "見本 市町", municipality);

    private sealed record Plan(SignedInPerson Leader, Guid Site);
}
