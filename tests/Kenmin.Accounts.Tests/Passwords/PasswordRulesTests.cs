using CsCheck;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Tests.Passwords;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new();

    [Theory]
    [InlineData("password123")]
    [InlineData("P@ssw0rd!!!!")]
    [InlineData("Ｐａｓｓｗｏｒｄ１２３")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("2011-03-11-14")]
    [InlineData("090-1234-5678")]
    [InlineData("qwertyuiop")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("asdfghjkl;")]
    [InlineData("abcdefghij123")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("iloveyou2024")]
    [InlineData("LetMeIn!!2025")]
    [InlineData("yamaguchi2026")]
    [InlineData("Yamaguchi-Ken")]
    [InlineData("sakurasakura1")]
    [InlineData("sakuramomiji!")]
    [InlineData("tanaka19521103")]
    [InlineData("パスワードパスワード")]
    [InlineData("ぱすわーど12345")]
    [InlineData("あいうえおかきくけこ")]
    [InlineData("いろはにほへとちりぬるを")]
    [InlineData("山口県山口県山口県１")]
    [InlineData("welcome!welcome!")]
    public void What_everybody_guesses_first_is_refused(string password) => Rules.Refusal(password, "見本 花子", "hanako@example.jp").ShouldNotBeNull();

    [Theory]
    [InlineData("chickenwing101")]
    [InlineData("Mailcreated5240")]
    [InlineData("ｇｈｂｄｔｎｒｆｒｌｔｋｆ")]
    [InlineData("leavemealone")]
    [InlineData("SOJDLG123ALJG")]
    public void What_is_known_from_breaches_is_refused_and_told_so(string password) =>
        Rules.Refusal(password, null, null)!.Value.En.ShouldContain("stolen from other services");

    [Fact]
    public void Nothing_that_is_long_enough_is_missing_from_the_list_of_breached_passwords()
    {
        BreachedPasswords.IsAvailable.ShouldBeTrue("the build fetches the list");
        using var list = new StreamReader(typeof(BreachedPasswords).Assembly.GetManifestResourceStream("breached-passwords.txt")!);
        var words = list.ReadToEnd().Split('\n');
        words.Length.ShouldBeGreaterThan(100_000);
        words.ShouldAllBe(w => w.Length >= IdentityTexts.ShortestPassword);
        words.Where(w => w.Length <= IdentityTexts.LongestPassword && Rules.Refusal(w, null, null) is null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ひろい海の見える丘で")]
    [InlineData("あたらしい合い言葉です")]
    [InlineData("correct horse battery staple")]
    [InlineData("ao-jitensha-umi-made")]
    [InlineData("tokyo rain umbrella 7")]
    [InlineData("x9$Lq2#vTr")]
    [InlineData("みかんと山口の夕焼け")]
    [InlineData("ながいパスワードの例")]
    public void Unrelated_words_and_chance_are_taken(string password) => Rules.Refusal(password, "見本 花子", "hanako@example.jp").ShouldBeNull();

    [Theory]
    [InlineData("Tsuchiya1960!", "土屋 守", "tsuchiya@example.jp")]
    [InlineData("ｔｓｕｃｈｉｙａ１９６０", "土屋 守", "Tsuchiya@example.jp")]
    [InlineData("土屋守土屋守土屋守!", "土屋 守", "a@example.jp")]
    [InlineData("tsuchiya@example.jp1", "土屋 守", "tsuchiya@example.jp")]
    [InlineData("ひらおか みどり123", "ひらおか みどり", "a@example.jp")]
    public void A_password_is_not_made_of_its_owners_name_or_address(string password, string name, string email) =>
        Rules.Refusal(password, name, email)!.Value.En.ShouldContain("name or address");

    [Fact]
    public void Length_is_between_ten_and_one_hundred_and_twenty_eight()
    {
        Rules.Refusal("みじかい言葉です", null, null).ShouldBe(IdentityTexts.PasswordTooShort);
        Rules.Refusal(null, null, null).ShouldBe(IdentityTexts.PasswordTooShort);
        Rules.Refusal(string.Concat(Enumerable.Repeat("海と丘", 43)), null, null).ShouldBe(IdentityTexts.PasswordTooLong);
    }

    [Fact]
    public void Whatever_is_typed_gets_an_answer() => Gen.String[0, 140].Sample(password =>
    {
        _ = Rules.Refusal(password, password, password);
    });

    [Fact]
    public void Digits_and_signs_around_a_listed_word_make_it_no_better() =>
        Gen.Select(Gen.Int[0, 3], Gen.String[Gen.Char["0123456789!#-._ "], 6, 12], Gen.String[Gen.Char["0123456789!#-._ "], 0, 4]).Sample((word, after, before) =>
            Rules.Refusal(before + new[] { "dragon", "パスワード", "Football", "kenmin" }[word] + after, null, null).ShouldNotBeNull());

    [Fact]
    public void Width_does_not_matter_in_a_password_and_older_hashes_stay_good()
    {
        var hasher = new AccountPasswordHasher(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var account = new Account(Guid.NewGuid(), "見本", "x@example.jp", default);
        var hash = hasher.HashPassword(account, "ＡＢＣと海と丘と空");
        hasher.VerifyHashedPassword(account, hash, "ABCと海と丘と空").ShouldBe(PasswordVerificationResult.Success);
        hasher.VerifyHashedPassword(account, hash, "abcと海と丘と空").ShouldBe(PasswordVerificationResult.Failed);
        hasher.VerifyHashedPassword(account, hash, "\ud800").ShouldBe(PasswordVerificationResult.Failed);
        var older = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(account, "ＡＢＣと海と丘と空");
        hasher.VerifyHashedPassword(account, older, "ＡＢＣと海と丘と空").ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
    }
}
