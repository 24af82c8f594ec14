using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.PersonalData;
using Kenmin.Passport.Records;
using Kenmin.Passport.Refilling;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Search;
using Kenmin.Passport.Sharing;
using Kenmin.Passport.Upcoming;
using Kenmin.Persistence;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Passport;

/// <summary>
/// A resident's record and search (活動手帳): one search over all that there is to take part in, and one record of all that a person took
/// part in, made from what other modules tell.
/// </summary>
public sealed class PassportModule : IProgramModule
{
    internal const string Key = "passport";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("活動の検索と活動手帳", "Search and record of activities"),
        Description = new("参加できる活動をまとめて探し、参加した活動を 1 冊の手帳にまとめます。", "One search over all that one can take part in, one record of all that one did."),
        Version = new(1, 1),
        Owner = new("県民活動推進担当", "Citizens' activity promotion"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Search, new("参加できる活動の検索", "Search for something to take part in"), FeatureScope.Standing),
            new(Features.PaperRecords, new("これまでの活動の入力", "Entering what was done before"), FeatureScope.Standing),
            new(Features.Sharing, new("活動手帳を見せる", "Showing one's record"), FeatureScope.Standing),
            new(Features.SavedSearches, new("検索の条件の保存とお知らせ", "Saving searches and being told of what is new"), FeatureScope.Standing) { Needs = [Features.Search] },
        ],
        HoldsPersonalData = true,
        MailKinds = MailKinds.All,
        Permissions =
        [
            new(Permissions.Own, new("自分の活動手帳を使う", "Use one's own record"), Roles.Resident),
            new(Permissions.Read, new("検索と手帳の中身の数を見る", "See how much search and records hold"), Roles.Administrator, Roles.Auditor),
            new(Permissions.Refill, new("検索と手帳の中身を送り直してもらう", "Have search and records filled anew"), Roles.Administrator),
        ],
        Navigation =
        [
            new(new("活動を探す", "Find activities"), "/search", NavigationArea.Public, 5, Feature: Features.Search,
                Hint: new("参加できる活動を、ことば、日、場所で探します。", "Find what you can take part in by words, day and place.")),
            new(new("活動手帳", "My record"), "/passport", NavigationArea.Resident, 10, Permissions.Own),
            new(new("活動の検索と手帳", "Search and records"), "/admin/passport", NavigationArea.Administration, 80, Permissions.Read),
        ],
        DemonstrationData = typeof(PassportDemonstration),
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<IPassportStore>(options =>
        {
            options.Schema.For<Opportunity>();
            options.Schema.For<Participation>().Duplicate(p => p.AccountId!);
            options.Schema.For<Certificate>().Duplicate(c => c.AccountId!);
            options.Schema.For<PointBalance>().Duplicate(b => b.AccountId!);
            options.Schema.For<SharedResult>();
            options.Schema.For<SignedUp>().Duplicate(s => s.AccountId, notNull: true).Duplicate(s => s.Over!);
            options.Schema.For<PaperRecord>().Index(p => p.AccountId);
            options.Schema.For<Share>().Index(s => s.AccountId).UniqueIndex(UniqueIndexType.Computed, s => s.TokenHash);
            options.Schema.For<SavedSearch>().Index(s => s.AccountId).Duplicate(s => s.NextOn!);
            options.Schema.For<AccountsJoined>().Index(j => j.KeptId);
            options.Schema.For<Forgotten>();
            options.Schema.For<FactsAsked>();
        });
        builder.Services.AddSingleton<OpportunitySearch>();
        builder.Services.AddSingleton<RecordReader>();
        builder.Services.AddSingleton<UpcomingReader>();
        builder.Services.AddSingleton<PaperRecordDesk>();
        builder.Services.AddSingleton<SavedSearchDesk>();
        builder.Services.AddSingleton<ShareTokens>();
        builder.Services.AddSingleton<ShareDesk>();
        builder.Services.AddSingleton<RefillDesk>();
        builder.Services.AddShareLimits();
        builder.Services.AddHostedService<FirstFilling>();
        builder.Services.AddHostedService<ForgetWhatIsOver>();
        builder.Services.AddHostedService<NewsOfSearches>();
    }
}
