using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>Staff say how many experts' hours may be used in a fiscal year (年度の派遣時間の枠).</summary>
/// <param name="Year">The fiscal year, by the year in which it starts.</param>
/// <param name="Payer">A municipality by its code, or prefecture.</param>
/// <param name="Hours">How many.</param>
/// <param name="Revision">The revision that was read; 0 where there was none.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.grant-hours.v1")]
[NoNewEntries("says how much may be used of what is offered")]
public sealed record GrantHours(int Year, string? Payer, decimal? Hours, int Revision, OfficePowers Office);

/// <summary>Writes it.</summary>
public static class GrantHoursHandler
{
    internal const decimal MostHours = 10_000;

    /// <summary>Staff for their municipalities, program owners for the prefecture; never less than is reserved and used.</summary>
    public static async Task<CommandAnswer> Handle(GrantHours command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var payer = command.Payer == HoursBook.Prefecture ? HoursBook.Prefecture : Municipality.ByCode(command.Payer)?.Code6;
        if (payer is null || (payer == HoursBook.Prefecture ? !command.Office.ForProgram : !command.Office.Covers(payer))) return CommandAnswer.Unknown;
        var current = FiscalYear.Current(clock).StartYear;
        if (command.Year < current || command.Year > current + 1) return CommandAnswer.Invalid(new(nameof(command.Year), new("今年度か来年度の枠だけを変えられます。", "Only this and the next fiscal year can be changed.")));
        foreach (var flaw in SupportHours.Flaws(command.Hours, nameof(command.Hours), 0, MostHours)) return CommandAnswer.Invalid(flaw);
        var minutes = SupportHours.ToMinutes(command.Hours!.Value);
        await session.TakeTurnsAsync($"expert-hours|{command.Year}|{payer}", cancellationToken);
        var known = await session.LockBudgetAsync(command.Year, payer, cancellationToken);
        if ((known?.Revision ?? 0) != command.Revision) return known?.Granted == minutes ? CommandAnswer.Done : VentureWork.Changed;
        if (known is not null && minutes < known.Reserved + known.Used)
            return CommandAnswer.Refused("below-taken", $"すでに {SupportHours.Text(known.Reserved + known.Used).Ja}が使われています。それより少なくはできません。", $"{SupportHours.Text(known.Reserved + known.Used).En} are taken already; it cannot be less.", nameof(command.Hours));
        await session.GrantAsync(command.Year, payer, minutes, cancellationToken);
        return CommandAnswer.Done;
    }
}
