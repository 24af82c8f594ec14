namespace Kenmin.Modularity;

public interface IProgramModule
{
    string Key { get; }
}
