using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Photos;

/// <summary>Photos in words.</summary>
internal static class PhotoWords
{
    public static LocalizedText MomentOf(PhotoMoment moment) => moment == PhotoMoment.Before ? new("清掃前", "Before") : new("清掃後", "After");

    /// <summary>What stands for a picture that is not seen. Nobody describes it, so that it says what is known.</summary>
    public static LocalizedText Alternative(Photo photo, string place) =>
        new($"{place}の{MomentOf(photo.Moment).Ja}の写真（{Dates.Short(JapanTime.DayOf(photo.At))}）", $"{place}, {MomentOf(photo.Moment).En.ToLowerInvariant()} the clean-up ({Dates.Short(JapanTime.DayOf(photo.At))})");

    public static LocalizedText StateOf(PhotoState state) => state switch
    {
        PhotoState.Waiting => new("確認待ち", "Waiting to be checked"), PhotoState.Approved => new("公開中", "Public"), _ => new("公開しません", "Not public"),
    };

    public static Tone ToneOf(PhotoState state) => state switch { PhotoState.Waiting => Tone.Info, PhotoState.Approved => Tone.Success, _ => Tone.Neutral };
}
