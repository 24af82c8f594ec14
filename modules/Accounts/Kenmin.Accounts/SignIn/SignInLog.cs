using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.SignIn;

/// <summary>What the log says of signing in: that it happened, with the session, or that it was refused. Never who, nor with what.</summary>
internal static partial class SignInLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Signed in: session {Session}, two factors: {TwoFactors}")]
    public static partial void SignedIn(ILogger logger, Guid session, bool twoFactors);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing in by {Way} was refused")]
    public static partial void Refused(ILogger logger, string way);
}
