using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Education;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.Education;

/// <summary>Courses, who can lead them, and who comes to whom.</summary>
public sealed class EducationTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>, IDisposable
{
    private static readonly DateOnly Day = new(2026, 10, 20);

    public void Dispose() => house.Clock.AdjustTime(CleanUpHouse.Noon);

    [Fact]
    public async Task A_school_asks_staff_match_the_leader_accepts_and_reports()
    {
        using var staff = house.Visitor(Roles.ProgramOwner);
        var bad = await staff.SubmitAsync("/staff/clean-up/education/courses/new", "course", ("Input.Name", "砂浜のごみ"), ("Input.Theme", "MarineLitter"), ("Input.For", "Elementary"), ("Input.Minutes", "45"), ("Input.Summary", "集めて分ける"), ("Input.Links", "手引き http://example.jp/x"), ("Input.Offered", "true"));
        (await bad.Content.ReadAsStringAsync()).ShouldContain("https://", customMessage: "only https");
        (await staff.SubmitAsync("/staff/clean-up/education/courses/new", "course", ("Input.Name", "砂浜"), ("Input.Theme", "Water"), ("Input.Minutes", "45"), ("Input.Summary", "x"))).StatusCode.ShouldBe(HttpStatusCode.OK, "for nobody");
        var saved = await staff.SubmitAsync("/staff/clean-up/education/courses/new", "course", ("Input.Name", "砂浜のごみ"), ("Input.Theme", "MarineLitter"), ("Input.For", "Elementary"), ("Input.Minutes", "４５"), ("Input.Summary", "集めて分ける"), ("Input.Links", "手引き https://example.jp/x"), ("Input.Offered", "true"));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var course = Guid.Parse(saved.Headers.Location!.ToString().Split('?')[0].Split('/')[^1]);

        var (leaderAccount, schoolAccount) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var teacher = house.Resident(leaderAccount);
        (await (await teacher.SubmitAsync("/clean-up/me/education/leader", "leader", ("Input.Name", "見本 講師"), ("Input.Phone", "083-933-0009"), ("Input.Experience", "教員"))).Content.ReadAsStringAsync()).ShouldContain("行ける市町を選んでください", customMessage: "nothing is chosen");
        (await teacher.SubmitAsync("/clean-up/me/education/leader", "leader", ("Input.Name", "見本 講師"), ("Input.Phone", "083-933-0009"), ("Input.Experience", "教員"), ("Input.Courses", course.ToString()), ("Input.Municipalities", "352039"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var leader = (await house.AllAsync<CourseLeader>()).Single(l => l.AccountId == leaderAccount);
        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/clean-up/education/courses/{course}")).ShouldNotContain("見本 講師");
        (await staff.ReadAsync($"/staff/clean-up/education/leaders/{leader.Id}")).ShouldContain("083-933-0009");
        (await staff.SubmitAsync($"/staff/clean-up/education/leaders/{leader.Id}", "register", ("Input.Until", "令和10年3月31日"))).StatusCode.ShouldBe(HttpStatusCode.OK, "no course is chosen");
        (await staff.SubmitAsync($"/staff/clean-up/education/leaders/{leader.Id}", "register", ("Input.Courses", course.ToString()), ("Input.Until", "令和10年3月31日"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.ReadAsync($"/clean-up/education/courses/{course}")).ShouldSatisfyAllConditions(p => p.ShouldNotContain("見本 講師", customMessage: "through the office only"), p => p.ShouldContain("1 人います"));

        using var school = house.Resident(schoolAccount);
        (await anybody.ReadAsync($"/clean-up/education/courses/{course}")).ShouldContain($"course={course}");
        var asked = await school.SubmitAsync($"/clean-up/me/education/requests/new?course={course}", "request", ("Input.CourseId", course.ToString()), ("Input.Kind", "School"), ("Input.Organization", "見本小学校"), ("Input.Contact", "見本 先生"),
            ("Input.Phone", "０８３−９３３−００００"), ("Input.Municipality", "352039"), ("Input.Place", "体育館"), ("Input.Day", "令和8年10月20日"), ("Input.Start", "9時半"), ("Input.End", "10:15"), ("Input.People", "32"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = asked.Headers.Location!.ToString().Split('?')[0];
        var id = Guid.Parse(page.Split('/')[^1]);
        (await staff.ReadAsync($"/staff/clean-up/education/requests/{id}")).ShouldSatisfyAllConditions(p => p.ShouldContain("見本 先生"), p => p.ShouldContain("見本 講師"));
        (await staff.SubmitAsync($"/staff/clean-up/education/requests/{id}", "match", ("Input.LeaderId", leader.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await school.ReadAsync(page)).ShouldNotContain("見本 講師", customMessage: "the leader has not agreed yet");
        (await teacher.ReadAsync($"/clean-up/me/education/lessons/{id}")).ShouldContain("見本 先生");
        (await teacher.SubmitAsync($"/clean-up/me/education/lessons/{id}", "answer", ("Choice", "accept"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await school.ReadAsync(page)).ShouldContain("見本 講師");
        (await house.SendAsync(new ReportCourse(id, 30, 45, "", leaderAccount))).Code.ShouldBe("not-begun");

        house.Clock.AdjustTime(JapanTime.At(Day, new(11, 0)));
        (await teacher.SubmitAsync($"/clean-up/me/education/lessons/{id}", "report", ("Input.People", "30"), ("Input.Minutes", "50"), ("Input.Words", "楽しかった"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/clean-up/education/requests/{id}")).ShouldContain("楽しかった");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.course-request.viewed' and '{schoolAccount}' = any(subject_ids)")).ShouldBeGreaterThan(1, "staff and the leader looked");
    }

    [Fact]
    public async Task Only_who_is_registered_for_the_course_the_place_and_the_day_can_be_asked_to_lead()
    {
        var (course, other) = (await CourseAsync(), await CourseAsync());
        var leader = await LeaderAsync(course, new(2026, 10, 20));
        foreach (var (request, code) in new[]
        {
            (await RequestAsync(other, Day, 9), "cannot-lead"), (await RequestAsync(course, Day, 9, "352047"), "cannot-lead"), (await RequestAsync(course, Day.AddDays(1), 9), "cannot-lead"),
        })
            (await house.SendAsync(new MatchLeader(request, leader.Id, CleanUpHouse.Administrator))).Code.ShouldBe(code);

        var good = await RequestAsync(course, Day, 9);
        (await house.SendAsync(new MatchLeader(good, leader.Id, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        (await house.SendAsync(new AnswerOffer(good, true, Guid.CreateVersion7()))).Code.ShouldBe("not-found", "another cannot answer");

        // The registration changes between the offer and the answer.
        await house.SendAndWaitAsync(new DecideLeader(leader.Id, true, [other], new(2027, 3, 31), null, CleanUpHouse.Administrator));
        (await house.SendAsync(new AnswerOffer(good, true, leader.AccountId!.Value))).IsDone.ShouldBeFalse();
        (await house.LoadAsync<CourseRequest>(good)).State.ShouldBe(CourseRequestState.Asked, "the office looks for somebody else");
        using var municipal = house.Staff();
        (await municipal.GetAsync("/staff/clean-up/education")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_leader_is_never_in_two_places_at_once_however_many_staff_match_at_the_same_time()
    {
        var course = await CourseAsync();
        await Gen.Select(Gen.Int[8, 15], Gen.Int[8, 15], Gen.Int[8, 15], Gen.Int[8, 15]).SampleAsync(async hours =>
        {
            var leader = await LeaderAsync(course, new(2027, 3, 31));
            List<Guid> requests = [];
            foreach (var hour in new[] { hours.Item1, hours.Item2, hours.Item3, hours.Item4 }) requests.Add(await RequestAsync(course, Day, hour));
            var answers = await Task.WhenAll(requests.Select(r => house.SendAsync(new MatchLeader(r, leader.Id, CleanUpHouse.Administrator))));
            answers.ShouldAllBe(a => a.IsDone || a.Code == "busy");
            List<CourseRequest> bound = [];
            foreach (var request in requests)
                if (await house.LoadAsync<CourseRequest>(request) is { Binds: true } found) bound.Add(found);
            bound.Count.ShouldBe(answers.Count(a => a.IsDone));
            bound.Count.ShouldBeGreaterThan(0);
            foreach (var one in bound) bound.Where(o => o.Id != one.Id).ShouldAllBe(o => !o.Overlaps(one));
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task Who_cannot_come_any_more_says_so_and_the_school_is_told()
    {
        var course = await CourseAsync();
        var leader = await LeaderAsync(course, new(2027, 3, 31));
        var school = Guid.CreateVersion7();
        var request = await RequestAsync(course, Day, 9, asker: school);
        await house.SendAndWaitAsync(new MatchLeader(request, leader.Id, CleanUpHouse.Administrator));
        await house.SendAndWaitAsync(new AnswerOffer(request, true, leader.AccountId!.Value));
        await house.SendAndWaitAsync(new AnswerOffer(request, true, leader.AccountId!.Value));
        await house.SendAndWaitAsync(new AnswerOffer(request, false, leader.AccountId!.Value));

        (await house.NoticesAsync(school)).Select(n => n.Subject).ShouldBe(["環境学習の講師が決まりました", "講師が来られなくなりました"], ignoreOrder: true);
        (await house.LoadAsync<CourseRequest>(request)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(CourseRequestState.Asked), r => r.DeclinedBy.ShouldContain(leader.Id));
        await house.SendAndWaitAsync(new CloseCourseRequest(request, "学級閉鎖", school, null));
        (await house.SendAsync(new MatchLeader(request, leader.Id, CleanUpHouse.Administrator))).Code.ShouldBe("not-open");
    }

    [Fact]
    public async Task A_person_registers_once_and_the_term_ends_by_itself()
    {
        var course = await CourseAsync();
        var account = Guid.CreateVersion7();
        var ask = new AskLeader(Guid.CreateVersion7(), "見本", "083-933-0000", "経験", ["352039"], [course], true, account);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.SendAsync(ask with { Id = Guid.CreateVersion7() })));
        answers.Count(a => a.IsDone).ShouldBe(1);
        var leader = (await house.AllAsync<CourseLeader>()).Single(l => l.AccountId == account);
        (await house.SendAsync(new DecideLeader(leader.Id, true, [], new(2027, 3, 31), null, CleanUpHouse.Administrator))).Field.ShouldBe("Courses");
        (await house.SendAsync(new DecideLeader(leader.Id, true, [course], new(2027, 3, 31), null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();

        foreach (var day in new DateOnly[] { new(2027, 2, 1), new(2027, 2, 2), new(2027, 4, 1), new(2027, 4, 2) })
        {
            house.Clock.AdjustTime(JapanTime.At(day, new(9, 0)));
            await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((Func<IMessageContext, Task>)(bus => bus.InvokeAsync<BatchDone>(new WatchLeaders())));
        }

        (await house.LoadAsync<CourseLeader>(leader.Id)).State.ShouldBe(CourseLeaderState.Ended);
        (await house.NoticesAsync(account)).Select(n => n.Subject).ShouldBe(["環境学習指導者として登録されました", "環境学習指導者の登録がまもなく終わります", "環境学習指導者の登録が終わりました"], ignoreOrder: true);
    }

    [Fact]
    public async Task Material_is_what_it_says_and_is_given_as_a_file_to_keep()
    {
        var course = await CourseAsync();
        using var staff = house.Visitor(Roles.Administrator);
        var pdf = Encoding.ASCII.GetBytes("%PDF-1.7 見本");
        (await UploadAsync(staff, course, "../../<手引き>.pdf.exe", pdf)).ShouldBeNull();
        (await UploadAsync(staff, course, "page.pdf", Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"))).ShouldNotBeNull("a page is no PDF, whatever its name says");
        (await UploadAsync(staff, course, "macro.docx", Zip("word/document.xml", "word/vbaProject.bin"))).ShouldNotBeNull("it holds a program");
        (await UploadAsync(staff, course, "表.xlsx", Zip("xl/workbook.xml"))).ShouldBeNull();
        var files = (await house.LoadAsync<Course>(course)).Files;
        files.Select(f => f.Name).ShouldBe(["手引き.pdf.pdf", "表.xlsx"]);

        using var anybody = house.Visitor();
        using var answer = await anybody.GetAsync($"/clean-up/education/courses/{course}/files/{files[0].Id}");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(pdf);
        (await anybody.GetAsync($"/clean-up/education/courses/{await CourseAsync()}/files/{files[0].Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "of another course");
        (await house.SendAsync(new RemoveMaterial(course, files[0].Id))).IsDone.ShouldBeTrue();
        (await anybody.GetAsync($"/clean-up/education/courses/{course}/files/{files[0].Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.ScalarAsync<long>($"select count(*) from clean_up.course_files where id = '{files[0].Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task An_erased_leader_leads_nothing_any_more_and_an_erased_asker_is_nobody()
    {
        var course = await CourseAsync();
        var leader = await LeaderAsync(course, new(2027, 3, 31));
        var school = Guid.CreateVersion7();
        var request = await RequestAsync(course, Day, 9, asker: school);
        await house.SendAndWaitAsync(new MatchLeader(request, leader.Id, CleanUpHouse.Administrator));
        await house.SendAndWaitAsync(new AnswerOffer(request, true, leader.AccountId!.Value));

        await EraseAsync(leader.AccountId!.Value);
        (await house.LoadAsync<CourseLeader>(leader.Id)).ShouldSatisfyAllConditions(l => l.Name.ShouldBe(""), l => l.AccountId.ShouldBeNull(), l => l.Phone.ShouldBe(""));
        (await house.LoadAsync<CourseRequest>(request)).State.ShouldBe(CourseRequestState.Asked);
        (await house.NoticesAsync(school)).ShouldContain(n => n.Subject == "講師が来られなくなりました");
        await EraseAsync(school);
        (await house.LoadAsync<CourseRequest>(request)).ShouldSatisfyAllConditions(r => r.Contact.ShouldBe(""), r => r.Phone.ShouldBe(""), r => r.State.ShouldBe(CourseRequestState.Cancelled));
    }

    [Fact]
    public async Task A_merging_moves_leader_and_requests_and_an_undoing_puts_them_back()
    {
        var course = await CourseAsync();
        var leader = await LeaderAsync(course, new(2027, 3, 31));
        var (gone, kept, merge) = (leader.AccountId!.Value, Guid.CreateVersion7(), Guid.CreateVersion7());
        var request = await RequestAsync(course, Day, 9, asker: gone);
        await SendAsync(new AccountsMerged(merge, kept, gone, house.Clock.GetUtcNow()));
        ((await house.LoadAsync<CourseLeader>(leader.Id)).AccountId, (await house.LoadAsync<CourseRequest>(request)).AccountId).ShouldBe((kept, kept));
        await SendAsync(new AccountsUnmerged(merge, kept, gone, house.Clock.GetUtcNow()));
        ((await house.LoadAsync<CourseLeader>(leader.Id)).AccountId, (await house.LoadAsync<CourseRequest>(request)).AccountId).ShouldBe((gone, gone));
    }

    private Task EraseAsync(Guid account) => SendAsync(new ErasureAsked(Guid.CreateVersion7(), account, null));

    private async Task SendAsync(object message) => await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(message);

    private async Task<Guid> CourseAsync()
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveCourse(id, new($"見本の講座{CleanUpHouse.NextNumber()}", ""), CourseTheme.Water, [Audience.Elementary], 45, new("内容", ""), "", [], Offered: true))).Problem.ShouldBeNull();
        return id;
    }

    private async Task<CourseLeader> LeaderAsync(Guid course, DateOnly until)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new AskLeader(id, "見本 講師", "083-933-0000", "経験", ["352039"], [course], false, Guid.CreateVersion7()))).Problem.ShouldBeNull();
        (await house.SendAsync(new DecideLeader(id, true, [course], until, null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        return await house.LoadAsync<CourseLeader>(id);
    }

    private async Task<Guid> RequestAsync(Guid course, DateOnly day, int hour, string municipality = "352039", Guid? asker = null)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new RequestCourse(id, course, AskerKind.School, "見本小学校", "見本 先生", "083-933-0000", municipality, "体育館", day, new(hour, 0), new(hour + 1, 30), 30, "", asker ?? Guid.CreateVersion7()))).Problem.ShouldBeNull();
        return id;
    }

    // What the page says against the file; null when it was taken.
    private static async Task<string?> UploadAsync(Kenmin.Testing.Visitor staff, Guid course, string name, byte[] bytes)
    {
        var address = $"/staff/clean-up/education/courses/{course}";
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in await staff.HiddenAsync(address, "material")) form.Add(new StringContent(value), field);
        form.Add(new ByteArrayContent(bytes), "Material.File", name);
        using var answer = await staff.Http.PostAsync(address, form);
        return answer.StatusCode == HttpStatusCode.Redirect ? null : await answer.Content.ReadAsStringAsync();
    }

    private static byte[] Zip(params string[] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in parts) archive.CreateEntry(part);
        return stream.ToArray();
    }
}
