using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Education;

/// <summary>Fictional courses; the resident leads one of them, has been asked to come to a school, and asked for another course.</summary>
internal static class EducationDemonstration
{
    public static async Task SeedAsync(ICleanUpStore store, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var office = new Doer(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName);
        var resident = DemonstrationPersonas.Resident;
        var sheet = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
        CourseFile file = new(Guid.CreateVersion7(), "ワークシート（見本）.pdf", "application/pdf", sheet.Length);
        Course sea = new()
        {
            Id = Guid.CreateVersion7(), Name = new("海のごみはどこから来るの（見本）", "Where does litter in the sea come from? (sample)"), Theme = CourseTheme.MarineLitter, For = [Audience.Elementary, Audience.JuniorHigh],
            Minutes = 45, Summary = new("砂浜で集めたごみを分けて、どこから来たかを考えます。", "We sort litter from a beach and think about where it came from."), Prepare = "軍手、新聞紙", Files = [file], Offered = true,
        };
        Course river = new()
        {
            Id = Guid.CreateVersion7(), Name = new("川の生きもの調べ（見本）", "Living things in the river (sample)"), Theme = CourseTheme.Water, For = [Audience.Elementary, Audience.Adults], Minutes = 90,
            Summary = new("川の生きものから、水のきれいさを調べます。", "Living things tell how clean the water is."), Offered = true,
        };
        CourseLeader leader = new()
        {
            Id = Guid.CreateVersion7(), AccountId = resident.Id, Name = resident.DisplayName, Phone = "083-933-0000", Experience = "小学校の教員を 30 年（見本）", Municipalities = ["352039"], Wanted = [sea.Id, river.Id],
            Courses = [sea.Id], ShowName = false, State = CourseLeaderState.Registered, Until = today.AddYears(2), AskedAt = now.AddDays(-60), DecidedAt = now.AddDays(-50), DecidedBy = office,
        };
        CourseLeader asking = new()
        {
            Id = Guid.CreateVersion7(), AccountId = DemonstrationPersonas.MunicipalStaff.Id, Name = "見本 講師", Phone = "083-933-0001", Experience = "自然観察の会の代表（見本）", Municipalities = ["352039", "352012"],
            Wanted = [river.Id], State = CourseLeaderState.Asked, AskedAt = now.AddDays(-2),
        };
        var offered = Request(sea.Id, "見本小学校", today.AddDays(20), CourseRequestState.Offered, DemonstrationPersonas.ProgramOwner.Id);
        offered.LeaderId = leader.Id;
        var waiting = Request(river.Id, "見本子ども会", today.AddDays(25), CourseRequestState.Asked, resident.Id);
        var held = Request(sea.Id, "見本中学校", today.AddDays(-10), CourseRequestState.Held, DemonstrationPersonas.ProgramOwner.Id);
        (held.LeaderId, held.Report) = (leader.Id, new(28, 50, "熱心に取り組んでくれました（見本）。", now.AddDays(-9)));
        await using var session = store.LightweightSession();
        session.StoreObjects([sea, river, leader, asking, offered, waiting, held]);
        session.StoreMaterial(file.Id, sheet);
        await session.SaveChangesAsync(cancellationToken);

        CourseRequest Request(Guid course, string organization, DateOnly day, CourseRequestState state, Guid asker) => new()
        {
            Id = Guid.CreateVersion7(), CourseId = course, AccountId = asker, Kind = AskerKind.School, Organization = organization, Contact = "見本 担当", Phone = "083-933-0002", MunicipalityCode = "352039",
            Place = "体育館（見本）", Day = day, Start = new(9, 30), End = new(10, 20), People = 30, State = state, AskedAt = now.AddDays(-15),
        };
    }
}
