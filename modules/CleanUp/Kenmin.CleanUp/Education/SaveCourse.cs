using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Education;

/// <summary>Adds a course, or changes what is said of it (講座を登録する). Its files stay.</summary>
/// <param name="Id">The course's id; a new one adds it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="For">For whom it is.</param>
/// <param name="Minutes">How long it takes.</param>
/// <param name="Summary">What happens in it.</param>
/// <param name="Prepare">What has to be prepared.</param>
/// <param name="Links">Material elsewhere.</param>
/// <param name="Offered">Whether it can be asked for.</param>
[MessageIdentity("clean-up.save-course.v1")]
[NewEntries(Features.Education)]
public sealed record SaveCourse(
    Guid Id, LocalizedText Name, CourseTheme Theme, IReadOnlyList<Audience> For, int? Minutes, LocalizedText Summary, string? Prepare, IReadOnlyList<CourseLink> Links, bool Offered)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name.Ja, nameof(Name), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Name.En, nameof(Name), 120, required: false)) yield return flaw;
        if (For.Count == 0) yield return new(nameof(For), new("対象を選んでください。", "Choose for whom it is."));
        if (Minutes is null) yield return new(nameof(Minutes), new("時間を入力してください。", "Enter how long it takes."));
        foreach (var flaw in Flaw.OfNumber(Minutes, nameof(Minutes), 5, 600)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.Ja, nameof(Summary), 1_000, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.En, nameof(Summary), 2_000, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Prepare, nameof(Prepare), 500, required: false, lines: true)) yield return flaw;
        if (Links.Count > 10 || Links.Any(l => l.Name.Length is 0 or > 80 || l.Address.Length > 500 || !Uri.TryCreate(l.Address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps))
            yield return new(nameof(Links), new("1 行に「名前 https://…」の形で、10 行まで入力してください。", "Up to ten lines, each a name and an address that begins with https://."));
    }
}

/// <summary>Keeps the course.</summary>
public static class SaveCourseHandler
{
    /// <summary>The later change stands.</summary>
    public static async Task<CommandAnswer> Handle(SaveCourse command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Education)) return EducationAnswers.Off;
        var known = await session.LockAsync<Course>(command.Id, cancellationToken);
        session.Store(new Course
        {
            Id = command.Id, Name = EducationAnswers.Both(command.Name), Theme = command.Theme, For = [.. command.For.Distinct().Order()], Minutes = command.Minutes!.Value, Summary = EducationAnswers.Both(command.Summary),
            Prepare = command.Prepare?.Trim() ?? "", Links = [.. command.Links], Files = known?.Files ?? [], Offered = command.Offered,
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Adds a file of material to a course (資料を載せる). Sent again with the same id, nothing more happens.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="File">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
[MessageIdentity("clean-up.add-material.v1")]
[NewEntries(Features.Education)]
public sealed record AddMaterial(Guid CourseId, CourseFile File, byte[] Bytes);

/// <summary>Keeps the file.</summary>
public static class AddMaterialHandler
{
    /// <summary>The course's row is the lock, so that there are never more files than may be.</summary>
    public static async Task<CommandAnswer> Handle(AddMaterial command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Course>(command.CourseId, cancellationToken) is not { } course) return CommandAnswer.Unknown;
        if (course.Files.Any(f => f.Id == command.File.Id)) return CommandAnswer.Done;
        if (!await gates.IsOnNowAsync(Features.Education)) return EducationAnswers.Off;
        if (course.Files.Count >= Course.MostMaterials)
            return CommandAnswer.Refused("too-many-files", $"資料は 1 つの講座に {Course.MostMaterials} 件までです。", $"A course has up to {Course.MostMaterials} files.");
        course.Files.Add(command.File);
        session.Store(course);
        session.StoreMaterial(command.File.Id, command.Bytes);
        return CommandAnswer.Done;
    }
}

/// <summary>Takes a file of material away (資料を消す).</summary>
/// <param name="CourseId">The course.</param>
/// <param name="FileId">The file.</param>
[MessageIdentity("clean-up.remove-material.v1")]
[NoNewEntries("takes away what was published")]
public sealed record RemoveMaterial(Guid CourseId, Guid FileId);

/// <summary>Deletes it.</summary>
public static class RemoveMaterialHandler
{
    /// <summary>Done twice, nothing more happens.</summary>
    public static async Task<CommandAnswer> Handle(RemoveMaterial command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Course>(command.CourseId, cancellationToken) is not { } course) return CommandAnswer.Unknown;
        if (course.Files.RemoveAll(f => f.Id == command.FileId) == 0) return CommandAnswer.Done;
        session.Store(course);
        session.DeleteMaterial(command.FileId);
        return CommandAnswer.Done;
    }
}

/// <summary>What the handlers of education have in common.</summary>
internal static class EducationAnswers
{
    public static CommandAnswer Off { get; } = new(CommandAnswer.Closed, new("環境学習の新しい申込は、現在受け付けていません。", "Nothing new is taken for environmental education at present."));

    /// <summary>A text whose English is the Japanese where there is none.</summary>
    public static LocalizedText Both(LocalizedText text) => new(text.Ja.Trim(), string.IsNullOrWhiteSpace(text.En) ? text.Ja.Trim() : text.En.Trim());
}
