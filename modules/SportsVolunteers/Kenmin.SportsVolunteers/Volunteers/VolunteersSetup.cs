using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Kenmin.SportsVolunteers.Volunteers.Provision;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Volunteers;

internal static class VolunteersSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("ボランティア名簿", "Volunteers"), "/staff/sports/volunteers", NavigationArea.Staff, 110, Permissions.ReadRoster),
        new(new("重複の確認", "Possible duplicates"), "/staff/sports/duplicates", NavigationArea.Staff, 115, Permissions.ChangeRoster),
        new(new("市町への名簿の提供", "Lists for municipalities"), "/staff/sports/provisions", NavigationArea.Staff, 116, Permissions.ChangeRoster),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<DuplicatePair>().Index(p => p.State).Index(p => p.First).Index(p => p.Second);
        options.Schema.For<PersonMerge>().Index(m => m.KeptId);
        options.Schema.For<AccountMergeSeen>().Index(m => m.GoneId).Index(m => m.VolunteerId!);
        options.Schema.For<GuardianStanding>();
        options.Schema.For<ListProvision>();
        ConfigureVolunteers(options);
    }

    private static void ConfigureVolunteers(StoreOptions options) => options.Schema.For<Volunteer>()
        .Index(v => v.AccountId!)
        .Duplicate(v => v.SortKey, notNull: true)
        .Duplicate(v => v.MunicipalityCode!)
        .Duplicate(v => v.MatchKeys, "text[]", NpgsqlDbType.Array | NpgsqlDbType.Text, index =>
        {
            index.Method = IndexMethod.gin;
            // An import looks up thousands of keys right after it wrote as many: none may wait in the pending list.
            index.StorageParameters["fastupdate"] = "off";
        })
        .Duplicate(v => v.SearchBigrams, "text[]", NpgsqlDbType.Array | NpgsqlDbType.Text, index => index.Method = IndexMethod.gin);

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<VolunteerList>();
        services.AddSingleton<EditVolunteer>();
        services.AddSingleton<DuplicateDesk>();
        services.AddSingleton<ProvisionDesk>();
    }
}
