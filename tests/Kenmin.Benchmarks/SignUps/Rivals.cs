using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>What a client sends.</summary>
internal sealed record Asked(Guid CommandId);

/// <summary>
/// How sign-ups are written elsewhere, as endpoints on the same server: a minimal API with SQL by hand, which locks the opening, and one with
/// EF Core, optimistic concurrency and a table for the outbox. Both take a command once, keep a waiting list and write an outgoing message.
/// </summary>
internal sealed class Rivals(WebApplication app, NpgsqlDataSource source) : IAsyncDisposable
{
    private const string Tables =
        """
        create schema rival;
        create table rival.openings (id uuid primary key, capacity int not null, confirmed int not null, waiting int not null) with (fillfactor = 50);
        create table rival.sign_ups (opening_id uuid not null, person_id uuid not null, command_id uuid not null unique, state smallint not null, primary key (opening_id, person_id));
        create table rival.outbox (id uuid primary key, body text not null);
        """;

    public Uri Address { get; } = new(app.Urls.Single());

    public NpgsqlDataSource Source => source;

    public static async Task<Rivals> StartAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        await using (var command = source.CreateCommand(Tables)) await command.ExecuteNonQueryAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDbContextPool<RivalContext>(options => options.UseNpgsql(source));
        var app = builder.Build();
        app.MapPost("/plain/{opening:guid}/sign-ups", (Guid opening, Asked asked, HttpRequest request, CancellationToken cancellationToken) => PlainAsync(source, opening, PersonOf(request), asked.CommandId, cancellationToken));
        app.MapPost("/ef/{opening:guid}/sign-ups", (Guid opening, Asked asked, HttpRequest request, RivalContext context, CancellationToken cancellationToken) => OptimisticAsync(context, opening, PersonOf(request), asked.CommandId, cancellationToken));
        await app.StartAsync();
        return new(app, source);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await source.DisposeAsync();
    }

    private static Guid PersonOf(HttpRequest request) => Guid.Parse(request.Headers["X-Person"].ToString());

    private static async Task<IResult> PlainAsync(NpgsqlDataSource source, Guid opening, Guid person, Guid command, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        short state;
        await using (NpgsqlBatch look = new(connection, transaction))
        {
            look.BatchCommands.Add(new("select capacity, confirmed from rival.openings where id = $1 for update") { Parameters = { new() { Value = opening } } });
            look.BatchCommands.Add(new("select state from rival.sign_ups where command_id = $1") { Parameters = { new() { Value = command } } });
            await using var rows = await look.ExecuteReaderAsync(cancellationToken);
            if (!await rows.ReadAsync(cancellationToken)) return Results.NotFound();
            state = rows.GetInt32(1) < rows.GetInt32(0) ? (short)3 : (short)1;
            await rows.NextResultAsync(cancellationToken);
            if (await rows.ReadAsync(cancellationToken)) return Results.Ok(new { state = rows.GetInt16(0) });
        }

        await using (NpgsqlBatch write = new(connection, transaction))
        {
            write.BatchCommands.Add(new("insert into rival.sign_ups values ($1, $2, $3, $4)") { Parameters = { new() { Value = opening }, new() { Value = person }, new() { Value = command }, new() { Value = state } } });
            write.BatchCommands.Add(new($"update rival.openings set {(state == 3 ? "confirmed = confirmed" : "waiting = waiting")} + 1 where id = $1") { Parameters = { new() { Value = opening } } });
            write.BatchCommands.Add(new("insert into rival.outbox values ($1, $2)") { Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = $"{opening} {person} {state}" } } });
            await write.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return Results.Ok(new { state });
    }

    private static async Task<IResult> OptimisticAsync(RivalContext context, Guid opening, Guid person, Guid command, CancellationToken cancellationToken)
    {
        while (true)
        {
            var place = await context.Openings.SingleOrDefaultAsync(o => o.Id == opening, cancellationToken);
            if (place is null) return Results.NotFound();
            if (await context.SignUps.AsNoTracking().SingleOrDefaultAsync(s => s.CommandId == command, cancellationToken) is { } known) return Results.Ok(new { state = known.State });
            var state = place.Confirmed < place.Capacity ? (short)3 : (short)1;
            if (state == 3) place.Confirmed++;
            else place.Waiting++;
            context.Add(new RivalSignUp { OpeningId = opening, PersonId = person, CommandId = command, State = state });
            context.Add(new RivalMessage { Id = Guid.CreateVersion7(), Body = $"{opening} {person} {state}" });
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return Results.Ok(new { state });
            }
            catch (DbUpdateConcurrencyException)
            {
                context.ChangeTracker.Clear();
            }
        }
    }
}

/// <summary>The tables of the rivals.</summary>
internal sealed class RivalContext(DbContextOptions<RivalContext> options) : DbContext(options)
{
    public DbSet<RivalOpening> Openings => Set<RivalOpening>();

    public DbSet<RivalSignUp> SignUps => Set<RivalSignUp>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("rival");
        modelBuilder.Entity<RivalOpening>(e =>
        {
            e.ToTable("openings");
            e.Property(o => o.Id).HasColumnName("id");
            e.Property(o => o.Capacity).HasColumnName("capacity");
            e.Property(o => o.Confirmed).HasColumnName("confirmed");
            e.Property(o => o.Waiting).HasColumnName("waiting");
            e.Property<uint>("Version").IsRowVersion();
        });
        modelBuilder.Entity<RivalSignUp>(e =>
        {
            e.ToTable("sign_ups").HasKey(s => new { s.OpeningId, s.PersonId });
            e.Property(s => s.OpeningId).HasColumnName("opening_id");
            e.Property(s => s.PersonId).HasColumnName("person_id");
            e.Property(s => s.CommandId).HasColumnName("command_id");
            e.Property(s => s.State).HasColumnName("state");
        });
        modelBuilder.Entity<RivalMessage>(e =>
        {
            e.ToTable("outbox");
            e.Property(m => m.Id).HasColumnName("id");
            e.Property(m => m.Body).HasColumnName("body");
        });
    }
}

internal sealed class RivalOpening
{
    public Guid Id { get; set; }
    public int Capacity { get; set; }
    public int Confirmed { get; set; }
    public int Waiting { get; set; }
}

internal sealed class RivalSignUp
{
    public Guid OpeningId { get; set; }
    public Guid PersonId { get; set; }
    public Guid CommandId { get; set; }
    public short State { get; set; }
}

internal sealed class RivalMessage
{
    public Guid Id { get; set; }
    public string Body { get; set; } = "";
}
