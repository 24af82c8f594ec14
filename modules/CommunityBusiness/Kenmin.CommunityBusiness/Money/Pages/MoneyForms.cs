using System.Globalization;
using System.Text;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.CommunityBusiness.Money.Pages;

/// <summary>Takes amounts, rates and files out of fields.</summary>
internal static class MoneyFields
{
    /// <summary>Whole yen, in any width; null when blank, or when they cannot be read, then with the reason at the field.</summary>
    public static long? TakeYen(this FormErrors errors, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = PlanNumbers.Whole(text);
        if (parsed.TryGet(out var yen)) return yen;
        errors.Add(field, parsed.Error);
        return null;
    }

    /// <summary>A rate in per cent with one decimal, in thousandths; null when blank, or when it cannot be read, then with the reason at the field.</summary>
    public static int? TakeRate(this FormErrors errors, string field, string? text)
    {
        var narrow = (text ?? "").Normalize(NormalizationForm.FormKC).Replace("%", "", StringComparison.Ordinal).Trim();
        if (narrow.Length == 0) return null;
        if (decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 1000 && rate * 10 == decimal.Truncate(rate * 10)) return (int)(rate * 10);
        errors.Add(field, new("％を、小数点以下 1 けたまでで入力してください。例：50、66.6", "Enter per cent with at most one decimal, such as 50 or 66.6."));
        return null;
    }

    /// <summary>A file that was looked into; null with the reason at the field.</summary>
    public static async Task<InspectedFile?> TakeFileAsync(this FormErrors errors, FileInspector inspector, string field, IFormFile? upload, CancellationToken cancellationToken)
    {
        if (upload is not { Length: > 0 })
        {
            errors.Add(field, new("ファイルを選んでください。", "Choose a file."));
            return null;
        }

        await using var stream = upload.OpenReadStream();
        var read = await inspector.ReadAsync(stream, cancellationToken);
        if (read.TryGet(out var file)) return file;
        errors.Add(field, read.Error);
        return null;
    }

    public static string Text(long yen) => yen.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is typed about an offer. Fields have the names of the command's.</summary>
internal sealed class OfferForm
{
    public string? Id { get; set; }
    public string? NameJa { get; set; }
    public string? NameEn { get; set; }
    public string? Giver { get; set; }
    public string? AboutJa { get; set; }
    public string? AboutEn { get; set; }
    public string? Kind { get; set; }
    public string? MostYen { get; set; }
    public string? PerMille { get; set; }
    public string? Months { get; set; }
    public List<string> RecommendedFirst { get; set => field = value ?? []; } = [];
    public string? Documents { get; set; }
    public List<string> Stages { get; set => field = value ?? []; } = [];
    public string? OpensOn { get; set; }
    public string? ClosesOn { get; set; }
    public string? Revision { get; set; }

    internal static OfferForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0", Kind = nameof(MoneyKind.Grant) };

    internal static OfferForm Of(MoneyOffer o) => new()
    {
        Id = o.Id.ToString(), NameJa = o.Name.Ja, NameEn = o.Name.En, Giver = o.Giver, AboutJa = o.About.Ja, AboutEn = o.About.En, Kind = o.Terms.Kind.ToString(), MostYen = MoneyFields.Text(o.Terms.MostYen),
        PerMille = o.Terms.Kind == MoneyKind.Grant ? (o.Terms.PerMille / 10m).ToString("0.#", CultureInfo.InvariantCulture) : null, Months = o.Terms.Kind == MoneyKind.Loan ? MoneyFields.Text(o.Terms.Months) : null,
        RecommendedFirst = o.Terms.RecommendedFirst ? ["yes"] : [], Documents = string.Join('\n', o.Terms.Documents), Stages = [.. o.Stages.Select(s => s.ToString())], OpensOn = Dates.Iso(o.OpensOn), ClosesOn = Dates.Iso(o.ClosesOn), Revision = MoneyFields.Text(o.Revision),
    };

    internal SaveMoneyOffer? ToCommand(OfficePowers office, FormErrors errors)
    {
        var (most, rate, months) = (errors.TakeYen("Input.MostYen", MostYen), errors.TakeRate("Input.PerMille", PerMille), errors.TakeNumber("Input.Months", Months));
        var (opens, closes) = (errors.TakeDay("Input.OpensOn", OpensOn), errors.TakeDay("Input.ClosesOn", ClosesOn));
        return errors.Any || !Guid.TryParse(Id, out var id) ? null : new(
            id, NameJa, NameEn, Giver, AboutJa, AboutEn, Enum.TryParse<MoneyKind>(Kind, out var kind) ? kind : null, most, rate, months, RecommendedFirst.Count > 0,
            [.. (Documents ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            [.. Stages.Select(s => Enum.TryParse<VentureStage>(s, out var stage) ? stage : (VentureStage?)null).OfType<VentureStage>()], opens, closes, int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0, office);
    }
}

/// <summary>What is typed to apply. Fields have the names of the command's.</summary>
internal sealed class ApplicationForm
{
    public string? Id { get; set; }
    public string? Purpose { get; set; }
    public List<LineForm> Lines { get; set => field = value ?? []; } = [];
    public string? TotalYen { get; set; }
    public string? Yen { get; set; }
    public string? OwnYen { get; set; }
    public string? Revision { get; set; }

    internal static ApplicationForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0" };

    internal static ApplicationForm Of(MoneyApplication a) => new()
    {
        Id = a.Id.ToString(), Purpose = a.Asked.Purpose, Lines = [.. a.Asked.Lines.Select(l => new LineForm { Text = l.Text, Yen = MoneyFields.Text(l.Yen) })], TotalYen = MoneyFields.Text(a.Asked.Total), Yen = MoneyFields.Text(a.Asked.Yen), OwnYen = MoneyFields.Text(a.Asked.OwnYen),
        Revision = MoneyFields.Text(a.Revision),
    };

    /// <summary>With a line for each that may be.</summary>
    internal ApplicationForm Padded()
    {
        while (Lines.Count < SaveApplication.MostLines) Lines.Add(new());
        return this;
    }

    internal SaveApplication? ToCommand(Guid id, Guid venture, Guid offer, Doer by, FormErrors errors)
    {
        List<BudgetLine> lines = [];
        foreach (var (line, i) in Lines.Take(SaveApplication.MostLines).Select((l, i) => (l, i)))
            if (!string.IsNullOrWhiteSpace(line.Text) || !string.IsNullOrWhiteSpace(line.Yen)) lines.Add(new(line.Text ?? "", errors.TakeYen($"Input.Lines[{i}].Yen", line.Yen) ?? 0));
        var (total, yen, own) = (errors.TakeYen("Input.TotalYen", TotalYen), errors.TakeYen("Input.Yen", Yen), errors.TakeYen("Input.OwnYen", OwnYen));
        return errors.Any ? null : new(id, venture, offer, Purpose, yen, own ?? 0, total, lines, int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0, by);
    }

    /// <summary>Shows why it was refused; what has no field of its own is shown at the first line.</summary>
    internal static void Take(FormErrors errors, CommandAnswer answer) => errors.Take(answer with { Field = answer.Field == nameof(SaveApplication.Lines) ? "Lines[0].Text" : answer.Field }, "Input");
}

/// <summary>A line of a budget, of a decision's conditions, or of what is recognised.</summary>
internal sealed class LineForm
{
    public string? Id { get; set; }
    public string? Text { get; set; }
    public string? Yen { get; set; }
    public string? DueOn { get; set; }
}

/// <summary>A file as it is sent.</summary>
internal sealed class MoneyFileForm
{
    public string? Id { get; set; }
    public string? Key { get; set; }
    public IFormFile? File { get; set; }

    internal static MoneyFileForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString() };

    internal Guid IdOr(DateTimeOffset now) => Guid.TryParse(Id, out var id) ? id : Guid.CreateVersion7(now);
}

/// <summary>An expense as it is typed, with its receipt.</summary>
internal sealed class ExpenseForm
{
    public string? Id { get; set; }
    public string? FileId { get; set; }
    public string? Day { get; set; }
    public string? Text { get; set; }
    public string? Yen { get; set; }
    public IFormFile? File { get; set; }

    internal static ExpenseForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString(), FileId = Guid.CreateVersion7(now).ToString() };
}

/// <summary>What is typed to go on with an application. Fields have the names of the commands'.</summary>
internal sealed class MoneyStepForm
{
    public string? Id { get; set; }
    public string? Choice { get; set; }
    public string? Reason { get; set; }
    public string? Words { get; set; }
    public string? Evidence { get; set; }
    public string? Yen { get; set; }
    public string? Day { get; set; }
    public string? ReportBy { get; set; }
    public string? Kind { get; set; }
    public string? Count { get; set; }
    public string? FirstOn { get; set; }
    public string? KeptYen { get; set; }
    public string? Condition { get; set; }
    public IFormFile? File { get; set; }
    public List<LineForm> Lines { get; set => field = value ?? []; } = [];

    internal bool? Yes => Choice switch { "yes" => true, "no" => false, _ => null };

    internal PaymentKind? Payment => Enum.TryParse<PaymentKind>(Kind, out var kind) ? kind : null;

    internal MoneyStepForm Padded(int lines)
    {
        while (Lines.Count < lines) Lines.Add(new());
        return this;
    }
}
