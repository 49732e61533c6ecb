using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Repairs;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Results;

/// <summary>Hands out the rows that are not in a result, in source order, with bounded memory. Rows that a repair has added since are left out.</summary>
public sealed class RejectExport
{
    private const int CopyBytes = 256 * 1024;
    private readonly IArtifactStore _store;
    private readonly IReadOnlyList<string> _keys;
    private readonly RepairedRows _repaired;

    private RejectExport(IArtifactStore store, JobKeys keys, ResultManifest manifest, RepairedRows repaired)
    {
        _store = store;
        _keys = [.. manifest.Rejects.Select(part => keys.Folder + part.Name)];
        _repaired = repaired;
        Manifest = manifest;
    }

    /// <summary>What the result consists of.</summary>
    public ResultManifest Manifest { get; }

    /// <summary>How many rows there are.</summary>
    public long Rows => Manifest.RowCounts.Read - Manifest.RowCounts.Clean;

    /// <summary>How many bytes they are as JSON Lines, those that were repaired since counted.</summary>
    public long Bytes => Manifest.Rejects.Sum(part => part.Bytes);

    /// <summary>Opens the rejects of a job's result; null when there is no result.</summary>
    /// <exception cref="InvalidDataException">The manifest or the account of a repair is damaged.</exception>
    public static async ValueTask<RejectExport?> OpenAsync(
        IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default) =>
        await ManifestStore.ReadAsync(store, keys, cancellationToken) is { } manifest
            ? new RejectExport(store, keys, manifest, await RepairedRows.ReadAsync(store, keys, manifest, cancellationToken))
            : null;

    /// <summary>Writes all rejects as JSON Lines, one <see cref="RejectedRow"/> each: the parts' lines as they are.</summary>
    /// <exception cref="InvalidDataException">A part is missing; the message names it.</exception>
    public async ValueTask WriteJsonLinesAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        if (!_repaired.IsEmpty)
        {
            using var lines = new TextBuffer();
            await WriteLinesAsync(lines, destination, (_, line) => { lines.Append(line); lines.Append((byte)'\n'); }, cancellationToken);
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            foreach (var key in _keys)
            {
                using var reader = await OpenPartAsync(key, cancellationToken);
                var last = (byte)'\n';
                int read;
                for (var offset = 0L; (read = reader.Read(offset, buffer)) > 0; offset += read)
                {
                    await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    last = buffer[read - 1];
                }
                if (last != '\n')
                    await destination.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Writes all rejects as CSV in the form of <see cref="ResultExport.WriteCsvAsync"/>. A row's rules, columns and messages
    /// stand in one field each, separated by <c>;</c> and in the same order; a rule over several columns has an empty column.
    /// </summary>
    /// <exception cref="InvalidDataException">A part is missing or damaged; the message names it.</exception>
    public async ValueTask WriteCsvAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        using var buffer = new TextBuffer();
        buffer.Append("verdict,lineNumber,byteOffset,ruleIds,columns,messages,raw,position\n"u8);
        await WriteLinesAsync(buffer, destination, (row, _) => RejectCsv.Append(buffer, row), cancellationToken);
    }

    /// <summary>Writes all rejects as a workbook to correct: see <see cref="RejectWorkbook"/>. How many it takes is looked at by whoever asks for it: see <see cref="Rows"/> and <see cref="Bytes"/>.</summary>
    /// <exception cref="InvalidOperationException">The result is of an older version and does not say how its source was read.</exception>
    /// <exception cref="InvalidDataException">A part is missing or damaged; the message names it.</exception>
    public async ValueTask WriteWorkbookAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        var source = Manifest.Source ?? throw new InvalidOperationException("The result does not say how its source was read.");
        await new RejectWorkbook(source, Manifest, () => ReadAsync(cancellationToken)).WriteAsync(destination, cancellationToken);
    }

    /// <summary>Reads all rejects.</summary>
    /// <exception cref="InvalidDataException">A part is missing or damaged; the message names it.</exception>
    public async IAsyncEnumerable<RejectedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (row, isRepaired) in ReadWithRepairedAsync(cancellationToken))
        {
            if (!isRepaired)
                yield return row;
        }
    }

    /// <summary>Reads all rows that were rejected when the job ran, and whether a repair has added each since.</summary>
    /// <exception cref="InvalidDataException">A part is missing or damaged; the message names it.</exception>
    internal async IAsyncEnumerable<(RejectedRow Row, bool IsRepaired)> ReadWithRepairedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in _keys)
        {
            using var reader = await OpenPartAsync(key, cancellationToken);
            using var lines = new LineReader(reader);
            while (lines.TryRead(out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (line.Length == 0)
                    continue;
                var row = Parse(line.Span, key, lines.LineNumber);
                yield return (row, _repaired.Contains(row));
            }
        }
    }

    private async ValueTask WriteLinesAsync(TextBuffer buffer, Stream destination, WriteLine write, CancellationToken cancellationToken)
    {
        foreach (var key in _keys)
        {
            using var reader = await OpenPartAsync(key, cancellationToken);
            using var lines = new LineReader(reader);
            while (lines.TryRead(out var line))
            {
                if (line.Length > 0 && Parse(line.Span, key, lines.LineNumber) is var row && !_repaired.Contains(row))
                    write(row, line.Span);
                if (buffer.IsFull)
                    await buffer.FlushAsync(destination, cancellationToken);
            }
        }
        await buffer.FlushAsync(destination, cancellationToken);
    }

    private async ValueTask<ArtifactReader> OpenPartAsync(string key, CancellationToken cancellationToken) =>
        await _store.OpenAsync(key, cancellationToken)
            ?? throw new InvalidDataException($"The rejects part '{key}' is missing.");

    private static RejectedRow Parse(ReadOnlySpan<byte> line, string key, long lineNumber)
    {
        try
        {
            return JsonSerializer.Deserialize<RejectedRow>(line, ContractsJson.Options)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The rejects part '{key}' is damaged in line {lineNumber}: {exception.Message}", exception);
        }
    }

    private delegate void WriteLine(RejectedRow row, ReadOnlySpan<byte> line);
}
