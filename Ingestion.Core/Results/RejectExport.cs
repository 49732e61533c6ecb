using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Results;

/// <summary>Hands out the rows that are not in a result, in source order, with bounded memory.</summary>
/// <param name="store">Where the rejects parts are.</param>
/// <param name="keys">Their keys, in chunk order.</param>
public sealed class RejectExport(IArtifactStore store, IReadOnlyList<string> keys)
{
    private const int CopyBytes = 256 * 1024;

    /// <summary>Opens the rejects of a job's result; null when there is no result.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static async ValueTask<RejectExport?> OpenAsync(
        IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default) =>
        await ManifestStore.ReadAsync(store, keys, cancellationToken) is { } manifest
            ? new RejectExport(store, [.. manifest.Rejects.Select(part => keys.Folder + part.Name)])
            : null;

    /// <summary>Writes all rejects as JSON Lines, one <see cref="RejectedRow"/> each: the parts' bytes as they are.</summary>
    /// <exception cref="InvalidDataException">A part is missing; the message names it.</exception>
    public async ValueTask WriteJsonLinesAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            foreach (var key in keys)
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
        foreach (var key in keys)
        {
            using var reader = await OpenPartAsync(key, cancellationToken);
            using var lines = new LineReader(reader);
            while (lines.TryRead(out var line))
            {
                if (line.Length > 0)
                    RejectCsv.Append(buffer, Parse(line.Span, key, lines.LineNumber));
                if (buffer.IsFull)
                    await buffer.FlushAsync(destination, cancellationToken);
            }
        }
        await buffer.FlushAsync(destination, cancellationToken);
    }

    /// <summary>Reads all rejects.</summary>
    /// <exception cref="InvalidDataException">A part is missing or damaged; the message names it.</exception>
    public async IAsyncEnumerable<RejectedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in keys)
        {
            using var reader = await OpenPartAsync(key, cancellationToken);
            using var lines = new LineReader(reader);
            while (lines.TryRead(out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (line.Length > 0)
                    yield return Parse(line.Span, key, lines.LineNumber);
            }
        }
    }

    private async ValueTask<ArtifactReader> OpenPartAsync(string key, CancellationToken cancellationToken) =>
        await store.OpenAsync(key, cancellationToken)
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
}
