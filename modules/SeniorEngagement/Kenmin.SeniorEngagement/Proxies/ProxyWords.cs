using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Proxies;

/// <summary>Words about proxies on pages.</summary>
internal static class ProxyWords
{
    public static IReadOnlyList<FieldOption> Relations { get; } =
    [
        new(nameof(ProxyRelation.Family), Of(ProxyRelation.Family)), new(nameof(ProxyRelation.Friend), Of(ProxyRelation.Friend)),
        new(nameof(ProxyRelation.Staff), Of(ProxyRelation.Staff), new LocalizedText("電話や窓口で伝えたことを入力します。", "They enter what you say on the telephone or at the counter.")),
    ];

    public static LocalizedText Of(ProxyRelation relation) => relation switch
    {
        ProxyRelation.Family => new("家族", "Family"), ProxyRelation.Friend => new("友人・近所の人", "Friend or neighbour"), _ => new("窓口の職員", "Staff of the desk"),
    };

    public static (LocalizedText Text, Tone Tone) State(Proxy proxy, DateOnly today) => proxy.StateOn(today) switch
    {
        ProxyState.Active => (L("代理できます", "May act"), Tone.Success), ProxyState.Waiting => (L("引受けを待っています", "Not taken on yet"), Tone.Info), _ => (L("終わりました", "Over"), Tone.Neutral),
    };
}
