using System.Text.RegularExpressions;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Shifts.Support;

/// <summary>Words for tests.</summary>
internal static partial class Given
{
    public const string Yamaguchi = "352039";
    public const string Ube = "352021";

    private static int _number;

    /// <summary>A published event with no shifts yet.</summary>
    public static async Task<SportsEvent> EventAsync(this ShiftsHouse house, Action<SportsEvent>? change = null, DateOnly? day = null)
    {
        var name = $"見本大会{Interlocked.Increment(ref _number)}";
        var on = day ?? new DateOnly(2026, 11, 1);
        var made = new SportsEvent
        {
            Id = Guid.CreateVersion7(), Name = name, Slug = Guid.NewGuid().ToString("N")[..8], Key = SportsEvent.KeyOf(name, on),
            FirstDay = on, LastDay = on, Published = true, OfferHours = 0,
        };
        change?.Invoke(made);
        await house.StoreAsync(made);
        return made;
    }

    /// <summary>A shift that is open for sign-up.</summary>
    public static async Task<Shift> ShiftAsync(
        this ShiftsHouse house, SportsEvent sportsEvent, int capacity = 5, string start = "9:00", string end = "12:00", Action<Shift>? change = null,
        string municipality = Yamaguchi, DateOnly? day = null)
    {
        var number = Interlocked.Increment(ref _number);
        var venue = new Venue
        {
            Id = Guid.CreateVersion7(), Name = $"見本競技場{number}", Address = "山口県山口市", MunicipalityCode = municipality,
            Key = $"見本競技場{number}", Point = new GeoPoint(34.18, 131.47),
        };
        var shift = new Shift { Id = Guid.CreateVersion7(), EventId = sportsEvent.Id, VenueId = venue.Id, MunicipalityCode = municipality, Role = "受付・案内" };
        change?.Invoke(shift);
        shift.SetTime(day ?? sportsEvent.FirstDay, LenientTime.Parse(start).Value, LenientTime.ParseEnd(end).Value);
        shift.TellEngine(capacity, moved: false, by: null);
        await house.StoreAsync(venue, shift);
        await Eventually.IsSoAsync(
            async () => await house.ScalarAsync<long>($"select count(*) from sports_volunteers.mt_doc_shift where id = '{shift.Id}' and (data ->> 'termsPending')::boolean") == 0,
            "the shift's opening");
        return shift;
    }

    /// <summary>A registered volunteer with an account.</summary>
    public static async Task<Volunteer> VolunteerAsync(this ShiftsHouse house, DateOnly? born = null, params string[] qualifications) =>
        (await house.VolunteersAsync(1, v => (v.BirthDate, v.Qualifications) = (born ?? new DateOnly(1980, 5, 5), qualifications)))[0];

    /// <summary>Several registered volunteers with accounts.</summary>
    public static async Task<IReadOnlyList<Volunteer>> VolunteersAsync(this ShiftsHouse house, int count, Action<Volunteer>? change = null)
    {
        var made = new List<Volunteer>();
        for (var i = 0; i < count; i++)
        {
            var number = Interlocked.Increment(ref _number);
            var volunteer = new Volunteer
            {
                Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7(), FamilyName = "見本", GivenName = $"{number}子", Kana = "ミホン　ハナコ",
                NameKey = FoldedText.OfName($"見本{number}子"), BirthDate = new(1980, 5, 5), MunicipalityCode = Yamaguchi, Phone = $"0839{number:000000}",
            };
            change?.Invoke(volunteer);
            volunteer.Reindex();
            made.Add(volunteer);
        }

        await house.RegisterAsync(made);
        return made;
    }

    public static async Task StoreAsync(this ShiftsHouse house, params object[] documents)
    {
        await using var session = house.Store.LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }

    public static async Task<Occupancy> OccupancyAsync(this ShiftsHouse house, Guid shift) => (await house.Participation.OccupancyAsync([shift]))[shift];

    public static async Task<SignUpView?> SignUpOfAsync(this ShiftsHouse house, Guid shift, Volunteer volunteer) =>
        (await house.Participation.SignUpsOfOpeningAsync(shift)).SingleOrDefault(s => s.PersonId == volunteer.Id);

    /// <summary>Sends a form of a page as a browser without scripts does: with all its hidden fields, and what the person entered.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string address, string form, params (string Name, string Value)[] entered)
    {
        var page = await browser.GetStringAsync(address);
        return await browser.PostAsync(ActionOf(page, form) ?? address, FormOf(page, form, entered));
    }

    /// <summary>The content that sending a form of a page has.</summary>
    public static FormUrlEncodedContent FormOf(string page, string form, params (string Name, string Value)[] entered)
    {
        var found = Find(page, form);
        var fields = HiddenFields().Matches(found)
            .Select(m => new KeyValuePair<string, string>(Attribute(m.Value, "name"), Attribute(m.Value, "value")))
            .Where(f => entered.All(e => e.Name != f.Key))
            .Concat(entered.Select(e => new KeyValuePair<string, string>(e.Name, e.Value)));
        return new FormUrlEncodedContent(fields);
    }

    private static string Find(string page, string form) =>
        Forms().Matches(page).Select(m => m.Value).SingleOrDefault(f =>
            f.Contains($"value=\"{form}\"", StringComparison.Ordinal) || Attribute(f[..f.IndexOf('>', StringComparison.Ordinal)], "action") == form)
        ?? throw new ShouldAssertException($"The page has no form {form}.");

    private static string? ActionOf(string page, string form)
    {
        var found = Find(page, form);
        return Attribute(found[..found.IndexOf('>', StringComparison.Ordinal)], "action") is { Length: > 0 } action ? action : null;
    }

    private static string Attribute(string element, string name) =>
        System.Net.WebUtility.HtmlDecode(Regex.Match(element, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenFields();
}

/// <summary>Registration of volunteers, as far as sign-up asks about it.</summary>
internal static class Registering
{
    public static async Task RegisterAsync(this ShiftsHouse house, IReadOnlyList<Volunteer> volunteers)
    {
        await using var session = house.Store.LightweightSession();
        foreach (var volunteer in volunteers)
        {
            session.Store(volunteer);
            session.Events.StartStream(volunteer.Id, new RegisteredThemselves(new FiscalYear(2026), "1", ShiftsHouse.Noon));
        }

        await session.SaveChangesAsync();
    }
}
