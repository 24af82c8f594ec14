using System.Text.RegularExpressions;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Profiles;

/// <summary>
/// Who somebody is in daily life (プロフィール): name, birth date, address, telephone. Staff enter it for people without an account;
/// holders of accounts keep one if they like. Everything may be empty.
/// </summary>
internal sealed partial class PersonProfile
{
    /// <summary>The account, which is the person's id in every module.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Family name as entered; never normalized.</summary>
    public string FamilyName { get; set; } = "";

    /// <summary>Given name as entered.</summary>
    public string GivenName { get; set; } = "";

    /// <summary>Reading of the name in full-width kana.</summary>
    public string Kana { get; set; } = "";

    public DateOnly? BirthDate { get; set; }

    /// <summary>Seven digits.</summary>
    public string? PostalCode { get; set; }

    /// <summary>Address as entered.</summary>
    public string Address { get; set; } = "";

    /// <summary>Municipal code (6 digits) read from the address; null outside the prefecture or when unknown.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Digits of the telephone number.</summary>
    public string? Phone { get; set; }

    /// <summary>Folded key of the name; set by <see cref="Reindex"/>.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>What lists are ordered by: the reading, or the name where it is unknown; set by <see cref="Reindex"/>.</summary>
    public string SortKey { get; set; } = "";

    /// <summary>Pairs of characters of name and reading, by which lists are searched; set by <see cref="Reindex"/>.</summary>
    public List<string> SearchBigrams { get; set; } = [];

    /// <summary>Two who are likely the same person share at least one of these; set by <see cref="Reindex"/>.</summary>
    public List<string> MatchKeys { get; set; } = [];

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The full name with an ideographic space.</summary>
    public string FullName => GivenName.Length == 0 ? FamilyName : $"{FamilyName}\u3000{GivenName}";

    /// <summary>Renews the keys by which the person is found. Call it after every change.</summary>
    public void Reindex()
    {
        NameKey = FoldedText.OfName(FamilyName + GivenName);
        var kana = FoldedText.OfName(Kana);
        SortKey = kana.Length > 0 ? kana : NameKey;
        SearchBigrams = [.. FoldedText.Bigrams(NameKey).Concat(FoldedText.Bigrams(kana)).Distinct()];
        MatchKeys = [.. Keys(kana)];
    }

    // A name alone is a namesake's too, and a telephone alone a relative's: two things must agree.
    private IEnumerable<string> Keys(string kana)
    {
        string[] names = [.. new[] { $"n:{NameKey}", $"r:{kana}" }.Where(n => n.Length > 2)];
        string[] contacts = [.. new[] { Phone is { Length: > 0 } p ? $"p:{p}" : "", AddressKey() is { Length: > 0 } a ? $"a:{a}" : "" }.Where(c => c.Length > 0)];
        string[] births = BirthDate is { } birth ? [$"b:{birth:yyyyMMdd}"] : [];
        foreach (var name in names)
            foreach (var other in births.Concat(contacts)) yield return $"{name}|{other}";
        foreach (var date in births)
            foreach (var contact in contacts) yield return $"{date}|{contact}";
    }

    private string AddressKey()
    {
        if (!PostalAddress.Parse(Address).TryGet(out var parsed)) return "";
        var rest = Hyphens().Replace(NumberWords().Replace(FoldedText.OfName(parsed.Rest), "-"), "-").Trim('-');
        return rest.Length == 0 ? "" : $"{parsed.MunicipalityCode}{rest}";
    }

    [GeneratedRegex("(?<=[0-9])(丁目|番地ノ?|番|号|ノ)")]
    private static partial Regex NumberWords();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Hyphens();
}
