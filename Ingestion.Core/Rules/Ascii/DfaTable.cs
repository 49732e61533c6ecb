namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// A complete automaton: for each state the next one by character class, and the verdict where the value ends there.
/// The last column is the one of a byte above 0x7F.
/// </summary>
internal sealed class DfaTable(AsciiClasses classes)
{
    /// <summary>No ASCII text leads from here to a match.</summary>
    public const int Dead = 0;

    /// <summary>There is a match, whatever comes.</summary>
    public const int Accept = 1;

    /// <summary>A byte above 0x7F was met before a match was certain.</summary>
    public const int NotAscii = 2;

    public AsciiClasses Classes { get; } = classes;

    public int Columns => Classes.Count + 1;

    public int Start { get; set; }

    public List<Row> Rows { get; } = [];

    /// <summary>A state: <paramref name="AtLastNewLine"/> is the verdict where only a line feed is left.</summary>
    public sealed record Row(int[] Next, AsciiMatch AtEnd, AsciiMatch AtLastNewLine);

    /// <summary>
    /// The same automaton with equivalent states made one (Moore's refinement of a partition). The three fixed
    /// states keep their numbers, and every state without a way to a match becomes <see cref="Dead"/>.
    /// </summary>
    public DfaTable Minimize()
    {
        var group = new int[Rows.Count];
        var groups = Renumber(group, state => ((int)Rows[state].AtEnd << 2) | (int)Rows[state].AtLastNewLine);
        for (var before = 0; before < groups;)
        {
            before = groups;
            for (var column = 0; column < Columns; column++)
            {
                var at = column;
                groups = Renumber(group, state => ((long)group[state] << 32) | (uint)group[Rows[state].Next[at]]);
            }
        }
        var table = new DfaTable(Classes) { Start = group[Start] };
        for (var state = 0; state < Rows.Count; state++)
        {
            if (group[state] == table.Rows.Count)
                table.Rows.Add(Rows[state] with { Next = [.. Rows[state].Next.Select(next => group[next])] });
        }
        return table;
    }

    /// <summary>Numbers the keys in the order of the states that have them first, and gives how many there are.</summary>
    private static int Renumber(int[] group, Func<int, long> key)
    {
        var numbers = new Dictionary<long, int>();
        var renumbered = new int[group.Length];
        for (var state = 0; state < group.Length; state++)
        {
            var stateKey = key(state);
            if (!numbers.TryGetValue(stateKey, out renumbered[state]))
                numbers.Add(stateKey, renumbered[state] = numbers.Count);
        }
        renumbered.CopyTo(group, 0);
        return numbers.Count;
    }
}
