using JasperFx.Events;
using Marten;
using Weasel.Core;

namespace Kenmin.Persistence;

/// <summary>What is the same in every store of the house.</summary>
internal static class StoreConventions
{
    public static void Apply(StoreOptions options)
    {
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.DisableNpgsqlLogging = true;
    }
}
