using Kenmin.Modularity;

namespace Kenmin.FuturePlugin;

/// <summary>A module of a later contract version.</summary>
public sealed class FutureModule : IProgramModule
{
    public string Key => "future";
}
