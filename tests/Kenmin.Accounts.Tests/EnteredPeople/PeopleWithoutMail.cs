using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>People as staff enter them.</summary>
internal static partial class PeopleWithoutMail
{
    private static int _number;

    /// <summary>A telephone number that nobody else of the tests has.</summary>
    public static string NewPhone() => $"083{Interlocked.Increment(ref _number) + 2000000}";

    /// <summary>An address in Yamaguchi where nobody else of the tests lives.</summary>
    public static string NewAddress() => $"山口市試験町{Interlocked.Increment(ref _number)}-1";

    /// <summary>A visitor with a role.</summary>
    public static async Task<Visitor> BecomeAsync(this House house, string persona)
    {
        var visitor = house.NewVisitor();
        await visitor.BecomeAsync(persona);
        return visitor;
    }

    /// <summary>Sends the form by which staff enter a person.</summary>
    public static Task<HttpResponseMessage> SendPersonAsync(this Visitor staff, string family, string given, string birth, string? address = null, string? phone = null, bool another = false, string kana = "") =>
        staff.SubmitAsync("/staff/people/new", "person",
            [
                ("Input.FamilyName", family), ("Input.FamilyKana", kana), ("Input.GivenName", given), ("Input.BirthDate", birth),
                ("Input.PostalCode", "753-8501"), ("Input.Address", address ?? NewAddress()), ("Input.Phone", phone ?? NewPhone()), ("Input.AskedBy", "本人"), ("Input.Paper", "Application"),
                ("Input.PaperReference", "受付 12"), ("Input.PaperDate", "2026-04-01"), .. another ? [("Input.AnotherPerson", "true")] : Array.Empty<(string, string)>(),
            ]);

    /// <summary>Enters a person; their id.</summary>
    public static async Task<Guid> EnterAsync(this Visitor staff, string family, string given, string birth, string? address = null, string? phone = null, string kana = "")
    {
        using var answer = await staff.SendPersonAsync(family, given, birth, address, phone, kana: kana);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return Guid.Parse(Id().Match(answer.Headers.Location!.OriginalString).Value);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
