using Kenmin.SharedKernel;

namespace Kenmin.Participation.Tests.Support;

/// <summary>Words for tests.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 10, 12, 0, 0, TimeSpan.FromHours(9));

    public static readonly Actor Staff = Actor.Staff(Guid.Parse("00000000-0000-0000-0000-00000000000a"));

    public static OpeningTerms Terms(int capacity, double startsInHours = 48, double hours = 2, DateTimeOffset? now = null) => new()
    {
        Label = new LocalizedText("受付係", "Reception"),
        Capacity = capacity,
        Starts = (now ?? Noon).AddHours(startsInHours),
        Ends = (now ?? Noon).AddHours(startsInHours + hours),
    };

    public static async Task<Guid> OpeningAsync(this TestHouse house, OpeningTerms terms)
    {
        var id = Guid.CreateVersion7();
        (await house.OpenAsync(id, terms)).ShouldBeDone();
        return id;
    }

    public static Task<Result<OpeningChanged>> OpenAsync(this TestHouse house, Guid id, OpeningTerms terms, string? reason = null) =>
        house.Participation.OpenOrChangeAsync(new OpenOrChange(Guid.NewGuid(), id, terms, Staff) { OverfullReason = reason });

    public static Task<Result<SignUpAnswer>> SignUpAsync(this TestHouse house, Guid opening, Guid person, Guid? command = null) =>
        house.Participation.SignUpAsync(new SignUp(command ?? Guid.NewGuid(), opening, new ParticipantFacts(person), Actor.Person()));

    public static Task<Result<SignUpAnswer>> CancelAsync(this TestHouse house, Guid opening, Guid person, Guid? command = null) =>
        house.Participation.CancelAsync(new CancelSignUp(command ?? Guid.NewGuid(), opening, person, Actor.Person()));

    public static async Task<Guid[]> PeopleSignedUpAsync(this TestHouse house, Guid opening, int count)
    {
        var people = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var person in people) (await house.SignUpAsync(opening, person)).ShouldBeDone();
        return people;
    }

    public static async Task<SignUpState?> StateAsync(this TestHouse house, Guid opening, Guid person) =>
        (await house.Participation.SignUpsOfOpeningAsync(opening)).SingleOrDefault(s => s.PersonId == person)?.State;

    public static T ShouldBeDone<T>(this Result<T> result) => result is Result<T>.Done done ? done.Value : throw new ShouldAssertException($"not done: {result}");

    public static Refusal ShouldBeRefused<T>(this Result<T> result, RefusalCode code)
    {
        var refusal = result.ShouldBeOfType<Result<T>.Refused>().Reason;
        refusal.Code.ShouldBe(code);
        refusal.Text.Ja.ShouldNotBeNullOrWhiteSpace();
        refusal.Text.En.ShouldNotBeNullOrWhiteSpace();
        return refusal;
    }
}
