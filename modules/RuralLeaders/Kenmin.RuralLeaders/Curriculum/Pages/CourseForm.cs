using System.Globalization;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Curriculum.Pages;

/// <summary>What is typed about a course.</summary>
public sealed class CourseForm
{
    /// <summary>The initiative's id.</summary>
    public string? InitiativeId { get; set; }

    /// <summary>The fiscal year.</summary>
    public string? Year { get; set; }

    /// <summary>The name in Japanese.</summary>
    public string? Name { get; set; }

    /// <summary>The name in English.</summary>
    public string? NameEn { get; set; }

    /// <summary>What it is, in Japanese.</summary>
    public string? Summary { get; set; }

    /// <summary>What it is, in English.</summary>
    public string? SummaryEn { get; set; }

    /// <summary>Credits that complete it.</summary>
    public string? CreditsNeeded { get; set; }

    /// <summary>For how many years leaders are registered.</summary>
    public string? ValidYears { get; set; }

    /// <summary>Credits that renew a registration.</summary>
    public string? RenewalCredits { get; set; }

    internal static CourseForm Of(Course c) => new()
    {
        Year = c.FiscalYear.ToJapanese(), Name = c.Name.Ja, NameEn = c.Name.En, Summary = c.Summary.Ja, SummaryEn = c.Summary.En,
        CreditsNeeded = Text(c.CreditsNeeded), ValidYears = Text(c.ValidYears), RenewalCredits = Text(c.RenewalCredits),
    };

    internal SaveCourse ToCommand(Guid id, Guid? initiative, FormErrors errors)
    {
        int? year = null;
        if (!string.IsNullOrWhiteSpace(Year) && errors.Take(() => Year, FiscalYear.Parse(Year), out var parsed)) year = parsed.StartYear;
        return new(
            id, initiative, year, new(Name ?? "", NameEn ?? ""), new(Summary ?? "", SummaryEn ?? ""), errors.TakeNumber("Input.CreditsNeeded", CreditsNeeded),
            errors.TakeNumber("Input.ValidYears", ValidYears), errors.TakeNumber("Input.RenewalCredits", RenewalCredits));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is typed about a session.</summary>
public sealed class SessionForm
{
    /// <summary>What it is about.</summary>
    public string? Title { get; set; }

    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>When it ends.</summary>
    public string? End { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>Places.</summary>
    public string? Capacity { get; set; }

    /// <summary>Credits.</summary>
    public string? Credits { get; set; }

    /// <summary>Whether it is compulsory.</summary>
    public bool Compulsory { get; set; }

    /// <summary>Who teaches.</summary>
    public string? Trainers { get; set; }

    /// <summary>Material.</summary>
    public string? Material { get; set; }

    internal static SessionForm Of(CourseSession s) => new()
    {
        Title = s.Title, Day = Dates.Iso(s.Day), Start = Times.Short(s.Start), End = Times.Short(s.End), Place = s.Place, Municipality = s.MunicipalityCode,
        Capacity = s.Capacity.ToString(CultureInfo.InvariantCulture), Credits = s.Credits.ToString(CultureInfo.InvariantCulture), Compulsory = s.Compulsory, Trainers = s.Trainers, Material = s.Material,
    };

    internal SaveSession ToCommand(Guid id, Guid course, FormErrors errors)
    {
        TimeOnly? Time(string field, string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            var parsed = LenientTime.Parse(text);
            if (parsed.TryGet(out var time)) return time;
            errors.Add(field, parsed.Error);
            return null;
        }

        return new(
            id, course, Title ?? "", errors.TakeDay("Input.Day", Day), Time("Input.Start", Start), Time("Input.End", End), Place ?? "", Municipality ?? "",
            errors.TakeNumber("Input.Capacity", Capacity), errors.TakeNumber("Input.Credits", Credits), Compulsory, Trainers ?? "", Material ?? "");
    }
}
