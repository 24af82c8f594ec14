using System.Data;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.PlanProgress.Figures;

/// <summary>A fiscal year's state.</summary>
/// <param name="Year">The year.</param>
/// <param name="FrozenAt">When it was closed; null while it is open.</param>
/// <param name="FrozenByName">Who closed it.</param>
/// <param name="Note">What was said about it.</param>
internal sealed record YearState(FiscalYear Year, DateTimeOffset? FrozenAt, string? FrozenByName, string? Note);

/// <summary>An indicator with its years.</summary>
internal sealed record IndicatorSeries(Indicator Indicator, Department? Department, IReadOnlyDictionary<int, YearFigure> Figures)
{
    /// <summary>The figure of a year; an empty one where nothing is known.</summary>
    public YearFigure In(FiscalYear year) => Figures.GetValueOrDefault(year.StartYear) ?? new(year);

    /// <summary>How it stands in a year.</summary>
    public Assessment Assess(FiscalYear year) => Assessment.Of(Indicator, In(year));

    /// <summary>Whether its department has to report a year and has not.</summary>
    public bool Owes(FiscalYear year) => Indicator.CountedBy is null && Indicator.Covers(year.StartYear) && In(year) is { IsMissing: true, Frozen: false };
}

/// <summary>The whole plan as it stands.</summary>
internal sealed record WholePlan(
    IReadOnlyList<PlanElement> Elements, IReadOnlyList<IndicatorSeries> Indicators, IReadOnlyList<Department> Departments, IReadOnlyDictionary<int, YearState> Years)
{
    public IEnumerable<PlanElement> Goals => Elements.Where(e => e.Level == PlanLevel.Goal);

    public IEnumerable<PlanElement> ChildrenOf(PlanElement parent) => Elements.Where(e => e.ParentId == parent.Id);

    public IEnumerable<IndicatorSeries> IndicatorsOf(PlanElement measure) => Indicators.Where(i => i.Indicator.MeasureId == measure.Id);

    public IndicatorSeries? Find(Guid id) => Indicators.FirstOrDefault(i => i.Indicator.Id == id);

    public bool IsFrozen(FiscalYear year) => Years.GetValueOrDefault(year.StartYear)?.FrozenAt is not null;

    /// <summary>The fiscal years that the plan has figures for or expects, up to the present one, oldest first.</summary>
    public IReadOnlyList<FiscalYear> YearsUntil(FiscalYear present)
    {
        if (Indicators.Count == 0) return [present];
        var first = Indicators.Min(i => i.Indicator.FromYear);
        return [.. Enumerable.Range(first, Math.Max(1, present.StartYear - first + 1)).Select(y => new FiscalYear(y))];
    }
}

/// <summary>Reads the plan: for staff as it is, for the public without small counts.</summary>
internal sealed class PlanReader(IPlanProgressStore store, NpgsqlDataSource database)
{
    private readonly string _schema = store.Options.DatabaseSchemaName;

    /// <summary>The plan as staff see it.</summary>
    public async Task<WholePlan> ReadAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var elements = await session.Query<PlanElement>().ToListAsync(cancellationToken);
        var indicators = await session.Query<Indicator>().ToListAsync(cancellationToken);
        var departments = await session.Query<Department>().ToListAsync(cancellationToken);

        // One snapshot: a year that is being closed is seen open or closed, never in between.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var years = (await QueryAsync(connection, "select year, frozen_at, frozen_by_name, note from {s}.plan_years", r => new YearState(
            new(r.GetInt32(0)), Time(r, 1), Text(r, 2), Text(r, 3)), cancellationToken)).ToDictionary(y => y.Year.StartYear);
        var figures = await QueryAsync(
            connection,
            "select indicator_id, year, target, actual, stage, note, as_of, drill_down, changed_at, changed_by_name from {s}.plan_figures",
            r => (Indicator: r.GetGuid(0), Figure: new YearFigure(new(r.GetInt32(1)))
            {
                Target = Number(r, 2), Actual = Number(r, 3), Stage = r.IsDBNull(4) ? null : (FigureStage)r.GetInt16(4), Note = Text(r, 5), AsOf = Time(r, 6),
                DrillDown = Text(r, 7), ChangedAt = Time(r, 8), ByName = r.GetString(9),
            }),
            cancellationToken);
        var counts = await QueryAsync(connection, "select source, year, kind, value, as_of, drill_down from {s}.plan_counts", r => (
            Source: r.GetString(0), Year: r.GetInt32(1), Kind: r.GetString(2), Value: r.GetDecimal(3), AsOf: Time(r, 4), DrillDown: r.GetString(5)), cancellationToken);
        var restatements = (await QueryAsync(
            connection, "select indicator_id, year, value, reason, made_at, made_by, made_by_name from {s}.plan_restatements order by made_at, id",
            r => (Indicator: r.GetGuid(0), Year: r.GetInt32(1), Restatement: new Restatement(r.GetDecimal(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetGuid(5), r.GetString(6))),
            cancellationToken)).ToLookup(r => (r.Indicator, r.Year), r => r.Restatement);

        var byIndicator = figures.ToLookup(f => f.Indicator, f => f.Figure);
        var bySource = counts.ToLookup(c => c.Source, StringComparer.Ordinal);
        var people = departments.ToDictionary(d => d.Id);
        return new(
            [.. elements.OrderBy(e => e.Number, PlanNumbers.InOrder)],
            [.. indicators.OrderBy(i => i.Number, PlanNumbers.InOrder).Select(i => new IndicatorSeries(i, people.GetValueOrDefault(i.DepartmentId), SeriesOf(i)))],
            [.. departments.OrderBy(d => d.Name.Ja, StringComparer.Ordinal)], years);

        Dictionary<int, YearFigure> SeriesOf(Indicator indicator)
        {
            var series = byIndicator[indicator.Id].ToDictionary(f => f.Year.StartYear);
            // Until its year is closed a counted figure is the module's count; then it is what was frozen.
            if (indicator.CountedBy is { } source)
                foreach (var count in bySource[source].Where(c => years.GetValueOrDefault(c.Year)?.FrozenAt is null && indicator.Covers(c.Year)))
                    if (Enum.TryParse<CountKind>(count.Kind, out var kind) && Measures.Fits(indicator.Measured, kind))
                        series[count.Year] = (series.GetValueOrDefault(count.Year) ?? new(new(count.Year))) with
                        {
                            Actual = count.Value, Stage = FigureStage.Provisional, AsOf = count.AsOf, DrillDown = count.DrillDown, ByName = "",
                        };
            // What nobody reported before the closing stays missing, and can only be restated.
            foreach (var year in years.Values.Where(y => y.FrozenAt is not null && indicator.Covers(y.Year.StartYear))) series.TryAdd(year.Year.StartYear, new(year.Year));
            foreach (var year in series.Keys.ToList())
                series[year] = series[year] with
                {
                    Frozen = years.GetValueOrDefault(year)?.FrozenAt is not null, Restatements = [.. restatements[(indicator.Id, year)]],
                };
            return series;
        }
    }

    /// <summary>The plan as the public sees it.</summary>
    public async Task<WholePlan> ReadForPublicAsync(CancellationToken cancellationToken)
    {
        var plan = await ReadAsync(cancellationToken);
        return plan with
        {
            Indicators = [.. plan.Indicators.Select(i => i with { Figures = i.Figures.ToDictionary(f => f.Key, f => f.Value.ForPublic(i.Indicator.Measured)) })],
        };
    }

    /// <summary>All counts that arrived, used or not.</summary>
    public async Task<IReadOnlyList<(string Source, int Year, decimal Value, string Kind, string DrillDown)>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await QueryAsync(connection, "select source, year, value, kind, drill_down from {s}.plan_counts order by source, year",
            r => (r.GetString(0), r.GetInt32(1), r.GetDecimal(2), r.GetString(3), r.GetString(4)), cancellationToken);
    }

    /// <summary>What a figure was before, the latest first.</summary>
    public async Task<IReadOnlyList<FigureChange>> ChangesAsync(Guid indicator, FiscalYear year, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await QueryAsync(
            connection,
            $"select target, actual, stage, note, changed_at, changed_by_name from {{s}}.plan_figure_changes where indicator_id = '{indicator}' and year = {year.StartYear} order by id desc limit 100",
            r => new FigureChange(Number(r, 0), Number(r, 1), r.IsDBNull(2) ? null : (FigureStage)r.GetInt16(2), Text(r, 3), r.GetFieldValue<DateTimeOffset>(4), r.GetString(5)),
            cancellationToken);
    }

    private async Task<List<T>> QueryAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.Replace("{s}", _schema, StringComparison.Ordinal), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    private static decimal? Number(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : r.GetDecimal(at);

    private static string? Text(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : r.GetString(at);

    private static DateTimeOffset? Time(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : r.GetFieldValue<DateTimeOffset>(at);
}

/// <summary>What a figure was.</summary>
internal sealed record FigureChange(decimal? Target, decimal? Actual, FigureStage? Stage, string? Note, DateTimeOffset At, string ByName);
