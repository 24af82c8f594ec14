using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Registration;

/// <summary>The name by which the platform greets a person. It is kept as it was entered.</summary>
internal static class DisplayName
{
    public const int Longest = 60;

    public static Parsed<string> Parse(string? input)
    {
        var name = input?.Trim() ?? "";
        if (name.Length == 0) return new LocalizedText("お名前を入力してください。", "Enter your name.");
        if (name.Length > Longest)
            return new LocalizedText(
                $"お名前は {Longest} 文字までで入力してください（いま {name.Length} 文字です）。",
                $"A name has at most {Longest} characters; this one has {name.Length}.");
        return name.Any(char.IsControl)
            ? new LocalizedText("お名前に使えない文字（改行など）が入っています。消してからもう一度お試しください。",
                "The name contains characters that cannot be used, such as a line break. Remove them and try again.")
            : name;
    }
}
