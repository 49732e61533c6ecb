using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Profiling;

/// <summary>A source column as it is profiled.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Position">0-based, among the source's columns.</param>
/// <param name="Spec">The type its values are read with.</param>
/// <param name="Input">Which of the plan's inputs reads it; -1: none does.</param>
internal sealed record ProfiledColumn(string Name, int Position, ColumnSpec Spec, int Input)
{
    private const int NoInput = -1;

    /// <summary>Whether values are text to the profile: BOOLEAN is shown as it is written.</summary>
    public bool IsText => Spec.Type is ColumnType.Text or ColumnType.Boolean;

    /// <summary>Whether values are compared as doubles: DECIMAL of more than 18 digits too, rounded to the nearest.</summary>
    public bool IsDouble => Spec.Type == ColumnType.Double || (Spec.Type == ColumnType.Decimal && Spec.Precision > ColumnSpec.NarrowPrecision);

    /// <summary>Whether a mean makes sense.</summary>
    public bool IsNumber => Spec.Type is ColumnType.Integer or ColumnType.Decimal or ColumnType.Double;

    /// <summary>Whether day and month could be the other way round.</summary>
    public bool HasDayAndMonthFirst => Spec.Pattern is { Length: >= 10 } pattern && (pattern.StartsWith("dd", StringComparison.Ordinal) || pattern.StartsWith("MM", StringComparison.Ordinal));

    /// <summary>Every column of a source under a plan. Where several inputs read one, the first counts.</summary>
    public static IReadOnlyList<ProfiledColumn> Of(Plan plan, IReadOnlyList<SourceColumn> source)
    {
        var inputs = new int[source.Count];
        inputs.AsSpan().Fill(NoInput);
        for (var input = plan.Inputs.Length - 1; input >= 0; input--)
        {
            // What a fix makes is no column of the source.
            if (plan.Inputs[input].BatchColumn < source.Count)
                inputs[plan.Inputs[input].BatchColumn] = input;
        }
        return [.. source.Select((column, position) => new ProfiledColumn(
            column.Name, position, inputs[position] == NoInput ? ColumnFormat.Resolve(column) : plan.Inputs[inputs[position]].Spec, inputs[position]))];
    }

    /// <summary>Writes it, but for the plan's input, which nobody needs who reads it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Position);
        writer.Write(Spec.Name);
        writer.Write((byte)Spec.Type);
        writer.Write((byte)Spec.Precision);
        writer.Write((byte)Spec.Scale);
        writer.Write(Spec.Pattern ?? "");
        writer.Write(Spec.IsUtc);
        writer.Write(Spec.DecimalComma);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ProfiledColumn Read(BinaryReader reader)
    {
        var (name, position) = (reader.ReadString(), reader.ReadInt32());
        var spec = new ColumnSpec(reader.ReadString(), (ColumnType)reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadString() is { Length: > 0 } pattern ? pattern : null, reader.ReadBoolean(), reader.ReadBoolean());
        return new ProfiledColumn(name, position, spec, NoInput);
    }
}
