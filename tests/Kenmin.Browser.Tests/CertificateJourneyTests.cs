using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Certificates;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>After the festival: staff certify hours, and somebody who is shown a certificate verifies it.</summary>
public sealed class CertificateJourneyTests(Site site)
{
    [Fact]
    public async Task Staff_issue_certificates_and_a_reader_verifies_one_on_a_phone()
    {
        var desk = await site.AtDeskAsync(Roles.ProgramOwner);
        await desk.GotoAsync(site.At("/staff/sports/events/mihon-past"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "活動証明書" }).ClickAsync();
        await desk.AxeAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "まだの方に発行する" }).ClickAsync();
        await Expect(desk.GetByText("人分を発行しました")).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Link, new() { Name = "証明書（PDF）" })).ToBeVisibleAsync();
        await desk.AxeAsync();
        await desk.Context.CloseAsync();

        await using var session = site.Services.GetRequiredService<ISportsVolunteersStore>().QuerySession();
        var number = await session.Query<Certificate>().Where(c => c.RevokedAt == null && c.EventName == "見本マラソン大会").Select(c => c.Number).FirstAsync(TestContext.Current.CancellationToken);
        var phone = await site.OnPhoneAsync();
        await phone.GotoAsync(site.At("/certificates"));
        await phone.AxeAsync();
        await phone.GetByLabel("証明書の番号").FillAsync(number.ToLowerInvariant());
        await phone.GetByLabel("証明書の番号").PressAsync("Enter");
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Name = "この証明書は有効です" })).ToBeVisibleAsync();
        await Expect(phone.GetByText("見本マラソン大会")).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.SaveScreenshotAsync("certificate-phone");
        await phone.GotoAsync(site.At("/certificates/AAAA-AAAA-AAAA"));
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Name = "この番号の証明書はありません" })).ToBeVisibleAsync();
        await phone.AxeAsync();
        await phone.Context.CloseAsync();
    }
}
