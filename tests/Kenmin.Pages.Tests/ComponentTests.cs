using AngleSharp.Dom;
using Bunit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Pages.Tests;

public sealed class ComponentTests : BunitContext
{
    public ComponentTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 3, 0, 0, TimeSpan.Zero)));
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
    }

    [Fact]
    public void A_field_has_a_label_and_ties_hint_and_error_to_its_input()
    {
        using var _ = In.Japanese();
        var field = Render<TextField>(p => p.Add(f => f.Name, "Input.Phone").Add(f => f.Label, L("電話", "Phone")).Add(f => f.Required, true)
            .Add(f => f.Hint, L("例", "Example")).Add(f => f.Error, L("読み取れません", "Cannot be read")));
        var input = field.Find("input");
        field.Find("label").GetAttribute("for").ShouldBe(input.Id);
        field.Find("label").TextContent.ShouldContain("必須");
        input.GetAttribute("aria-invalid").ShouldBe("true");
        foreach (var id in input.GetAttribute("aria-describedby")!.Split(' ')) field.Find("#" + id).TextContent.ShouldNotBeEmpty();
        field.Find(".field__error").TextContent.ShouldContain("読み取れません");
    }

    [Theory]
    [InlineData("https://example.jp/")]
    [InlineData("https://volunteers.example.jp/sports/link/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO01")]
    public void A_QR_code_has_its_three_corners_a_quiet_zone_and_a_name(string address)
    {
        using var _ = In.Japanese();
        var code = Render<QrCode>(p => p.Add(c => c.Content, address).Add(c => c.Label, L("二次元コード", "QR code"))).Find("svg");
        code.GetAttribute("aria-label").ShouldBe("二次元コード");
        var size = int.Parse(code.GetAttribute("viewBox")!.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        // Four modules of quiet on either side of 17 + 4 modules for each version.
        ((size - 8 - 17) % 4).ShouldBe(0);
        var dark = code.QuerySelector("path")!.GetAttribute("d")!;
        bool IsDark(int x, int y) => dark.Contains($"M{x} {y}h", StringComparison.Ordinal);
        foreach (var (x, y) in new[] { (4, 4), (size - 11, 4), (4, size - 11) })
        {
            Enumerable.Range(0, 7).All(i => IsDark(x + i, y) && IsDark(x, y + i)).ShouldBeTrue();
            (IsDark(x + 1, y + 1), IsDark(x + 3, y + 3)).ShouldBe((false, true));
        }
        Enumerable.Range(0, size).Any(i => IsDark(i, 3) || IsDark(3, i)).ShouldBeFalse();
    }

    [Fact]
    public void A_field_without_an_error_does_not_say_that_it_is_wrong()
    {
        var input = Render<TextField>(p => p.Add(f => f.Name, "Phone").Add(f => f.Label, L("電話", "Phone"))).Find("input");
        input.HasAttribute("aria-invalid").ShouldBeFalse();
        input.HasAttribute("aria-describedby").ShouldBeFalse();
        input.HasAttribute("required").ShouldBeFalse();
    }

    [Fact]
    public void What_was_typed_is_shown_again_as_text_and_never_as_markup()
    {
        var input = Render<NumberField>(p => p.Add(f => f.Name, "People").Add(f => f.Label, L("人数", "People")).Add(f => f.Value, "<b>３人</b>"));
        input.Find("input").GetAttribute("value").ShouldBe("<b>３人</b>");
        input.FindAll("b").Count.ShouldBe(0);
    }

    [Fact]
    public void The_list_of_errors_leads_to_the_fields()
    {
        using var _ = In.English();
        var errors = new FormErrors();
        errors.Add("Input.Phone", L("電話を入力してください。", "Enter your phone number."));
        errors.Add(L("もう一度お試しください。", "Please try again."));
        var summary = Render<ErrorSummary>(p => p.Add(s => s.Errors, errors));
        summary.Find("[role=alert] a").GetAttribute("href").ShouldEndWith("#f-Input-Phone");
        summary.FindAll("li")[1].TextContent.Trim().ShouldBe("Please try again.");
        Render<ErrorSummary>(p => p.Add(s => s.Errors, new FormErrors())).Markup.Trim().ShouldBeEmpty();
    }

    [Fact]
    public void A_question_with_choices_is_a_fieldset_in_which_the_answer_is_marked()
    {
        var group = Render<RadioGroup>(p => p.Add(f => f.Name, "Way").Add(f => f.Label, L("方法", "Way")).Add(f => f.Value, "car")
            .Add(f => f.Options, [new("train", L("電車", "Train")), new("car", L("車", "Car"), L("先着順", "First come"))]));
        group.Find("fieldset legend").TextContent.ShouldContain("方法");
        group.FindAll("input").Where(i => i.HasAttribute("checked")).ShouldHaveSingleItem().GetAttribute("value").ShouldBe("car");
        group.FindAll("input").Select(i => i.Id).ShouldBeUnique();
    }

    [Fact]
    public void A_table_has_a_caption_scopes_and_a_region_that_the_keyboard_reaches()
    {
        var table = Render<DataTable<string>>(p => p.Add(t => t.Rows, ["あ", "い"]).Add(t => t.Caption, L("一覧", "List")).Add(t => t.Columns, Columns()));
        table.Find("caption").TextContent.ShouldBe("一覧");
        table.Find("[role=region]").GetAttribute("tabindex").ShouldBe("0");
        table.FindAll("thead th[scope=col]").Count.ShouldBe(2);
        table.FindAll("tbody th[scope=row]").Select(h => h.TextContent).ShouldBe(["あ", "い"]);
    }

    [Fact]
    public void A_table_without_rows_says_so()
    {
        using var _ = In.English();
        var table = Render<DataTable<string>>(p => p.Add(t => t.Rows, []).Add(t => t.Caption, L("一覧", "List")).Add(t => t.Columns, Columns()));
        table.FindAll("table").Count.ShouldBe(0);
        table.Markup.ShouldContain("There is nothing to show.");
    }

    [Fact]
    public void A_chart_has_its_figures_in_a_table_from_which_it_is_drawn()
    {
        var chart = Render<Chart>(p => p.Add(c => c.Title, L("参加者", "Participants")).Add(c => c.Labels, [Same("2025"), Same("2026")])
            .Add(c => c.Series, [new ChartSeries(L("県内", "Residents"), [1234.5m, null])]));
        var cells = chart.FindAll("tbody td");
        cells[0].TextContent.ShouldBe("1,234.5");
        cells[0].GetAttribute("data-value").ShouldBe("1234.5");
        cells[1].TextContent.ShouldBe("–");
        cells[1].HasAttribute("data-value").ShouldBeFalse();
        chart.Find("details").HasAttribute("open").ShouldBeTrue();
    }

    [Fact]
    public void A_month_has_its_weeks_from_Sunday_its_holidays_and_what_is_on()
    {
        using var _ = In.Japanese();
        var calendar = Render<MonthCalendar>(p => p.Add(c => c.Month, new DateOnly(2026, 11, 15)).Add(c => c.Items,
            [new CalendarItem(new(2026, 11, 3), L("給水所", "Water"), "/shifts/c"), new CalendarItem(new(2026, 12, 3), L("来月", "Next month"))]));
        calendar.FindAll("tbody tr").Count.ShouldBe(5);
        calendar.FindAll("time").Count.ShouldBe(30);
        calendar.Find("time[datetime='2026-11-03']").Closest("td")!.TextContent.ShouldContain("文化の日");
        calendar.Find("a[href='/shifts/c']").Closest("td")!.QuerySelector("time")!.GetAttribute("datetime").ShouldBe("2026-11-03");
        calendar.Markup.ShouldNotContain("来月");
        calendar.Find(".calendar__day--today time").GetAttribute("datetime").ShouldBe("2026-11-02");
    }

    [Theory]
    [InlineData(2026, 2, 4)]
    [InlineData(2026, 8, 6)]
    [InlineData(2024, 2, 5)]
    public void A_month_shows_as_many_weeks_as_it_touches(int year, int month, int weeks) =>
        Render<MonthCalendar>(p => p.Add(c => c.Month, new DateOnly(year, month, 1)).Add(c => c.Items, []))
            .FindAll("tbody tr").Count.ShouldBe(weeks);

    [Fact]
    public void A_map_shows_its_credit_and_carries_its_points()
    {
        using var _ = In.Japanese();
        var map = Render<MapView>(p => p.Add(m => m.Title, L("会場", "Venues"))
            .Add(m => m.Points, [new MapPoint(34.1, 131.4, L("\"公園\"<", "Park"), "/venues/1")]));
        map.Find(".map__credit").TextContent.ShouldContain("国土数値情報");
        map.Find(".map__missing").TextContent.ShouldContain("一覧");
        System.Text.Json.JsonDocument.Parse(map.Find("[data-map]").GetAttribute("data-points")!).RootElement[0].GetProperty("label").GetString().ShouldBe("\"公園\"<");
    }

    [Fact]
    public void A_dangerous_step_asks_once_more()
    {
        var confirm = Render<ConfirmSubmit>(p => p.Add(c => c.Text, L("取り消す", "Cancel")).Add(c => c.Question, L("元に戻せません。", "Cannot be undone.")).Add(c => c.Name, "do").Add(c => c.Value, "cancel"));
        confirm.Find("details").HasAttribute("open").ShouldBeFalse();
        confirm.Find("details button[type=submit][name=do][value=cancel]").ShouldNotBeNull();
    }

    [Fact]
    public void Steps_and_tabs_say_which_one_is_current()
    {
        Render<StepList>(p => p.Add(s => s.Steps, [L("一", "One"), L("二", "Two")]).Add(s => s.Current, 2))
            .Find("[aria-current=step]").TextContent.ShouldContain("二");
        Render<Tabs>(p => p.Add(t => t.Label, L("表示", "View")).Add(t => t.Items, [new TabLink(L("一", "One"), "/a"), new TabLink(L("二", "Two"), "/b", true)]))
            .Find("[aria-current=page]").GetAttribute("href").ShouldBe("/b");
    }

    private static RenderFragment Columns() => builder =>
    {
        builder.OpenComponent<Column<string>>(0);
        builder.AddAttribute(1, "Title", L("名", "Name"));
        builder.AddAttribute(2, "RowHeader", true);
        builder.AddAttribute(3, "ChildContent", (RenderFragment<string>)(row => b => b.AddContent(0, row)));
        builder.CloseComponent();
        builder.OpenComponent<Column<string>>(4);
        builder.AddAttribute(5, "Title", L("長さ", "Length"));
        builder.AddAttribute(6, "Number", true);
        builder.AddAttribute(7, "ChildContent", (RenderFragment<string>)(row => b => b.AddContent(0, row.Length)));
        builder.CloseComponent();
    };
}
