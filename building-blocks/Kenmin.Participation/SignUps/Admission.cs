using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation;

/// <summary>
/// Decides for a module who of those that apply may sign up (申込の受付), and keeps what the module has of them. It runs in the transaction that
/// gives the places, for all that arrived together: what is read once serves all, and what is stored is there with the place or not at all.
/// Registered by the module; without one everybody who applies may.
/// </summary>
/// <typeparam name="TStore">The module's store.</typeparam>
public interface ISignUpAdmission<TStore> where TStore : IDocumentStore
{
    /// <summary>Refuses those who may not. Called again when the transaction is repeated.</summary>
    /// <param name="session">The session of the transaction; it holds no person and no opening yet.</param>
    /// <param name="applicants">Those whose command has an <see cref="SignUp.Application"/>, in the order of arrival.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task AdmitAsync(IDocumentSession session, IReadOnlyList<Applicant> applicants, CancellationToken cancellationToken);
}

/// <summary>Somebody who applies for a place (申込者).</summary>
/// <param name="openingId">The opening.</param>
/// <param name="personId">The person.</param>
/// <param name="application">What the module gave with the command.</param>
public sealed class Applicant(Guid openingId, Guid personId, object application)
{
    /// <summary>The opening.</summary>
    public Guid OpeningId => openingId;

    /// <summary>The person.</summary>
    public Guid PersonId => personId;

    /// <summary>What the module gave with the command.</summary>
    public object Application => application;

    internal Refusal? Refusal { get; private set; }

    /// <summary>The person may not sign up.</summary>
    /// <param name="key">A stable code of the module for programs; see <see cref="Participation.Refusal.Key"/>.</param>
    /// <param name="text">The reason, for people, and what to do.</param>
    public void Refuse(string key, LocalizedText text) => Refusal = new(RefusalCode.NotAdmitted, text) { Key = key };
}
