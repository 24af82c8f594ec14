using System.Security.Claims;
using JasperFx;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Skills;

/// <summary>A qualification as it is entered.</summary>
/// <param name="Kind">Key of the kind.</param>
/// <param name="Number">What proves it.</param>
/// <param name="Expires">Its last day.</param>
internal sealed record QualificationEntry(string? Kind, string? Number, string? Expires);

/// <summary>A refusal at a field; an empty field is the whole.</summary>
internal sealed record SkillProblem(string Field, LocalizedText Text);

/// <summary>Qualifications, wishes and needs for support of one person, entered by the person or by staff.</summary>
internal sealed class SkillsDesk(ISportsVolunteersStore store, ModuleCatalog modules, IAuditTrail audit, TimeProvider clock)
{
    private const int Most = 30;

    /// <summary>The needs for support, recorded as seen; null when this user is not one who must know.</summary>
    public async Task<string?> SupportNeedsAsync(Volunteer volunteer, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!modules.Holds(user, Permissions.ReadSupportNeeds)) return null;
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.support-needs.viewed", [volunteer.Id]), cancellationToken);
        return volunteer.SupportNeeds;
    }

    /// <summary>Enters a qualification, or its details anew. What staff enter is confirmed with it; what the person enters is not yet.</summary>
    public async Task<SkillProblem?> EnterAsync(Guid id, QualificationEntry entry, ClaimsPrincipal? staff, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var kind = (await QualificationKinds.AllAsync(session, cancellationToken)).FirstOrDefault(k => k.Id == entry.Kind && !k.Retired);
        if (kind is null) return new(nameof(entry.Kind), new("資格を選んでください。", "Choose a qualification."));
        var number = (entry.Number ?? "").Trim();
        if (number.Length > 100) return new(nameof(entry.Number), new("番号などは100文字までにしてください。", "Keep it to 100 characters."));
        DateOnly? expires = null;
        if (!string.IsNullOrWhiteSpace(entry.Expires))
        {
            if (!LenientDate.Parse(entry.Expires).TryGet(out var day)) return new(nameof(entry.Expires), LenientDate.Parse(entry.Expires).Error);
            if (day < JapanTime.Today(clock)) return new(nameof(entry.Expires), new("有効期限が過ぎています。更新後の期限を入力してください。", "It has run out. Enter the date after its renewal."));
            expires = day;
        }
        else if (kind.RunsOut) return new(nameof(entry.Expires), new("この資格は有効期限を入力してください。", "This one runs out: enter its last day."));

        var now = clock.GetUtcNow();
        var held = new HeldQualification(kind.Name, number, expires, now);
        if (staff is not null) held = held with { ConfirmedAt = now, ConfirmedBy = staff.AccountId(), ConfirmedByName = staff.DisplayName() };
        return await ChangeAsync(id, staff, new("資格", "Qualification"), v =>
        {
            var before = v.Held.Find(h => Qualification.KeyOf(h.Name) == kind.Id);
            if (before is null && v.Held.Count >= Most) return null;
            // The same as before stays confirmed; anything new has to be seen again.
            if (staff is null && before is { ConfirmedAt: not null } && before.Number == number && before.Expires == expires) return ("", "");
            v.Held = [.. v.Held.Where(h => h != before), held];
            return (Say(before), Say(held));
        }, new($"資格は{Most}件までです。", $"{Most} qualifications at most."), cancellationToken);
    }

    /// <summary>A member of staff has seen the proof.</summary>
    public Task<SkillProblem?> ConfirmAsync(Guid id, string? name, ClaimsPrincipal staff, CancellationToken cancellationToken) =>
        ChangeAsync(id, staff, new("資格の確認", "Qualification confirmed"), v =>
        {
            if (v.Held.Find(h => h.Name == name) is not { } held) return null;
            if (held.ConfirmedAt is not null) return ("", "");
            v.Held = [.. v.Held.Select(h => h == held
                ? h with { ConfirmedAt = clock.GetUtcNow(), ConfirmedBy = staff.AccountId(), ConfirmedByName = staff.DisplayName() } : h)];
            return ("", Say(held));
        }, Gone, cancellationToken);

    /// <summary>Takes a qualification out, also what was only stated under its name.</summary>
    public Task<SkillProblem?> RemoveAsync(Guid id, string? name, ClaimsPrincipal? staff, CancellationToken cancellationToken) =>
        ChangeAsync(id, staff, new("資格", "Qualification"), v =>
        {
            var key = Qualification.KeyOf(name ?? "");
            var before = v.Held.Find(h => Qualification.KeyOf(h.Name) == key);
            if (before is null && v.Qualifications.All(q => Qualification.KeyOf(q) != key)) return null;
            v.Held = [.. v.Held.Where(h => h != before)];
            v.Qualifications = [.. v.Qualifications.Where(q => Qualification.KeyOf(q) != key)];
            return (before is null ? name! : Say(before), "");
        }, Gone, cancellationToken);

    /// <summary>Keeps activities and wishes.</summary>
    public Task<SkillProblem?> WishAsync(Guid id, IReadOnlyList<string> roles, ServiceWishes wishes, ClaimsPrincipal? staff, CancellationToken cancellationToken) =>
        ChangeAsync(id, staff, new("活動の希望", "Wishes"), v =>
        {
            if (v.Wanted == wishes && v.Wishes.SequenceEqual(roles)) return ("", "");
            var before = string.Join('、', v.Wishes);
            (v.Wanted, v.Wishes) = (wishes, [.. roles]);
            return (before, roles.Count == 0 ? "―" : string.Join('、', roles));
        }, Gone, cancellationToken);

    /// <summary>Keeps the needs for support. What they are stands in no history.</summary>
    public Task<SkillProblem?> SupportAsync(Guid id, string? text, ClaimsPrincipal? staff, CancellationToken cancellationToken)
    {
        var needs = (text ?? "").Trim();
        if (needs.Length > 1000) return Task.FromResult<SkillProblem?>(new("Text", new("1000文字までにしてください。", "Keep it to 1,000 characters.")));
        return ChangeAsync(id, staff, new("配慮が必要なこと", "Support needed"), v =>
        {
            if (v.SupportNeeds == needs) return ("", "");
            v.SupportNeeds = needs;
            return ("", "＊");
        }, Gone, cancellationToken);
    }

    private static readonly LocalizedText Gone = new("見つかりません。最新の内容を確かめてください。", "It is not there. Look at the latest data.");

    private static string Say(HeldQualification? held) => held is null ? "" : held.Expires is { } until ? $"{held.Name}（{until:yyyy-MM-dd}まで）" : held.Name;

    /// <summary>Carries a change out on the latest data; others who change the person at the same moment lose nothing.</summary>
    private async Task<SkillProblem?> ChangeAsync(
        Guid id, ClaimsPrincipal? staff, LocalizedText field, Func<Volunteer, (string Before, string After)?> change, LocalizedText refusal,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var session = store.LightweightSession();
            var volunteer = await session.LoadAsync<Volunteer>(id, cancellationToken);
            if (volunteer is null or { Erased: true } || (staff is not null && !VolunteerList.MaySee(staff, volunteer))) return new("", Gone);
            if (change(volunteer) is not var (before, after)) return new("", refusal);
            // Nothing changed.
            if (before.Length == 0 && after.Length == 0) return null;
            if (staff is not null)
            {
                await audit.RecordAsync(new(staff.AccountId(), "sports-volunteers.roster.changed", [id]), cancellationToken);
                volunteer.Changes.Add(new(clock.GetUtcNow(), staff.AccountId(), staff.DisplayName(), [new(field, before, after)]));
            }

            session.Store(volunteer);
            try
            {
                await session.SaveChangesAsync(cancellationToken);
                return null;
            }
            catch (ConcurrencyException) when (attempt < 4)
            {
                // Again on what is there now.
            }
        }
    }
}
