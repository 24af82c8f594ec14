using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.Pictures;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Where grants and loans are kept, and what serves them.</summary>
internal static class MoneySetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<MoneyOffer>();
        options.Schema.For<MoneyApplication>().Index(a => a.VentureId).Index(a => a.OfferId);
        options.Schema.For<MoneyFile>().Index(f => f.ApplicationId);
        MoneyTables.AddTo(options);
    }

    public static void AddMoney(this IServiceCollection services)
    {
        services.TryAddSingleton<PictureMaker>();
        services.TryAddSingleton<FileInspector>();
        services.AddSingleton<MoneyReader>();
        services.AddHostedService<MoneyReminders>();
    }
}
