using CsCheck;
using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Participation.Tests;

/// <summary>Random histories against the plain model: the same answers, states and orders, always.</summary>
public sealed class ModelTests(HouseFixture fixture)
{
    private const int People = 6;
    private readonly TestHouse _house = fixture.House;

    public enum Act
    {
        SignUp, Cancel, Accept, Decline, Capacity, CancelOpening, LetTimePass,
    }

    /// <summary>One step: what, at which opening, by whom, and a number it needs.</summary>
    public sealed record Step(Act Act, int Opening, int Person, int Number);

    private static readonly Gen<Step[]> Histories = Gen.Select(
        Gen.Frequency((10, Gen.Const(Act.SignUp)), (5, Gen.Const(Act.Cancel)), (3, Gen.Const(Act.Accept)), (2, Gen.Const(Act.Decline)), (3, Gen.Const(Act.Capacity)), (1, Gen.Const(Act.CancelOpening)), (3, Gen.Const(Act.LetTimePass))),
        Gen.Int[0, 3], Gen.Int[0, People - 1], Gen.Int[0, 5],
        (act, opening, person, number) => new Step(act, opening, person, number)).Array[5, 40];

    [Fact]
    public Task Any_history_of_commands_ends_as_the_plain_model_says() => Histories.SampleAsync(PlayAsync, iter: 50, threads: 1);

    private async Task PlayAsync(Step[] history)
    {
        var model = new ReferenceModel(fixture.Clock.GetUtcNow());
        var people = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToArray();
        var ids = new List<Guid>();
        // Two at the same time, one across both and one apart; with and without claim deadlines and limits.
        foreach (var o in new[]
        {
            new ReferenceModel.Opening(0, 1000, 1002, 1, null, null), new ReferenceModel.Opening(1, 1001, 1003, 2, TimeSpan.FromHours(2), 2),
            new ReferenceModel.Opening(2, 1002, 1004, 1, TimeSpan.FromHours(1), null), new ReferenceModel.Opening(3, 1010, 1011, 2, null, 1),
        })
        {
            model.Openings.Add(o);
            ids.Add(Guid.CreateVersion7());
            (await _house.OpenAsync(ids[^1], Terms(o, model.Now, o.Capacity))).ShouldBeDone();
        }
        var began = model.Now;

        foreach (var step in history)
        {
            var (o, id) = (model.Openings[step.Opening], ids[step.Opening]);
            var person = people[step.Person];
            switch (step.Act)
            {
                case Act.SignUp:
                    await TwiceAsync(command => _house.SignUpAsync(id, person, command), model.SignUp(o, step.Person));
                    break;
                case Act.Cancel:
                    await TwiceAsync(command => _house.CancelAsync(id, person, command), model.Cancel(o, step.Person));
                    break;
                case Act.Accept:
                    await TwiceAsync(c => _house.Participation.AcceptOfferAsync(new AnswerOffer(c, id, person, Actor.Person())), model.Accept(o, step.Person));
                    break;
                case Act.Decline:
                    await TwiceAsync(c => _house.Participation.DeclineOfferAsync(new AnswerOffer(c, id, person, Actor.Person())), model.Decline(o, step.Person));
                    break;
                case Act.Capacity:
                    var allowed = model.SetCapacity(o, step.Number, withReason: step.Person == 0);
                    var changed = await _house.OpenAsync(id, Terms(o, began, step.Number), step.Person == 0 ? "都合" : null);
                    (changed is Result<OpeningChanged>.Done).ShouldBe(allowed);
                    break;
                case Act.CancelOpening:
                    model.CancelOpening(o);
                    (await _house.Participation.CancelOpeningAsync(new CancelOpening(Guid.NewGuid(), id, "雨天", Given.Staff))).ShouldBeDone();
                    break;
                case Act.LetTimePass:
                    // The host's own sweeper wakes with the clock; it is the one that sweeps.
                    fixture.Clock.Advance(TimeSpan.FromMinutes(30 * step.Number));
                    model.Now = fixture.Clock.GetUtcNow();
                    model.Sweep();
                    await _house.Participation.ExpireOffersAsync(model.Now);
                    break;
            }
            await ShouldAgreeAsync(model, ids, people);
        }
    }

    private static OpeningTerms Terms(ReferenceModel.Opening o, DateTimeOffset began, int capacity) =>
        Given.Terms(capacity, o.Hours.Start, o.Hours.End - o.Hours.Start, began) with { ClaimWithin = o.Claim, WaitingListLimit = o.WaitingLimit };

    /// <summary>Sends the command, and sends it again as a client does that lost the answer.</summary>
    private async Task TwiceAsync(Func<Guid, Task<Result<SignUpAnswer>>> send, SignUpState? expected)
    {
        var command = Guid.NewGuid();
        var first = await send(command);
        (first as Result<SignUpAnswer>.Done)?.Value.State.ShouldBe(expected!.Value);
        (first is Result<SignUpAnswer>.Refused).ShouldBe(expected is null, first.ToString());
        if (first is not Result<SignUpAnswer>.Done) return;
        (await send(command)).ShouldBeDone().ShouldBe(((Result<SignUpAnswer>.Done)first).Value with { Repeated = true, Position = ((Result<SignUpAnswer>.Done)first).Value.Position });
    }

    private async Task ShouldAgreeAsync(ReferenceModel model, List<Guid> ids, Guid[] people)
    {
        // Promotions elsewhere follow right after the answer.
        await Eventually.ReadAsync(
            async () =>
            {
                var expected = string.Join("\n", model.Openings.Select(o => Words(o.Index, o.Entries.Where(e => e.State != SignUpState.Cancelled)
                    .OrderByDescending(e => e.State).ThenBy(e => e.Order).Select(e => (e.Person, e.State)))));
                var lists = new List<string>();
                for (var i = 0; i < ids.Count; i++)
                {
                    var list = await _house.Participation.SignUpsOfOpeningAsync(ids[i]);
                    lists.Add(Words(i, list.Where(s => s.State != SignUpState.Cancelled).Select(s => (Array.IndexOf(people, s.PersonId), s.State))));
                }

                return (Model: $"\n{expected}\n", Engine: $"\n{string.Join("\n", lists)}\n");
            },
            both => both.Model == both.Engine,
            "the model and the engine agree",
            TimeSpan.FromSeconds(20));
    }

    private static string Words(int opening, IEnumerable<(int Person, SignUpState State)> entries) =>
        $"{opening}: {string.Join(' ', entries.Select(e => $"{e.Person}={e.State}"))}";
}
