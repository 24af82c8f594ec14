using System.Globalization;
using System.Text;

namespace Kenmin.Benchmarks.WhoIsWho;

/// <summary>
/// Rosters of invented people with the mess of real ones: who applies twice writes differently, may have moved or got another
/// phone, or slips; families share a phone and an address; namesakes share a name. Which line is whose is known.
/// </summary>
internal sealed class InventedRoster(int seed)
{
    private static readonly string[] Towns = ["山口市大内", "下関市長府", "宇部市西岐波", "周南市新宿通", "防府市八王子", "岩国市麻里布町", "萩市江向", "光市島田", "長門市仙崎", "美祢市大嶺町"];
    internal static readonly (string Kanji, string Kana)[] Families =
    [
        ("渡邊", "ワタナベ"), ("髙橋", "タカハシ"), ("山﨑", "ヤマサキ"), ("齋藤", "サイトウ"), ("田中", "タナカ"), ("伊藤", "イトウ"), ("中村", "ナカムラ"), ("藤井", "フジイ"), ("原田", "ハラダ"),
        ("河村", "カワムラ"), ("松本", "マツモト"), ("吉田", "ヨシダ"), ("林", "ハヤシ"), ("岡村", "オカムラ"), ("福田", "フクダ"), ("村上", "ムラカミ"), ("西村", "ニシムラ"), ("上田", "ウエダ"),
        ("金子", "カネコ"), ("弘中", "ヒロナカ"), ("重枝", "シゲエダ"), ("国弘", "クニヒロ"), ("三浦", "ミウラ"), ("磯部", "イソベ"), ("浜田", "ハマダ"), ("清水", "シミズ"), ("石川", "イシカワ"),
    ];

    internal static readonly (string Kanji, string Kana, bool Woman)[] Given =
    [
        ("花子", "ハナコ", true), ("和子", "カズコ", true), ("恵子", "ケイコ", true), ("裕子", "ユウコ", true), ("美智子", "ミチコ", true), ("由美", "ユミ", true), ("久美子", "クミコ", true), ("千鶴", "チヅル", true),
        ("太郎", "タロウ", false), ("次郎", "ジロウ", false), ("健一", "ケンイチ", false), ("博", "ヒロシ", false), ("誠", "マコト", false), ("修", "オサム", false), ("勝利", "カツトシ", false), ("義男", "ヨシオ", false),
        ("翔太", "ショウタ", false), ("結衣", "ユイ", true), ("陽菜", "ハルナ", true), ("大輔", "ダイスケ", false), ("直樹", "ナオキ", false), ("幸恵", "ユキエ", true), ("光代", "ミツヨ", true), ("貞夫", "サダオ", false),
    ];

    private readonly Random _random = new(seed);
    private readonly List<Person> _people = [];
    private int _phone = seed * 1_000_000;

    /// <summary>A line: its number, whose it is, and its cells.</summary>
    public sealed record Line(int Number, int Person, string Cells);

    /// <summary>Lines of a roster; about one in fifteen is by somebody who came before.</summary>
    public List<Line> Make(int lines, int firstNumber = 1)
    {
        List<Line> made = [];
        for (var i = 0; i < lines; i++)
        {
            var again = _people.Count > 50 && _random.Next(15) == 0;
            var person = again ? _people[_random.Next(_people.Count)] : Somebody();
            made.Add(new(firstNumber + i, person.Id, Write(firstNumber + i, again ? Later(person) : person, again)));
        }

        return made;
    }

    /// <summary>The file, in UTF-8.</summary>
    public static byte[] File(IEnumerable<Line> lines)
    {
        var text = new StringBuilder("受付番号,氏名,フリガナ,生年月日,性別,郵便番号,住所,電話番号,メールアドレス,希望活動,備考,大会後の継続登録\r\n");
        foreach (var line in lines) text.Append(line.Cells).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private Person Somebody()
    {
        var given = Given[_random.Next(Given.Length)];
        var family = Families[_random.Next(Families.Length)];
        var relative = _people.Count > 0 && _random.Next(6) == 0 ? _people[_random.Next(_people.Count)] : null;
        var born = new DateOnly(1936 + _random.Next(72), 1, 1).AddDays(_random.Next(365));
        if (relative is not null) family = relative.Family;
        // Nobody has a relative of the same name.
        while (relative?.Given == given) given = Given[_random.Next(Given.Length)];
        var person = new Person(
            _people.Count + 1, family, given, born, relative?.Address ?? Address(), relative?.Postal ?? Postal(), relative?.Phone ?? Phone(),
            _random.Next(3) == 0 ? $"v{_people.Count + 1}-{seed}@example.jp" : "");
        _people.Add(person);
        return person;
    }

    /// <summary>The same person some time later.</summary>
    private Person Later(Person person) => _random.Next(10) switch
    {
        0 => person with { Address = Address(), Postal = Postal() },
        1 => person with { Phone = Phone() },
        2 => person with { Phone = Phone(), Email = "" },
        3 => person with { Born = Slip(person.Born) },
        _ => person,
    };

    private string Write(int number, Person p, bool again)
    {
        var family = again && _random.Next(3) == 0 ? p.Family.Kanji.Replace('邊', '辺').Replace('髙', '高').Replace('﨑', '崎').Replace('齋', '斎') : p.Family.Kanji;
        var name = family + (_random.Next(4)) switch { 0 => "", 1 => " ", _ => "　" } + p.Given.Kanji;
        var kana = $"{p.Family.Kana} {p.Given.Kana}";
        kana = _random.Next(5) switch { 0 => "", 1 => kana.Replace(" ", "", StringComparison.Ordinal), 2 => Hiragana(kana), _ => kana };
        var born = _random.Next(4) switch
        {
            0 => p.Born.ToString("yyyy/M/d", CultureInfo.InvariantCulture), 1 => p.Born.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            2 => Era(p.Born), _ => p.Born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        var phone = _random.Next(3) switch { 0 => p.Phone, 1 => $"{p.Phone[..3]}-{p.Phone[3..7]}-{p.Phone[7..]}", _ => $"{p.Phone[..3]} {p.Phone[3..7]} {p.Phone[7..]}" };
        var address = _random.Next(3) == 0 ? p.Address.Replace("丁目", "-", StringComparison.Ordinal) : p.Address;
        return string.Join(',', number, name, kana, born, p.Given.Woman ? "女" : "男", p.Postal, address, phone, p.Email, "受付・案内", "", _random.Next(3) switch { 0 => "", 1 => "○", _ => "×" });
    }

    private static DateOnly Slip(DateOnly born) => born.Day <= 12 && born.Day != born.Month ? new(born.Year, born.Day, born.Month) : born.AddYears(10);

    private static string Era(DateOnly born) => born.Year >= 1989 && born >= new DateOnly(1989, 1, 8) ? $"H{born.Year - 1988}.{born.Month}.{born.Day}" : $"S{born.Year - 1925}.{born.Month}.{born.Day}";

    private static string Hiragana(string kana) => string.Concat(kana.Select(c => c is >= 'ァ' and <= 'ヶ' ? (char)(c - 0x60) : c));

    private string Address() => $"山口県{Towns[_random.Next(Towns.Length)]}{_random.Next(1, 9)}丁目{_random.Next(1, 60)}-{_random.Next(1, 30)}";

    private string Postal() => $"75{_random.Next(10)}-{_random.Next(10_000):0000}";

    private string Phone() => $"090{Interlocked.Increment(ref _phone) % 100_000_000:00000000}";

    private sealed record Person(
        int Id, (string Kanji, string Kana) Family, (string Kanji, string Kana, bool Woman) Given, DateOnly Born, string Address, string Postal, string Phone, string Email);
}
