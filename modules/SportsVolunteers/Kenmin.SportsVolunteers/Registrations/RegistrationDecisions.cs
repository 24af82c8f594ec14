using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>What a step comes to: events to record, or the reason why it cannot be taken. Neither: it was taken before.</summary>
/// <param name="Events">What happens.</param>
/// <param name="Refusal">Why nothing happens, in words for the person.</param>
internal sealed record Decision(IReadOnlyList<object> Events, LocalizedText? Refusal)
{
    public static Decision Nothing { get; } = new([], null);

    public static Decision Of(params IReadOnlyList<object> events) => new(events, null);

    public static Decision No(LocalizedText reason) => new([], reason);
}

/// <summary>Who made a statement known, how and when.</summary>
/// <param name="Channel">How it came.</param>
/// <param name="By">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
internal sealed record Statement(AnswerChannel Channel, Guid? By, DateTimeOffset At);

/// <summary>The rules of a registration: pure, the same on every host.</summary>
internal static class RegistrationDecisions
{
    public static Decision Ask(this Registration r, Guid run, DateOnly answerBy, Guid by, DateTimeOffset at)
    {
        if (answerBy <= JapanTime.DayOf(at))
            return Decision.No(new("回答の期限は、明日以降の日にしてください。", "The last day for answers must be after today."));
        return r.State switch
        {
            RegistrationState.Asked => Decision.Nothing,
            _ when !RegistrationTable.Allows(r.State, RegistrationStep.Ask) => Cannot(r, new("照会", "asked")),
            _ => Decision.Of(new ContinuationAsked(run, answerBy, by, at)),
        };
    }

    public static Decision AskForRenewal(this Registration r, Guid run, FiscalYear year, DateOnly answerBy, Guid by, DateTimeOffset at)
    {
        if (answerBy <= JapanTime.DayOf(at))
            return Decision.No(new("回答の期限は、明日以降の日にしてください。", "The last day for answers must be after today."));
        if (r.State != RegistrationState.Continuing) return Cannot(r, new("更新の照会", "asked to renew"));
        return r.RegisteredYear >= year.StartYear || r.RenewalYear >= year.StartYear
            ? Decision.Nothing : Decision.Of(new RenewalAsked(year, run, answerBy, by, at));
    }

    /// <summary>Reminds once of each last day, who has not answered yet.</summary>
    public static Decision Remind(this Registration r, DateTimeOffset at) =>
        r.AnswerBy is { } last && (r.State == RegistrationState.Asked || r.RenewalIsOpen) && r.RemindedOf != last && JapanTime.DayOf(at) <= last
            ? Decision.Of(new RemindedToAnswer(last, at)) : Decision.Nothing;

    /// <summary>
    /// Whoever came of age is asked for their own consent to the year after the one they are registered for; the guardian's stands for
    /// what it was given for.
    /// </summary>
    /// <param name="r">The registration.</param>
    /// <param name="run">The act of the platform.</param>
    /// <param name="answerBy">The last day for an answer.</param>
    /// <param name="at">Now.</param>
    public static Decision ComeOfAge(this Registration r, Guid run, DateOnly answerBy, DateTimeOffset at)
    {
        if (!r.GuardianConsented || r.State != RegistrationState.Continuing || r.RegisteredYear is not { } until) return Decision.Nothing;
        var year = new FiscalYear(Math.Max(until, FiscalYear.Of(at).StartYear)).Next;
        return r.RenewalYear >= year.StartYear ? Decision.Of(new CameOfAge(at)) : Decision.Of(new CameOfAge(at), new RenewalAsked(year, run, answerBy, Guid.Empty, at));
    }

    public static Decision Agree(this Registration r, string purposeVersion, Statement statement)
    {
        if (r.State == RegistrationState.Continuing)
            return r.RenewalYear is { } renewed && renewed > r.RegisteredYear
                ? TooLate(r, statement) ?? Decision.Of(new ContinuationAgreed(new(renewed), purposeVersion, statement.Channel, statement.By, statement.At)) : Decision.Nothing;
        if (!RegistrationTable.Allows(r.State, RegistrationStep.Agree)) return Cannot(r, new("継続", "kept registered"));
        return TooLate(r, statement) ?? Decision.Of(
            new ContinuationAgreed(FiscalYear.Of(statement.At), purposeVersion, statement.Channel, statement.By, statement.At));
    }

    public static Decision Refuse(this Registration r, Statement statement)
    {
        if (r.State == RegistrationState.Refused) return Decision.Nothing;
        // Who does not renew stays until the end of the year they are registered for.
        if (r is { State: RegistrationState.Continuing, RenewalYear: { } renewal } && FiscalYear.Of(statement.At).StartYear < renewal)
            return r.RenewalDeclined ? Decision.Nothing
                : TooLate(r, statement) ?? Decision.Of(new RenewalDeclined(new(renewal), statement.Channel, statement.By, statement.At));
        if (!RegistrationTable.Allows(r.State, RegistrationStep.Refuse)) return Cannot(r, new("辞退の登録を", "marked as refused"));
        return TooLate(r, statement) ?? Decision.Of(new ContinuationRefused(statement.Channel, statement.By, statement.At));
    }

    public static Decision Lapse(this Registration r, DateTimeOffset at)
    {
        if (!RegistrationTable.Allows(r.State, RegistrationStep.Lapse) || r.State == RegistrationState.Continuing && !(r.RenewalYear > r.RegisteredYear))
            return Cannot(r, new("失効", "lapsed"));
        // Whoever is registered stays so until the year to be renewed for has begun.
        if (r.State == RegistrationState.Continuing && FiscalYear.Of(at).StartYear < r.RenewalYear)
            return Decision.No(new("更新する年度がまだ始まっていません。", "The year to be renewed for has not begun yet."));
        if (r.RenewalDeclined) return Decision.Of(new RegistrationEnded(EndReason.NotSaid, r.Channel ?? AnswerChannel.Form, null, at));
        return r.AnswerBy is { } last && JapanTime.DayOf(at) > last
            ? Decision.Of(new AskingLapsed(last, at))
            : Decision.No(new("回答の期限がまだ来ていません。", "The last day for an answer has not passed yet."));
    }

    public static Decision Register(this Registration r, FiscalYear year, Guid run, Guid by, DateTimeOffset at)
    {
        if (!RegistrationTable.Allows(r.State, RegistrationStep.RegisterForYear)) return Cannot(r, new("年度の登録", "registered for a year"));
        return r.RegisteredYear >= year.StartYear ? Decision.Nothing : Decision.Of(new RegisteredForYear(year, run, by, at));
    }

    public static Decision End(this Registration r, EndReason reason, Statement statement) =>
        r.State == RegistrationState.Ended ? Decision.Nothing
        : RegistrationTable.Allows(r.State, RegistrationStep.End)
            ? Decision.Of(new RegistrationEnded(reason, statement.Channel, statement.By, statement.At))
            : Cannot(r, new("終了", "ended"));

    /// <summary>Who goes on being registered, or is being asked, may connect an account; once there is one, nobody else may.</summary>
    public static Decision IssueAccountLink(this Registration r, bool hasAccount, DateOnly lastDay, Guid by, DateTimeOffset at)
    {
        if (hasAccount) return Decision.No(new("すでにアカウントとつながっています。", "An account is connected already."));
        if (lastDay < JapanTime.DayOf(at)) return Decision.No(new("リンクの期限は、今日以降の日にしてください。", "The last day of the link must not have passed."));
        return r.State is RegistrationState.Continuing or RegistrationState.Asked or RegistrationState.AskingNeeded
            ? Decision.Of(new AccountLinkIssued(lastDay, by, at))
            : Cannot(r, new("本人確認リンクの発行", "given a link"));
    }

    /// <param name="r">The registration.</param>
    /// <param name="yearsKept">Whole fiscal years that data are kept after the year they were needed for.</param>
    /// <param name="at">Now.</param>
    public static Decision Erase(this Registration r, int yearsKept, DateTimeOffset at)
    {
        if (r.State == RegistrationState.Erased) return Decision.Nothing;
        if (!RegistrationTable.Allows(r.State, RegistrationStep.Erase) || r.KeptUntil(yearsKept) is not { } until)
            return Cannot(r, new("個人情報の削除", "erased"));
        return JapanTime.DayOf(at) > until
            ? Decision.Of(new PersonalDataErased(until, at))
            : Decision.No(new("保存期限がまだ来ていません。", "The retention date has not passed yet."));
    }

    /// <summary>Removes the personal data because the person asked for it, before the retention date; who stays is ended first.</summary>
    public static Decision EraseOnRequest(this Registration r, DateTimeOffset at) => r.State switch
    {
        RegistrationState.Erased => Decision.Nothing,
        RegistrationState.Continuing => Decision.Of(
            new RegistrationEnded(EndReason.NotSaid, AnswerChannel.Form, null, at), new PersonalDataErased(JapanTime.DayOf(at), at)),
        RegistrationState.Asked => Decision.Of(
            new ContinuationRefused(AnswerChannel.Form, null, at), new PersonalDataErased(JapanTime.DayOf(at), at)),
        _ => Decision.Of(new PersonalDataErased(JapanTime.DayOf(at), at)),
    };

    /// <summary>The retention date: the last day on which the personal data are kept; null while the person stays or is being asked.</summary>
    public static DateOnly? KeptUntil(this Registration r, int yearsKept) =>
        r.KeptFromYear is { } year ? new FiscalYear(year + yearsKept).EndsOn : null;

    /// <summary>A link answers until its last day. What people say to staff or to their own account counts at any time.</summary>
    private static Decision? TooLate(Registration r, Statement statement) =>
        statement.Channel == AnswerChannel.Link && (r.AnswerBy is not { } last || JapanTime.DayOf(statement.At) > last)
            ? Decision.No(new("回答の期限が過ぎています。", "The last day for an answer has passed."))
            : null;

    private static Decision Cannot(Registration r, LocalizedText step) => Decision.No(r.State == RegistrationState.Erased
        ? new("保存期限が過ぎ、個人情報を削除したため、手続きできません。", "The personal data were removed after the retention date; nothing more can be done.")
        : new($"今の状態（{r.State.Name().Ja}）では、{step.Ja}できません。", $"As things stand ({r.State.Name().En}), this cannot be {step.En}."));
}
