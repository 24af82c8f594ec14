using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.RuralLeaders")]

namespace Kenmin.RuralLeaders.Tests.Support;

/// <summary>A notice as it was delivered; one document for each delivery, so that a second one is seen.</summary>
public sealed class DeliveredNotice
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string Subject { get; set; } = "";
    public string Body { get; set; } = "";
}

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class DeliveredNoticeHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new DeliveredNotice
    {
        Id = Guid.CreateVersion7(), AccountId = message.AccountId, Subject = message.Subject.Ja, Body = message.Body.Ja,
    });
}

/// <summary>A mail that was asked for; one document for each delivery.</summary>
public sealed class DeliveredMail
{
    public Guid Id { get; set; }
    public MailRequested Mail { get; set; } = null!;
}

/// <summary>The module that sends mails, as far as these tests need it.</summary>
public static class DeliveredMailHandler
{
    public static void Handle(MailRequested message, IDocumentSession session) => session.Store(new DeliveredMail { Id = Guid.CreateVersion7(), Mail = message });
}

/// <summary>What other modules were told; one document for each delivery.</summary>
public sealed class Told
{
    public Guid Id { get; set; }
    public Guid Key { get; set; }
    public long Version { get; set; }
    public OpportunityPublished? Opportunity { get; set; }
    public ParticipationRecorded? Participation { get; set; }
    public PersonSignUps? SignUps { get; set; }
}

/// <summary>The module that keeps people's records and the search, as far as these tests need it.</summary>
[WolverineHandler]
public static class ToldHandler
{
    public static void Handle(OpportunityPublished m, IDocumentSession session) => session.Store(new Told { Id = Guid.CreateVersion7(), Key = m.Id, Version = m.Version, Opportunity = m });

    public static void Handle(OpportunityWithdrawn m, IDocumentSession session) => session.Store(new Told { Id = Guid.CreateVersion7(), Key = m.Id, Version = m.Version });

    public static void Handle(ParticipationRecorded m, IDocumentSession session) => session.Store(new Told { Id = Guid.CreateVersion7(), Key = m.FactId, Version = m.Version, Participation = m });

    public static void Handle(ParticipationWithdrawn m, IDocumentSession session) => session.Store(new Told { Id = Guid.CreateVersion7(), Key = m.FactId, Version = m.Version });

    public static void Handle(SignUpsChanged m, IDocumentSession session) =>
        session.Store(m.People.Select(p => new Told { Id = Guid.CreateVersion7(), Key = p.AccountId, Version = p.Version, SignUps = p }).ToArray());
}

/// <summary>A certificate as it was told; one document for each telling.</summary>
public sealed class ToldCertificate
{
    public Guid Id { get; set; }
    public Guid FactId { get; set; }
    public long Version { get; set; }
    public CertificateGiven? Given { get; set; }
}

/// <summary>The module that keeps records, as far as these tests need it.</summary>
public static class ToldCertificateHandler
{
    public static void Handle(CertificateGiven message, IDocumentSession session) =>
        session.Store(new ToldCertificate { Id = Guid.CreateVersion7(), FactId = message.FactId, Version = message.Version, Given = message });

    public static void Handle(CertificateWithdrawn message, IDocumentSession session) =>
        session.Store(new ToldCertificate { Id = Guid.CreateVersion7(), FactId = message.FactId, Version = message.Version });
}

/// <summary>The module with pages and API on a real database, from noon on 10 June 2026 on.</summary>
public sealed class RuralHouse() : ModuleHouse<IRuralLeadersStore>(new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9))), IAsyncLifetime
{
    public static readonly Doer Office = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 市太郎");

    public IParticipation<IRuralLeadersStore> Engine => Services.GetRequiredService<IParticipation<IRuralLeadersStore>>();

    /// <summary>A published course of the present fiscal year with sessions on the next days, each worth a credit.</summary>
    public async Task<(Course Course, IReadOnlyList<CourseSession> Sessions)> CourseAsync(
        int sessions = 2, int credits = 2, int capacity = 10, string municipality = Yamaguchi, bool compulsory = false, int validYears = 3, int renewalCredits = 1)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveCourse(id, null, FiscalYear.Of(Today).StartYear, new($"見本講座{NextNumber()}", ""), new("", ""), credits, validYears, renewalCredits))).Problem.ShouldBeNull();
        List<CourseSession> held = [];
        for (var i = 0; i < sessions; i++)
        {
            var command = new SaveSession(
                Guid.CreateVersion7(), id, $"見本の回{i + 1}", Today.AddDays(1 + i), new(13, 30), new(15, 30), "見本公民館", municipality, capacity, 1, compulsory && i == 0, "見本 講師", "見本の冊子");
            (await SendAsync(command)).Problem.ShouldBeNull();
            held.Add(await LoadAsync<CourseSession>(command.Id));
        }

        (await SendAndWaitAsync(new PublishCourse(id, true))).Problem.ShouldBeNull();
        return (await LoadAsync<Course>(id), held);
    }

    /// <summary>The certificates of an account as they stand after all that was told: the highest version of each.</summary>
    public async Task<IReadOnlyList<CertificateGiven>> CertificatesAsync(Guid account)
    {
        await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. (await session.Query<ToldCertificate>().ToListAsync()).GroupBy(t => t.FactId).Select(g => g.MaxBy(t => t.Version)!.Given).OfType<CertificateGiven>().Where(c => c.AccountId == account).OrderBy(c => c.Kind)];
    }

    /// <summary>A person whom staff entered from paper.</summary>
    public async Task<Guid> OnPaperAsync(string municipality = Yamaguchi)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveLearner(id, null, $"見本 紙{NextNumber()}", "083-933-0000", municipality, null, null, "申込書", Office))).Problem.ShouldBeNull();
        return id;
    }

    /// <summary>A holder of an account who has said how to be reached.</summary>
    public async Task<Guid> ResidentAsync(string municipality = Yamaguchi)
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveLearner(id, id, $"見本 県民{NextNumber()}", "083-933-0000", municipality, null, 1960, "", null))).Problem.ShouldBeNull();
        return id;
    }

    /// <summary>Has somebody be at sessions; the clock must be past them or is taken there.</summary>
    public async Task AttendAsync(Guid person, params IEnumerable<CourseSession> sessions)
    {
        foreach (var held in sessions)
        {
            (await Engine.SignUpAsync(new(Guid.CreateVersion7(), held.Id, new ParticipantFacts(person), Actor.Staff(Office.AccountId)) { Override = new(WalkIn: true) }))
                .ShouldBeOfType<Result<SignUpAnswer>.Done>();
            if (Clock.GetUtcNow() < held.Ends) Clock.Advance(held.Ends - Clock.GetUtcNow());
            (await Engine.RecordAttendanceAsync(new(Guid.CreateVersion7(), held.Id, person, new AttendanceEntry.CheckIn(held.Starts), Actor.Staff(Office.AccountId))))
                .ShouldBeOfType<Result<AttendanceAnswer>.Done>();
        }
    }

    /// <summary>The notices of an account, as soon as there are so many.</summary>
    public Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(Guid account, int atLeast) => Eventually.ReadAsync<IReadOnlyList<DeliveredNotice>>(
        async () =>
        {
            await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
            return await session.Query<DeliveredNotice>().Where(n => n.AccountId == account).OrderBy(n => n.Id).ToListAsync();
        },
        found => found.Count >= atLeast);

    /// <summary>What was told last of the fact that fits, as soon as it is so; the clock goes on meanwhile, for who looks once a second.</summary>
    public async Task<Told> ToldAsync(Func<IReadOnlyList<Told>, Told?> fits)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
            var all = await session.Query<Told>().ToListAsync();
            if (fits([.. all.GroupBy(t => t.Key).Select(g => g.MaxBy(t => (t.Version, t.Id))!)]) is { } found) return found;
            Clock.Advance(TimeSpan.FromSeconds(1));
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

}

internal static class Reading
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Hands a file in at the page; the address of the preview.</summary>
    public static async Task<string> HandInAsync(this Visitor who, byte[] file, string name)
    {
        const string page = "/staff/rural-leaders/areas/import";
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in await who.HiddenAsync(page, "import")) form.Add(new StringContent(value), field);
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, "Input.File", name);
        using var answer = await who.Http.PostAsync(page, form);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new Uri(new("http://localhost"), answer.Headers.Location!).AbsolutePath;
    }
}
