using CsCheck;

namespace Kenmin.SeniorEngagement.Tests.Support;

internal static class Generators
{
    /// <summary>One of these.</summary>
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
