using System.Net;
using System.Net.Sockets;

namespace Kenmin.Api;

/// <summary>Whom a limit of requests counts as one.</summary>
public static class ClientNetwork
{
    /// <summary>The address; of IPv6 the first half, since one household has all of the rest. Empty when it is unknown.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
