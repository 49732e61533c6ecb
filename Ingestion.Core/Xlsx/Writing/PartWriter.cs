using System.IO.Compression;
using System.Text;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>Writes a workbook's parts one after the other into an archive that goes straight to its destination, which need not seek and is written to asynchronously.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly Stream _destination;
    private readonly CancellationToken _cancellationToken;
    private readonly QueueStream _queue = new();
    private readonly ZipArchive _archive;
    private Stream? _part;

    /// <summary>Begins an archive.</summary>
    public PartWriter(Stream destination, CancellationToken cancellationToken)
    {
        _destination = destination;
        _cancellationToken = cancellationToken;
        _archive = new ZipArchive(_queue, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>What is to be written next; <see cref="FlushAsync"/> sends it.</summary>
    public TextBuffer Output { get; } = new();

    /// <summary>Ends the part in hand and begins another.</summary>
    public async ValueTask BeginAsync(string path)
    {
        await EndAsync();
        _part = _archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        Output.Append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"u8);
    }

    /// <summary>Writes a whole part.</summary>
    public async ValueTask WriteAsync(string path, string xml)
    {
        await BeginAsync(path);
        Append(xml);
    }

    /// <summary>Appends XML to the part in hand.</summary>
    public void Append(string xml) => Output.Advance(Encoding.UTF8.GetBytes(xml, Output.Reserve(Encoding.UTF8.GetMaxByteCount(xml.Length))));

    /// <summary>Sends what has gathered, when it is much.</summary>
    public ValueTask FlushAsync() => Output.IsFull ? SendAsync() : ValueTask.CompletedTask;

    /// <summary>Ends the archive. Without it the file stays cut off, so that nobody takes the half of it for the whole.</summary>
    public async ValueTask CompleteAsync()
    {
        await EndAsync();
        _archive.Dispose();
        await _queue.SendAsync(_destination, _cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Dispose();
        _queue.Dispose();
    }

    private async ValueTask EndAsync()
    {
        if (_part is null)
            return;
        await SendAsync();
        _part.Dispose();
        _part = null;
        await _queue.SendAsync(_destination, _cancellationToken);
    }

    private ValueTask SendAsync()
    {
        _part!.Write(Output.Written.Span);
        Output.Clear();
        return _queue.SendAsync(_destination, _cancellationToken);
    }
}
