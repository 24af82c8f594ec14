using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>What a person without a mouse does. An element that cannot take the focus fails the test.</summary>
internal static class ByKeyboard
{
    /// <summary>Goes to an element and presses a key.</summary>
    public static async Task PressKeyAsync(this ILocator element, string key = "Enter")
    {
        await element.FocusAsync();
        await Expect(element).ToBeFocusedAsync();
        await element.PressAsync(key);
    }

    /// <summary>Goes to a field and types over what is in it.</summary>
    public static async Task TypeOverAsync(this ILocator field, string text)
    {
        await field.FocusAsync();
        await Expect(field).ToBeFocusedAsync();
        await field.Page.Keyboard.PressAsync("Control+A");
        await field.Page.Keyboard.TypeAsync(text);
    }
}
