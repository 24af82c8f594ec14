using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>Where ideas and businesses are kept, and what serves them.</summary>
internal static class VentureSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Venture>().UniqueIndex(UniqueIndexType.Computed, v => v.Number).Index(v => v.OwnerAccountId!).Index(v => v.MunicipalityCode).Index(v => v.InviteHash!);
        options.Schema.For<VentureStep>().Index(s => s.VentureId);
        options.Schema.For<VentureSerial>();
        GateTable.AddTo(options);
    }

    public static void AddVentures(this IServiceCollection services)
    {
    }
}
