using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>Dispatches in words.</summary>
internal static class DispatchWords
{
    public static LocalizedText NameOf(DispatchState state) => state switch
    {
        DispatchState.Requested => new("申請中", "Asked for"), DispatchState.Approved => new("承認済み", "Approved"), DispatchState.Reported => new("実施済み", "Done"), DispatchState.Refused => new("不承認", "Not approved"), _ => new("取りやめ", "Called off"),
    };

    public static (LocalizedText Text, Tone Tone) Standing(Dispatch dispatch, DateOnly today) => dispatch switch
    {
        _ when dispatch.IsOverdue(today) => (new("報告を待っています", "Waiting for the report"), Tone.Warning),
        { State: DispatchState.Requested } => (NameOf(dispatch.State), Tone.Info), { State: DispatchState.Approved } or { State: DispatchState.Reported } => (NameOf(dispatch.State), Tone.Success),
        _ => (NameOf(dispatch.State), Tone.Neutral),
    };

    /// <summary>A state from an address; null when it cannot be read.</summary>
    public static DispatchState? ReadState(string? text) => Enum.TryParse<DispatchState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public static LocalizedText PayerOf(string payer) => Municipality.ByCode(payer)?.Names ?? new("県", "The prefecture");
}
