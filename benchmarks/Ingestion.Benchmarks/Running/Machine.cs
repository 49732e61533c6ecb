using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Ingestion.Benchmarks.Running;

/// <summary>Where a result was measured.</summary>
internal sealed partial record Machine(string Processor, int Cores, double MemoryGiB, string OperatingSystem, string Runtime)
{
    public static Machine Current() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>The processor's name as a folder name, such as <c>amd-ryzen-9-9950x</c>.</summary>
    public string Slug => NotLetterOrDigit().Replace(Processor.ToLowerInvariant(), "-").Trim('-');

    public string Description => $"{Processor}, {Cores} cores, {MemoryGiB} GiB, {OperatingSystem}, {Runtime}";

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var model = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLetterOrDigit();
}
