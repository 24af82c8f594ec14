using Kenmin.CleanUp.Tests.Support;
using Kenmin.CleanUp.Weather;
using Kenmin.Outside;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp.Tests.Weather;

/// <summary>The warnings as they come, and as they should not come.</summary>
public sealed class WarningFeedTests
{
    private const string Yamaguchi = "352039", Hagi = "352047", Abu = "355020";

    private static readonly DateTimeOffset Reported = new(2026, 7, 2, 5, 42, 0, TimeSpan.FromHours(9));
    private static readonly string Sample = CleanUpHouse.Data("sample-jma-warning-r8-350000.json");

    [Fact]
    public async Task All_bulletins_make_one_picture_and_the_gravest_stands_first()
    {
        var reading = await ReadAsync(Sample);

        var hagi = WeatherBoard.Judge(reading, Hagi, new(), Reported.AddMinutes(10));
        hagi.IsKnown.ShouldBeTrue();
        hagi.Warnings.Select(w => w.Name.Ja).ShouldBe(["土砂災害危険警報", "大雨警報", "雷注意報"]);
        (hagi.ReportedAt, hagi.Headlines.Count).ShouldBe((Reported, 3));
        WeatherWords.Summary(hagi).Ja.ShouldBe("土砂災害危険警報（警戒レベル4相当）、大雨警報（警戒レベル3相当）、雷注意報");
        WeatherBoard.Judge(reading, Abu, new(), Reported.AddMinutes(10)).Warnings.Select(w => w.Code).ShouldBe(["09", "10", "14"]);
        WeatherBoard.Judge(reading, Yamaguchi, new(), Reported.AddMinutes(10)).Warnings.ShouldHaveSingleItem().Name.En.ShouldBe("Thunderstorm advisory");
    }

    [Fact]
    public async Task What_has_ended_is_dropped_and_what_is_not_known_is_kept()
    {
        var reading = await ReadAsync(
            """
            [{"reportDatetime":"2026-07-02T05:42:00+09:00","warning":{"class20Items":[
              {"areaCode":"3520301","kinds":[{"code":"03","status":"解除"},{"code":"77","status":"発表"}]},
              {"areaCode":"3520302","kinds":[{"code":"05","status":"特別警報から警報"},{"code":"77","status":"継続"},{"status":"発表"}]},
              {"areaCode":"3520400","kinds":[{"status":"発表警報・注意報はなし"}]},
              {"areaCode":"3520600","kinds":[]}]}}]
            """);

        var yamaguchi = WeatherBoard.Judge(reading, Yamaguchi, new(), Reported);
        yamaguchi.Warnings.Select(w => w.Code).ShouldBe(["05", "77", "?"], "a split municipality has the warnings of all its parts");
        yamaguchi.PartOnly.ShouldBe(["05", "?"], ignoreOrder: true);
        WeatherWords.Summary(yamaguchi).Ja.ShouldContain("種類のわからない警報等（77）");
        WeatherWords.ToneOf(yamaguchi).ShouldBe(Kenmin.Pages.Tone.Error);
        var hagi = WeatherBoard.Judge(reading, Hagi, new(), Reported);
        (hagi.IsKnown, hagi.Warnings.Count, WeatherWords.Summary(hagi).Ja).ShouldBe((true, 0, "警報・注意報の発表なし"));
        foreach (var silent in new[] { "352063", "352012" })
            WeatherBoard.Judge(reading, silent, new(), Reported).ShouldSatisfyAllConditions(
                k => k.IsKnown.ShouldBeFalse("nothing said of a municipality is not the same as no warning"), k => WeatherWords.Summary(k).Ja.ShouldBe("わかりません"));
    }

    [Fact]
    public async Task A_bulletin_that_speaks_of_no_municipality_leaves_what_is_known_but_not_as_all()
    {
        var reading = await ReadAsync(Sample.TrimEnd()[..^1] + """, { "reportDatetime": "2026-07-02T05:50:00+09:00", "warning": { "class10Items": [] } }]""");
        WeatherBoard.Judge(reading, Hagi, new(), Reported).ShouldSatisfyAllConditions(k => k.IsKnown.ShouldBeFalse(), k => k.Warnings.Count.ShouldBe(3));
        WeatherWords.Summary(WeatherBoard.Judge(reading, Hagi, new(), Reported)).Ja.ShouldEndWith("（ほかはわかりません）");
    }

    [Fact]
    public async Task Old_data_and_data_of_the_future_are_not_known()
    {
        var reading = await ReadAsync(Sample);
        WeatherSettings settings = new();
        foreach (var (now, read) in new[]
                 {
                     (Reported + settings.ReportAge + TimeSpan.FromMinutes(1), Reported + settings.ReportAge), (Reported.AddHours(-1), Reported.AddHours(-1)),
                     (Reported + settings.ReadingAge + TimeSpan.FromMinutes(1), Reported),
                 })
        {
            reading!.ReadAt = read;
            WeatherBoard.Judge(reading, Hagi, settings, now).ShouldSatisfyAllConditions(k => k.IsKnown.ShouldBeFalse(), k => k.Warnings.ShouldBeEmpty(), k => k.WhyNot.ShouldNotBeNull());
        }

        WeatherBoard.Judge(null, Hagi, settings, Reported).IsKnown.ShouldBeFalse();
    }

    [Theory]
    [InlineData(OutsideServerMood.Broken, new[] { OutsideSilence.NotReached })]
    [InlineData(OutsideServerMood.Garbled, new[] { OutsideSilence.Unreadable })]
    [InlineData(OutsideServerMood.Busy, new[] { OutsideSilence.Busy })]
    [InlineData(OutsideServerMood.Failing, new[] { OutsideSilence.Failed })]
    [InlineData(OutsideServerMood.Moved, new[] { OutsideSilence.Failed })]
    [InlineData(OutsideServerMood.Silent, new[] { OutsideSilence.TooSlow })]
    [InlineData(OutsideServerMood.Stalling, new[] { OutsideSilence.TooSlow })]
    public async Task A_source_that_misbehaves_gives_no_answer_in_bounded_time(OutsideServerMood mood, OutsideSilence[] expected)
    {
        await using var server = new OutsideServer(_ => Sample) { Mood = mood };
        await using var services = Services(server.Address);

        // Who never answers is not waited for: without its own limits this would not come back.
        var answer = await AskAsync(services).WaitAsync(TimeSpan.FromMinutes(1));

        (answer.Value, answer.Silence).ShouldBe((null, expected[0]));
        if (mood != OutsideServerMood.Garbled && mood != OutsideServerMood.Moved) server.Asked.Count.ShouldBeGreaterThan(1, "it was tried again");
    }

    [Fact]
    public async Task A_slow_source_and_one_that_recovers_are_waited_for()
    {
        await using var server = new OutsideServer(p => p == "/350000.json" ? Sample : null) { Mood = OutsideServerMood.Slow };
        await using var services = Services(server.Address);
        (await AskAsync(services)).Value!.Count.ShouldBe(3);

        (server.Mood, server.MoodLasts) = (OutsideServerMood.Failing, 1);
        (await AskAsync(services)).Value!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_source_that_keeps_failing_is_left_alone_for_a_while()
    {
        await using var server = new OutsideServer(_ => Sample) { Mood = OutsideServerMood.Failing };
        await using var services = Services(server.Address);
        List<OutsideSilence?> silences = [];
        for (var i = 0; i < 8; i++) silences.Add((await AskAsync(services)).Silence);

        silences.ShouldContain(OutsideSilence.Resting);
        server.Asked.Count.ShouldBeLessThan(24, "it is not asked while it rests");
    }

    [Fact]
    public async Task The_frozen_old_path_is_not_understood_and_nobody_takes_it_for_safe()
    {
        await using var server = new OutsideServer(_ => CleanUpHouse.Data("sample-jma-warning-legacy-350000.json"));
        await using var services = Services(server.Address);
        (await AskAsync(services)).Silence.ShouldBe(OutsideSilence.Unreadable);
    }

    [Fact]
    public async Task Where_calls_outward_are_off_or_there_is_no_address_nobody_is_asked()
    {
        await using var server = new OutsideServer(_ => Sample);
        await using (var closed = Services(server.Address, allowed: false)) (await AskAsync(closed)).Silence.ShouldBe(OutsideSilence.SwitchedOff);
        await using (var none = Services("")) (await AskAsync(none)).Silence.ShouldBe(OutsideSilence.SwitchedOff);
        server.Asked.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => Services("http://www.example.jp/warning")).Message.ShouldContain("HTTPS");
    }

    [Fact]
    public void The_list_of_kinds_is_whole()
    {
        WarningKinds.All.Count.ShouldBe(36);
        WarningKinds.All.ShouldAllBe(k => k.Name.Ja.Length > 2 && k.Name.En.Length > 4);
        WarningKinds.All.Where(k => k.Name.Ja.EndsWith("特別警報", StringComparison.Ordinal)).ShouldAllBe(k => k.Tier == WarningTier.Emergency);
        WarningKinds.All.Where(k => k.Name.Ja.EndsWith("注意報", StringComparison.Ordinal)).ShouldAllBe(k => k.Tier == WarningTier.Advisory);
    }

    private static async Task<WeatherReading?> ReadAsync(string json)
    {
        await using var server = new OutsideServer(_ => json);
        await using var services = Services(server.Address);
        return WarningMerge.Of((await AskAsync(services)).Value!, Reported);
    }

    private static Task<OutsideAnswer<List<WarningBulletin>>> AskAsync(ServiceProvider services) => services.GetRequiredService<OutsideService<IWarningFeed>>()
        .AskAsync((api, stop) => api.BulletinsAsync("350000", stop), TestContext.Current.CancellationToken);

    private static ServiceProvider Services(string address, bool allowed = true) => new ServiceCollection().AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Outside:Allowed", allowed.ToString())]).Build())
        .AddOutsideService<IWarningFeed>("Weather:Address", new()
        {
            Address = address, AttemptTimeout = TimeSpan.FromSeconds(1), TotalTimeout = TimeSpan.FromSeconds(4), Retries = 2, FirstWait = TimeSpan.FromMilliseconds(20),
        }).BuildServiceProvider();
}
