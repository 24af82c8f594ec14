using Kenmin.Persistence;
using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>How many seats of a car are free.</summary>
/// <param name="All">All of them.</param>
/// <param name="Wheelchair">Those of them that take a wheelchair.</param>
internal sealed record FreeSeats(int All, int Wheelchair)
{
    /// <summary>Whether so many people find a seat.</summary>
    public bool Take(RideRequest request) => All >= request.People && (!request.Wheelchair || Wheelchair > 0);
}

/// <summary>
/// The seats of cars (座席): a row for each seat from the moment on in which it is offered. Who is taken along stands in the row, so that
/// a seat is never given twice, whatever program writes: there is no place for a second one. A request sits once only.
/// </summary>
internal static class RideSeats
{
    public const string Name = "ride_seats";
    private const string Schema = "senior_engagement";

    public static void AddTo(StoreOptions options) => options.Storage.ExtendedSchemaObjects.Add(new Seats(options.DatabaseSchemaName));

    /// <summary>Makes the seats of a new car; the first takes the wheelchair.</summary>
    public static Task MakeAsync(IDocumentSession session, RideOffer offer, CancellationToken cancellationToken) => session.WriteSqlAsync(
        $"insert into {Schema}.{Name} (offer_id, seat, wheelchair) select $1, n, $3 and n = 1 from generate_series(1, $2) n", cancellationToken, offer.Id, offer.Seats, offer.Wheelchair);

    /// <summary>What is free; who holds the car's row knows that it stays so.</summary>
    public static async Task<FreeSeats> FreeAsync(IDocumentSession session, Guid offer, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync(
            $"select count(*)::int, (count(*) filter (where wheelchair))::int from {Schema}.{Name} where offer_id = $1 and request_id is null", cancellationToken, offer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt32(0), reader.GetInt32(1));
    }

    /// <summary>Gives seats to a request: the one for a wheelchair to who needs it, and last to who does not.</summary>
    /// <exception cref="InvalidOperationException">There were too few; the caller had to look before.</exception>
    public static async Task TakeAsync(IDocumentSession session, Guid offer, RideRequest request, CancellationToken cancellationToken)
    {
        for (var person = 1; person <= request.People; person++)
        {
            var given = await session.WriteSqlAsync(
                $"""
                update {Schema}.{Name} s set request_id = $2, person = $3 where s.offer_id = $1 and s.seat = (
                  select f.seat from {Schema}.{Name} f where f.offer_id = $1 and f.request_id is null and (f.wheelchair or not $4) order by f.wheelchair, f.seat limit 1)
                """, cancellationToken, offer, request.Id, person, request.Wheelchair && person == 1);
            if (given != 1) throw new InvalidOperationException("There are too few seats.");
        }
    }

    /// <summary>Frees what a request has.</summary>
    public static Task FreeAsync(IDocumentSession session, RideRequest request, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"update {Schema}.{Name} set request_id = null, person = null where request_id = $1", cancellationToken, request.Id);

    /// <summary>Takes the seats of a car away.</summary>
    public static Task RemoveAsync(IDocumentSession session, Guid offer, CancellationToken cancellationToken) =>
        session.WriteSqlAsync($"delete from {Schema}.{Name} where offer_id = $1", cancellationToken, offer);

    private sealed class Seats : Table
    {
        private readonly string _schema;

        public Seats(string schema)
            : base(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("offer_id", "uuid").AsPrimaryKey();
            AddColumn("seat", "integer").AsPrimaryKey();
            AddColumn("wheelchair", "boolean").NotNull();
            AddColumn("request_id", "uuid").AllowNulls();
            AddColumn("person", "integer").AllowNulls();
            Indexes.Add(new IndexDefinition("ride_seats_once") { Columns = ["request_id", "person"], IsUnique = true });
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {_schema}.{Name} ADD CONSTRAINT ride_seats_numbers CHECK (seat BETWEEN 1 AND {RideRules.MostSeats} AND (request_id IS NULL) = (person IS NULL));");
        }
    }
}
