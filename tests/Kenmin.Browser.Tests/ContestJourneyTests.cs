using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>A contest by keyboard alone, from the call to its published result: one judge scores without knowing whose it is, the other is not impartial and sees nothing.</summary>
public sealed class ContestJourneyTests(Site site)
{
    private const string Name = "旅程の公募", Title = "旅程の移動販売";

    [Fact]
    public async Task A_case_is_handed_in_judged_blind_ranked_decided_and_published_and_a_judge_with_a_conflict_sees_nothing()
    {
        var today = JapanTime.Today(TimeProvider.System);
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        var call = await site.OpenCallAsync(desk, Name, today);
        var codes = (await desk.AskToJudgeAsync("旅程 審査子"), await desk.AskToJudgeAsync("旅程 縁子"));
        await desk.AxeAsync();
        var owner = await site.AtDeskAsync(Roles.Resident);
        var submission = await site.HandInAsync(owner, Name, "坂の上の移動販売（見本）", Title);
        var judge = await site.AtDeskAsync(Roles.MunicipalStaff);
        await site.AcceptToJudgeAsync(judge, codes.Item1);
        var friend = await site.AtDeskAsync();
        await site.RegisterAsync(friend, "旅程 縁子", $"yukari-{Guid.NewGuid():N}@mihon.example.jp", "tabi-no-shinsa-99");
        await site.AcceptToJudgeAsync(friend, codes.Item2);
        await desk.NoteConflictAsync(call, Title, "旅程 縁子");
        await site.CloseAndAssignAsync(desk, call, today.AddDays(-1));
        await site.SeesNothingAsync(friend, Name, submission);
        await site.ScoreAsync(judge, Name, Title);
        await desk.DecideAsync(call, "効果がはっきりしています。");
        await owner.ReloadAsync();
        await Expect(owner.GetByText("効果がはっきりしています。")).ToBeVisibleAsync();
        await friend.GotoAsync(site.At($"/community-business/calls/{call[^36..]}"));
        await Expect(friend.GetByText(Title)).ToBeVisibleAsync();
        await friend.AxeAsync();
    }
}
