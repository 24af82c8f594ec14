using Microsoft.AspNetCore.Http;

namespace Kenmin.Pages;

/// <summary>The address under which the reader sees this site.</summary>
public static class SiteAddresses
{
    /// <summary>The address without a slash at its end, for links on paper, in files and to be sent on.</summary>
    public static string SiteAddress(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
    }
}
