using System.Diagnostics.CodeAnalysis;

namespace Kenmin.SharedKernel;

/// <summary>What a parser made of an input: a value, or the reason why there is none, in words for the person who entered it.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Bad input is expected and therefore a result, never an exception.</remarks>
public readonly record struct Parsed<T>
{
    private readonly T? _value;
    private readonly LocalizedText _error;

    private Parsed(bool isOk, T? value, LocalizedText error) => (IsOk, _value, _error) = (isOk, value, error);

    /// <summary>Whether there is a value.</summary>
    public bool IsOk { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; <see cref="IsOk"/> was not asked first.</exception>
    public T Value => IsOk ? _value! : throw new InvalidOperationException("The input was refused; ask IsOk first.");

    /// <summary>The reason of the refusal.</summary>
    /// <exception cref="InvalidOperationException">The input was accepted.</exception>
    public LocalizedText Error => IsOk ? throw new InvalidOperationException("The input was accepted; there is no reason.") : _error;

    /// <summary>Whether there is a value, handing it out.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return IsOk;
    }

    /// <summary>The value put through <paramref name="next"/>, or the same refusal.</summary>
    public Parsed<TNext> Then<TNext>(Func<T, Parsed<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return IsOk ? next(_value!) : Parsed<TNext>.Refuse(_error);
    }

    /// <summary>An accepted input.</summary>
    public static Parsed<T> Ok(T value) => new(true, value, default);

    /// <summary>A refused input with the reason and what to enter instead.</summary>
    public static Parsed<T> Refuse(LocalizedText reason) => new(false, default, reason);

    /// <summary>A refused input with the reason in both languages.</summary>
    public static Parsed<T> Refuse(string ja, string en) => Refuse(new LocalizedText(ja, en));

    /// <summary>An accepted input, so that parsers can simply return the value.</summary>
    public static implicit operator Parsed<T>(T value) => Ok(value);

    /// <summary>A refused input, so that parsers can simply return the reason.</summary>
    public static implicit operator Parsed<T>(LocalizedText reason) => Refuse(reason);
}
