namespace Kenmin.Participation.Tests.Support;

/// <summary>A host in a process of its own that signs people up until it is killed, and says of each when it was promised.</summary>
internal static class HostUnderLoad
{
    public const string Command = "host-under-load";

    public static async Task<int> RunAsync(string connectionString, Guid opening, int seed)
    {
        await using var house = await TestHouse.StartAsync(connectionString);
        Console.WriteLine("started");
        var turn = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (true)
            {
                var number = Interlocked.Increment(ref turn);
                var person = PersonOf(seed, number);
                var answer = await house.SignUpAsync(opening, person);
                if (answer is Result<SignUpAnswer>.Done { Value: var done }) Say($"{person} {done.State}");
                // Every fifth gives the place back, so that promotions are under way when the end comes.
                if (number % 5 == 0 && await house.CancelAsync(opening, person) is Result<SignUpAnswer>.Done) Say($"{person} {SignUpState.Cancelled}");
            }
        }));
        return 0;
    }

    private static Guid PersonOf(int seed, int number) => new(seed, (short)(number >> 16), (short)number, 1, 2, 3, 4, 5, 6, 7, 8);

    private static void Say(string line)
    {
        lock (Command)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
