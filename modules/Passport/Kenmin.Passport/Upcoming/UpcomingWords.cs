using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Upcoming;

/// <summary>Sign-ups in words.</summary>
internal static class UpcomingWords
{
    public static LocalizedText NameOf(SignUpStanding standing) => standing switch
    {
        SignUpStanding.Confirmed => new("参加が決まっています", "You have a place"), SignUpStanding.Offered => new("空きが出ました。お答えください", "A place became free: please answer"),
        _ => new("キャンセル待ち", "On the waiting list"),
    };
}
