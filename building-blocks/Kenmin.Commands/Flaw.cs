using Kenmin.SharedKernel;

namespace Kenmin.Commands;

/// <summary>Something is not as it must be.</summary>
/// <param name="Field">The property.</param>
/// <param name="Problem">What is expected.</param>
public readonly record struct Flaw(string Field, LocalizedText Problem)
{
    /// <summary>What stands against a text: it is missing, too long, or of more than one line.</summary>
    public static IEnumerable<Flaw> OfText(string? text, string field, int longest, bool required = true, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required) yield return new(field, new("入力してください。", "Fill this in."));
        }
        else if (text.Trim().Length > longest)
        {
            yield return new(field, new(
                $"{longest} 文字までです。今は {text.Trim().Length} 文字です。", $"Up to {longest} characters; this has {text.Trim().Length}."));
        }
        else if (text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r')))
        {
            yield return new(field, new("使えない文字（改行など）が入っています。", "It holds characters that cannot be used, such as line breaks."));
        }
    }

    /// <summary>What stands against a whole number.</summary>
    public static IEnumerable<Flaw> OfNumber(int? number, string field, int least, int most)
    {
        if (number is { } n && (n < least || n > most))
            yield return new(field, new($"{least:#,0} から {most:#,0} までの数で入力してください。", $"Enter a number from {least:#,0} to {most:#,0}."));
    }
}
