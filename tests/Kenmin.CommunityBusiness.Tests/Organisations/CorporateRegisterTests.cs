using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Outside;
using Kenmin.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Organisations;

/// <summary>gBizINFO as it answers, and as it should not: whatever it does, what is known is kept with its day and nobody waits long.</summary>
public sealed class CorporateRegisterTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Known = "3250005999901", Silent = "7000012050002";

    private static readonly string Sample = BusinessHouse.Data("sample-gbizinfo-v2-hojin.json");

    [Fact]
    public async Task It_is_asked_once_in_thirty_days_with_the_token_of_the_settings()
    {
        await using var server = new OutsideServer(path => path == $"/v2/hojin/{Known}" ? Sample : null);
        await using var services = Services(server.Address);
        var register = Register(services);
        var first = await register.LookAsync(Known, CancellationToken.None);
        (first.Silence, first.Answer!.Found, first.Answer.Name, first.Answer.Kana, first.Answer.PostalCode, first.Answer.Address, first.Answer.Closed).ShouldBe(
            (null, true, "特定非営利活動法人見本きらら市民ネット", "ミホンキララシミンネット", "7478501", "山口県防府市寿町7番1号", false));
        server.Headers.ShouldContain(h => h.StartsWith("X-hojinInfo-api-token: mihon-token", StringComparison.OrdinalIgnoreCase));
        (await register.LookAsync(Known, CancellationToken.None)).Answer!.AskedAt.ShouldBe(first.Answer.AskedAt);
        server.Asked.Count.ShouldBe(1);

        house.GoTo(house.Today.AddDays(31));
        server.Answer = _ => Sample.Replace("\"close_date\": null", "\"close_date\": \"2026-07-01\"", StringComparison.Ordinal);
        var later = await register.LookAsync(Known, CancellationToken.None);
        (later.Answer!.Closed, later.Answer.AskedAt > first.Answer.AskedAt, server.Asked.Count).ShouldBe((true, true, 2));

        // When it fails, what it said before stands in, with its day.
        house.GoTo(house.Today.AddDays(31));
        server.Mood = OutsideServerMood.Failing;
        var without = await register.LookAsync(Known, CancellationToken.None);
        (without.Silence, without.Answer!.AskedAt).ShouldBe((OutsideSilence.Failed, later.Answer.AskedAt));
    }

    [Fact]
    public async Task That_there_is_no_such_number_is_an_answer_and_is_believed_for_a_day()
    {
        const string number = "8250001999999";
        await using var server = new OutsideServer(_ => null);
        await using var services = Services(server.Address);
        var register = Register(services);
        for (var i = 0; i < 2; i++)
        {
            var look = await register.LookAsync(number, CancellationToken.None);
            (look.Silence, look.Answer!.Found).ShouldBe((null, false));
        }

        server.Asked.Count.ShouldBe(1);
        house.GoTo(house.Today.AddDays(2));
        server.Answer = _ => Sample.Replace(Known, number, StringComparison.Ordinal);
        (await register.LookAsync(number, CancellationToken.None)).Answer!.Found.ShouldBeTrue("it was founded meanwhile");
    }

    [Theory]
    [InlineData("""{"hojin-infos":[]}""", false)]
    [InlineData("""{"hojin-infos":null}""", null)]
    [InlineData("""{"message":"200 - OK."}""", null)]
    [InlineData("""{"hojin-infos":[{"corporate_number":"3250005999901","name":"よその法人"}]}""", null)]
    [InlineData("""{"hojin-infos":[{"corporate_number":"7000012050002","name":"  "}]}""", null)]
    [InlineData("[]", null)]
    public async Task What_is_of_no_use_is_not_taken_for_the_corporation(string body, bool? found)
    {
        await using var server = new OutsideServer(_ => body);
        await using var services = Services(server.Address);
        var look = await new CorporateRegister(Store, services.GetRequiredService<OutsideService<IGBizInfo>>(), new() { Token = "mihon-token", DaysKept = 0, DaysUnknown = 0 }, house.Clock).LookAsync(Silent, CancellationToken.None);
        if (found is null) look.Silence.ShouldBe(OutsideSilence.Unreadable);
        else (look.Silence, look.Answer!.Found).ShouldBe((null, found.Value));
    }

    [Theory]
    [InlineData(OutsideServerMood.Broken, OutsideSilence.NotReached)]
    [InlineData(OutsideServerMood.Garbled, OutsideSilence.Unreadable)]
    [InlineData(OutsideServerMood.Busy, OutsideSilence.Busy)]
    [InlineData(OutsideServerMood.Failing, OutsideSilence.Failed)]
    [InlineData(OutsideServerMood.Moved, OutsideSilence.Failed)]
    [InlineData(OutsideServerMood.Silent, OutsideSilence.TooSlow)]
    [InlineData(OutsideServerMood.Stalling, OutsideSilence.TooSlow)]
    public async Task A_register_that_misbehaves_gives_no_answer_in_bounded_time(OutsideServerMood mood, OutsideSilence expected)
    {
        await using var server = new OutsideServer(_ => Sample) { Mood = mood };
        await using var services = Services(server.Address);
        const string number = "5250005999909";
        var look = await Register(services).LookAsync(number, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        (look.Answer, look.Silence).ShouldBe((null, expected));
        if (mood != OutsideServerMood.Garbled && mood != OutsideServerMood.Moved) server.Asked.Count.ShouldBeGreaterThan(1, "it was tried again");
    }

    [Fact]
    public async Task A_slow_register_and_one_that_recovers_are_waited_for()
    {
        await using var server = new OutsideServer(_ => Sample.Replace(Known, "1250005999903", StringComparison.Ordinal)) { Mood = OutsideServerMood.Slow };
        await using var services = Services(server.Address);
        (await Register(services).LookAsync("1250005999903", CancellationToken.None)).Answer!.Found.ShouldBeTrue();
        (server.Mood, server.MoodLasts) = (OutsideServerMood.Failing, 1);
        server.Answer = _ => Sample.Replace(Known, "2250005999902", StringComparison.Ordinal);
        (await Register(services).LookAsync("2250005999902", CancellationToken.None)).Answer!.Found.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_token_address_or_way_out_nobody_is_asked()
    {
        await using var server = new OutsideServer(_ => Sample);
        await using var open = Services(server.Address);
        await using var closed = Services(server.Address, allowed: false);
        await using var nowhere = Services("");
        foreach (var register in new[] { new CorporateRegister(Store, open.GetRequiredService<OutsideService<IGBizInfo>>(), new(), house.Clock), Register(closed), Register(nowhere) })
        {
            register.IsUsed.ShouldBeFalse();
            (await register.LookAsync("4250005999900", CancellationToken.None)).Silence.ShouldBe(OutsideSilence.SwitchedOff);
        }

        server.Asked.ShouldBeEmpty();
    }

    private ICommunityBusinessStore Store => house.Services.GetRequiredService<ICommunityBusinessStore>();

    private CorporateRegister Register(ServiceProvider services) => new(Store, services.GetRequiredService<OutsideService<IGBizInfo>>(), new() { Token = "mihon-token" }, house.Clock);

    // A server and a client for each test: one that failed often is left alone for a while.
    private static ServiceProvider Services(string address, bool allowed = true) => new ServiceCollection().AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Outside:Allowed", allowed.ToString())]).Build())
        .AddOutsideService<IGBizInfo>("GBizInfo:Address", new()
        {
            Address = address.Length > 0 ? $"{address}/v2" : "", AttemptTimeout = TimeSpan.FromSeconds(1), TotalTimeout = TimeSpan.FromSeconds(4), Retries = 2, FirstWait = TimeSpan.FromMilliseconds(20),
        }).BuildServiceProvider();
}
