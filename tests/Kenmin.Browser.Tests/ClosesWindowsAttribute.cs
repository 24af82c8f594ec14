using System.Collections.Concurrent;
using System.Reflection;
using Kenmin.Browser.Tests;
using Microsoft.Playwright;
using Xunit.v3;

[assembly: ClosesWindows]

namespace Kenmin.Browser.Tests;

/// <summary>Closes what a test opened when it ends: pages that are left open go on drawing and asking, and slow down all that follow.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ClosesWindowsAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Open = new();

    /// <summary>Has a context closed with the test that runs now.</summary>
    internal static IBrowserContext Note(IBrowserContext context)
    {
        if (TestContext.Current.Test is { } test) Open.GetOrAdd(test.UniqueID, _ => []).Add(context);
        return context;
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        // On a thread of its own: nothing it waits for may wait for this one.
        if (Open.TryRemove(test.UniqueID, out var contexts)) Task.Run(() => Task.WhenAll(contexts.Select(c => c.CloseAsync()))).GetAwaiter().GetResult();
    }
}
