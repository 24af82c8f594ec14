using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.FollowUps;

/// <summary>A follow-up with its venture.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Asked">The follow-up.</param>
internal sealed record FollowUpLine(Venture Venture, FollowUp Asked);

/// <summary>What became of all businesses after so many months; names nobody.</summary>
/// <param name="Months">How many months after the launch.</param>
/// <param name="Due">How many were asked, or are overdue.</param>
/// <param name="Answers">The answers.</param>
internal sealed record FollowUpSum(int Months, int Due, IReadOnlyList<FollowUpAnswer> Answers);

/// <summary>Reads follow-ups: the team its own, staff those of their municipalities.</summary>
internal sealed class FollowUpReader(ICommunityBusinessStore store, InitiativeDirectory initiatives, IAuditTrail audit)
{
    /// <summary>Those of a venture, in their order.</summary>
    public async Task<IReadOnlyList<FollowUp>> OfAsync(Guid venture, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<FollowUp>().Where(f => f.VentureId == venture).OrderBy(f => f.Months).ToListAsync(cancellationToken);
    }

    /// <summary>All that staff work with, what is due first first. The look at the owners is recorded.</summary>
    public async Task<IReadOnlyList<FollowUpLine>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        await using var session = store.QuerySession();
        var asked = await session.Query<FollowUp>().ToListAsync(cancellationToken);
        var of = (await session.LoadManyAsync<Venture>(cancellationToken, [.. asked.Select(f => f.VentureId).Distinct()])).Where(v => initiatives.MaySee(user, v)).ToDictionary(v => v.Id);
        List<FollowUpLine> lines = [.. asked.Where(f => of.ContainsKey(f.VentureId)).Select(f => new FollowUpLine(of[f.VentureId], f)).OrderBy(l => l.Asked.DueOn).ThenBy(l => l.Asked.Id)];
        if (lines.Count > 0 && user.AccountId() is { } me)
            await audit.RecordAsync(new(me, "community-business.follow-ups.listed", [.. lines.SelectMany(l => VentureReader.Subjects(l.Venture)).Distinct()], "") { Kind = kind }, cancellationToken);
        return lines;
    }

    /// <summary>What it comes to, for each of the three times.</summary>
    public static IReadOnlyList<FollowUpSum> Sums(IReadOnlyList<FollowUpLine> lines, DateOnly today) =>
    [
        .. FollowUp.After.Select(m => (Months: m, Of: lines.Where(l => l.Asked.Months == m).Select(l => l.Asked).ToList()))
            .Select(m => new FollowUpSum(m.Months, m.Of.Count(f => f.Answer is not null || f.IsOverdue(today)), [.. m.Of.Where(f => f.Answer is not null).Select(f => f.Answer!)])),
    ];
}

/// <summary>Where follow-ups are kept, and what serves them.</summary>
internal static class FollowUpSetup
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_followup", new("事業のその後の回答", "What you said of how a business went"), "(t.data -> 'answer' -> 'by' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'months', t.data -> 'months', 'answer', (t.data -> 'answer') - 'by')"),
    ];

    public static void AddTo(StoreOptions options) => options.Schema.For<FollowUp>().Index(f => f.VentureId);

    public static void AddFollowUps(this IServiceCollection services)
    {
        services.AddSingleton<FollowUpReader>();
        services.AddHostedService<FollowUpReminders>();
    }

    /// <summary>Takes a name out of the answers that stay; those of ventures that are gone went with them.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid account, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        foreach (var asked in await session.QueryAsync<FollowUp>("where d.data -> 'answer' -> 'by' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
        {
            if (gone.Contains(asked.VentureId)) continue;
            asked.Answer = asked.Answer! with { By = nobody };
            session.Store(asked);
        }
    }
}

/// <summary>Follow-ups in words.</summary>
internal static class FollowUpWords
{
    public static LocalizedText NameOf(int months) => months == 36 ? new("3 年後", "Three years on") : months == 12 ? new("1 年後", "One year on") : new("半年後", "Half a year on");

    public static LocalizedText NameOf(TurnoverClass turnover) => turnover switch
    {
        TurnoverClass.None => new("なし", "None"), TurnoverClass.UnderHalfAMillion => new("50 万円未満", "Under 500,000 yen"), TurnoverClass.UnderTwoMillion => new("50 万円以上 200 万円未満", "500,000 to 2 million yen"),
        TurnoverClass.UnderFiveMillion => new("200 万円以上 500 万円未満", "2 to 5 million yen"), TurnoverClass.UnderTenMillion => new("500 万円以上 1,000 万円未満", "5 to 10 million yen"), _ => new("1,000 万円以上", "10 million yen and more"),
    };

    public static (LocalizedText Text, Tone Tone) Standing(FollowUp asked, DateOnly today) => asked switch
    {
        { Answer.GoesOn: true } => (new("続いている", "Goes on"), Tone.Success), { Answer: not null } => (new("終わった", "Ended"), Tone.Neutral),
        _ when asked.IsOverdue(today) => (new("期限を過ぎています", "Overdue"), Tone.Warning), _ when asked.IsOpen(today) => (new("回答を待っています", "Waiting for an answer"), Tone.Info), _ => (new("これから", "To come"), Tone.Neutral),
    };

    public static IReadOnlyList<FieldOption> Turnovers { get; } = [.. Enum.GetValues<TurnoverClass>().Select(t => new FieldOption(t.ToString(), NameOf(t)))];
}
