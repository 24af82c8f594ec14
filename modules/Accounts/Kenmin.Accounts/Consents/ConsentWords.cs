using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Consents;

/// <summary>The ledger in words.</summary>
internal static class ConsentWords
{
    public static LocalizedText Of(ConsentChannel channel) => channel switch
    {
        ConsentChannel.Counter => new("窓口", "At a counter"),
        ConsentChannel.Paper => new("書面", "On paper"),
        ConsentChannel.Phone => new("電話", "By telephone"),
        _ => new("サイト", "On the site"),
    };

    public static LocalizedText Of(ConsentEnd end) => end switch
    {
        ConsentEnd.RanOut => new("期限切れ", "Ran out"),
        ConsentEnd.Renewed => new("新しい同意に替わりました", "Replaced by a later one"),
        _ => new("撤回", "Withdrawn"),
    };

    public static LocalizedText PurposeName(ModuleCatalog modules, string key) =>
        modules.Purposes.TryGetValue(key, out var purpose) ? purpose.Name : LocalizedText.Same(key);
}
