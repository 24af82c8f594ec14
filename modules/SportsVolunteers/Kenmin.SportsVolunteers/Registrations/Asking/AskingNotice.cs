using System.Security.Cryptography;
using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations.Asking;

/// <summary>Tells a person with an account that they are asked whether they stay, on the site and by mail.</summary>
internal static class AskingNotice
{
    /// <summary>One notice for a run and a person. It leads to the person's own page, since a token has no place in a notice.</summary>
    public static NoticeIssued Of(Guid run, Guid volunteer, Guid account, LocalizedText subject, LocalizedText body, DateTimeOffset at) => new(
        new(SHA256.HashData([.. run.ToByteArray(bigEndian: true), .. volunteer.ToByteArray(bigEndian: true)]).AsSpan(0, 16), bigEndian: true),
        account, subject, body, "/sports/registration", at, RegistrationsSetup.AskingMail.Key);
}
