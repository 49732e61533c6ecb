using Ingestion.Contracts;
using Ingestion.Core.Results.Parquet;
using ParquetSharp;

namespace Ingestion.Core.Results.Text;

/// <summary>Compares a part with what the manifest says of it, before its values are taken for what they may not be.</summary>
internal static class PartSchema
{
    /// <exception cref="InvalidDataException">Its rows or columns are not those that the manifest names.</exception>
    public static void Check(ParquetFileReader file, IReadOnlyList<ResultColumn> columns, ResultPart part)
    {
        var metadata = file.FileMetaData;
        if (metadata.NumRows != part.Rows)
            throw new InvalidDataException($"it has {metadata.NumRows} rows, and the manifest says {part.Rows}");
        if (metadata.NumColumns != columns.Count)
            throw new InvalidDataException($"it has {metadata.NumColumns} columns, and the manifest says {columns.Count}");
        for (var index = 0; index < columns.Count; index++)
        {
            if (!Fits(metadata.Schema.Column(index), columns[index]))
                throw new InvalidDataException($"its column {index + 1} is not the manifest's '{columns[index].Name}' of type {columns[index].Type}");
        }
    }

    private static bool Fits(ColumnDescriptor found, ResultColumn column)
    {
        var physicalType = ResultSchema.PhysicalTypeOf(column);
        return found.Name == column.Name
            && (int)found.PhysicalType == (int)physicalType
            && found is { MaxDefinitionLevel: 1, MaxRepetitionLevel: 0 }
            && (found.PhysicalType != PhysicalType.FixedLenByteArray || found.TypeLength == ResultSchema.WideDecimalBytes)
            && (column.Type != ColumnType.Decimal || found.TypeScale == (column.Scale ?? 0));
    }
}
