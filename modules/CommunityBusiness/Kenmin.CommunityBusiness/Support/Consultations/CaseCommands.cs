using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>A consultation is opened by who took it (相談の受付).</summary>
/// <param name="Id">The case; made by the page.</param>
/// <param name="MunicipalityCode">Where.</param>
/// <param name="Field">What it is about.</param>
/// <param name="Person">Who came.</param>
/// <param name="Contact">How to reach them.</param>
/// <param name="On">When.</param>
/// <param name="Text">What was talked about.</param>
/// <param name="Office">Who took it.</param>
[MessageIdentity("community-business.open-case.v1")]
[NewEntries(Features.Support)]
public sealed record OpenCase(Guid Id, string? MunicipalityCode, ExpertField? Field, string? Person, string? Contact, DateOnly? On, string? Text, OfficePowers Office);

/// <summary>Opens it.</summary>
public static class OpenCaseHandler
{
    /// <summary>Who opens it is the only one named on it.</summary>
    public static async Task<CommandAnswer> Handle(OpenCase command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var me = command.Office.By;
        await session.TakeTurnsAsync(CaseWork.TurnOf(command.Id), cancellationToken);
        if (await session.LoadAsync<ConsultationCase>(command.Id, cancellationToken) is { } there) return there.IsKnownTo(me.AccountId) ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.Support)) return CommandAnswer.Off;
        if (Municipality.ByCode(command.MunicipalityCode) is not { } place || !command.Office.Covers(place.Code6)) return CommandAnswer.Invalid(new(nameof(command.MunicipalityCode), new("担当の市町を選んでください。", "Choose one of your municipalities.")));
        if (command.Field is not { } field || !Enum.IsDefined(field)) return CommandAnswer.Invalid(new(nameof(command.Field), new("分野を選んでください。", "Choose the field.")));
        foreach (var flaw in Flaw.OfText(command.Person, nameof(command.Person), 60).Concat(Flaw.OfText(command.Contact, nameof(command.Contact), 100, required: false))) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in CaseWork.FlawsOfEntry(command.On, command.Text, JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        session.Insert(new ConsultationCase
        {
            Id = command.Id, MunicipalityCode = place.Code6, Field = field, Person = VentureWork.Tidy(command.Person), Contact = VentureWork.Tidy(command.Contact), OpenedOn = command.On!.Value,
            Readers = [new(me.AccountId, me.Name, ReaderReason.Opened, now, me)], Entries = [new(command.Id, command.On.Value, VentureWork.Tidy(command.Text), now, me)],
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody who is named on a case writes on it (相談記録の追記).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="EntryId">The entry; made by the page.</param>
/// <param name="On">The day.</param>
/// <param name="Text">What was talked about.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.write-case.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record WriteCase(Guid CaseId, Guid EntryId, DateOnly? On, string? Text, Doer By);

/// <summary>Writes it.</summary>
public static class WriteCaseHandler
{
    /// <summary>What was written stays as it is.</summary>
    public static async Task<CommandAnswer> Handle(WriteCase command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await CaseWork.LockAsync(session, command.CaseId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (found.Entries.Any(e => e.Id == command.EntryId)) return CommandAnswer.Done;
        if (found.ClosedAt is not null) return CaseWork.IsClosed;
        foreach (var flaw in CaseWork.FlawsOfEntry(command.On, command.Text, JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        if (found.Entries.Count >= CaseWork.MostEntries) return CommandAnswer.Refused("too-many", "これ以上は書けません。新しい相談を開いてください。", "No more can be written here. Open a new case.");
        found.Entries.Add(new(command.EntryId, command.On!.Value, VentureWork.Tidy(command.Text), now, command.By));
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody who is named on a case names a colleague (閲覧者の追加), with a reason that goes into the audit log.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="ReaderId">The colleague.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who names them.</param>
[MessageIdentity("community-business.add-case-reader.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record AddCaseReader(Guid CaseId, Guid? ReaderId, ReaderReason? Reason, Doer By);

/// <summary>Names them.</summary>
public static class AddCaseReaderHandler
{
    /// <summary>Only staff. The audit log has it before they can see anything.</summary>
    public static async Task<CommandAnswer> Handle(AddCaseReader command, IDocumentSession session, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await CaseWork.LockAsync(session, command.CaseId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (command.Reason is not { } reason || reason == ReaderReason.Opened || !Enum.IsDefined(reason)) return CommandAnswer.Invalid(new(nameof(command.Reason), new("理由を選んでください。", "Choose the reason.")));
        if ((await CaseWork.StaffAsync(staff, command.By.AccountId, cancellationToken)).FirstOrDefault(s => s.AccountId == command.ReaderId) is not { } colleague)
            return CommandAnswer.Invalid(new(nameof(command.ReaderId), new("職員を選んでください。", "Choose a colleague.")));
        if (found.IsKnownTo(colleague.AccountId)) return CommandAnswer.Done;
        await audit.RecordAsync(new(command.By.AccountId, "community-business.case.reader-added", [found.Id, colleague.AccountId], $"{found.Id} {reason}"), cancellationToken);
        found.Readers.Add(new(colleague.AccountId, colleague.Name, reason, clock.GetUtcNow(), command.By));
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody is named on a case no more: by themselves, or by another who is named (閲覧者から外れる).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="ReaderId">Who.</param>
/// <param name="By">Who says so.</param>
[MessageIdentity("community-business.remove-case-reader.v1")]
[NoNewEntries("narrows who knows")]
public sealed record RemoveCaseReader(Guid CaseId, Guid ReaderId, Doer By);

/// <summary>Takes them off.</summary>
public static class RemoveCaseReaderHandler
{
    /// <summary>Somebody always stays: else nobody could answer for it.</summary>
    public static async Task<CommandAnswer> Handle(RemoveCaseReader command, IDocumentSession session, IAuditTrail audit, CancellationToken cancellationToken)
    {
        if (await CaseWork.LockAsync(session, command.CaseId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (!found.IsKnownTo(command.ReaderId)) return CommandAnswer.Done;
        if (found.Readers.Count == 1) return CommandAnswer.Refused("last", "最後の 1 人は外せません。先に、引き継ぐ職員を加えてください。", "The last one cannot leave. Name who takes it over first.");
        await audit.RecordAsync(new(command.By.AccountId, "community-business.case.reader-removed", [found.Id, command.ReaderId], found.Id.ToString()), cancellationToken);
        found.Readers.RemoveAll(r => r.AccountId == command.ReaderId);
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>A case is referred, with what is passed on, to which the person agreed (紹介・引継ぎ).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="ReferralId">The referral; made by the page.</param>
/// <param name="Target">To whom.</param>
/// <param name="MunicipalityCode">Which municipality; null for a centre.</param>
/// <param name="Centre">Which centre; null for a municipality.</param>
/// <param name="PassedOn">What is passed on.</param>
/// <param name="Agreed">Whether the person agreed to it.</param>
/// <param name="By">Who refers it.</param>
[MessageIdentity("community-business.refer-case.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record ReferCase(Guid CaseId, Guid ReferralId, ReferralTarget? Target, string? MunicipalityCode, string? Centre, string? PassedOn, bool Agreed, Doer By);

/// <summary>Notes it.</summary>
public static class ReferCaseHandler
{
    /// <summary>Nothing is passed on without the person's consent. Who gets it does not see the case.</summary>
    public static async Task<CommandAnswer> Handle(ReferCase command, IDocumentSession session, IAuditTrail audit, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await CaseWork.LockAsync(session, command.CaseId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (found.Referrals.Any(r => r.Id == command.ReferralId)) return CommandAnswer.Done;
        if (found.ClosedAt is not null) return CaseWork.IsClosed;
        if (command.Target is not { } target || !Enum.IsDefined(target)) return CommandAnswer.Invalid(new(nameof(command.Target), new("紹介先を選んでください。", "Choose to whom.")));
        var municipality = Municipality.ByCode(command.MunicipalityCode)?.Code6;
        if (target == ReferralTarget.Municipality && municipality is null) return CommandAnswer.Invalid(new(nameof(command.MunicipalityCode), new("市町を選んでください。", "Choose the municipality.")));
        if (target == ReferralTarget.SupportCentre)
            foreach (var flaw in Flaw.OfText(command.Centre, nameof(command.Centre), 60)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.PassedOn, nameof(command.PassedOn), VentureWork.LongestReason, lines: true)) return CommandAnswer.Invalid(flaw);
        if (!command.Agreed) return CommandAnswer.Invalid(new(nameof(command.Agreed), new("本人の同意を得てから、引き継いでください。", "Ask the person for consent first.")));
        await audit.RecordAsync(new(command.By.AccountId, "community-business.case.referred", [found.Id], $"{found.Id} {target}"), cancellationToken);
        found.Referrals.Add(new(command.ReferralId, target, target == ReferralTarget.Municipality ? municipality! : VentureWork.Tidy(command.Centre), VentureWork.Tidy(command.PassedOn), clock.GetUtcNow(), command.By));
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>A case is closed, or taken up again (相談の終了・再開).</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Closed">Whether it is closed.</param>
/// <param name="By">Who says so.</param>
[MessageIdentity("community-business.close-case.v1")]
[NoNewEntries("ends what is under way, or takes it up again")]
public sealed record CloseCase(Guid CaseId, bool Closed, Doer By);

/// <summary>Closes it.</summary>
public static class CloseCaseHandler
{
    /// <summary>As often as it is asked.</summary>
    public static async Task<CommandAnswer> Handle(CloseCase command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await CaseWork.LockAsync(session, command.CaseId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (command.Closed == (found.ClosedAt is not null)) return CommandAnswer.Done;
        found.ClosedAt = command.Closed ? clock.GetUtcNow() : null;
        session.Store(found);
        return CommandAnswer.Done;
    }
}

/// <summary>What all commands about a case have in common.</summary>
internal static class CaseWork
{
    public const int MostEntries = 200, Longest = 4000;

    private static readonly string[] WhoMayKnow = [Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator];

    public static CommandAnswer IsClosed { get; } = CommandAnswer.Refused("closed-case", "終了した相談です。先に再開してください。", "It is closed. Take it up again first.");

    public static string TurnOf(Guid id) => $"consultation|{id:N}";

    /// <summary>A case, kept from others, for who is named on it; null for everybody else.</summary>
    public static async Task<ConsultationCase?> LockAsync(IDocumentSession session, Guid id, Doer by, CancellationToken cancellationToken) =>
        await session.LockAsync<ConsultationCase>(id, cancellationToken) is { } found && found.IsKnownTo(by.AccountId) ? found : null;

    public static IEnumerable<Flaw> FlawsOfEntry(DateOnly? on, string? text, DateOnly today)
    {
        if (on is not { } day || day > today || day < today.AddYears(-1)) yield return new("On", new("この 1 年の、今日までの日にしてください。", "Choose a day of the last year, until today."));
        foreach (var flaw in Flaw.OfText(text, "Text", Longest, lines: true)) yield return flaw;
    }

    /// <summary>Who can be named on a case, each once.</summary>
    public static async Task<IReadOnlyList<StaffMember>> StaffAsync(IStaffDirectory staff, Guid actor, CancellationToken cancellationToken)
    {
        List<StaffMember> found = [];
        foreach (var role in WhoMayKnow) found.AddRange((await staff.HoldersAsync(actor, role, cancellationToken)).Where(s => found.All(f => f.AccountId != s.AccountId)));
        return found;
    }
}
