using Ingestion.Core.Artifacts;
using Ingestion.Core.Results.Parquet;
using Ingestion.Core.Results.Text;
using ParquetSharp;
using ParquetSharp.IO;

namespace Ingestion.Core.Results;

/// <summary>Hands out a job's result as one stream, in order, whatever its number of parts and with bounded memory.</summary>
/// <remarks>
/// Every part's bytes are compared with the manifest's checksum on the way. A damaged part ends the writing with an
/// <see cref="InvalidDataException"/> that names it; what was written until then is not a result.
/// </remarks>
public sealed class ResultExport
{
    private readonly IArtifactStore _store;
    private readonly JobKeys _keys;
    private ParquetJoin? _join;

    private ResultExport(IArtifactStore store, JobKeys keys, ResultManifest manifest)
    {
        _store = store;
        _keys = keys;
        Manifest = manifest;
    }

    /// <summary>What the result consists of.</summary>
    public ResultManifest Manifest { get; }

    /// <summary>Opens a job's result; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static async ValueTask<ResultExport?> OpenAsync(
        IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default) =>
        await ManifestStore.ReadAsync(store, keys, cancellationToken) is { } manifest
            ? new ResultExport(store, keys, manifest)
            : null;

    /// <summary>The size in bytes of what <see cref="WriteParquetAsync"/> will write.</summary>
    /// <exception cref="InvalidDataException">A part is damaged; the message names it.</exception>
    public async ValueTask<long> MeasureParquetAsync(CancellationToken cancellationToken = default) =>
        Manifest.Parts.Count == 0
            ? ResultSchema.CreateEmptyFile(Manifest.Columns).Length
            : (await JoinAsync(cancellationToken)).LengthBytes;

    /// <summary>Writes the result as one Parquet file: the parts' row groups as they are, or an empty file with the result's columns.</summary>
    /// <exception cref="InvalidDataException">A part is damaged; the message names it.</exception>
    public async ValueTask WriteParquetAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        if (Manifest.Parts.Count == 0)
            await destination.WriteAsync(ResultSchema.CreateEmptyFile(Manifest.Columns), cancellationToken);
        else
            await (await JoinAsync(cancellationToken)).WriteAsync(destination, cancellationToken);
    }

    /// <summary>
    /// Writes the result as CSV (RFC 4180, lines ended by a line feed, UTF-8 without a byte order mark) with a header row.
    /// Null is an empty field and an empty text is <c>""</c>; only where a column stands alone both are <c>""</c>, because
    /// readers pass over empty lines. Decimals have all their decimals, dates and timestamps are ISO 8601, UTC ones with
    /// <c>Z</c>, booleans <c>true</c> and <c>false</c>. Values are never altered, formulas included.
    /// </summary>
    /// <exception cref="InvalidDataException">A part is damaged; the message names it.</exception>
    public ValueTask WriteCsvAsync(Stream destination, CancellationToken cancellationToken = default) =>
        WriteTextAsync(destination, TextFormat.Csv, cancellationToken);

    /// <summary>
    /// Writes the result as JSON Lines: one object a row with every column. Integers and decimals are numbers with every
    /// digit, dates and timestamps ISO 8601 strings, doubles that are not finite strings, null <c>null</c>.
    /// </summary>
    /// <exception cref="InvalidDataException">A part is damaged; the message names it.</exception>
    public ValueTask WriteJsonLinesAsync(Stream destination, CancellationToken cancellationToken = default) =>
        WriteTextAsync(destination, TextFormat.JsonLines, cancellationToken);

    private async ValueTask<ParquetJoin> JoinAsync(CancellationToken cancellationToken) =>
        _join ??= await ParquetJoin.PrepareAsync(_store, _keys, Manifest.Parts, cancellationToken);

    private async ValueTask WriteTextAsync(Stream destination, TextFormat format, CancellationToken cancellationToken)
    {
        using var rows = new RowFormatter(Manifest.Columns, format);
        using var buffer = new TextBuffer();
        rows.AppendHeader(buffer);
        foreach (var part in Manifest.Parts)
            await WritePartAsync(part, rows, buffer, destination, cancellationToken);
        await buffer.FlushAsync(destination, cancellationToken);
    }

    private async ValueTask WritePartAsync(
        ResultPart part, RowFormatter rows, TextBuffer buffer, Stream destination, CancellationToken cancellationToken)
    {
        using var reader = await PartFile.OpenAsync(_store, _keys, part, cancellationToken);
        PartFile.CheckBytes(part, reader);
        await using var stream = reader.AsStream();
        using var source = new ManagedRandomAccessFile(stream, leaveOpen: true);
        using var file = Guard(part, () => Open(source, rows, part));
        while (Guard(part, () => rows.AppendRows(buffer)))
            await buffer.FlushAsync(destination, cancellationToken);
        rows.Close();
    }

    private static ParquetFileReader Open(ManagedRandomAccessFile source, RowFormatter rows, ResultPart part)
    {
        var file = new ParquetFileReader(source);
        try
        {
            rows.Open(file, part);
            return file;
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw;
        }
    }

    private static T Guard<T>(ResultPart part, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception exception) when (exception is ParquetException or InvalidDataException)
        {
            throw PartFile.Damaged(part, exception.Message, exception);
        }
    }
}
