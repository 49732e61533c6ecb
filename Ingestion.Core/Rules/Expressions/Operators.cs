using System.Text.RegularExpressions;
using Ingestion.Core.Columns;
using Utf8 = System.ReadOnlyMemory<byte>;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>The operators on typed parts. A missing operand makes the result missing, but for and, or and is null.</summary>
internal static class Operators
{
    public static Expr<ExactNumber> Number(ExactNumber constant) =>
        new(ExprType.Number, (in ExprRow _, out ExactNumber value) => { value = constant; return true; }) { Constant = constant };

    /// <summary>A part as a condition.</summary>
    public static Expr<bool> Condition(Expr part, int position) => part as Expr<bool>
        ?? throw new ExprException(position, $"A condition is needed here, such as price > 0, and not {Name(part.Type)}.");

    /// <summary>False when either is, whatever the other.</summary>
    public static Expr<bool> And(Expr<bool> a, Expr<bool> b) => Logic(a, b, decides: false);

    /// <summary>True when either is, whatever the other.</summary>
    public static Expr<bool> Or(Expr<bool> a, Expr<bool> b) => Logic(a, b, decides: true);

    public static Expr<bool> Not(Expr<bool> a)
    {
        var evaluate = a.Evaluate;
        return new(ExprType.Boolean, (in ExprRow row, out bool value) =>
        {
            var isThere = evaluate(row, out var inner);
            value = !inner;
            return isThere;
        });
    }

    public static Expr<bool> IsNull(Expr part) => part switch
    {
        Expr<bool> x => IsNull(x),
        Expr<ExactNumber> x => IsNull(x),
        Expr<double> x => IsNull(x),
        Expr<Utf8> x => IsNull(x),
        _ => IsNull((Expr<long>)part),
    };

    public static Expr<bool> Compare(string sign, Expr a, Expr b, int position)
    {
        (a, b) = Unify(a, b, position);
        if (a.Type is ExprType.Boolean or ExprType.Null && sign is not ("=" or "!="))
            throw new ExprException(position, "TRUE and FALSE have no order; compare them with = or !=.");
        return a switch
        {
            Expr<ExactNumber> x => Ordered(sign, x, (Expr<ExactNumber>)b, (l, r) => l.CompareTo(r)),
            // A NaN is unequal to everything, and in no order.
            Expr<double> x => Test(x, (Expr<double>)b, sign switch
            {
                "=" => (l, r) => l == r,
                "!=" => (l, r) => l != r,
                "<" => (l, r) => l < r,
                "<=" => (l, r) => l <= r,
                ">" => (l, r) => l > r,
                _ => (l, r) => l >= r,
            }),
            Expr<Utf8> x => Ordered(sign, x, (Expr<Utf8>)b, (l, r) => l.Span.SequenceCompareTo(r.Span)),
            Expr<bool> x => Ordered(sign, x, (Expr<bool>)b, (l, r) => l.CompareTo(r)),
            _ => Ordered(sign, (Expr<long>)a, (Expr<long>)b, (l, r) => l.CompareTo(r)),
        };
    }

    public static Expr Arithmetic(char sign, Expr a, Expr b, int position)
    {
        foreach (var operand in new[] { a, b })
        {
            if (operand.Type is not (ExprType.Number or ExprType.Double or ExprType.Null))
                throw new ExprException(position, $"{sign} is for numbers, and not for {Name(operand.Type)}.");
        }
        (a, b) = Unify(a, b, position);
        if (a is Expr<double> x)
            return Double(sign, x.Evaluate, ((Expr<double>)b).Evaluate);
        return a is Expr<ExactNumber> number ? Exact(sign, number.Evaluate, ((Expr<ExactNumber>)b).Evaluate) : a;
    }

    public static Expr<bool> Like(Expr part, string pattern, int position)
    {
        var like = new LikePattern(pattern);
        return Test(Text(part, "like", position), value => like.IsMatch(value.Span));
    }

    public static Expr<bool> Matches(Expr part, string pattern, int position)
    {
        try
        {
            var compiled = ValuePattern.Compile(pattern);
            return Test(Text(part, "matches", position), value => compiled.IsMatch(value.Span));
        }
        catch (Exception error) when (error is RegexParseException or NotSupportedException)
        {
            throw new ExprException(position, $"The pattern is not one that can be matched in linear time: {error.Message}");
        }
    }

    public static Expr<Utf8> Text(Expr part, string user, int position) => part as Expr<Utf8>
        ?? throw new ExprException(position, $"{user} is for texts, and not for {Name(part.Type)}.");

    /// <summary>Gives two parts one type: exact numbers become doubles beside a double, a text literal a date beside a date, null anything.</summary>
    public static (Expr A, Expr B) Unify(Expr a, Expr b, int position)
    {
        if (a.Type == b.Type)
            return (a, b);
        if (a.Type == ExprType.Null || b.Type == ExprType.Null)
            return a.Type == ExprType.Null ? (Nothing(b), b) : (a, Nothing(a));
        if (IsNumber(a) && IsNumber(b))
            return (ToDouble(a), ToDouble(b));
        if (IsMoment(a) && b.Literal is not null)
            return (a, Moment(b.Literal, a.Type, position));
        if (IsMoment(b) && a.Literal is not null)
            return (Moment(a.Literal, b.Type, position), b);
        // A date is its midnight.
        if (IsMoment(a) && IsMoment(b) && (a.Type == ExprType.Date || b.Type == ExprType.Date))
            return (a, b);
        throw new ExprException(position, $"{Name(a.Type)} and {Name(b.Type)} do not go together.{(IsMoment(a) && IsMoment(b) ? "" : " Map one of the columns to the other's type.")}");
    }

    /// <summary>How messages call a type.</summary>
    public static string Name(ExprType type) => type switch
    {
        ExprType.Null => "null",
        ExprType.Number => "a number",
        ExprType.Double => "a DOUBLE",
        ExprType.Text => "a text",
        ExprType.Boolean => "a condition",
        ExprType.Date => "a date",
        ExprType.Timestamp => "a timestamp without a time zone",
        _ => "a timestamp with a time zone",
    };

    private static Expr<bool> Logic(Expr<bool> a, Expr<bool> b, bool decides)
    {
        var (first, second) = (a.Evaluate, b.Evaluate);
        return new(ExprType.Boolean, (in ExprRow row, out bool value) =>
        {
            var isFirst = first(row, out value);
            if (isFirst && value == decides)
                return true;
            var isSecond = second(row, out value);
            if (isSecond && value == decides)
                return true;
            value = !decides;
            return isFirst && isSecond;
        });
    }

    private static Expr<bool> IsNull<T>(Expr<T> part)
    {
        var evaluate = part.Evaluate;
        return new(ExprType.Boolean, (in ExprRow row, out bool value) =>
        {
            value = !evaluate(row, out _);
            return true;
        });
    }

    private static Expr<bool> Ordered<T>(string sign, Expr<T> a, Expr<T> b, Comparison<T> order) => sign switch
    {
        "=" => Test(a, b, (l, r) => order(l, r) == 0),
        "!=" => Test(a, b, (l, r) => order(l, r) != 0),
        "<" => Test(a, b, (l, r) => order(l, r) < 0),
        "<=" => Test(a, b, (l, r) => order(l, r) <= 0),
        ">" => Test(a, b, (l, r) => order(l, r) > 0),
        _ => Test(a, b, (l, r) => order(l, r) >= 0),
    };

    private static Expr<bool> Test<T>(Expr<T> a, Expr<T> b, Func<T, T, bool> test)
    {
        var (first, second) = (a.Evaluate, b.Evaluate);
        return new(ExprType.Boolean, (in ExprRow row, out bool value) =>
        {
            value = false;
            if (!first(row, out var left) || !second(row, out var right))
                return false;
            value = test(left, right);
            return true;
        });
    }

    private static Expr<bool> Test(Expr<Utf8> a, Func<Utf8, bool> test)
    {
        var evaluate = a.Evaluate;
        return new(ExprType.Boolean, (in ExprRow row, out bool value) =>
        {
            var isThere = evaluate(row, out var text);
            value = isThere && test(text);
            return isThere;
        });
    }

    private static Expr<double> Double(char sign, Evaluation<double> first, Evaluation<double> second) =>
        new(ExprType.Double, (in ExprRow row, out double value) =>
        {
            value = 0;
            if (!first(row, out var left) || !second(row, out var right))
                return false;
            value = sign switch { '+' => left + right, '-' => left - right, '*' => left * right, '/' => left / right, _ => left % right };
            return double.IsFinite(value);
        });

    private static Expr<ExactNumber> Exact(char sign, Evaluation<ExactNumber> first, Evaluation<ExactNumber> second) =>
        new(ExprType.Number, (in ExprRow row, out ExactNumber value) =>
        {
            value = default;
            if (!first(row, out var left) || !second(row, out var right))
                return false;
            switch (sign)
            {
                case '/' when !ExactNumber.TryDivide(left, right, out value):
                case '%' when !ExactNumber.TryRemainder(left, right, out value):
                    return false;
                case '+':
                    value = left + right;
                    break;
                case '-':
                    value = left - right;
                    break;
                case '*':
                    value = left * right;
                    break;
            }
            return !value.IsTooLong;
        });

    private static bool IsNumber(Expr part) => part.Type is ExprType.Number or ExprType.Double;

    private static bool IsMoment(Expr part) => part.Type is ExprType.Date or ExprType.Timestamp or ExprType.UtcTimestamp;

    private static Expr<double> ToDouble(Expr part)
    {
        if (part is Expr<double> already)
            return already;
        if (part.Constant is { } number)
        {
            var constant = number.ToDouble();
            return new(ExprType.Double, (in ExprRow _, out double value) => { value = constant; return true; });
        }
        var evaluate = ((Expr<ExactNumber>)part).Evaluate;
        return new(ExprType.Double, (in ExprRow row, out double value) =>
        {
            var isThere = evaluate(row, out var exact);
            value = isThere ? exact.ToDouble() : 0;
            return isThere;
        });
    }

    private static Expr Nothing(Expr like) => like switch
    {
        Expr<ExactNumber> => Nothing<ExactNumber>(like.Type),
        Expr<double> => Nothing<double>(like.Type),
        Expr<Utf8> => Nothing<Utf8>(like.Type),
        Expr<bool> => Nothing<bool>(like.Type),
        _ => Nothing<long>(like.Type),
    };

    private static Expr<T> Nothing<T>(ExprType type) => new(type, (in ExprRow _, out T value) =>
    {
        value = default!;
        return false;
    });

    private static Expr<long> Moment(string text, ExprType type, int position)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (CivilCalendar.TryIsoDate(bytes, out var days))
            return Constant(days * 86_400_000_000L);
        if (type != ExprType.Date && CivilCalendar.TryIsoTimestamp(bytes, zoned: type == ExprType.UtcTimestamp, out var moment))
            return Constant(moment);
        throw new ExprException(position, type switch
        {
            ExprType.Date => $"'{text}' is not a date such as '2024-01-31'.",
            ExprType.Timestamp => $"'{text}' is not a timestamp such as '2024-01-31T12:00:00'.",
            _ => $"'{text}' is not a timestamp with a time zone such as '2024-01-31T12:00:00Z'.",
        });

        Expr<long> Constant(long constant) => new(type, (in ExprRow _, out long value) => { value = constant; return true; });
    }
}
