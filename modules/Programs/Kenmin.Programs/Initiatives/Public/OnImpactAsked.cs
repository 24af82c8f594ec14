using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Programs.Initiatives.Public;

/// <summary>Tells administrators what switching the public pages of initiatives would do, before they decide.</summary>
[StickyHandler("programs-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the pages; nothing when they are not asked about.</summary>
    public static ImpactAnswered? Handle(ImpactAsked message, InitiativeDirectory initiatives)
    {
        var asked = message.Changes.Where(c => c.Feature == ProgramsModule.InitiativesFeature).ToList();
        if (asked.Count == 0) return null;
        var shown = initiatives.All.Count(i => i.IsPublic);
        return new(message.QuestionId, ProgramsModule.Key, [.. asked.Select(c => new ChangeEffect(c.Feature, c.Year, c.Initiative, shown, c.On
            ? new LocalizedText($"{shown:#,0}事業の公開ページが見られるようになります。", $"The public pages of {shown:#,0} initiatives can be seen.")
            : new LocalizedText(
                $"{shown:#,0}事業の公開ページが見られなくなります。事業と申込はそのまま残ります。",
                $"The public pages of {shown:#,0} initiatives are hidden; the initiatives and what people signed up for stay.")))]);
    }
}
