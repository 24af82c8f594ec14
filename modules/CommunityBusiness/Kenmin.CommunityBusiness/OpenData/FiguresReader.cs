using System.Security.Claims;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.OpenData;

/// <summary>Reads figures, which name nobody: for everybody with what is small hidden, for staff of what they work with.</summary>
internal sealed class FiguresReader(ICommunityBusinessStore store, InitiativeDirectory initiatives)
{
    /// <summary>How many ventures there are, as everybody sees it.</summary>
    public async Task<VentureCounts> VenturesAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return VentureFigures.Of(await session.Query<Venture>().Where(v => v.State != VentureState.Draft).ToListAsync(cancellationToken));
    }

    /// <summary>What became of businesses, as everybody sees it.</summary>
    public async Task<IReadOnlyList<Outcome>> OutcomesAsync(CancellationToken cancellationToken) => OutcomeFigures.Of(await AnswersAsync(null, cancellationToken), hide: true);

    /// <summary>What became of those that staff work with, as it is.</summary>
    public async Task<IReadOnlyList<Outcome>> OutcomesForStaffAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        OutcomeFigures.Of(await AnswersAsync(v => Scope.BusinessScope.MaySee(initiatives, user, v), cancellationToken), hide: false);

    private async Task<IReadOnlyList<(int Months, FollowUpAnswer Answer)>> AnswersAsync(Func<Venture, bool>? may, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var answered = (await session.Query<FollowUp>().ToListAsync(cancellationToken)).Where(f => f.Answer is not null).ToList();
        if (may is not null)
        {
            var mine = (await session.LoadManyAsync<Venture>(cancellationToken, [.. answered.Select(f => f.VentureId).Distinct()])).Where(may).Select(v => v.Id).ToHashSet();
            answered.RemoveAll(f => !mine.Contains(f.VentureId));
        }

        return [.. answered.Select(f => (f.Months, f.Answer!))];
    }
}

/// <summary>Figures in words.</summary>
internal static class FigureWords
{
    /// <summary>Stands where a figure is hidden.</summary>
    public const string HiddenMark = "X";

    public static string Cell(PublicCell cell) => cell.Value is { } value ? Kenmin.Pages.Numbers.Whole(value) : HiddenMark;

    public static string Cell(SumCell cell) => cell.Value is { } value ? Kenmin.Pages.Numbers.Whole(value) : HiddenMark;

    public static void AddFigures(this IServiceCollection services) => services.AddSingleton<FiguresReader>();
}
