using System.Text.Json;

namespace Kenmin.Api;

/// <summary>The words of the API.</summary>
public static class ApiWord
{
    /// <summary>How a value of an enumeration is written: its name, beginning with a small letter.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
