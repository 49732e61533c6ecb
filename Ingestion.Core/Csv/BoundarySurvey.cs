using System.Buffers;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Csv;

/// <summary>
/// The boundary scan of a large source on several threads. Whether a stretch of it begins inside quotes is known only when all before it has
/// been scanned, so it is guessed: that it does not, unless the quoting rules are soon broken then, as they are where the guess is wrong. Where
/// the stretch before says otherwise in the end, it is scanned again.
/// </summary>
/// <param name="bytes">The source in UTF-8.</param>
/// <param name="layout">Its layout.</param>
/// <param name="blockBytes">What is known apart: a multiple of 64.</param>
/// <param name="stretchBlocks">How many blocks a thread takes at a time.</param>
internal sealed class BoundarySurvey(ArtifactReader bytes, CsvLayout layout, int blockBytes, int stretchBlocks)
{
    private readonly long _length = bytes.LengthBytes;

    /// <summary>The blocks; null when the source breaks the quoting rules.</summary>
    public SurveyedBlock[]? Survey(int threads, CancellationToken cancellationToken)
    {
        var stretches = new Stretch[(int)((_length - layout.DataOffset + StretchBytes - 1) / StretchBytes)];
        var taken = -1;
        var workers = Enumerable.Range(0, threads - 1).Select(_ => Task.Factory.StartNew(Work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Work();
        }
        finally
        {
            // None reads on when the caller closes the source.
            Volatile.Write(ref taken, stretches.Length);
            Task.WhenAll(workers).GetAwaiter().GetResult();
        }
        return Join(stretches, cancellationToken);

        void Work()
        {
            while (Interlocked.Increment(ref taken) is var index && index < stretches.Length)
                stretches[index] = Guess(index, cancellationToken);
        }
    }

    private long StretchBytes => (long)blockBytes * stretchBlocks;

    private SurveyedBlock[]? Join(Stretch[] stretches, CancellationToken cancellationToken)
    {
        var blocks = new List<SurveyedBlock>();
        var lines = 0L;
        var inQuotes = false;
        for (var index = 0; index < stretches.Length; index++)
        {
            var stretch = stretches[index].BeginsInQuotes == inQuotes ? stretches[index] : Scan(index, inQuotes, cancellationToken);
            if (stretch.End.IsMalformed)
                return null;
            foreach (var block in stretch.Blocks)
                blocks.Add(block with { Begin = block.Begin.Behind(lines) });
            lines += stretch.End.Lines;
            inQuotes = stretch.End.EndsInQuotes;
        }
        return inQuotes ? null : [.. blocks];
    }

    private Stretch Guess(int index, CancellationToken cancellationToken)
    {
        var outside = Scan(index, inQuotes: false, cancellationToken);
        if (index == 0 || !outside.End.IsMalformed)
            return outside;
        var inside = Scan(index, inQuotes: true, cancellationToken);
        return inside.End.IsMalformed ? outside : inside;
    }

    /// <summary>Scans a stretch, up to the block that breaks the quoting rules.</summary>
    private Stretch Scan(int index, bool inQuotes, CancellationToken cancellationToken)
    {
        var offset = layout.DataOffset + (index * StretchBytes);
        var end = Math.Min(offset + StretchBytes, _length);
        var scan = index == 0 ? new CsvBoundaryScan(layout.Dialect) : CsvBoundaryScan.Resume(layout.Dialect, ByteBefore(offset), inQuotes);
        var blocks = new List<SurveyedBlock>(stretchBlocks);
        var buffer = ArrayPool<byte>.Shared.Rent(blockBytes);
        try
        {
            for (; offset < end && !scan.IsMalformed; offset += blockBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var begin = scan;
                var ends = new FirstAndLast();
                RecordEnds.Find(ref scan, offset, buffer.AsSpan(0, bytes.ReadFully(offset, buffer.AsSpan(0, (int)Math.Min(blockBytes, end - offset)))), ref ends);
                blocks.Add(new SurveyedBlock(offset, begin, ends.First, ends.Last));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return new Stretch(inQuotes, blocks, scan);
    }

    private byte ByteBefore(long offset)
    {
        Span<byte> before = stackalloc byte[1];
        bytes.ReadFully(offset - 1, before);
        return before[0];
    }

    private sealed record Stretch(bool BeginsInQuotes, IReadOnlyList<SurveyedBlock> Blocks, CsvBoundaryScan End);

    private struct FirstAndLast() : IRecordEnds
    {
        public long First { get; private set; } = -1;

        public long Last { get; private set; } = -1;

        public void End(long first, long last, long lines, ReadOnlySpan<byte> after, byte before)
        {
            First = First < 0 ? first : First;
            Last = last;
        }
    }
}

/// <summary>What is known of a block of a source.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Begin">The scan that goes on there.</param>
/// <param name="FirstEnd">Where the first record ends that ends in it; -1 where none does.</param>
/// <param name="LastEnd">Where the last one ends.</param>
internal readonly record struct SurveyedBlock(long Offset, CsvBoundaryScan Begin, long FirstEnd, long LastEnd);
