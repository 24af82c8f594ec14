using System.Collections.Frozen;
using System.Text;
using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Passwords;

/// <summary>
/// Which passwords are taken. Length protects; kinds of characters are not prescribed and a password never runs out (NIST SP
/// 800-63B, 3.1.1.2). What everybody guesses first is refused (<c>weak-passwords.txt</c>), and what is known from breaches (<see cref="BreachedPasswords"/>).
/// </summary>
internal sealed class PasswordRules
{
    /// <summary>What people read at the field.</summary>
    public static readonly LocalizedText Hint = new(
        $"{IdentityTexts.ShortestPassword} 文字以上。記号や数字は必須ではありません。「青い自転車で海まで行く」のように、いくつかの言葉をつなげると、覚えやすく破られにくくなります。",
        $"At least {IdentityTexts.ShortestPassword} characters; no special characters needed. A few words in a row are easy to remember and hard to guess.");

    private static readonly LocalizedText Weak = new(
        "このパスワードは、よく使われる言葉や並びなので、ほかの人にすぐ当てられてしまいます。関係のない言葉をいくつかつなげるなど、別のものにしてください。",
        "This password is made of words or rows that everybody guesses first. Choose another one, such as a few unrelated words.");

    private static readonly LocalizedText Breached = new(
        "このパスワードは、ほかのサービスから流出した一覧に載っているため、使えません。別のものにしてください。ほかでも同じものをお使いでしたら、そちらも変えることをお勧めします。",
        "This password is on lists that were stolen from other services. Choose another one, and change it wherever else you use it.");

    private static readonly LocalizedText OwnName = new(
        "お名前やメールアドレスをもとにしたパスワードは、ほかの人に当てられやすいので使えません。別のものにしてください。",
        "A password made of your name or address is easy to guess. Choose another one.");

    /// <summary>Rows of keys and characters that fingers and heads follow, both ways.</summary>
    private static readonly string[] Rows = BothWays(
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp", "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん", "いろはにほへとちりぬるをわかよたれそつねならむ");

    private readonly FrozenSet<string> _words = Load();
    private readonly BreachedPasswords _breached = new(Fold);
    private readonly int _longest;

    public PasswordRules() => _longest = _words.Max(w => w.Length);

    /// <summary>Why <paramref name="password"/> is not taken; null when it is.</summary>
    /// <param name="password">The password.</param>
    /// <param name="name">Its owner's name, which it must not be made of.</param>
    /// <param name="email">Its owner's address, likewise.</param>
    public LocalizedText? Refusal(string? password, string? name, string? email)
    {
        switch (password?.Length)
        {
            case null or < IdentityTexts.ShortestPassword: return IdentityTexts.PasswordTooShort;
            case > IdentityTexts.LongestPassword: return IdentityTexts.PasswordTooLong;
        }

        // Half of a surrogate pair: no keyboard makes one, and it cannot be folded.
        if (password.EnumerateRunes().Any(r => r == Rune.ReplacementChar)) return Weak;
        var folded = Fold(password);
        foreach (var own in Own(name, email))
        {
            // Made of it: hardly anything is left without it.
            if (Letters(folded.Replace(own, "", StringComparison.Ordinal)).Length < 4) return OwnName;
        }

        if (IsWeak(folded) || IsWeak(Unmask(folded)) || IsWeak(Unmask(Core(folded)))) return Weak;
        return _breached.Contains(folded) ? Breached : null;
    }

    private bool IsWeak(string text)
    {
        if (text.Length == 0 || text.Distinct().Count() <= 3 || _words.Contains(text)) return true;
        // Digits alone are dates and telephone numbers.
        if (text.All(c => char.IsAsciiDigit(c) || !char.IsLetterOrDigit(c))) return true;
        var letters = Letters(text);
        if (letters.Length < 4 || MadeOf(letters) || IsRow(letters) || IsRow(text)) return true;
        // The same few characters again and again.
        return Enumerable.Range(1, Math.Min(6, text.Length / 2)).Any(n => text.Chunk(n).All(c => text.AsSpan().StartsWith(c)));
    }

    /// <summary>Whether a text is one listed word, or the same one repeated, or two of them.</summary>
    private bool MadeOf(string text)
    {
        if (_words.Contains(text)) return true;
        for (var cut = 3; cut <= Math.Min(_longest, text.Length - 2); cut++)
        {
            if (!_words.Contains(text[..cut])) continue;
            var rest = text[cut..];
            if (_words.Contains(rest) || rest.Length % cut == 0 && rest.Chunk(cut).All(c => text.AsSpan().StartsWith(c))) return true;
        }

        return false;
    }

    /// <summary>Whether a text is pieces, of four characters or more, of rows; one piece may be shorter.</summary>
    private static bool IsRow(string text)
    {
        var rest = text.AsSpan();
        var pieces = 0;
        while (rest.Length > 0)
        {
            var best = 0;
            foreach (var row in Rows)
                for (var n = rest.Length; n > best; n--)
                    if (row.AsSpan().Contains(rest[..n], StringComparison.Ordinal))
                    {
                        best = n;
                        break;
                    }

            if (best < Math.Min(3, rest.Length) || ++pieces > 4) return false;
            rest = rest[best..];
        }

        return true;
    }

    /// <summary>What a password says however it is written: width, case and katakana do not matter.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
            if (!char.IsWhiteSpace(c)) folded.Append(c is >= 'ァ' and <= 'ヶ' ? (char)(c - 0x60) : c);
        return folded.ToString();
    }

    /// <summary>Takes off the mask of digits and signs that stand for letters.</summary>
    private static string Unmask(string text) => string.Concat(text.Select(c => c switch
    {
        '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' or '+' => 't', '8' => 'b', '9' => 'g', _ => c,
    }));

    /// <summary>A text without the digits and signs around it.</summary>
    private static string Core(string text)
    {
        var first = text.TakeWhile(c => !char.IsLetter(c)).Count();
        return text[first..].TrimEnd([.. text.Where(c => !char.IsLetter(c))]);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static IEnumerable<string> Own(string? name, string? email)
    {
        name = Whole(name);
        email = Whole(email);
        string[] parts = [Fold(name), .. name.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries).Select(Fold), Fold(email), Fold(email.Split('@')[0])];
        return parts.Where(p => p.Length >= 3 || p.Length >= 2 && p.Any(c => c > 0x3000)).Distinct(StringComparer.Ordinal).OrderByDescending(p => p.Length);
    }

    private static string Whole(string? text) => string.Concat((text ?? "").EnumerateRunes().Where(r => r != Rune.ReplacementChar));

    private static string[] BothWays(params string[] rows) => [.. rows, .. rows.Select(r => string.Concat(r.Reverse()))];

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("weak-passwords.txt")
            ?? throw new InvalidOperationException("The list of weak passwords is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Where(l => !l.StartsWith('#')).SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(Fold).ToFrozenSet(StringComparer.Ordinal);
    }
}
