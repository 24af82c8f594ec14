using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Proxies;

/// <summary>A person lets somebody act for them (代理の登録): said on the page, or to staff.</summary>
/// <param name="Id">The proxy.</param>
/// <param name="HolderId">For whom.</param>
/// <param name="ProxyName">Who acts.</param>
/// <param name="Relation">Who that is.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Until">The last day.</param>
/// <param name="Code">The code by which it is taken on; the person hands it over.</param>
/// <param name="By">Who enters it.</param>
/// <param name="As">As what: the person, or staff.</param>
/// <param name="Channel">How the person said so.</param>
[MessageIdentity("senior-engagement.open-proxy.v1")]
[NewEntries(Features.Proxies)]
public sealed record OpenProxy(
    Guid Id, Guid HolderId, string? ProxyName, ProxyRelation Relation, string? Purpose, DateOnly? Until, string Code, Doer By, ActingAs As, ConsentChannel Channel)
{
    internal const int LongestMonths = 12;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(ProxyName, nameof(ProxyName), 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Purpose, nameof(Purpose), 100)) yield return flaw;
        if (Until is not { } until || until < today || until > today.AddMonths(LongestMonths))
            yield return new(nameof(Until), new($"今日から {LongestMonths} か月後までの日にしてください。", $"Choose a day within {LongestMonths} months from today."));
    }
}

/// <summary>Opens it.</summary>
public static class OpenProxyHandler
{
    internal const int MostAtOnce = 5, DaysToAccept = 14;

    /// <summary>Only the person, or staff on the person's word; never a proxy for another one. The consent goes into the ledger.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(OpenProxy command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (command.As == ActingAs.Proxy) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder || (command.As == ActingAs.Self && holder.AccountId != command.By.AccountId)) return (CommandAnswer.Unknown, []);
        // Sent twice.
        if (await session.LoadAsync<Proxy>(command.Id, cancellationToken) is { } sent) return (sent.HolderId == holder.Id ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Proxies)) return (CommandAnswer.Off, []);
        foreach (var flaw in command.Flaws(today)) return (CommandAnswer.Invalid(flaw), []);
        if (Proxy.Codes.Read(command.Code) is not { } code) return (CommandAnswer.Unknown, []);
        var others = await session.Query<Proxy>().Where(p => p.HolderId == holder.Id).ToListAsync(cancellationToken);
        if (others.Count(p => p.StateOn(today) != ProxyState.Ended) >= MostAtOnce)
            return (CommandAnswer.Refused("too-many", $"代理の人は {MostAtOnce} 人までです。どなたかを終わらせてから、もう一度登録してください。", $"Up to {MostAtOnce} people may act at once. End one first."), []);
        session.Insert(new Proxy
        {
            Id = command.Id, HolderId = holder.Id, ProxyName = command.ProxyName!.Trim(), Relation = command.Relation, Purpose = command.Purpose!.Trim(), Until = command.Until!.Value, AgreedAt = now,
            Channel = command.Channel, EnteredBy = command.By, CodeHash = command.Relation == ProxyRelation.Staff ? null : Proxy.HashOf(code), AcceptUntil = today.AddDays(DaysToAccept),
        });
        session.Store(CardEntry.Of(holder, command.By, command.As, EntryKind.ProxyOpened, now));
        return (CommandAnswer.Done, [holder.Agrees(command.Id, Purposes.Proxy, Purposes.ProxyText, command.Channel, command.By, command.As, now)]);
    }
}

/// <summary>Somebody takes on to act for a person, by the code that the person handed over (代理の引受け).</summary>
/// <param name="Code">The code.</param>
/// <param name="By">Who takes it on.</param>
[MessageIdentity("senior-engagement.accept-proxy.v1")]
[NewEntries(Features.Proxies)]
public sealed record AcceptProxy(string? Code, Doer By);

/// <summary>Takes it on.</summary>
public static class AcceptProxyHandler
{
    /// <summary>A code works once. Nobody is their own proxy. The person is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AcceptProxy command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await gates.IsOnNowAsync(Features.Proxies)) return (CommandAnswer.Off, []);
        if (Proxy.Codes.Read(command.Code) is not { } code)
            return (CommandAnswer.Invalid(new(nameof(command.Code), new("番号は 12 文字です。例：ABCD-2345-EFGH", "The code has 12 characters, such as ABCD-2345-EFGH."))), []);
        var hash = Proxy.HashOf(code);
        await session.BeginAsync(cancellationToken);
        var proxy = (await session.QueryAsync<Proxy>("where d.data ->> 'codeHash' = ? for update", cancellationToken, hash)).SingleOrDefault();
        if (proxy is null || proxy.StateOn(JapanTime.DayOf(now)) != ProxyState.Waiting || await session.LoadAsync<CardHolder>(proxy.HolderId, cancellationToken) is not { } holder)
            return (CommandAnswer.Refused("no-such-code", "この番号は使えません。番号を確かめるか、ご本人に新しい番号をもらってください。", "This code cannot be used. Check it, or ask the person for a new one.", nameof(command.Code)), []);
        if (holder.AccountId == command.By.AccountId) return (CommandAnswer.Refused("own", "ご自分の代理にはなれません。", "You cannot act for yourself.", nameof(command.Code)), []);
        (proxy.ProxyAccountId, proxy.ProxyName, proxy.CodeHash) = (command.By.AccountId, command.By.Name, null);
        session.Store(proxy);
        session.Store(CardEntry.Of(holder, command.By, ActingAs.Proxy, EntryKind.ProxyAccepted, now));
        return (CommandAnswer.Done, holder.AccountId is { } account ? [ProxyNotices.Accepted(proxy, account, now)] : []);
    }
}

/// <summary>Somebody may no longer act for a person (代理の終了).</summary>
/// <param name="Id">The proxy.</param>
/// <param name="By">Who ends it.</param>
/// <param name="As">As what: the person, who acts, or staff on the person's word.</param>
[MessageIdentity("senior-engagement.end-proxy.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record EndProxy(Guid Id, Doer By, ActingAs As);

/// <summary>Ends it.</summary>
public static class EndProxyHandler
{
    /// <summary>At once, and as often as it is asked. Who acted is told when the person ended it.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(EndProxy command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Proxy>(command.Id, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(ProxyRules.TurnOf(found.HolderId), cancellationToken);
        if (await session.LockAsync<Proxy>(command.Id, cancellationToken) is not { } proxy || await session.LoadAsync<CardHolder>(proxy.HolderId, cancellationToken) is not { } holder) return (CommandAnswer.Unknown, []);
        if ((command.As == ActingAs.Self && holder.AccountId != command.By.AccountId) || (command.As == ActingAs.Proxy && proxy.ProxyAccountId != command.By.AccountId)) return (CommandAnswer.Unknown, []);
        if (proxy.EndedAt is not null) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        var channel = command.As.Channel();
        OutgoingMessages outgoing = [.. await session.EndAsync(holder, [proxy], command.By, command.As, channel, now, cancellationToken)];
        if (command.As != ActingAs.Proxy && proxy.ProxyAccountId is { } account) outgoing.Add(ProxyNotices.Ended(proxy, account, now));
        else if (command.As == ActingAs.Proxy && holder.AccountId is { } person) outgoing.Add(ProxyNotices.GivenUp(proxy, person, now));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>What people are told of proxies. Notices name nobody whom the reader does not know.</summary>
internal static class ProxyNotices
{
    public static NoticeIssued Accepted(Proxy proxy, Guid person, DateTimeOffset now) => new(
        FactId.Of($"senior-engagement.proxy-accepted|{proxy.Id:N}"), person, new("代理の人が決まりました", "Somebody may act for you now"),
        new($"{proxy.ProxyName}さんが、{Dates.LongText(proxy.Until).Ja}まで、あなたの代わりに入力できます。いつでもやめさせることができます。", $"{proxy.ProxyName} may enter things for you until {Dates.LongText(proxy.Until).En}. You can end it at any time."),
        "/senior-engagement/me", now, MailKinds.Proxy);

    public static NoticeIssued Ended(Proxy proxy, Guid account, DateTimeOffset now) => new(
        FactId.Of($"senior-engagement.proxy-ended|{proxy.Id:N}"), account, new("代理が終わりました", "You no longer act for somebody"),
        new("ご本人の申し出などにより、代わりに入力することができなくなりました。", "The person ended it, or the time is over: you can no longer enter things for them."), "/senior-engagement/proxies", now, MailKinds.Proxy);

    public static NoticeIssued GivenUp(Proxy proxy, Guid person, DateTimeOffset now) => new(
        FactId.Of($"senior-engagement.proxy-given-up|{proxy.Id:N}"), person, new("代理の人がやめました", "Somebody no longer acts for you"),
        new($"{proxy.ProxyName}さんは、あなたの代わりに入力することをやめました。", $"{proxy.ProxyName} no longer enters things for you."), "/senior-engagement/me", now, MailKinds.Proxy);
}
