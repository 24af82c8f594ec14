using System.Net;
using System.Net.Http.Json;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Answering;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.Legacy;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>Each test has a register of its own, because it moves the clock.</summary>
public sealed class DeadlineAndRetentionTests : IAsyncLifetime
{
    private readonly Register _register = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _register.InitializeAsync();

    public ValueTask DisposeAsync() => _register.DisposeAsync();

    [Fact]
    public async Task After_the_last_day_the_link_says_so_and_takes_no_answer()
    {
        var person = await _register.CameForwardAsync(ContinuationAnswer.Blank);
        await _register.AskAsync(days: 28);
        var token = await _register.TokenAsync(person);

        _register.Clock.Advance(TimeSpan.FromDays(29));

        var page = await _register.Client().GetAsync($"/sports/answer/{token}", Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.Gone);
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop)).ShouldContain("期限が過ぎています");
        (await _register.Client().PostAsJsonAsync($"/api/v1/sports/answers/{token}", new { answer = "agreed", purposeVersion = PurposeOfUse.Current }, Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await _register.WorkOffAsync(new LapseOverdue());
        (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Lapsed);
        await _register.WorkOffAsync(new RemoveOldTokens());
        (await _register.LinksAsync(person)).Single().SealedToken.ShouldBeNull();

        (await _register.InvokeAsync<Outcome>(new RecordAnswer(person, Stay: true, AnswerChannel.Phone, Register.Staff))).IsDone.ShouldBeTrue();
        (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Continuing);
    }

    [Fact]
    public async Task After_its_last_day_a_personal_link_says_so_and_connects_nobody()
    {
        var person = await _register.CameForwardAsync(ContinuationAnswer.Agreed);
        await _register.RunAsync(new IssueAllAccountLinks(Guid.CreateVersion7(), Register.Festival, _register.Today.AddDays(90), Register.Staff));
        var token = await _register.TokenAsync(person);

        _register.Clock.Advance(TimeSpan.FromDays(90));
        (await _register.Client().GetAsync($"/sports/link/{token}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _register.WorkOffAsync(new RemoveOldTokens());
        (await _register.TokenAsync(person)).ShouldBe(token);

        _register.Clock.Advance(TimeSpan.FromDays(1));
        var page = await _register.Client().GetAsync($"/sports/link/{token}", Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.Gone);
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop)).ShouldContain("リンクの期限が過ぎています");
        (await _register.InvokeAsync<Outcome>(new ConnectAccount(token, Guid.NewGuid()))).IsDone.ShouldBeFalse();
        await _register.WorkOffAsync(new RemoveOldTokens());
        (await _register.LinksAsync(person)).Single().SealedToken.ShouldBeNull();

        await _register.RunAsync(new IssueAllAccountLinks(Guid.CreateVersion7(), Register.Festival, _register.Today.AddDays(90), Register.Staff));
        (await _register.LinksAsync(person)).Count(l => l.IsOpenOn(_register.Today)).ShouldBe(1, "who let one go by gets a new one");
    }

    [Fact]
    public async Task Links_cannot_be_tried_without_end()
    {
        var client = _register.Client();
        var tried = 0;
        HttpStatusCode answer;
        while ((answer = (await client.GetAsync("/sports/link/guessed", Stop)).StatusCode) == HttpStatusCode.NotFound) (++tried).ShouldBeLessThan(200);
        answer.ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.GetAsync("/sports/answer/guessed", Stop)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Two_hosts_lapse_everybody_once()
    {
        List<Guid> people = [];
        for (var i = 0; i < 40; i++) people.Add(await _register.CameForwardAsync(ContinuationAnswer.Blank));
        await _register.AskAsync(days: 1);
        _register.Clock.Advance(TimeSpan.FromDays(2));
        var second = _register.AnotherHost();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _register.WorkOffAsync(new LapseOverdue(), i % 2 == 0 ? second : null)));

        foreach (var person in people)
            (await _register.EventsAsync(person)).OfType<AskingLapsed>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_and_the_lapse_at_once_never_both_count()
    {
        for (var round = 0; round < 10; round++)
        {
            var person = await _register.CameForwardAsync(ContinuationAnswer.Blank, festival: $"大会{round}");
            await _register.AskAsync(days: 1, festival: $"大会{round}");
            _register.Clock.Advance(TimeSpan.FromDays(2));

            await Task.WhenAll(
                _register.WorkOffAsync(new LapseOverdue()),
                _register.InvokeAsync<Outcome>(new RecordAnswer(person, Stay: false, AnswerChannel.Counter, Register.Staff)));

            // The answer at the counter counts in either order; a lapse after it does not happen.
            (await _register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Refused);
            (await _register.EventsAsync(person))[^1].ShouldBeOfType<ContinuationRefused>();
        }
    }

    [Fact]
    public async Task Personal_data_go_at_the_retention_date_and_the_counts_stay()
    {
        var refused = await _register.CameForwardAsync(ContinuationAnswer.Refused);
        var stays = await _register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Hagi);
        var open = await _register.CameForwardAsync(ContinuationAnswer.Blank);
        await _register.AskAsync(days: 5);
        var token = await _register.TokenAsync(open);
        _register.Clock.Advance(TimeSpan.FromDays(6));
        await _register.WorkOffAsync(new LapseOverdue());
        var never = await _register.CameForwardAsync(ContinuationAnswer.Blank);
        var before = await ReportAsync();

        _register.Clock.SetUtcNow(JapanTime.At(new(2028, 3, 31), new(23, 59)).ToUniversalTime());
        await _register.WorkOffAsync(new EraseExpired(1));
        (await _register.VolunteerAsync(refused)).Erased.ShouldBeFalse();

        _register.Clock.SetUtcNow(JapanTime.StartOf(new(2028, 4, 1)).ToUniversalTime());
        await Task.WhenAll(_register.WorkOffAsync(new EraseExpired(1)), _register.WorkOffAsync(new EraseExpired(1)));

        foreach (var id in new[] { refused, open, never })
        {
            var left = await _register.VolunteerAsync(id);
            left.Erased.ShouldBeTrue();
            (left.FullName, left.Kana, left.NameKey, left.Phone, left.Email, left.Address, left.PostalCode, left.Remarks, left.AccountId)
                .ShouldBe(("", "", "", null, null, "", null, "", null));
            (left.Gender, left.MunicipalityCode, left.BirthDate?.Year).ShouldBe((Gender.Male, Register.Yamaguchi, 1955));
            left.Sources.ShouldAllBe(s => s.ApplicationNumber == null);
            (await _register.LinksAsync(id)).ShouldBeEmpty();
            (await _register.EventsAsync(id)).OfType<PersonalDataErased>().Count().ShouldBe(1);
        }

        (await _register.VolunteerAsync(stays)).Erased.ShouldBeFalse();
        (await _register.Client().GetAsync($"/sports/answer/{token}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var after = await ReportAsync();
        after.Totals.ShouldBe(before.Totals with { Erased = 3 });
        after.Municipalities.ShouldBe(before.Municipalities);
        after.Ages.ShouldBe(before.Ages);
        before.Totals.Lapsed.ShouldBe(1);
        before.Totals.Refused.ShouldBe(1);
    }

    private Task<LegacyReport> ReportAsync() =>
        _register.Services.GetRequiredService<LegacyQueries>().ReportAsync(new(), new DateOnly(2026, 11, 23), Stop);
}
