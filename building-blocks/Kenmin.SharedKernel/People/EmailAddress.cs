using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>An e-mail address that can be written to, with the domain in lower case.</summary>
/// <remarks>Pragmatic rather than complete: Japanese mobile carriers gave out addresses with dots in a row or before the @, which the
/// standard forbids and which work.</remarks>
public sealed partial record EmailAddress
{
    [JsonConstructor]
    private EmailAddress(string address) => Address = address;

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>Reads an address in any width.</summary>
    public static Parsed<EmailAddress> Parse(string? input)
    {
        var text = TextWidth.Narrow(input);
        if (text.Length == 0) return new LocalizedText("メールアドレスを入力してください。", "Enter an e-mail address.");
        var match = text.Length <= 254 ? Style().Match(text) : Match.Empty;
        return match.Success
            ? new EmailAddress($"{match.Groups["local"].Value}@{match.Groups["domain"].Value.ToLowerInvariant()}")
            : new LocalizedText(
                $"「{Excerpt.Of(input)}」はメールアドレスとして読み取れません。「name@example.jp」のように入力してください。",
                $"“{Excerpt.Of(input)}” is not an e-mail address. Enter it like name@example.jp.");
    }

    /// <inheritdoc cref="Address"/>
    public override string ToString() => Address;

    [GeneratedRegex(@"^(?<local>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@(?<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9])$")]
    private static partial Regex Style();
}
