namespace Kenmin.Participation.Tests.Support;

/// <summary>The rules once more, as plainly as they can be said: one thing after the other, in memory.</summary>
internal sealed class ReferenceModel(DateTimeOffset now)
{
    public sealed record Entry(int Person, int Order)
    {
        public SignUpState State { get; set; } = SignUpState.Waiting;

        public DateTimeOffset? Until { get; set; }

        public bool Expired { get; set; }

        public bool Declined { get; set; }
    }

    public sealed class Opening(int index, int start, int end, int capacity, TimeSpan? claim, int? waitingLimit)
    {
        private int _order;

        public int Index => index;

        public (int Start, int End) Hours => (start, end);

        public int Capacity { get; set; } = capacity;

        public bool Excused { get; set; }

        public TimeSpan? Claim => claim;

        public int? WaitingLimit => waitingLimit;

        public bool Cancelled { get; set; }

        public List<Entry> Entries { get; } = [];

        public int Taken => Entries.Count(e => Holds(e));

        public IEnumerable<Entry> Waiting => Entries.Where(e => e.State == SignUpState.Waiting).OrderBy(e => e.Order);

        public Entry? Of(int person) => Entries.SingleOrDefault(e => e.Person == person);

        public Entry Add(int person)
        {
            Entries.RemoveAll(e => e.Person == person);
            var entry = new Entry(person, ++_order);
            Entries.Add(entry);
            return entry;
        }
    }

    public List<Opening> Openings { get; } = [];

    public DateTimeOffset Now { get; set; } = now;

    public static bool Holds(Entry? entry) => entry is { State: SignUpState.Offered or SignUpState.Confirmed };

    /// <summary>State of the person afterwards, or null for a refusal.</summary>
    public SignUpState? SignUp(Opening o, int person)
    {
        Settle(o);
        if (o.Of(person) is { State: not SignUpState.Cancelled } already) return already.State;
        if (o.Cancelled || Overlaps(o, person)) return null;
        var free = o.Taken < o.Capacity;
        if (!free && o.Waiting.Count() >= (o.WaitingLimit ?? int.MaxValue)) return null;
        var entry = o.Add(person);
        entry.State = free ? SignUpState.Confirmed : SignUpState.Waiting;
        return entry.State;
    }

    public SignUpState? Cancel(Opening o, int person)
    {
        Settle(o);
        if (o.Of(person) is not { } entry) return null;
        if (entry.State != SignUpState.Cancelled) Free(o, entry);
        return SignUpState.Cancelled;
    }

    public SignUpState? Accept(Opening o, int person)
    {
        Settle(o);
        if (o.Of(person) is not { } entry || entry.State is not (SignUpState.Offered or SignUpState.Confirmed)) return null;
        return entry.State = SignUpState.Confirmed;
    }

    public SignUpState? Decline(Opening o, int person)
    {
        Settle(o);
        if (o.Of(person) is not { } entry) return null;
        if (entry.State != SignUpState.Offered) return entry is { State: SignUpState.Cancelled, Declined: true } ? SignUpState.Cancelled : null;
        entry.Declined = true;
        Free(o, entry);
        return SignUpState.Cancelled;
    }

    /// <summary>Whether it is allowed.</summary>
    public bool SetCapacity(Opening o, int capacity, bool withReason)
    {
        if (o.Cancelled || (capacity < o.Taken && capacity < o.Capacity && !withReason)) return false;
        o.Capacity = capacity;
        Settle(o);
        return true;
    }

    public void CancelOpening(Opening o)
    {
        if (o.Cancelled) return;
        o.Cancelled = true;
        var freed = o.Entries.Where(Holds).Select(e => e.Person).ToHashSet();
        foreach (var entry in o.Entries.Where(e => e.State != SignUpState.Cancelled)) entry.State = SignUpState.Cancelled;
        foreach (var other in Openings.Where(x => x.Entries.Any(e => freed.Contains(e.Person) && e.State == SignUpState.Waiting) && x.Taken < x.Capacity).ToList()) Settle(other);
    }

    public void Sweep()
    {
        var due = Openings.Where(o => o.Entries.Any(e => e.State == SignUpState.Offered && e.Until <= Now) || (!o.Cancelled && o.Waiting.Any() && o.Taken < o.Capacity)).ToList();
        foreach (var o in due) Settle(o);
    }

    private void Free(Opening o, Entry entry)
    {
        var held = Holds(entry);
        entry.State = SignUpState.Cancelled;
        if (!held) return;
        Settle(o);
        foreach (var other in Openings.Where(x => x != o && x.Of(entry.Person) is { State: SignUpState.Waiting } && x.Taken < x.Capacity).ToList()) Settle(other);
    }

    private void Settle(Opening o)
    {
        foreach (var late in o.Entries.Where(e => e.State == SignUpState.Offered && e.Until <= Now))
        {
            late.State = SignUpState.Cancelled;
            late.Expired = true;
        }
        if (o.Cancelled) return;
        foreach (var next in o.Waiting.ToList())
        {
            if (o.Taken >= o.Capacity) return;
            if (Overlaps(o, next.Person)) continue;
            next.State = o.Claim is null ? SignUpState.Confirmed : SignUpState.Offered;
            next.Until = Now + o.Claim;
        }
    }

    private bool Overlaps(Opening o, int person) => Openings.Any(x =>
        x != o && Holds(x.Of(person)) && x.Hours.Start < o.Hours.End && x.Hours.End > o.Hours.Start);
}
