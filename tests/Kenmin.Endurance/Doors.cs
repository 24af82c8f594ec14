using System.Collections.Concurrent;
using System.Globalization;

namespace Kenmin.Endurance;

/// <summary>A wish to sign up or to cancel that was answered.</summary>
/// <param name="Asked">When it was asked.</param>
/// <param name="Answered">When it was answered.</param>
/// <param name="SignUp">Whether it was to sign up.</param>
/// <param name="Taken">Whether it was done; else it was refused because nothing new is taken.</param>
/// <param name="Host">Who answered.</param>
internal readonly record struct Wish(DateTimeOffset Asked, DateTimeOffset Answered, bool SignUp, bool Taken, Uri Host);

/// <summary>Watches who is let in while the sign-ups are closed and opened again.</summary>
internal sealed class Doors
{
    private readonly ConcurrentQueue<Wish> _seen = new();
    private readonly ConcurrentQueue<string> _wrong = new(), _noted = new();
    private volatile bool _watching;

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>What was seen, in words.</summary>
    public IReadOnlyCollection<string> Noted => _noted;

    /// <summary>Begins to watch.</summary>
    public void Watch()
    {
        _seen.Clear();
        _watching = true;
    }

    /// <summary>Somebody was answered.</summary>
    public void Answered(Wish wish)
    {
        if (_watching) _seen.Enqueue(wish);
    }

    /// <summary>Whether each of these hosts has refused somebody, and let somebody cancel, since then.</summary>
    public bool SeenAt(IEnumerable<Uri> hosts, DateTimeOffset since)
    {
        var seen = _seen.Where(w => w.Asked >= since).ToList();
        return hosts.All(h => seen.Exists(w => w.Host == h && w is { SignUp: true, Taken: false }) && seen.Exists(w => w.Host == h && !w.SignUp));
    }

    /// <summary>
    /// Judges what was seen. Nobody who asked after <paramref name="closed"/> and was answered before <paramref name="opening"/> may have been let
    /// in, by any host; nobody who was answered before <paramref name="closing"/>, or who asked after <paramref name="opened"/>, may have been refused; and
    /// to cancel was possible all the time.
    /// </summary>
    public void Judge(string what, DateTimeOffset closing, DateTimeOffset closed, DateTimeOffset opening, DateTimeOffset opened)
    {
        _watching = false;
        List<Wish> seen = [.. _seen];
        var between = seen.Where(w => w.Asked >= closed && w.Answered < opening).ToList();
        None("let in although nothing new is taken", between.Count(w => w is { SignUp: true, Taken: true }));
        None("refused although it is open", seen.Count(w => w is { SignUp: true, Taken: false } && (w.Answered < closing || w.Asked >= opened)));
        var last = seen.Where(w => w is { SignUp: true, Taken: true } && w.Answered < opening).Select(w => w.Asked).DefaultIfEmpty(closing).Max();
        var first = seen.Where(w => w is { SignUp: true, Taken: true } && w.Asked >= opening).Select(w => w.Asked).DefaultIfEmpty(opening).Min();
        _noted.Enqueue(string.Create(CultureInfo.InvariantCulture,
            $"{what}: the last one let in had asked {(last - closing).TotalSeconds:0.00} s after it; then {between.Count(w => w.SignUp):N0} were refused and {between.Count(w => !w.SignUp):N0} cancelled; the first one let in again asked {(first - opening).TotalSeconds:0.00} s after it was over"));

        void None(string how, int count)
        {
            if (count > 0) Wrongly($"{what}: {count} {how}");
        }
    }

    /// <summary>Something is wrong.</summary>
    public void Wrongly(string what) => _wrong.Enqueue(what);
}
