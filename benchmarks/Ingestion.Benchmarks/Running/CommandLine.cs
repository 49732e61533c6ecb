using System.Globalization;

namespace Ingestion.Benchmarks.Running;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = [];

    public CommandLine(ReadOnlySpan<string> args, params ReadOnlySpan<string> known)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : null;
            if (name is null || !known.Contains(name) || i + 1 == args.Length)
            {
                throw new UsageException($"'{args[i]}' is not an option with a value. There are: --{string.Join(", --", known)}.");
            }

            _values[name] = args[i + 1];
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new UsageException($"--{name} is missing.");

    public long Number(string name, long absent)
    {
        if (Text(name) is not { } text)
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"--{name} takes a whole number above zero, not '{text}'.");
    }
}
