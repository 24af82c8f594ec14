using System.Globalization;
using System.Linq.Expressions;

namespace Kenmin.Pages;

/// <summary>The names that fields of a form are sent under, from the expressions they are bound to.</summary>
public static class FieldNames
{
    /// <summary><c>() =&gt; Input.FamilyName</c> gives <c>Input.FamilyName</c>; indexes are kept as <c>[0]</c>.</summary>
    /// <exception cref="ArgumentException">The expression is no chain of members and indexes.</exception>
    public static string Of(LambdaExpression field)
    {
        ArgumentNullException.ThrowIfNull(field);
        var name = Walk(field.Body);
        return name.Length > 0 ? name : throw NotAField(field);

        string Walk(Expression? part) => part switch
        {
            null or ConstantExpression or ParameterExpression => "",
            UnaryExpression { NodeType: ExpressionType.Convert } convert => Walk(convert.Operand),
            MemberExpression member => Walk(member.Expression) is { Length: > 0 } before ? $"{before}.{member.Member.Name}" : member.Member.Name,
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } at => $"{Walk(at.Left)}[{Index(at.Right)}]",
            MethodCallExpression { Method.Name: "get_Item", Object: { } list, Arguments: [var index] } => $"{Walk(list)}[{Index(index)}]",
            _ => throw NotAField(field),
        };
    }

    /// <summary>The id of the element for a field, safe in addresses and selectors.</summary>
    public static string IdOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return "f-" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
    }

    private static string Index(Expression index) =>
        Convert.ToString(Expression.Lambda(index).Compile(preferInterpretation: true).DynamicInvoke(), CultureInfo.InvariantCulture) ?? "";

    private static ArgumentException NotAField(LambdaExpression field) => new($"{field} is not a field of a form.", nameof(field));
}
