using System.Net;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Letters;
using Kenmin.Testing;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>Letters on paper, and the slips that come back.</summary>
public sealed class LetterTests(Register register) : IClassFixture<Register>
{
    private const string Page = "/staff/sports/registrations/letters";
    private const string Slips = "/staff/sports/registrations/slips";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_are_printed_by_municipality_for_those_who_got_no_notice()
    {
        const string festival = "手紙の大会";
        var inYamaguchi = await register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        var inHagi = await register.CameForwardAsync(ContinuationAnswer.Blank, Register.Hagi, festival: festival);
        var notified = await register.CameForwardAsync(ContinuationAnswer.Blank, account: Guid.NewGuid(), festival: festival);
        await register.AskAsync(festival: festival);
        var staff = register.Client(Roles.ProgramOwner);

        var page = WebUtility.HtmlDecode(await staff.GetStringAsync($"{Page}?festival={Uri.EscapeDataString(festival)}", Stop));
        page.ShouldContain("PDF 1／1：山口市の手紙");
        page.ShouldContain("PDF 1／1：萩市の手紙");
        page.ShouldNotContain("阿知須", customMessage: "the page shows counts, not people");

        var file = await staff.GetByteArrayAsync(LetterFiles.Address(new(festival, Register.Yamaguchi, false), false, 1), Stop);
        Encoding.ASCII.GetString(file[..5]).ShouldBe("%PDF-");
        (await register.AuditAsync(inYamaguchi)).ShouldContain(e => e.Entry.Action == "sports-volunteers.letters.exported");
        (await register.AuditAsync(inHagi)).ShouldNotContain(e => e.Entry.Action == "sports-volunteers.letters.exported", "another municipality's file");
        (await register.AuditAsync(notified)).ShouldNotContain(e => e.Entry.Action == "sports-volunteers.letters.exported", "the notice was enough");
        (await staff.GetAsync(LetterFiles.Address(new(festival, Register.Yamaguchi, false), false, 2), Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await staff.GetByteArrayAsync(LetterFiles.Address(new(festival, Register.Yamaguchi, true), true, 1), Stop);
        (await register.AuditAsync(notified)).ShouldContain(e => e.Entry.Action == "sports-volunteers.letters.exported");
        (await register.Client(Roles.MunicipalStaff, municipality: Register.Yamaguchi).GetAsync(LetterFiles.Address(new(festival, Register.Yamaguchi, false), false, 1), Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden, "who holds a letter can answer for the person");
    }

    [Fact]
    public async Task A_slip_is_found_by_its_number_however_it_is_typed_and_its_answer_recorded_as_written()
    {
        const string festival = "回答用紙の大会";
        var person = await register.CameForwardAsync(ContinuationAnswer.Blank, festival: festival);
        await register.AskAsync(festival: festival);
        var number = (await register.LinksAsync(person)).Single().SlipNumber.ShouldNotBeNull();
        using var staff = new Visitor(register.Client(Roles.ProgramOwner));
        var typed = $"{Slips}?number={Uri.EscapeDataString($"{number[..4].ToLowerInvariant()}－{number[4..]}")}";

        (await staff.ReadAsync(typed)).ShouldContain("阿知須");
        (await register.AuditAsync(person)).ShouldContain(e => e.Entry.Action == "sports-volunteers.slip.viewed");
        using var answer = await staff.SubmitAsync(typed, "stay");
        answer.Headers.Location!.ToString().ShouldEndWith("done=stay");
        (await register.RegistrationAsync(person)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(RegistrationState.Continuing), r => r.Channel.ShouldBe(AnswerChannel.Form), r => r.PurposeVersion.ShouldBe(PurposeOfUse.Current));

        // A second slip of the same person says otherwise: staff see that the first was entered, and the last counts.
        (await staff.ReadAsync(typed)).ShouldContain("照会中ではありません", Case.Sensitive);
        using var changed = await staff.SubmitAsync(typed, "go");
        (await register.RegistrationAsync(person)).State.ShouldBe(RegistrationState.Refused);
    }

    [Theory]
    [InlineData("12", "整理番号は8文字です")]
    [InlineData("ZZZZ-ZZZZ", "この番号の手紙はありません")]
    public async Task A_number_that_is_nobodys_says_what_to_do(string number, string expected)
    {
        using var staff = new Visitor(register.Client(Roles.ProgramOwner));
        (await staff.ReadAsync($"{Slips}?number={number}")).ShouldContain(expected);
    }
}
