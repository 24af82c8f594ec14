using Kenmin.Accounts.Contracts;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Registrations.Demonstration;

/// <summary>Fictional volunteers in every state, of all ages and municipalities: the same ones on every machine.</summary>
internal static class RegistrationsDemonstration
{
    /// <summary>The festival they came forward for.</summary>
    public const string Festival = "見本スポーツフェスティバル";

    private const int Persons = 320;

    private static readonly (string Kanji, string Kana)[] Families =
    [
        ("山本", "ヤマモト"), ("田中", "タナカ"), ("中村", "ナカムラ"), ("藤井", "フジイ"), ("原田", "ハラダ"), ("岡村", "オカムラ"), ("河村", "カワムラ"),
        ("西村", "ニシムラ"), ("渡辺", "ワタナベ"), ("藤本", "フジモト"), ("山田", "ヤマダ"), ("松本", "マツモト"), ("吉村", "ヨシムラ"), ("林", "ハヤシ"),
        ("伊藤", "イトウ"), ("木村", "キムラ"), ("末永", "スエナガ"), ("石川", "イシカワ"), ("清水", "シミズ"), ("村上", "ムラカミ"),
    ];

    private static readonly (string Kanji, string Kana)[] Women =
        [("和子", "カズコ"), ("幸子", "サチコ"), ("恵子", "ケイコ"), ("由美", "ユミ"), ("美咲", "ミサキ"), ("さくら", "サクラ"), ("智子", "トモコ"), ("陽菜", "ヒナ")];

    private static readonly (string Kanji, string Kana)[] Men =
        [("清", "キヨシ"), ("勇", "イサム"), ("博", "ヒロシ"), ("誠", "マコト"), ("健一", "ケンイチ"), ("大輔", "ダイスケ"), ("翔太", "ショウタ"), ("蓮", "レン")];

    private static readonly string[] Wishes = ["受付・案内", "会場整理", "競技補助", "式典補助", "救護補助", "弁当・休憩所", "輸送・駐車場", "環境美化"];

    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        await using var session = services.GetRequiredService<ISportsVolunteersStore>().LightweightSession();
        if (await session.Query<Volunteer>().AnyAsync(v => v.AccountId == DemonstrationPersonas.Resident.Id, cancellationToken)) return;
        var tokens = services.GetRequiredService<LinkTokens>();
        var (now, random, source) = (clock.GetUtcNow(), new Random(20261101), Guid.CreateVersion7(clock.GetUtcNow()));
        for (var number = 0; number < Persons; number++)
        {
            var person = Person(number, random, now, source);
            person.Reindex();
            session.Insert(person);
            session.Events.StartStream(person.Id, History(person, number, random, now, out var answerBy).ToArray());
            if (answerBy is { } last) session.Store(tokens.Create(person.Id, LinkPurpose.Answer, Festival, last).Link);
        }

        await session.SaveChangesAsync(cancellationToken);
    }

    private static Volunteer Person(int number, Random random, DateTimeOffset now, Guid source)
    {
        var today = JapanTime.DayOf(now);
        var persona = number == 0;
        var woman = persona || random.Next(100) < 54;
        var family = Families[random.Next(Families.Length)];
        var given = (woman ? Women : Men)[random.Next(8)];
        var municipality = persona ? Municipality.ByName("山口市")! : Place(random);
        // Many are elderly: that is the state of such registers.
        var age = persona ? 41 : random.Next(100) switch { < 8 => random.Next(12, 18), < 22 => random.Next(18, 35), < 45 => random.Next(35, 60), _ => random.Next(60, 93) };
        var (name, kana) = persona
            ? (PersonName.Parse(DemonstrationPersonas.Resident.DisplayName).Value, KanaName.Parse("ミホン ハナコ").Value)
            : (PersonName.Parse($"{family.Kanji} {given.Kanji}").Value, KanaName.Parse($"{family.Kana} {given.Kana}").Value);
        return new Volunteer
        {
            Id = Guid.CreateVersion7(now.AddMilliseconds(number)),
            AccountId = persona ? DemonstrationPersonas.Resident.Id : null,
            FamilyName = name.Family, GivenName = name.Given, Kana = kana.Full,
            BirthDate = today.AddYears(-age).AddDays(-random.Next(1, 360)),
            Gender = woman ? Gender.Female : Gender.Male,
            PostalCode = $"75{random.Next(10)}00{random.Next(10, 99)}",
            Address = municipality is null ? "広島県見本市中央1-1" : $"山口県{municipality.County}{municipality.Name}見本町{random.Next(1, 9)}-{random.Next(1, 40)}",
            MunicipalityCode = municipality?.Code6,
            Phone = $"0900000{number:0000}",
            Email = persona ? DemonstrationPersonas.Resident.Email : random.Next(3) == 0 ? null : $"mihon{number:000}@example.jp",
            Wishes = [.. random.GetItems(Wishes, 2).Distinct(StringComparer.Ordinal)],
            Qualifications = persona || random.Next(12) == 0 ? ["手話"] : random.Next(15) == 0 ? ["救命講習"] : [],
            Remarks = "見本（架空の人物です）",
            Sources = [new(source, "mihon.csv", number + 2, (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                InitiativeId = DemonstrationInitiatives.SportsFestival,
            }],
        };
    }

    /// <summary>The largest municipalities have the most people; a few come from outside.</summary>
    private static Municipality? Place(Random random)
    {
        if (random.Next(40) == 0) return null;
        var at = random.Next(Municipality.All.Sum(m => m.Population));
        foreach (var municipality in Municipality.All)
            if ((at -= municipality.Population) < 0) return municipality;
        return Municipality.All[^1];
    }

    private static List<object> History(Volunteer person, int number, Random random, DateTimeOffset now, out DateOnly? answerBy)
    {
        var (year, staff, run) = (FiscalYear.Of(now), DemonstrationPersonas.ProgramOwner.Id, Guid.CreateVersion7(now));
        var luck = number == 0 ? 0 : random.Next(100);
        answerBy = null;
        if (luck < 42) return [new CameForward(Festival, year, ContinuationAnswer.Agreed)];
        if (luck < 54) return [new CameForward(Festival, year, ContinuationAnswer.Refused)];
        var left = new CameForward(Festival, year, ContinuationAnswer.Blank);
        if (luck < 66) return [left];
        if (luck < 74)
        {
            answerBy = JapanTime.DayOf(now).AddDays(21);
            return [left, new ContinuationAsked(run, answerBy.Value, staff, now.AddDays(-7))];
        }

        var past = JapanTime.DayOf(now).AddDays(-10);
        var asked = new ContinuationAsked(run, past, staff, now.AddDays(-38));
        return luck switch
        {
            < 86 => [left, asked, new ContinuationAgreed(FiscalYear.Of(now.AddDays(-20)), PurposeOfUse.Current, AnswerChannel.Link, null, now.AddDays(-20))],
            < 90 => [left, asked, new ContinuationRefused(AnswerChannel.Phone, staff, now.AddDays(-15))],
            < 97 => [left, asked, new AskingLapsed(past, now.AddDays(-9))],
            _ =>
            [
                new CameForward(Festival, year, ContinuationAnswer.Agreed),
                new RegistrationEnded(EndReason.Moved, AnswerChannel.Counter, staff, now.AddDays(-5)),
            ],
        };
    }
}
