using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kenmin.Browser.Tests;

/// <summary>What a person without a mouse does. An element that cannot take the focus fails the test.</summary>
internal static class ByKeyboard
{
    private const int Tries = 10;

    /// <summary>Goes to an element and presses a key.</summary>
    public static async Task PressKeyAsync(this ILocator element, string key = "Enter")
    {
        await GoToAsync(element);
        await element.PressAsync(key);
    }

    /// <summary>Goes to a field and types over what is in it.</summary>
    public static async Task TypeOverAsync(this ILocator field, string text)
    {
        await GoToAsync(field);
        await field.Page.Keyboard.PressAsync("Control+A");
        await field.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>A page that comes just then takes the focus along with what was there before; a person goes there again.</summary>
    private static async Task GoToAsync(ILocator element)
    {
        for (var i = 1; ; i++)
        {
            await element.FocusAsync();
            try
            {
                await Expect(element).ToBeFocusedAsync(new() { Timeout = 2_000 });
                return;
            }
            catch (PlaywrightException) when (i < Tries)
            {
                // Once more.
            }
        }
    }
}
