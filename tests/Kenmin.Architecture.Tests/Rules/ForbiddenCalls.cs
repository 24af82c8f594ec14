using System.Reflection;
using Kenmin.Architecture.Tests.House;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>Calls that work at first and go wrong later.</summary>
internal static class ForbiddenCalls
{
    /// <summary>A clock that no test can set, and local time of whatever machine it is.</summary>
    public static IEnumerable<Violation> Clocks(Assembly assembly) => Reach.Of(assembly)
        .Where(u => u.Member.DeclaringType == typeof(DateTime) && u.Member.Name is "get_Now" or "get_UtcNow" or "get_Today"
            || u.Member.DeclaringType == typeof(DateTimeOffset) && u.Member.Name is "get_Now" or "get_UtcNow")
        .Select(u => new Violation(u.Where, $"uses {u.Member.DeclaringType!.Name}.{u.Member.Name[4..]}. Take a TimeProvider; JapanTime says which day it is."));

    /// <summary>
    /// Generated handlers make what they take with <c>new</c> and so pass over a decorator, also one further down the chain.
    /// </summary>
    public static IEnumerable<Violation> Decorators(Assembly assembly) => Reach.Of(assembly)
        .Where(u => u.Member.DeclaringType?.Assembly.GetName().Name == "Scrutor" && u.Member.Name.Contains("Decorate", StringComparison.Ordinal))
        .Select(u => new Violation(u.Where, "decorates a service with Scrutor; handlers would get the undecorated one. Use the bus's middleware, or compose in the factory."));

    /// <summary>A session that is stopped while it begins its transaction loses the connection for good.</summary>
    public static IEnumerable<Violation> SessionTransactions(Assembly assembly) => Reach.Of(assembly)
        .Where(u => u.Member.DeclaringType?.Assembly.GetName().Name == "Marten" && u.Member.Name is "BeginTransactionAsync" && !u.Where.Contains("SessionLocks", StringComparison.Ordinal))
        .Select(u => new Violation(u.Where, "begins a session's transaction by itself, which loses the connection when the caller hangs up. Use BeginAsync of Kenmin.Persistence."));
}
