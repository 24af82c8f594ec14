using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Education;

/// <summary>What a course is about.</summary>
public enum CourseTheme
{
    /// <summary>Litter in the sea (海洋ごみ).</summary>
    MarineLitter,

    /// <summary>Waste and recycling (ごみ・リサイクル).</summary>
    Recycling,

    /// <summary>Water and living things (水辺の生きもの).</summary>
    Water,

    /// <summary>Nature and forests (自然・森林).</summary>
    Nature,

    /// <summary>Climate and energy (地球温暖化・エネルギー).</summary>
    Climate,

    /// <summary>Something else (その他).</summary>
    Other,
}

/// <summary>For whom a course is.</summary>
public enum Audience
{
    /// <summary>Before school (幼児).</summary>
    Preschool,

    /// <summary>Elementary school (小学生).</summary>
    Elementary,

    /// <summary>Junior high school (中学生).</summary>
    JuniorHigh,

    /// <summary>High school (高校生).</summary>
    High,

    /// <summary>Adults (おとな).</summary>
    Adults,
}

/// <summary>A course of environmental education (環境学習講座), with its material.</summary>
public sealed class Course
{
    internal const int MostMaterials = 20;

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What it is about.</summary>
    public CourseTheme Theme { get; set; }

    /// <summary>For whom it is.</summary>
    public List<Audience> For { get; set; } = [];

    /// <summary>How long it takes.</summary>
    public int Minutes { get; set; }

    /// <summary>What happens in it.</summary>
    public LocalizedText Summary { get; set; }

    /// <summary>What who asks for it has to prepare (準備物); may be empty.</summary>
    public string Prepare { get; set; } = "";

    /// <summary>Material elsewhere, by its address.</summary>
    public List<CourseLink> Links { get; set; } = [];

    /// <summary>Material that is kept here.</summary>
    public List<CourseFile> Files { get; set; } = [];

    /// <summary>Whether it can be asked for. What was asked for stays.</summary>
    public bool Offered { get; set; }
}

/// <summary>Material elsewhere.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Address">Its address, by https.</param>
public sealed record CourseLink(string Name, string Address);

/// <summary>A file of material; its bytes stand in <c>course_files</c>.</summary>
/// <param name="Id">The file's id.</param>
/// <param name="Name">Its name, with the ending that belongs to what it is.</param>
/// <param name="Type">What it is, found by looking into it.</param>
/// <param name="Bytes">How large it is.</param>
public sealed record CourseFile(Guid Id, string Name, string Type, int Bytes);

/// <summary>Courses in words.</summary>
internal static class CourseWords
{
    public static LocalizedText ThemeOf(CourseTheme theme) => theme switch
    {
        CourseTheme.MarineLitter => new("海洋ごみ", "Litter in the sea"), CourseTheme.Recycling => new("ごみ・リサイクル", "Waste and recycling"), CourseTheme.Water => new("水辺の生きもの", "Water and living things"),
        CourseTheme.Nature => new("自然・森林", "Nature and forests"), CourseTheme.Climate => new("地球温暖化・エネルギー", "Climate and energy"), _ => new("その他", "Something else"),
    };

    public static LocalizedText AudienceOf(Audience audience) => audience switch
    {
        Audience.Preschool => new("幼児", "Before school"), Audience.Elementary => new("小学生", "Elementary school"), Audience.JuniorHigh => new("中学生", "Junior high school"),
        Audience.High => new("高校生", "High school"), _ => new("おとな", "Adults"),
    };

    public static string For(Course course) => string.Join(Kenmin.Pages.Texts.L("、", ", ").ToString(), course.For.Order().Select(a => AudienceOf(a).ToString()));

    public static string Size(int bytes) => bytes < 1024 * 1024 ? $"{Math.Max(1, bytes / 1024)} KB" : $"{bytes / 1024m / 1024m:0.#} MB";
}
