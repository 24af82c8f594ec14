using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>How volunteers are found by what somebody types: parts of the name or its reading, or digits of a phone number.</summary>
internal static class VolunteerSearch
{
    /// <summary>Digits from which on a text is a phone number.</summary>
    private const int Digits = 4;

    /// <summary>Adds the conditions on a row of volunteers (<c>d</c>) that a text means; none for a blank one.</summary>
    public static void Add(string? text, Action<string, object[]> add)
    {
        var search = FoldedText.Of(text);
        var digits = string.Concat(search.Where(char.IsAsciiDigit));
        if (digits.Length >= Digits && search.All(c => char.IsAsciiDigit(c) || c is '-' or ' ' or '(' or ')'))
        {
            // The index gives those with all runs of digits; whether they stand together is then looked at.
            add("d.phone_runs @> ? and (position(? in d.data ->> 'phone') > 0 or position(? in d.data ->> 'otherPhones') > 0)", [RunsOf(digits).ToArray(), digits, digits]);
            return;
        }

        foreach (var word in search.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (new StringInfo(word).LengthInTextElements == 1)
                add("(starts_with(d.data ->> 'nameKey', ?) or starts_with(d.sort_key, ?))", [word, word]);
            else
                // The index gives those with all pairs of characters; whether they stand together is then looked at.
                add("d.search_bigrams @> ? and (position(? in d.data ->> 'nameKey') > 0 or position(? in d.sort_key) > 0)", [FoldedText.Bigrams(word), word, word]);
        }
    }

    /// <summary>The digits of a phone number as runs of as many as are needed to look for one.</summary>
    public static IEnumerable<string> RunsOf(string digits) => Enumerable.Range(0, Math.Max(0, digits.Length - Digits + 1)).Select(i => digits.Substring(i, Digits));

    /// <summary>Whether a text says enough to look for one person: two characters of a name, or four digits.</summary>
    public static bool IsEnough(string? text)
    {
        var key = FoldedText.OfName(text);
        return key.Length >= 2 && key.Count(char.IsAsciiDigit) is 0 or >= Digits;
    }
}
