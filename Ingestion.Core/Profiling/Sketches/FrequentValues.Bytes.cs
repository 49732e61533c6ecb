namespace Ingestion.Core.Profiling.Sketches;

internal sealed partial class FrequentValues
{
    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(ErrorRows);
        writer.Write(IsStopped);
        writer.Write(_texts.Length > 0);
        writer.Write7BitEncodedInt(_count);
        foreach (var value in InHashOrder())
        {
            writer.Write(value.Hash);
            writer.Write7BitEncodedInt64(value.Rows);
            if (_texts.Length == 0)
            {
                writer.Write(value.Number);
                continue;
            }
            writer.Write7BitEncodedInt(value.Text.Length);
            writer.Write(value.Text);
        }
    }

    /// <summary>Reads into an empty one what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        var errorRows = reader.ReadInt64();
        var isStopped = reader.ReadBoolean();
        var hasTexts = reader.ReadBoolean();
        var count = reader.Read7BitEncodedInt();
        Reserve(count);
        for (var left = count; left > 0; left--)
        {
            var hash = reader.ReadUInt64();
            var rows = reader.Read7BitEncodedInt64();
            if (hasTexts)
                Add(hash, reader.ReadBytes(reader.Read7BitEncodedInt()), rows);
            else
                Add(hash, reader.ReadInt64(), rows);
        }
        ErrorRows = errorRows;
        IsStopped = isStopped;
    }
}
