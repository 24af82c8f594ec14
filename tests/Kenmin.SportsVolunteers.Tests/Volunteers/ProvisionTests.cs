using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Registrations;
using Kenmin.SportsVolunteers.Volunteers.Provision;
using Kenmin.Testing;
using MiniExcelLibs;

namespace Kenmin.SportsVolunteers.Tests.Volunteers;

/// <summary>Lists go to municipalities by consent, and it is kept that they did.</summary>
public sealed class ProvisionTests(Register register) : IClassFixture<Register>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_who_agreed_is_on_the_list_and_each_giving_and_taking_is_kept()
    {
        // The festival's form says nothing of municipalities; the present purpose of use does, and so does a consent by itself.
        var byForm = await register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Hagi);
        var byPurpose = await register.CameForwardAsync(ContinuationAnswer.Blank, Register.Hagi, festival: "提供の大会");
        await register.AskAsync(festival: "提供の大会");
        await register.InvokeAsync<Outcome>(new Kenmin.SportsVolunteers.Registrations.Answering.AnswerByLink(await register.TokenAsync(byPurpose), true));
        var byItself = await register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Hagi);
        await register.RunAsync(new ConsentRecorded(ConsentPurposes.ProvisionToMunicipalities, ConsentPurposes.SaysProvision, byItself, ConsentChannel.Paper, Register.Staff, register.Clock.GetUtcNow()));
        var elsewhere = await register.CameForwardAsync(ContinuationAnswer.Agreed, Register.Yamaguchi);

        var owner = register.Client(Roles.ProgramOwner);
        using var desk = new Visitor(owner);
        using (var wrong = await desk.SubmitAsync("/staff/sports/provisions", "give", ("Input.Municipality", Register.Hagi), ("Input.Recipient", ""), ("Input.Purpose", "")))
            (await wrong.Content.ReadAsStringAsync(Stop)).ShouldContain("input-purpose-error", Case.Insensitive);
        using (var given = await desk.SubmitAsync("/staff/sports/provisions", "give", ("Input.Municipality", Register.Hagi), ("Input.Recipient", "スポーツ振興課"), ("Input.Purpose", "活動の案内を送るため")))
            given.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = WebUtility.HtmlDecode(await owner.GetStringAsync("/staff/sports/provisions", Stop));
        page.ShouldContain("萩市（同意 2人）");
        var file = System.Text.RegularExpressions.Regex.Match(page, "/staff/sports/provisions/[0-9a-f-]{36}/list.xlsx").Value;
        (await RowsAsync(owner, file)).ShouldBe(2);
        foreach (var (person, there) in new[] { (byForm, false), (byPurpose, true), (byItself, true), (elsewhere, false) })
            (await register.AuditAsync(person)).Any(e => e.Entry.Action == "sports-volunteers.list.provided").ShouldBe(there);

        // Who withdraws meanwhile is no longer on it.
        await register.TellAsync("sports-volunteers-consents-withdrawn", new ConsentWithdrawn(ConsentPurposes.ProvisionToMunicipalities, byItself, ConsentChannel.Page, null, false, register.Clock.GetUtcNow()));
        (await RowsAsync(owner, file)).ShouldBe(1);
        register.Clock.Advance(TimeSpan.FromDays(8));
        (await owner.GetAsync(file, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var role in new[] { Roles.MunicipalStaff, Roles.Auditor, Roles.Resident })
            (await register.Client(role, Guid.NewGuid(), Register.Hagi).GetAsync("/staff/sports/provisions", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
    }

    private static async Task<int> RowsAsync(HttpClient client, string file)
    {
        using var content = new MemoryStream(await client.GetByteArrayAsync(file, Stop));
        return content.Query(useHeaderRow: true).Count();
    }
}
