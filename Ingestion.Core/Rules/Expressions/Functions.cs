using System.Text;
using Utf8 = System.ReadOnlyMemory<byte>;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>The functions. Each answers null where an argument it needs is null; coalesce and if do not need all of theirs.</summary>
internal static class Functions
{
    private const int MostDecimals = 100;

    private static readonly (string Name, int Least, int Most)[] All =
    [
        ("abs", 1, 1), ("ceil", 1, 1), ("coalesce", 1, 100), ("contains", 2, 2), ("day", 1, 1), ("ends", 2, 2), ("floor", 1, 1), ("if", 3, 3), ("left", 2, 2),
        ("length", 1, 1), ("lower", 1, 1), ("month", 1, 1), ("replace", 3, 3), ("right", 2, 2), ("round", 1, 2), ("starts", 2, 2), ("trim", 1, 1), ("upper", 1, 1), ("year", 1, 1),
    ];

    /// <summary>The functions' names.</summary>
    public static IEnumerable<string> Names => All.Select(function => function.Name);

    /// <exception cref="ExprException">There is no such function, or its arguments are others.</exception>
    public static Expr Call(string name, Expr[] arguments, int position)
    {
        var function = Array.Find(All, function => function.Name == name);
        if (function.Name is null)
            throw new ExprException(position, $"There is no function '{name}'. There are {string.Join(", ", Names)}.");
        if (arguments.Length < function.Least || arguments.Length > function.Most)
            throw new ExprException(position, $"{name} takes {function.Least}{(function.Most > function.Least ? $" to {function.Most}" : "")} argument{(function.Most == 1 ? "" : "s")}, and not {arguments.Length}.");
        return name switch
        {
            "if" => If(Operators.Condition(arguments[0], position), arguments[1], arguments[2], position),
            "coalesce" => arguments[1..].Aggregate(arguments[0], (first, next) => Coalesce(first, next, position)),
            "year" or "month" or "day" => DatePart(name, arguments[0], position),
            "abs" or "floor" or "ceil" or "round" => NumberFunction(name, arguments, position),
            "length" => Map(Text(0), text => new ExactNumber(text.Span.CountCharacters(), 0), ExprType.Number),
            "lower" => Map(Text(0), text => Recase(text, upper: false), ExprType.Text),
            "upper" => Map(Text(0), text => Recase(text, upper: true), ExprType.Text),
            "trim" => Map(Text(0), text => text[Fixes.WhiteSpace.Trimmed(text.Span)], ExprType.Text),
            "left" => Map(Text(0), Whole(1), (text, count) => text[..Border(text.Span, count)], ExprType.Text),
            "right" => Map(Text(0), Whole(1), (text, count) => text[Border(text.Span, text.Span.CountCharacters() - Math.Max(count, 0))..], ExprType.Text),
            "contains" => Map(Text(0), Text(1), (text, part) => text.Span.IndexOf(part.Span) >= 0, ExprType.Boolean),
            "starts" => Map(Text(0), Text(1), (text, part) => text.Span.StartsWith(part.Span), ExprType.Boolean),
            "ends" => Map(Text(0), Text(1), (text, part) => text.Span.EndsWith(part.Span), ExprType.Boolean),
            _ => Replace(Text(0), Text(1), Text(2)),
        };

        Expr<Utf8> Text(int index) => Operators.Text(arguments[index], name, position);

        Expr<int> Whole(int index) => Functions.Whole(name, arguments[index], position);
    }

    private static Expr If(Expr<bool> condition, Expr then, Expr otherwise, int position)
    {
        (then, otherwise) = Operators.Unify(then, otherwise, position);
        return then switch
        {
            Expr<ExactNumber> x => If(condition.Evaluate, x, (Expr<ExactNumber>)otherwise),
            Expr<double> x => If(condition.Evaluate, x, (Expr<double>)otherwise),
            Expr<Utf8> x => If(condition.Evaluate, x, (Expr<Utf8>)otherwise),
            Expr<bool> x => If(condition.Evaluate, x, (Expr<bool>)otherwise),
            _ => If(condition.Evaluate, (Expr<long>)then, (Expr<long>)otherwise),
        };
    }

    // What is not true, null too, goes the other way.
    private static Expr<T> If<T>(Evaluation<bool> condition, Expr<T> then, Expr<T> otherwise)
    {
        var (first, second) = (then.Evaluate, otherwise.Evaluate);
        return new(Wider(then.Type, otherwise.Type), (in ExprRow row, out T value) =>
            condition(row, out var isTrue) && isTrue ? first(row, out value!) : second(row, out value!));
    }

    private static Expr Coalesce(Expr first, Expr next, int position)
    {
        (first, next) = Operators.Unify(first, next, position);
        return first switch
        {
            Expr<ExactNumber> x => Coalesce(x, (Expr<ExactNumber>)next),
            Expr<double> x => Coalesce(x, (Expr<double>)next),
            Expr<Utf8> x => Coalesce(x, (Expr<Utf8>)next),
            Expr<bool> x => Coalesce(x, (Expr<bool>)next),
            _ => Coalesce((Expr<long>)first, (Expr<long>)next),
        };
    }

    private static Expr<T> Coalesce<T>(Expr<T> first, Expr<T> next)
    {
        var (one, other) = (first.Evaluate, next.Evaluate);
        return new(Wider(first.Type, next.Type), (in ExprRow row, out T value) => one(row, out value!) || other(row, out value!));
    }

    private static ExprType Wider(ExprType a, ExprType b) => a == ExprType.Date ? b : a;

    private static Expr<ExactNumber> DatePart(string name, Expr date, int position)
    {
        if (date is not Expr<long> moments)
            throw new ExprException(position, $"{name} is for dates and timestamps, and not for {Operators.Name(date.Type)}.");
        return Map(moments, moment =>
        {
            var time = DateTime.UnixEpoch.AddTicks(moment * TimeSpan.TicksPerMicrosecond);
            return new ExactNumber(name switch { "year" => time.Year, "month" => time.Month, _ => time.Day }, 0);
        }, ExprType.Number);
    }

    private static Expr NumberFunction(string name, Expr[] arguments, int position)
    {
        var decimals = arguments.Length > 1 ? Whole(name, arguments[1], position) : null;
        return arguments[0] switch
        {
            Expr<ExactNumber> x => name switch
            {
                "abs" => Map(x, number => number.Abs(), ExprType.Number),
                "floor" => Map(x, number => number.ToWhole(up: false), ExprType.Number),
                "ceil" => Map(x, number => number.ToWhole(up: true), ExprType.Number),
                _ => decimals is null ? Map(x, number => number.Round(0), ExprType.Number)
                    : Map(x, decimals, (number, count) => number.Round(Math.Clamp(count, -MostDecimals, MostDecimals)), ExprType.Number),
            },
            Expr<double> x => name switch
            {
                "abs" => Map(x, Math.Abs, ExprType.Double),
                "floor" => Map(x, Math.Floor, ExprType.Double),
                "ceil" => Map(x, Math.Ceiling, ExprType.Double),
                _ => decimals is null ? Map(x, number => Math.Round(number, MidpointRounding.AwayFromZero), ExprType.Double)
                    : Map(x, decimals, (number, count) => Math.Round(number, Math.Clamp(count, 0, 15), MidpointRounding.AwayFromZero), ExprType.Double),
            },
            _ => throw new ExprException(position, $"{name} is for numbers, and not for {Operators.Name(arguments[0].Type)}."),
        };
    }

    private static Expr<int> Whole(string name, Expr part, int position)
    {
        if (part is not Expr<ExactNumber> number)
            throw new ExprException(position, $"{name} takes a whole number at the end, and not {Operators.Name(part.Type)}.");
        var evaluate = number.Evaluate;
        return new(ExprType.Number, (in ExprRow row, out int value) =>
        {
            value = 0;
            return evaluate(row, out var exact) && exact.TryInt(out value);
        });
    }

    private static Expr<Utf8> Replace(Expr<Utf8> text, Expr<Utf8> find, Expr<Utf8> with)
    {
        var (texts, finds, withs) = (text.Evaluate, find.Evaluate, with.Evaluate);
        return new(ExprType.Text, (in ExprRow row, out Utf8 value) =>
        {
            value = default;
            if (!texts(row, out var all) || !finds(row, out var part) || !withs(row, out var other))
                return false;
            value = part.IsEmpty || all.Span.IndexOf(part.Span) < 0 ? all
                : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(all.Span).Replace(Encoding.UTF8.GetString(part.Span), Encoding.UTF8.GetString(other.Span), StringComparison.Ordinal));
            return true;
        });
    }

    private static Utf8 Recase(Utf8 text, bool upper)
    {
        var bytes = new byte[text.Length];
        if ((upper ? System.Text.Ascii.ToUpper(text.Span, bytes, out _) : System.Text.Ascii.ToLower(text.Span, bytes, out _)) == System.Buffers.OperationStatus.Done)
            return bytes;
        var letters = Encoding.UTF8.GetString(text.Span);
        return Encoding.UTF8.GetBytes(upper ? letters.ToUpperInvariant() : letters.ToLowerInvariant());
    }

    /// <summary>Where a text's first so many characters end.</summary>
    private static int Border(ReadOnlySpan<byte> text, int characters)
    {
        var end = 0;
        for (; end < text.Length; end++)
        {
            if ((text[end] & 0xC0) != 0x80 && characters-- <= 0)
                break;
        }
        return end;
    }

    private static Expr<TOut> Map<T, TOut>(Expr<T> part, Func<T, TOut> map, ExprType type)
    {
        var evaluate = part.Evaluate;
        return new(type, (in ExprRow row, out TOut value) =>
        {
            var isThere = evaluate(row, out var inner);
            value = isThere ? map(inner!) : default!;
            return isThere;
        });
    }

    private static Expr<TOut> Map<T1, T2, TOut>(Expr<T1> first, Expr<T2> second, Func<T1, T2, TOut> map, ExprType type)
    {
        var (one, other) = (first.Evaluate, second.Evaluate);
        return new(type, (in ExprRow row, out TOut value) =>
        {
            value = default!;
            if (!one(row, out var left) || !other(row, out var right))
                return false;
            value = map(left, right);
            return true;
        });
    }
}
