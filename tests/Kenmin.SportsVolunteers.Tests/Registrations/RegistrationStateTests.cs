using CsCheck;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using static Kenmin.SportsVolunteers.Registrations.RegistrationState;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class RegistrationStateTests
{
    private static readonly Guid Person = Guid.Parse("01990000-0000-7000-8000-000000000001");
    private static readonly Guid Staff = Guid.Parse("01990000-0000-7000-8000-0000000000aa");
    private static readonly Guid Run = Guid.Parse("01990000-0000-7000-8000-0000000000bb");
    private static readonly FiscalYear Year = new(2026);
    private static readonly DateTimeOffset November = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(9));
    private static readonly DateOnly Deadline = new(2026, 12, 21);

    [Theory]
    [InlineData(ContinuationAnswer.Agreed, Continuing)]
    [InlineData(ContinuationAnswer.Refused, Refused)]
    [InlineData(ContinuationAnswer.Blank, AskingNeeded)]
    public void The_answer_on_the_form_decides_where_a_registration_begins(ContinuationAnswer answer, RegistrationState state) =>
        Start(answer).State.ShouldBe(state);

    [Fact]
    public void Who_agreed_on_the_form_is_registered_for_the_year_of_the_festival()
    {
        var r = Start(ContinuationAnswer.Agreed);
        r.IsRegisteredFor(Year).ShouldBeTrue();
        r.IsRegisteredFor(Year.Next).ShouldBeFalse();
    }

    [Fact]
    public void Who_was_asked_and_agrees_stays_with_the_version_of_the_purpose()
    {
        var r = Do(Asking(), x => x.Agree("v7", By(AnswerChannel.Link, November.AddDays(3))));
        (r.State, r.PurposeVersion, r.Channel, r.Answered).ShouldBe((Continuing, "v7", AnswerChannel.Link, true));
    }

    [Fact]
    public void An_answer_by_link_can_be_changed_until_the_last_day_and_not_after()
    {
        var lastMinute = JapanTime.At(Deadline, new TimeOnly(23, 59));
        var agreed = Do(Asking(), r => r.Agree("v7", By(AnswerChannel.Link, November.AddDays(3))));

        Do(agreed, r => r.Refuse(By(AnswerChannel.Link, lastMinute))).State.ShouldBe(Refused);
        agreed.Refuse(By(AnswerChannel.Link, lastMinute.AddMinutes(1))).Refusal.ShouldNotBeNull().Ja.ShouldContain("期限");
    }

    [Fact]
    public void No_answer_lapses_after_the_last_day_and_not_on_it()
    {
        Asking().Lapse(JapanTime.At(Deadline, new TimeOnly(23, 59))).Refusal.ShouldNotBeNull();
        Do(Asking(), r => r.Lapse(JapanTime.StartOf(Deadline.AddDays(1)))).State.ShouldBe(Lapsed);
    }

    [Fact]
    public void Who_lapsed_can_still_agree_by_telephone_and_not_by_link()
    {
        var lapsed = Do(Asking(), r => r.Lapse(JapanTime.StartOf(Deadline.AddDays(1))));

        lapsed.Agree("v7", By(AnswerChannel.Link, November.AddDays(60))).Refusal.ShouldNotBeNull();
        Do(lapsed, r => r.Agree("v7", new(AnswerChannel.Phone, Staff, November.AddDays(60)))).State.ShouldBe(Continuing);
    }

    [Fact]
    public void Asking_twice_is_asking_once()
    {
        Asking().Ask(Guid.NewGuid(), Deadline, Staff, November).Events.ShouldBeEmpty();
        Asking().Ask(Guid.NewGuid(), Deadline, Staff, November).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_last_day_for_answers_is_after_today() =>
        Start(ContinuationAnswer.Blank).Ask(Run, JapanTime.DayOf(November), Staff, November).Refusal.ShouldNotBeNull();

    [Fact]
    public void Data_of_who_refused_on_the_form_are_kept_until_the_end_of_the_year_after_the_festivals()
    {
        var r = Start(ContinuationAnswer.Refused);
        r.KeptUntil(1).ShouldBe(new DateOnly(2028, 3, 31));
        r.Erase(1, JapanTime.At(new(2028, 3, 31), new(23, 59))).Refusal.ShouldNotBeNull();
        var erased = Do(r, x => x.Erase(1, JapanTime.StartOf(new(2028, 4, 1))));
        (erased.State, erased.Outcome).ShouldBe((Erased, Refused));
    }

    [Fact]
    public void Data_of_who_refused_later_are_kept_from_the_year_of_the_refusal() =>
        Do(Asking(), r => r.Refuse(By(AnswerChannel.Self, new(2027, 4, 1, 0, 0, 0, TimeSpan.FromHours(9))))).KeptUntil(1).ShouldBe(new DateOnly(2029, 3, 31));

    [Fact]
    public void Data_of_who_stays_or_is_being_asked_have_no_retention_date()
    {
        Start(ContinuationAnswer.Agreed).KeptUntil(1).ShouldBeNull();
        Asking().KeptUntil(1).ShouldBeNull();
    }

    [Fact]
    public void A_later_line_of_the_roster_counts_until_the_person_has_spoken()
    {
        var restated = new AnswerRestated(ContinuationAnswer.Refused);
        Apply(Start(ContinuationAnswer.Agreed), restated).State.ShouldBe(Refused);
        var spoken = Do(Asking(), r => r.Agree("v7", By(AnswerChannel.Link, November.AddDays(1))));
        Apply(spoken, restated).State.ShouldBe(Continuing);
    }

    [Fact]
    public void The_roster_of_an_earlier_festival_changes_nothing_but_the_list_of_festivals()
    {
        var r = Apply(Start(ContinuationAnswer.Agreed), new CameForward("前の大会", Year.Previous, ContinuationAnswer.Refused));
        (r.State, r.FestivalYear).ShouldBe((Continuing, 2026));
        r.Festivals.ShouldBe(["前の大会", "見本大会"]);
    }

    [Fact]
    public void What_cannot_be_done_is_refused_in_both_languages()
    {
        foreach (var refusal in new[]
        {
            Start(ContinuationAnswer.Refused).Ask(Run, Deadline, Staff, November).Refusal,
            Start(ContinuationAnswer.Blank).Register(Year, Run, Staff, November).Refusal,
            Start(ContinuationAnswer.Blank).End(EndReason.Time, By(AnswerChannel.Self, November)).Refusal,
            Start(ContinuationAnswer.Agreed).Erase(1, November.AddYears(20)).Refusal,
        })
        {
            refusal.ShouldNotBeNull().Ja.ShouldNotBeNullOrWhiteSpace();
            refusal.Value.En.ShouldNotBeNullOrWhiteSpace();
        }
    }

    /// <summary>Random lives of a registration: any command, at any time, in any order, with what rosters may bring in between.</summary>
    [Fact]
    public void No_life_of_a_registration_leaves_the_table()
    {
        var step = Gen.Select(Gen.Int[0, 13], Gen.Int[1, 400], Gen.Enum<AnswerChannel>(), Gen.Enum<ContinuationAnswer>());
        Gen.Select(Gen.Enum<ContinuationAnswer>(), Gen.Bool, step.Array[0, 25]).Sample((form, self, steps) =>
        {
            List<DateTimeOffset> times = [November];
            List<object> history = [self ? new RegisteredThemselves(Year, "v7", November) : new CameForward("見本大会", Year, form)];
            var (r, at) = (Replay(history)!, November);
            foreach (var (kind, days, channel, answer) in steps)
            {
                at = at.AddDays(days % 40);
                var before = r;
                var decision = kind switch
                {
                    0 or 1 => r.Ask(Run, JapanTime.DayOf(at).AddDays(days % 60), Staff, at),
                    2 or 3 => r.Agree("v7", By(channel, at)),
                    4 => r.Refuse(By(channel, at)),
                    5 or 6 => r.Lapse(at),
                    7 => r.Register(FiscalYear.Of(at).Next, Run, Staff, at),
                    8 => r.End(EndReason.Moved, By(channel, at)),
                    9 => r.Erase(1, at.AddDays(days * 3)),
                    12 or 13 => r.AskForRenewal(Run, FiscalYear.Of(at).Next, JapanTime.DayOf(at).AddDays(days % 60), Staff, at),
                    10 => Decision.Of(new CameForward($"大会{days % 3}", new(2025 + days % 3), answer)),
                    _ => Decision.Of(new AnswerRestated(answer)),
                };
                (decision.Refusal is null || decision.Events.Count == 0).ShouldBeTrue();
                foreach (var e in decision.Events)
                {
                    history.Add(e);
                    times.Add(at);
                    r = RegistrationTable.After(r, Person, e, at)!;
                    // What a decision lets happen changes the state by a step of the table; what a roster says may change nothing.
                    if (r.State != before.State) RegistrationTable.Steps.ShouldContain(s => s.Key.From == before.State && s.Value == r.State);
                    if (kind is not (10 or 11) && e is not (RegisteredForYear or RenewalAsked or RenewalDeclined) && !(before.State == Continuing && e is ContinuationAgreed)) r.State.ShouldNotBe(before.State, e.ToString());
                }

                if (before.State == Erased) r.ShouldBe(before);
                if (r.State == Continuing)
                {
                    r.KeptFromYear.ShouldBeNull();
                    r.RegisteredYear.ShouldNotBeNull();
                    AgreedLast(history).ShouldBeTrue();
                    if (r.RenewalDeclined) r.IsRegisteredFor(new(r.RenewalYear!.Value)).ShouldBeFalse();
                }

                if (r.State is Refused or Lapsed or Ended) r.KeptFromYear.ShouldNotBeNull();
                if (r.State == Asked) r.AnswerBy.ShouldNotBeNull();
                if (r.State == Erased && before.State != Erased) r.Outcome.ShouldBe(before.State);
            }

            var again = history.Zip(times).Aggregate((Registration?)null, (x, e) => RegistrationTable.After(x, Person, e.First, e.Second))!;
            (again.State, again.RegisteredYear, again.KeptFromYear, again.AnswerBy).ShouldBe((r.State, r.RegisteredYear, r.KeptFromYear, r.AnswerBy));
        });
    }

    /// <summary>Whether somebody said yes, by any means, and took it back by none since.</summary>
    private static bool AgreedLast(List<object> history)
    {
        var agreed = history.FindLastIndex(e => e is ContinuationAgreed or RegisteredThemselves
            or CameForward { Answer: ContinuationAnswer.Agreed } or AnswerRestated { Answer: ContinuationAnswer.Agreed });
        var taken = history.FindLastIndex(e => e is ContinuationRefused or AskingLapsed or RegistrationEnded);
        return agreed >= 0 && agreed > taken;
    }

    [Fact]
    public void Who_is_asked_to_renew_stays_until_the_year_ends_whatever_the_answer()
    {
        var next = Year.Next;
        var lastDay = JapanTime.At(new(2027, 3, 31), new(23, 59));
        var newYear = JapanTime.StartOf(new(2027, 4, 1));
        var asked = Do(Start(ContinuationAnswer.Agreed), r => r.AskForRenewal(Run, next, Deadline, Staff, November));
        (asked.State, asked.RenewalIsOpen, asked.IsRegisteredFor(Year), asked.IsRegisteredFor(next)).ShouldBe((Continuing, true, true, false));
        asked.AskForRenewal(Guid.NewGuid(), next, Deadline, Staff, November).Events.ShouldBeEmpty();

        var agreed = Do(asked, r => r.Agree("v7", By(AnswerChannel.Link, November.AddDays(2))));
        (agreed.State, agreed.RenewalIsOpen, agreed.IsRegisteredFor(next)).ShouldBe((Continuing, false, true));
        agreed.Lapse(newYear).Refusal.ShouldNotBeNull();

        var declined = Do(agreed, r => r.Refuse(By(AnswerChannel.Link, November.AddDays(3))));
        (declined.State, declined.RenewalDeclined, declined.IsRegisteredFor(Year), declined.IsRegisteredFor(next)).ShouldBe((Continuing, true, true, false));
        declined.Lapse(lastDay).Refusal.ShouldNotBeNull();
        Do(declined, r => r.Lapse(newYear)).State.ShouldBe(Ended);
        Do(declined, r => r.Agree("v7", By(AnswerChannel.Phone, lastDay))).IsRegisteredFor(next).ShouldBeTrue("people may change their mind");

        asked.Lapse(lastDay).Refusal.ShouldNotBeNull("the answer is late, the year is not over");
        Do(asked, r => r.Lapse(newYear)).State.ShouldBe(Lapsed);
        Start(ContinuationAnswer.Refused).AskForRenewal(Run, next, Deadline, Staff, November).Refusal.ShouldNotBeNull();
    }

    private static Registration? Replay(IEnumerable<object> events) =>
        events.Aggregate((Registration?)null, (r, e) => RegistrationTable.After(r, Person, e, November));

    private static Registration Start(ContinuationAnswer answer) => Replay([new CameForward("見本大会", Year, answer)])!;

    private static Registration Asking() => Do(Start(ContinuationAnswer.Blank), r => r.Ask(Run, Deadline, Staff, November));

    private static Registration Apply(Registration r, object e) => RegistrationTable.After(r, Person, e, November)!;

    private static Registration Do(Registration r, Func<Registration, Decision> decide)
    {
        var decision = decide(r);
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(r, Apply);
    }

    private static Statement By(AnswerChannel channel, DateTimeOffset at) => new(channel, null, at);
}
