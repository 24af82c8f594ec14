using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>What suits an idea, and why.</summary>
public sealed class IdeaMatchingTests
{
    [Theory]
    [InlineData("移動販売の車", "坂の上の移動販売", "移動販売")]
    [InlineData("廣い校舎", "広い校舎を使う", "校舎")]
    [InlineData("カフェの道具", "棚田のｶﾌｪ", "カフェ")]
    [InlineData("夏みかん", "夏祭り", null)]
    [InlineData("地域の場所を利用する事業", "地域の場所を利用する事業", null)]
    [InlineData("のにをはからまで", "のにをはからまで", null)]
    public void Words_are_found_in_any_writing_and_grammar_and_common_words_are_none(string first, string second, string? word) =>
        SharedWords.Of(first, second).FirstOrDefault().ShouldBe(word);

    [Fact]
    public void The_kind_the_words_and_the_place_count_and_each_is_said()
    {
        var venture = Idea("空き家を直して、朝市の野菜を配達する");
        var near = Entry(LocalKind.EmptyHouse, "縁側の家", "朝市の荷物を置けます", BusinessHouse.Yamaguchi);
        var far = Entry(LocalKind.EmptyHouse, "浜の家", "古い家です", BusinessHouse.Hagi);
        var alien = Entry(LocalKind.OtherResource, "石垣", "石があります", BusinessHouse.Yamaguchi);
        var found = IdeaMatching.For(venture, [alien, far, near]);
        found.Select(m => m.Entry).ShouldBe([near, far], "what has nothing but the place in common is left out");
        found[0].Points.ShouldBe(30 + 10 + 40);
        found[0].Reasons.Select(r => r.Ja).ShouldBe(["種類「空き家」のこと（「空き家」）が書かれています", "同じ言葉：朝市", "同じ市町です（山口市）"]);
        found[1].Points.ShouldBe(30);
        found[1].Reasons[^1].Ja.ShouldBe("市町は別です（萩市）");
    }

    [Fact]
    public void The_order_is_always_the_same_and_does_not_hang_on_where_things_are()
    {
        var venture = Idea("棚田の草刈りを手伝う");
        var entries = Enumerable.Range(0, 15).Select(i => Entry(LocalKind.Land, $"棚田 {i}", "草刈りの人がいない", BusinessHouse.Yamaguchi)).ToList();
        var order = IdeaMatching.For(venture, entries).Select(m => m.Entry.Id).ToList();
        order.Count.ShouldBe(IdeaMatching.MostShown);
        order.ShouldBe(entries.Select(e => e.Id).Order().Take(IdeaMatching.MostShown));
        foreach (var entry in entries) entry.Put(entry.Facts with { Latitude = "34.2", Longitude = "131.5" });
        IdeaMatching.For(venture, entries.AsEnumerable().Reverse()).Select(m => m.Entry.Id).ShouldBe(order);
    }

    [Fact]
    public void Seen_from_the_entry_it_is_the_same_match()
    {
        var (venture, other) = (Idea("空き家を直す"), Idea("歌を歌う"));
        var entry = Entry(LocalKind.EmptyHouse, "縁側の家", "古い家です", BusinessHouse.Yamaguchi);
        var found = IdeaMatching.For(entry, [other, venture]).ShouldHaveSingleItem();
        found.Venture.ShouldBe(venture);
        found.Reasons.ShouldBe(IdeaMatching.For(venture, [entry]).Single().Reasons);
    }

    private static Venture Idea(string how) => new() { Id = Guid.CreateVersion7(), Title = "見本", How = how, MunicipalityCode = BusinessHouse.Yamaguchi, State = VentureState.Active };

    private static LocalEntry Entry(LocalKind kind, string title, string text, string municipality)
    {
        LocalEntry entry = new() { Id = Guid.CreateVersion7(), State = EntryState.Published };
        entry.Put(new(kind, title, text, municipality, "見本地区", "", "", "", null, null, "窓口", "", ""));
        return entry;
    }
}
