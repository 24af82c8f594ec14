using Kenmin.Accounts.Contracts;
using Kenmin.SportsVolunteers.Registrations;
using Marten;

namespace Kenmin.SportsVolunteers.PersonalData.Consents;

/// <summary>
/// A statement of a volunteer that the consent ledger has to be told. Kept in the transaction of the statement, whichever way it
/// came, an import's among them; told and removed soon after.
/// </summary>
public sealed class ConsentToTell
{
    /// <summary>Its id, which is the consent's in the ledger.</summary>
    public Guid Id { get; set; }

    /// <summary>The order among those of one transaction.</summary>
    public int Index { get; set; }

    /// <summary>The volunteer.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>What was said.</summary>
    public ConsentStatement Statement { get; set; }

    /// <summary>The version of the text that was agreed to.</summary>
    public string TextVersion { get; set; } = "";

    /// <summary>How it was said.</summary>
    public ConsentChannel Channel { get; set; }

    /// <summary>The account of the member of staff who entered it.</summary>
    public Guid? By { get; set; }

    /// <summary>When; null where the statement says no time.</summary>
    public DateTimeOffset? At { get; set; }
}

/// <summary>What a volunteer said.</summary>
public enum ConsentStatement
{
    /// <summary>Agrees to stay registered.</summary>
    Agreed,

    /// <summary>No longer agrees.</summary>
    Ended,

    /// <summary>Connected an account.</summary>
    Connected,
}

/// <summary>Notes down what the ledger has to be told, beside the events that say it.</summary>
internal sealed class ConsentNotes : DocumentSessionListenerBase
{
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        Note(session);
        return Task.CompletedTask;
    }

    /// <summary>The note of an event of a volunteer's registration; null when it says nothing about consent.</summary>
    internal static ConsentToTell? Of(object happened, Guid volunteer)
    {
        if (Of(happened) is not { } note) return null;
        (note.Id, note.VolunteerId) = (Guid.CreateVersion7(), volunteer);
        return note;
    }

    /// <summary>What an event of a registration says about consent; null when nothing.</summary>
    internal static ConsentToTell? Of(object happened) => happened switch
    {
        CameForward { Answer: ContinuationAnswer.Agreed } or AnswerRestated { Answer: ContinuationAnswer.Agreed } =>
            new() { Statement = ConsentStatement.Agreed, TextVersion = ConsentPurposes.FestivalForm, Channel = ConsentChannel.Paper },
        RegisteredThemselves e => new() { Statement = ConsentStatement.Agreed, TextVersion = e.PurposeVersion, At = e.At },
        ContinuationAgreed e => new() { Statement = ConsentStatement.Agreed, TextVersion = e.PurposeVersion, Channel = Of(e.Channel), By = e.By, At = e.At },
        AnswerRestated { Answer: ContinuationAnswer.Refused } => new() { Statement = ConsentStatement.Ended, Channel = ConsentChannel.Paper },
        ContinuationRefused e => new() { Statement = ConsentStatement.Ended, Channel = Of(e.Channel), By = e.By, At = e.At },
        RegistrationEnded e => new() { Statement = ConsentStatement.Ended, Channel = Of(e.Channel), By = e.By, At = e.At },
        AccountLinked => new() { Statement = ConsentStatement.Connected },
        _ => null,
    };

    private static ConsentChannel Of(AnswerChannel channel) => channel switch
    {
        AnswerChannel.Form => ConsentChannel.Paper,
        AnswerChannel.Counter => ConsentChannel.Counter,
        AnswerChannel.Phone => ConsentChannel.Phone,
        _ => ConsentChannel.Page,
    };

    private static void Note(IDocumentSession session)
    {
        var index = 0;
        foreach (var stream in session.PendingChanges.Streams().ToList())
            foreach (var happened in stream.Events)
            {
                if (Of(happened.Data, stream.Id) is not { } note) continue;
                note.Index = index++;
                session.Store(note);
            }
    }
}
