using Kenmin.Modularity.Features;

namespace Kenmin.Modularity.Requests;

/// <summary>What is the same from the beginning of a request to its end: the instant, and the decisions about features.</summary>
internal sealed class RequestMoment(DateTimeOffset at, bool previewed)
{
    private static readonly AsyncLocal<RequestMoment?> Flowing = new();

    private bool _over;

    /// <summary>
    /// That of the present request; null outside. Work that a request started and left behind still carries the moment with
    /// it; it no longer counts then.
    /// </summary>
    public static RequestMoment? Current => Flowing.Value is { _over: false } moment ? moment : null;

    public DateTimeOffset At => at;

    /// <summary>Whether an administrator previews another day or role.</summary>
    public bool Previewed => previewed;

    /// <summary>The decisions this request goes by, once it has asked for them.</summary>
    public FeatureEvaluations? Evaluations { get; set; }

    /// <summary>Runs <paramref name="work"/> in this moment.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        var outer = Flowing.Value;
        (Flowing.Value, _over) = (this, false);
        try
        {
            await work();
        }
        finally
        {
            (Flowing.Value, _over) = (outer, true);
        }
    }
}
