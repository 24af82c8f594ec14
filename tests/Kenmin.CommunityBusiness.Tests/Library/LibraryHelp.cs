using System.Text.Json;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Library;

/// <summary>Stories and what is shown, for tests.</summary>
internal static class LibraryHelp
{
    public static StoryText Text(string title = "移動販売を続けてわかったこと", bool anonymous = false) => new(title, "店がなくなった", "週 2 回、野菜を届けた", StoryOutcome.Partly, "注文が天気で変わった", "1 日 12 人", "冬の備えを早めに", BusinessField.Shopping, anonymous, "");

    public static ShowingText Shown(string name = "見本の移動販売") => new(name, "野菜を届ける", "買い物に行けない", "軽トラック", "運転を手伝う人", "火曜 10 時から", "https://mihon.example.jp/", BusinessField.Shopping);

    /// <summary>A story that was handed in by the owner.</summary>
    public static async Task<Story> WrittenAsync(this BusinessHouse house, Venture venture, Doer owner, StoryText? text = null, bool submit = true)
    {
        var known = await house.StoryAsync(venture.Id);
        (await house.SendAsync(new WriteStory(known?.Id ?? Guid.CreateVersion7(), venture.Id, text ?? Text(), known?.Revision ?? 0, submit, owner, null))).Problem.ShouldBeNull();
        return (await house.StoryAsync(venture.Id))!;
    }

    /// <summary>A story that everybody reads, until a day.</summary>
    public static async Task<Story> ToldAsync(this BusinessHouse house, Venture venture, Doer owner, StoryText? text = null, PublicPurpose purpose = PublicPurpose.PagesAndOpenData, int days = 100)
    {
        var story = await house.WrittenAsync(venture, owner, text);
        (await house.SendAsync(new GiveStoryConsent(venture.Id, purpose, house.Today.AddDays(days), null, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new PublishStory(venture.Id, story.Editions, BusinessHouse.Program))).Problem.ShouldBeNull();
        return (await house.StoryAsync(venture.Id))!;
    }

    public static async Task<Story?> StoryAsync(this BusinessHouse house, Guid venture)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        return await session.Query<Story>().FirstOrDefaultAsync(s => s.VentureId == venture);
    }

    public static async Task<IReadOnlyList<StoryEdition>> EditionsAsync(this BusinessHouse house, Guid venture)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        return await session.Query<StoryEdition>().Where(e => e.VentureId == venture).OrderBy(e => e.Number).ToListAsync();
    }

    /// <summary>A business that everybody sees, until a day.</summary>
    public static async Task<Showing> ShownAsync(this BusinessHouse house, Venture venture, Doer owner, ShowingText? text = null, PublicPurpose purpose = PublicPurpose.PagesAndOpenData, int days = 100)
    {
        (await house.SendAsync(new SaveShowing(venture.Id, text ?? Shown(), null, 0, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveShowingConsent(venture.Id, purpose, house.Today.AddDays(days), null, owner, null))).Problem.ShouldBeNull();
        return await house.LoadAsync<Showing>(venture.Id);
    }

    /// <summary>A venture that was launched.</summary>
    public static async Task<(Venture Venture, Doer Owner)> LaunchedAsync(this BusinessHouse house)
    {
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        await house.PlanAsync(venture, owner);
        (await house.SendAsync(await house.DecisionAsync(await house.LoadAsync<Venture>(venture.Id), GateOutcome.Passed))).Problem.ShouldBeNull();
        return (await house.LoadAsync<Venture>(venture.Id), owner);
    }

    /// <summary>What a door says, as people read it: programs get letters beyond ASCII as escapes.</summary>
    public static async Task<string> SaysAsync(this Visitor visitor, string door)
    {
        var text = await visitor.ReadAsync(door);
        return text.StartsWith('{') || text.StartsWith('[') ? JsonSerializer.Serialize(JsonDocument.Parse(text), Readable) : text;
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SaveFollowUp Answer(Guid venture, int months, Doer owner, int jobs = 2) => new(venture, months, true, jobs, TurnoverClass.UnderTwoMillion, 40, "口づて", "", owner, null);
}
