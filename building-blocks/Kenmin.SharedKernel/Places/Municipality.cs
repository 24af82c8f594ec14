using System.Collections.Frozen;
using System.Globalization;

namespace Kenmin.SharedKernel;

/// <summary>How much of a municipality is a hilly-rural area (中山間地域).</summary>
public enum HillyRural
{
    /// <summary>No part of it.</summary>
    None,

    /// <summary>A part of it.</summary>
    Part,

    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>One of the nineteen municipalities (市町) of the prefecture.</summary>
public sealed record Municipality
{
    private const string Prefecture = "山口県";

    private Municipality(string[] fields)
    {
        Code = fields[0];
        Code6 = fields[1];
        Name = fields[2];
        Kana = fields[3];
        Romaji = fields[4];
        English = fields[5];
        County = fields[6].Length == 0 ? null : fields[6];
        Office = new GeoPoint(Decimal(fields[9]), Decimal(fields[10]));
        Population = int.Parse(fields[11], CultureInfo.InvariantCulture);
        HillyRural = Enum.Parse<HillyRural>(fields[17], ignoreCase: true);
    }

    /// <summary>The code of five digits, by which others refer to it (35203).</summary>
    public string Code { get; }

    /// <summary>The code of six digits, the last of which is a check digit (352039).</summary>
    public string Code6 { get; }

    /// <summary>The name in Japanese, without county (田布施町).</summary>
    public string Name { get; }

    /// <summary>The name in full-width katakana.</summary>
    public string Kana { get; }

    /// <summary>The name in Latin letters (Tabuse-cho).</summary>
    public string Romaji { get; }

    /// <summary>The name in English (Tabuse Town).</summary>
    public string English { get; }

    /// <summary>The county (郡) a town belongs to; null for cities.</summary>
    public string? County { get; }

    /// <summary>Where the city or town hall stands.</summary>
    public GeoPoint Office { get; }

    /// <summary>Residents by the census of 2020.</summary>
    public int Population { get; }

    /// <summary>How much of it is a hilly-rural area.</summary>
    public HillyRural HillyRural { get; }

    /// <summary>The name in both languages.</summary>
    public LocalizedText Names => new(Name, English);

    /// <summary>All nineteen, in the order of their codes.</summary>
    public static IReadOnlyList<Municipality> All { get; } =
        [.. EmbeddedData.Lines("municipalities.csv").Skip(1).Select(line => new Municipality(line.Split(',')))];

    private static readonly string[] Counties = [.. All.Select(x => x.County).OfType<string>().Distinct()];

    private static readonly FrozenDictionary<string, Municipality> ByKey = All
        .SelectMany(x => Keys(x).Distinct().Select(key => (key, x)))
        .ToFrozenDictionary(pair => pair.key, pair => pair.x, StringComparer.Ordinal);

    /// <summary>The municipality with a code of five or six digits; null when there is none, or when the check digit is wrong.</summary>
    public static Municipality? ByCode(string? code)
    {
        var digits = TextWidth.Narrow(code);
        return All.FirstOrDefault(x => x.Code == digits || x.Code6 == digits);
    }

    /// <summary>The municipality with this name, with or without 山口県 and county, in any width; null when there is none.</summary>
    public static Municipality? ByName(string? name) => ByKey.GetValueOrDefault(FoldedText.OfName(name));

    /// <summary>Whether a code of six digits ends in the right check digit: weights 6, 5, 4, 3, 2; (11 − sum mod 11) mod 10.</summary>
    public static bool HasValidCheckDigit(string? code6)
    {
        if (code6 is not { Length: 6 } || !code6.All(char.IsAsciiDigit)) return false;
        return WithCheckDigit(code6[..5]) == code6;
    }

    /// <summary>The code of six digits that belongs to one of five digits.</summary>
    /// <exception cref="ArgumentException">It is not five digits.</exception>
    public static string WithCheckDigit(string code)
    {
        if (code is not { Length: 5 } || !code.All(char.IsAsciiDigit)) throw new ArgumentException("A code of five digits is expected.", nameof(code));
        return code + ((11 - Enumerable.Range(0, 5).Sum(i => (code[i] - '0') * (6 - i)) % 11) % 10).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The municipality an address begins with and how many characters name it.</summary>
    internal static (Municipality Municipality, int Length)? AtStartOf(string address)
    {
        var at = Skip(address, 0, Prefecture);
        foreach (var county in Counties)
        {
            if (!address.AsSpan(at).StartsWith(county, StringComparison.Ordinal)) continue;
            at = Skip(address, at, county);
            break;
        }

        // The longest name counts: no name may hide behind a shorter one.
        Municipality? found = null;
        foreach (var one in All)
            if (address.AsSpan(at).StartsWith(one.Name, StringComparison.Ordinal) && (found is null || one.Name.Length > found.Name.Length)) found = one;
        return found is null ? null : (found, Skip(address, at, found.Name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int Skip(string text, int at, string prefix)
    {
        if (text.AsSpan(at).StartsWith(prefix, StringComparison.Ordinal)) at += prefix.Length;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private static IEnumerable<string> Keys(Municipality x) =>
        new[] { x.Name, x.County + x.Name, Prefecture + x.Name, Prefecture + x.County + x.Name, x.Kana, x.Romaji, x.English }.Select(FoldedText.OfName);

    private static double Decimal(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
