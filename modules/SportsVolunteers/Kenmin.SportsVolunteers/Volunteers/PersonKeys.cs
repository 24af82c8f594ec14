using System.Text.RegularExpressions;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>Keys under which a person is looked for: two who are the same, or likely so, by <see cref="WhoIsWho"/> share at least one.</summary>
internal static partial class PersonKeys
{
    public static IEnumerable<string> Of(Volunteer person)
    {
        foreach (var source in person.Sources.Where(s => s.Fingerprint.Length > 0)) yield return OfLine(source.Fingerprint);
        if (person.Erased) yield break;

        string[] names = [.. new[] { $"n:{person.NameKey}", $"r:{FoldedText.OfName(person.Kana)}" }.Where(n => n.Length > 2)];
        // Who gave the same name with nothing else in common is a namesake; who gave the same phone with nothing else, a relative.
        string[] contacts = [.. Phones(person).Select(p => $"p:{p}"), .. Emails(person).Select(e => $"e:{e}"), .. Addresses(person).Select(a => $"a:{a}")];
        string[] births = person.BirthDate is { } birth ? [$"b:{birth:yyyyMMdd}"] : [];
        foreach (var name in names)
            foreach (var other in births.Concat(contacts)) yield return $"{name}|{other}";
        foreach (var date in births)
            foreach (var contact in contacts) yield return $"{date}|{contact}";
    }

    /// <summary>The key of a line that was read before.</summary>
    public static string OfLine(string fingerprint) => $"l:{fingerprint}";

    public static IEnumerable<string> Phones(Volunteer person) => Known(person.Phone, person.OtherPhones);

    public static IEnumerable<string> Emails(Volunteer person) => Known(person.Email, person.OtherEmails).Select(e => e.ToLowerInvariant());

    public static IEnumerable<string> Addresses(Volunteer person) =>
        Known(person.Address, person.OtherAddresses).Select(OfAddress).Where(key => key.Length > 0);

    /// <summary>An address with its town's numbers in one style: 宇部市桜５丁目１８番２０号 and 宇部市桜5-18-20 are the same.</summary>
    public static string OfAddress(string address)
    {
        var parsed = PostalAddress.Parse(address);
        if (!parsed.IsOk) return "";
        var rest = NumberWords().Replace(FoldedText.OfName(parsed.Value.Rest), "-");
        rest = Hyphens().Replace(rest, "-").Trim('-');
        // A municipality alone is no address.
        return rest.Length == 0 ? "" : $"{parsed.Value.MunicipalityCode}{rest}";
    }

    private static IEnumerable<string> Known(string? main, string[] others) =>
        others.Prepend(main).OfType<string>().Where(s => s.Length > 0);

    [GeneratedRegex("(?<=[0-9])(丁目|番地ノ?|番|号|ノ)")]
    private static partial Regex NumberWords();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Hyphens();
}
