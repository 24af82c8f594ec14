using JasperFx;
using Kenmin.Modularity.Features;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Shifts.ManageShift;

/// <summary>Says whether a shift is a training (研修), and what it grants. It counts for hours that are recorded from now on.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="Grants">The qualification; null: it is no training.</param>
/// <param name="Months">For how many months it is valid; null: it does not run out.</param>
[MessageIdentity("sports-volunteers.set-training.v1")]
[NoNewEntries("prepares; sign-up is decided for the shift")]
public sealed record SetTraining(Guid ShiftId, string? Grants, int? Months);

/// <summary>Handles <see cref="SetTraining"/>.</summary>
public static class SetTrainingHandler
{
    /// <summary>Others who change the shift at the same moment lose nothing.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<ConcurrencyException>().RetryTimes(3);
    }

    /// <summary>Stores it.</summary>
    public static async Task Handle(SetTraining command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Shift>(command.ShiftId, cancellationToken) is not { } shift) return;
        (shift.Grants, shift.GrantsForMonths) = (command.Grants, command.Grants is null ? null : command.Months);
        session.Store(shift);
    }
}
