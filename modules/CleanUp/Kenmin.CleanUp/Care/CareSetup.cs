using Kenmin.CleanUp.Groups;
using Kenmin.Persistence.PersonalData;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp.Care;

/// <summary>What care of a place adds to the module.</summary>
internal static class CareSetup
{
    /// <summary>Where it holds data of persons; adoptions are tied to a person by their group.</summary>
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_adoption", new("受け持つ場所（アダプト）", "Places that your groups care for, and those you decided about in office"), $"{OfGroup("t")} or (t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1)", "t.data - 'decidedBy' - 'talkNote'"),
        new("mt_doc_carecleanup", new("受け持つ場所の清掃の記録", "Clean-ups of places that your groups care for, and those you entered in office"),
            $"{OfGroup("t")} or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)", "t.data - 'enteredBy'"),
        new("mt_doc_carethanks", new("受け持つ場所の感謝状", "Thanks for the care of a place, and those you gave in office"),
            $"exists (select 1 from clean_up.mt_doc_adoption a where a.id = (t.data ->> 'adoptionId')::uuid and {OfGroup("a")}) or (t.data -> 'by' ->> 'accountId')::uuid = any($1)", "t.data - 'by'"),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<Adoption>().Index(a => a.GroupId).Index(a => a.SiteId).Index(a => a.MunicipalityCode);
        options.Schema.For<CareRules>();
        options.Schema.For<CareCleanUp>().Index(c => c.AdoptionId).Index(c => c.Day);
        options.Schema.For<CareThanks>().Index(t => t.AdoptionId);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<CareReader>();
        services.AddSingleton<CareDesk>();
        services.AddSingleton<ICareCounts, CareCounts>();
        services.AddHostedService<CareWatch>();
    }

    /// <summary>Nobody leads the group any more: what it cares for ends, and what was done stays.</summary>
    public static async Task ForgetLeaderAsync(IDocumentSession session, Group group, DateOnly today, CancellationToken cancellationToken)
    {
        foreach (var adoption in await session.Query<Adoption>().Where(a => a.GroupId == group.Id).ToListAsync(cancellationToken))
        {
            // What a leader wrote may say who it was.
            adoption.Plan = "";
            adoption.TalkNote = "";
            if (adoption.State is AdoptionState.Asked or AdoptionState.Agreed) adoption.End(AdoptionEnd.Group, "代表者がいなくなったため", today);
            session.Store(adoption);
        }

        foreach (var cleanUp in await session.Query<CareCleanUp>().Where(c => c.GroupId == group.Id && c.Note != "").ToListAsync(cancellationToken))
        {
            cleanUp.Note = "";
            session.Store(cleanUp);
        }
    }

    private static string OfGroup(string table) =>
        $"exists (select 1 from clean_up.mt_doc_group g where g.id = ({table}.data ->> 'groupId')::uuid and (g.data ->> 'accountId')::uuid = any($1))";
}
