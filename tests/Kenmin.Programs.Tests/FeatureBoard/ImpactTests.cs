using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Programs.Tests;

/// <summary>What a change would do, asked of the modules by message.</summary>
public sealed class ImpactTests(HouseWithPeople house) : IClassFixture<HouseWithPeople>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sports_volunteers_says_how_many_sign_ups_would_be_hidden_and_what_goes_with_it()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        var year = Kenmin.SharedKernel.FiscalYear.Current(TimeProvider.System);
        var answer = await AskAsync(administrator, new { feature = "sports-volunteers.shifts", year = year.ToString(), on = false });

        answer.GetProperty("silent").GetArrayLength().ShouldBe(0);
        var effects = answer.GetProperty("effects").EnumerateArray().ToDictionary(e => e.GetProperty("feature").GetString()!);
        effects["sports-volunteers.shifts"].GetProperty("touched").GetInt64().ShouldBeGreaterThan(0);
        effects["sports-volunteers.shifts"].GetProperty("text").GetString()!.ShouldContain("sign-ups in");
        effects["sports-volunteers.walk-ins"].GetProperty("goesWith").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("sports-volunteers.imports", "FY2090")]
    [InlineData("sports-volunteers.continuing-registration", "FY2090")]
    [InlineData("sports-volunteers.shifts", "FY2090")]
    [InlineData("sports-volunteers.check-in", "FY2090")]
    [InlineData("sports-volunteers.walk-ins", "FY2090")]
    [InlineData("sports-volunteers.legacy", "FY2090")]
    [InlineData("programs.initiatives", null)]
    [InlineData("plan-progress.publication", null)]
    [InlineData("plan-progress.reporting", null)]
    [InlineData("plan-progress.counting", null)]
    [InlineData("accounts.registration", null)]
    public async Task Each_module_answers_for_its_features(string feature, string? year)
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        var answer = await AskAsync(administrator, new { feature, year, on = false });
        answer.GetProperty("effects").EnumerateArray().ShouldContain(e => e.GetProperty("feature").GetString() == feature && e.GetProperty("touched").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task A_question_is_shown_only_to_who_asked()
    {
        using var administrator = await house.SignedInAsync(Roles.Administrator);
        using var owner = await house.SignedInAsync(Roles.ProgramOwner);
        using var asked = await administrator.Http.PostAsJsonAsync("/api/v1/programs/features/impact", new { changes = new[] { new { feature = "sports-volunteers.legacy", year = "FY2091", on = false } } }, Cancellation);
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetGuid();
        (await administrator.GetAsync($"/admin/features/drafts/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await owner.GetAsync($"/admin/features/drafts/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static async Task<JsonElement> AskAsync(Visitor administrator, object change)
    {
        using var asked = await administrator.Http.PostAsJsonAsync("/api/v1/programs/features/impact", new { changes = new[] { change } }, Cancellation);
        asked.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetGuid();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await administrator.Http.GetFromJsonAsync<JsonElement>($"/api/v1/programs/features/impact/{id}", limit.Token);
            if (answer.GetProperty("silent").GetArrayLength() == 0) return answer;
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }
}
