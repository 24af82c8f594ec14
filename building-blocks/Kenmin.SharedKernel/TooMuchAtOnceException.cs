namespace Kenmin.SharedKernel;

/// <summary>A part of the platform has so much to do that the caller is to come again a little later. People and programs are answered so.</summary>
public sealed class TooMuchAtOnceException : Exception;
