using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Mail;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;

namespace Kenmin.Accounts.Guardians;

/// <summary>Asks guardians, and keeps what they say.</summary>
public static class GuardianHandler
{
    /// <summary>How often a guardian is asked for one minor, or at one address, within a day: nobody can flood another's mailbox.</summary>
    internal const int AsksPerDay = 3;


    private static readonly LocalizedText LinkGone = new("このリンクは使えません。", "This link cannot be used.");

    /// <summary>Asks by mail; an asking that is still open is replaced.</summary>
    public static async Task<(GuardianOutcome, OutgoingMessages)> Handle(
        AskGuardian command, IDocumentSession session, IMailSealer sealer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.HoldGuardianshipAsync(command.AccountId, cancellationToken);
        var (current, refusal) = await MayAskAsync(session, command.AccountId, now, cancellationToken);
        if (refusal is { } reason) return (new(reason), []);
        if (await session.HasAddressAsync(command.AccountId, command.Email, cancellationToken))
            return (new(new LocalizedText("ご自分のメールアドレスではなく、保護者の方のアドレスを入力してください。", "Enter your guardian's address, not your own.")), []);
        var dayAgo = now.AddDays(-1);
        if (await session.Query<Guardianship>().CountAsync(g => g.AskedAt > dayAgo && g.Email != null && (g.AccountId == command.AccountId || g.Email == command.Email), cancellationToken) >= AsksPerDay)
            return (new(new LocalizedText("確認のメールは 1 日に 3 回までです。明日もう一度お試しください。", "A guardian is asked at most three times a day. Please try again tomorrow.")), []);

        var token = Guardians.NewToken();
        Replace(session, current, now);
        Guardianship asked = new()
        {
            Id = Guid.CreateVersion7(now), AccountId = command.AccountId, GuardianName = command.Name, Relation = command.Relation, Email = command.Email,
            TokenHash = Guardians.HashOf(token), State = GuardianshipState.Asked, AskedBy = command.By, AskedAt = now,
            AnswerBy = JapanTime.DayOf(now).AddDays(Guardianship.DaysToAnswer),
        };
        session.Insert(asked);
        var mail = sealer.Seal(
            new(Guid.CreateVersion7(now), command.AccountId, MailKinds.Guardians,
                new("お子さまの参加について、保護者の方の確認をお願いします", "Please confirm as a parent or guardian"),
                [
                    // Without any name: the address may have been mistyped, and its reader is a stranger then.
                    new("18 歳未満の方が、県民活動への参加にあたり、保護者としてあなたのメールアドレスを入力しました。下のボタンから内容をご覧になり、同意するかどうかをお選びください。アカウントは要りません。",
                        "Somebody under 18 who wants to take part in citizens' activity named this address as a parent's or guardian's. Press the button to see what it is about and to choose whether you agree. You need no account."),
                    new($"{asked.AnswerBy:M月d日}までにお答えください。お心当たりがない場合は、このメールを捨ててください。", $"Please answer by {asked.AnswerBy:yyyy-MM-dd}. If this is not about you, throw this mail away."),
                ],
                new("内容を見て答える", "See and answer"), Guardians.Address(token)),
            command.Email, now);
        session.Insert(mail);
        return (new(), [new SendMail(mail.Id), new GuardianshipChanged(command.AccountId, GuardianshipState.Asked, now)]);
    }

    /// <summary>Enters what came on paper.</summary>
    public static async Task<(GuardianOutcome, OutgoingMessages)> Handle(
        EnterGuardianConsent command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.HoldGuardianshipAsync(command.AccountId, cancellationToken);
        var (current, refusal) = await MayAskAsync(session, command.AccountId, now, cancellationToken);
        if (refusal is { } reason) return (new(reason), []);
        Replace(session, current, now);
        session.Insert(new Guardianship
        {
            Id = Guid.CreateVersion7(now), AccountId = command.AccountId, GuardianName = command.Name, Relation = command.Relation, Paper = command.Paper,
            State = GuardianshipState.Agreed, AskedBy = command.By, AskedAt = now, AnswerBy = JapanTime.DayOf(now), AnsweredAt = now,
        });
        return (new(), [new GuardianshipChanged(command.AccountId, GuardianshipState.Agreed, now)]);
    }

    /// <summary>Keeps the answer. Answering the same again changes nothing; who agreed gets the link once more, to withdraw by.</summary>
    public static async Task<(GuardianOutcome, OutgoingMessages)> Handle(
        AnswerAsGuardian command, IDocumentSession session, IMailSealer sealer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.GuardianshipOfLinkAsync(command.Token, cancellationToken) is not { } found) return (new(LinkGone), []);
        await session.HoldGuardianshipAsync(found.AccountId, cancellationToken);
        if (await session.LockAsync<Guardianship>(found.Id, cancellationToken) is not { } guardianship) return (new(LinkGone), []);
        if (guardianship.State == (command.Agrees ? GuardianshipState.Agreed : GuardianshipState.Refused)) return (new(), []);
        if (!guardianship.IsOpenOn(JapanTime.DayOf(now))) return (new(LinkGone), []);
        guardianship.State = command.Agrees ? GuardianshipState.Agreed : GuardianshipState.Refused;
        guardianship.AnsweredAt = now;
        if (command.Agrees)
        {
            guardianship.GuardianName = command.Name ?? guardianship.GuardianName;
            // A minor is not their own guardian.
            guardianship.GuardianAccountId = command.GuardianAccountId == guardianship.AccountId ? null : command.GuardianAccountId;
        }

        session.Store(guardianship);
        OutgoingMessages messages = [new GuardianshipChanged(guardianship.AccountId, guardianship.State, now), Told(guardianship, now)];
        if (!command.Agrees) return (new(), messages);
        var mail = sealer.Seal(
            new(Guid.CreateVersion7(now), guardianship.AccountId, MailKinds.Guardians, new("同意を記録しました", "Your consent is on record"),
                [new("保護者としての同意を記録しました。いつでも下のボタンから撤回できます。このメールを残しておいてください。", "Your consent as a parent or guardian is on record. You can withdraw it at any time with the button. Please keep this mail.")],
                new("同意の内容を見る・撤回する", "See or withdraw the consent"), Guardians.Address(command.Token)),
            guardianship.Email!, now);
        session.Insert(mail);
        messages.Add(new SendMail(mail.Id));
        return (new(), messages);
    }

    /// <summary>Withdraws, for who holds the link or the guardian's account, or for staff.</summary>
    public static async Task<(GuardianOutcome, OutgoingMessages)> Handle(
        RevokeGuardianConsent command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<Guardianship>(command.GuardianshipId, cancellationToken) is not { } guardianship
            || command.Staff is null
                && (command.Token is not { } token || guardianship.TokenHash != Guardians.HashOf(token))
                && (command.GuardianAccountId is not { } account || guardianship.GuardianAccountId != account))
            return (new(LinkGone), []);
        if (guardianship.State == GuardianshipState.Revoked) return (new(), []);
        if (guardianship.State is not GuardianshipState.Agreed and not GuardianshipState.Asked) return (new(LinkGone), []);
        (guardianship.State, guardianship.EndedAt, guardianship.EndedBy) = (GuardianshipState.Revoked, now, command.Staff);
        session.Store(guardianship);
        return (new(), [new GuardianshipChanged(guardianship.AccountId, GuardianshipState.Revoked, now), Told(guardianship, now)]);
    }

    /// <summary>Whoever has come of age decides alone: asked once whether what they agreed to stands. Rows that another host has in hand are skipped.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        EndGuardianshipsOfAge command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Born on this day or before: 18 at the end of yesterday, or earlier.
        var born = JapanTime.DayOf(now).AddYears(-Guardianship.AgeOfMajority);
        await session.BeginAsync(cancellationToken);
        var due = await session.QueryAsync<Guardianship>(
            """
            where d.data ->> 'state' in ('Asked', 'Agreed', 'Refused', 'Revoked')
              and exists (select from accounts.person_profile p where p.account_id = (d.data ->> 'accountId')::uuid and p.birth_date <= ?)
            order by d.id limit ? for update skip locked
            """, cancellationToken, born, BatchService.BatchSize);
        OutgoingMessages messages = [];
        foreach (var guardianship in due)
        {
            (guardianship.State, guardianship.EndedAt) = (GuardianshipState.CameOfAge, now);
            session.Store(guardianship);
        }

        foreach (var account in due.Select(g => g.AccountId).Distinct())
        {
            messages.Add(new GuardianshipChanged(account, GuardianshipState.CameOfAge, now));
            foreach (var consent in await session.Query<ConsentEntry>().Where(c => c.AccountId == account && c.EndedAt == null).ToListAsync(cancellationToken))
            {
                consent.AskedAsAdult = now;
                session.Store(consent);
            }

            messages.Add(new NoticeIssued(
                Guid.CreateVersion7(now), account, new("18 歳になりました。同意を続けるかどうか確かめてください", "You are 18. Please look at your consents"),
                new("保護者の同意は終わり、これからはご自分で決められます。これまでの同意を続けるかどうかをお選びください。", "Your guardian's consent has ended and you decide alone from here on. Please choose whether what was agreed to stands."),
                "/me/consents", now, MailKinds.Consents));
        }

        return (new(due.Count), messages);
    }

    private static NoticeIssued Told(Guardianship guardianship, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), guardianship.AccountId,
        guardianship.State switch
        {
            GuardianshipState.Agreed => new("保護者の方が同意しました", "Your guardian agrees"),
            GuardianshipState.Refused => new("保護者の方の同意が得られませんでした", "Your guardian does not agree"),
            _ => new("保護者の方の同意が撤回されました", "Your guardian no longer agrees"),
        },
        guardianship.State == GuardianshipState.Agreed
            ? new("活動への申し込みを続けられます。", "You can go on signing up for activities.")
            : new("18 歳になるまでは、新しい活動に申し込めません。保護者の方と相談してください。", "Until you are 18 you cannot sign up for new activities. Please talk with your guardian."),
        "/me/guardian", now, MailKinds.Guardians);

    private static void Replace(IDocumentSession session, Guardianship? current, DateTimeOffset now)
    {
        if (current is not { State: GuardianshipState.Asked }) return;
        (current.State, current.EndedAt) = (GuardianshipState.None, now);
        session.Store(current);
    }

    private static async Task<(Guardianship? Current, LocalizedText? Refusal)> MayAskAsync(IDocumentSession session, Guid account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.BirthDateAsync(account, cancellationToken) is not { } birth)
            return (null, new("生年月日が登録されていません。先にプロフィールに入力してください。", "The date of birth is not known. Enter it in the profile first."));
        if (Guardianship.IsOfAge(birth, JapanTime.DayOf(now)))
            return (null, new("18 歳以上の方には、保護者の同意は要りません。", "Nobody who is 18 needs a guardian's consent."));
        var current = await session.GuardianshipAsync(account, cancellationToken);
        return current?.State == GuardianshipState.Agreed
            ? (null, new("保護者の同意はすでに確認されています。", "A guardian's consent is on record already."))
            : (current, null);
    }
}
