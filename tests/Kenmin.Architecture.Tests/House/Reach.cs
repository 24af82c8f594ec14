using System.Reflection;
using System.Reflection.Emit;

namespace Kenmin.Architecture.Tests.House;

/// <summary>A member that a method's instructions name.</summary>
internal sealed record Use(MethodBase From, MemberInfo Member)
{
    /// <summary>The class that a person wrote, and its method: compilers nest what they make of lambdas and async methods.</summary>
    public string Where
    {
        get
        {
            var type = From.DeclaringType!;
            while (type.DeclaringType is { } outer) type = outer;
            return From.DeclaringType == type ? $"{type.FullName}.{From.Name}" : type.FullName!;
        }
    }
}

/// <summary>Reads from the instructions of an assembly which members it uses.</summary>
internal static class Reach
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private static readonly Dictionary<Assembly, IReadOnlyList<Use>> Known = [];

    public static IReadOnlyList<Use> Of(Assembly assembly)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(assembly, out var uses)) Known[assembly] = uses = [.. assembly.GetTypes().SelectMany(Of)];
            return uses;
        }
    }

    private static IEnumerable<Use> Of(Type type) =>
        type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).SelectMany(Of);

    private static IEnumerable<Use> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            short value = il[at++];
            if (value == 0xFE) value = (short)(0xFE00 | il[at++]);
            var code = Codes[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineField
                && method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments) is { } member)
                yield return new(method, member);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }

    /// <summary>The types that stand between the angle brackets of a used member.</summary>
    public static IEnumerable<Type> GenericArguments(this MemberInfo member) =>
        (member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments() : [])
        .Concat(member.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : []);
}
