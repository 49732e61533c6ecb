using Ingestion.Core.Columns;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>A part of an expression with its type, compiled to a delegate: nothing is looked up or typed while rows are checked.</summary>
internal abstract class Expr(ExprType type)
{
    public ExprType Type { get; } = type;

    /// <summary>A text literal's text: what is compared with a date becomes one.</summary>
    public string? Literal { get; init; }

    /// <summary>A number literal's number.</summary>
    public ExactNumber? Constant { get; init; }
}

/// <summary>A part whose values are of one .NET type: numbers <see cref="ExactNumber"/> or double, texts UTF-8, moments microseconds since 1970.</summary>
internal sealed class Expr<T>(ExprType type, Evaluation<T> evaluate) : Expr(type)
{
    public Evaluation<T> Evaluate { get; } = evaluate;
}

/// <summary>Computes a value; false where there is none (null).</summary>
internal delegate bool Evaluation<T>(in ExprRow row, out T value);

/// <summary>The row that an expression is computed for.</summary>
internal readonly ref struct ExprRow(ColumnBuffer[] columns, int slot)
{
    public ColumnBuffer[] Columns { get; } = columns;

    public int Slot { get; } = slot;
}

/// <summary>The types of expressions.</summary>
internal enum ExprType
{
    /// <summary>The literal null, which is of every type.</summary>
    Null,

    /// <summary>An exact number.</summary>
    Number,

    /// <summary>An IEEE 754 double.</summary>
    Double,
    Text,
    Boolean,
    Date,

    /// <summary>A local time.</summary>
    Timestamp,

    /// <summary>A moment.</summary>
    UtcTimestamp,
}

/// <summary>What is wrong with an expression, and where.</summary>
internal sealed class ExprException(int position, string message) : Exception(message)
{
    /// <summary>0-based, in characters.</summary>
    public int Position => position;
}
