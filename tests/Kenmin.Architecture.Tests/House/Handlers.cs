using System.Reflection;
using Kenmin.SharedKernel;
using Wolverine;

namespace Kenmin.Architecture.Tests.House;

/// <summary>A method that carries a message out.</summary>
internal sealed record HandlerMethod(Type Handler, MethodInfo Method)
{
    /// <summary>What is handled: by convention, the first parameter.</summary>
    public Type Message => Method.GetParameters()[0].ParameterType;
}

/// <summary>Finds handlers by the convention by which the bus finds them: the names of class and method.</summary>
internal static class Handlers
{
    private static readonly string[] Methods = ["Handle", "HandleAsync", "Handles", "HandlesAsync", "Consume", "ConsumeAsync", "Consumes", "ConsumesAsync"];

    /// <summary>All classes that are meant as handlers, also those that the bus would not see.</summary>
    public static IEnumerable<Type> TypesIn(Assembly assembly) => assembly.GetTypes().Where(t =>
        t.IsClass && (t.Name.EndsWith("Handler", StringComparison.Ordinal) || t.Name.EndsWith("Consumer", StringComparison.Ordinal)
            || t.IsAssignableTo(typeof(IWolverineHandler))) && MethodsOf(t).Any());

    public static IEnumerable<HandlerMethod> In(Assembly assembly) =>
        TypesIn(assembly).SelectMany(t => MethodsOf(t).Select(m => new HandlerMethod(t, m)));

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => Methods.Contains(m.Name) && m.GetParameters() is [var first, ..] && IsOurs(first.ParameterType));

    // Handlers of other libraries (authorization, HTTP) have the same names and take those libraries' types.
    private static bool IsOurs(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("Kenmin.", StringComparison.Ordinal) && type.Assembly != typeof(FiscalYear).Assembly;
}
