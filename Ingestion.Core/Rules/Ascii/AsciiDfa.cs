using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// A pattern compiled for ASCII values, with the answer that .NET's
/// <c>Regex.IsMatch</c> (NonBacktracking, CultureInvariant, no other option) gives on them. One table look-up a byte;
/// immutable, so that threads share it.
/// </summary>
internal sealed class AsciiDfa
{
    // A state that can't change any more ends the pass, but to ask after every byte would cost more than it saves.
    private const int Block = 64;
    private const int BytesValues = 256;

    // For each byte value the next state of each of up to 16 states: "sheng" of Hyperscan. Empty when there are more.
    private readonly Vector128<byte>[] _shuffles = [];

    // For each byte value where its column starts in _next, which has one entry a state.
    private readonly int[] _columns = new int[BytesValues];
    private readonly ushort[] _next;
    private readonly AsciiMatch[] _atEnd;
    private readonly AsciiMatch[] _atLastNewLine;
    private readonly int _start;

    private AsciiDfa(DfaTable table, bool vectorized)
    {
        var states = table.Rows.Count;
        _start = table.Start;
        _atEnd = [.. table.Rows.Select(row => row.AtEnd)];
        _atLastNewLine = [.. table.Rows.Select(row => row.AtLastNewLine)];
        _next = [.. Enumerable.Range(0, table.Columns).SelectMany(column => table.Rows.Select(row => (ushort)row.Next[column]))];
        for (var value = 0; value < BytesValues; value++)
            _columns[value] = states * (value < AsciiSet.Size ? table.Classes[value] : table.Classes.Count);
        if (!vectorized || states > Vector128<byte>.Count)
            return;
        _shuffles = new Vector128<byte>[BytesValues];
        for (var value = 0; value < BytesValues; value++)
        {
            for (var state = 0; state < states; state++)
                _shuffles[value] = _shuffles[value].WithElement(state, (byte)_next[_columns[value] + state]);
        }
    }

    /// <summary>How many states the automaton has.</summary>
    public int States => _atEnd.Length;

    /// <summary>Whether the automaton is small enough to keep a byte's column in one vector.</summary>
    public bool IsVectorized => _shuffles.Length > 0;

    /// <summary>False for what is outside of the supported subset, or too large: that stays with .NET's engine.</summary>
    /// <param name="pattern">Any text; what is no pattern is not supported.</param>
    /// <param name="dfa">The compiled pattern.</param>
    /// <param name="vectorized">False keeps to the scalar pass; for tests.</param>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out AsciiDfa? dfa, bool vectorized = true)
    {
        dfa = PatternParser.Parse(pattern) is { } node && AsciiNfa.Build(node) is { } nfa && DfaBuilder.Build(nfa) is { } table
            ? new AsciiDfa(table, vectorized && Vector128.IsHardwareAccelerated)
            : null;
        return dfa is not null;
    }

    /// <summary>Whether the pattern is anywhere in the value.</summary>
    public AsciiMatch IsMatch(ReadOnlySpan<byte> text)
    {
        var endsWithNewLine = !text.IsEmpty && text[^1] == '\n';
        var rest = endsWithNewLine ? text[..^1] : text;
        var state = _start;
        while (rest.Length > Block)
        {
            state = Run(rest[..Block], state);
            rest = rest[Block..];
            if (state == DfaTable.Dead)
                return System.Text.Ascii.IsValid(rest) ? AsciiMatch.No : AsciiMatch.NotAscii;
            if (state <= DfaTable.NotAscii)
                return _atEnd[state];
        }
        state = Run(rest, state);
        return endsWithNewLine ? _atLastNewLine[state] : _atEnd[state];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Run(ReadOnlySpan<byte> text, int state) => IsVectorized ? RunVector(text, state) : RunScalar(text, state);

    private int RunScalar(ReadOnlySpan<byte> text, int state)
    {
        var next = _next;
        // A byte is always within the 256 entries.
        ref var columns = ref MemoryMarshal.GetArrayDataReference(_columns);
        foreach (var value in text)
            state = next[Unsafe.Add(ref columns, (nuint)value) + state];
        return state;
    }

    private int RunVector(ReadOnlySpan<byte> text, int state)
    {
        // A byte is always within the 256 entries, and every state below 16.
        ref var shuffles = ref MemoryMarshal.GetArrayDataReference(_shuffles);
        var states = Vector128.CreateScalar((byte)state);
        foreach (var value in text)
            states = Vector128.ShuffleNative(Unsafe.Add(ref shuffles, (nuint)value), states);
        return states.ToScalar();
    }
}
