using Kenmin.Pages;

namespace Kenmin.Accounts.Registration;

/// <summary>The fields of a form for a new account.</summary>
public sealed class NewAccountInput
{
    /// <inheritdoc cref="NewAccount.DisplayName"/>
    public string? DisplayName { get; set; }

    /// <inheritdoc cref="NewAccount.Email"/>
    public string? Email { get; set; }

    /// <inheritdoc cref="NewAccount.Password"/>
    public string? Password { get; set; }

    internal NewAccount ToNewAccount() => new(DisplayName, Email, Password);
}

/// <summary>Shows refusals at the fields of a form whose model is named <c>Input</c>.</summary>
internal static class RefusalsOnForms
{
    public static void Add(this FormErrors errors, IEnumerable<FieldRefusal> refusals)
    {
        foreach (var refusal in refusals)
        {
            if (refusal.Field is null) errors.Add(refusal.Reason);
            else errors.Add($"Input.{refusal.Field}", refusal.Reason);
        }
    }
}
