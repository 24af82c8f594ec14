using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Kenmin.Persistence.Tests")]
