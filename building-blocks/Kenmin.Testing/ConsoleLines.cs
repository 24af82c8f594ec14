using Kenmin.SharedKernel;

namespace Kenmin.Testing;

/// <summary>Progress for the person who runs the tests; on the error stream, away from the results.</summary>
internal sealed class ConsoleLines : IProgress<LocalizedText>
{
    public void Report(LocalizedText value) => Console.Error.WriteLine(value);
}
