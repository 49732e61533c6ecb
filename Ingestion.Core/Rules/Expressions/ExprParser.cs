using System.Text;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>
/// Parses and types an expression by recursive descent: or, and, not, comparisons, sums, products, signs, from loose to tight. It can
/// read its row and compute; there is nothing else in the language, and no time of day, so that a job's result can be had again.
/// </summary>
internal sealed class ExprParser
{
    /// <summary>The most characters of an expression.</summary>
    public const int MostCharacters = 4000;

    private const int MostDepth = 64;
    private static readonly string[] Keywords = ["and", "or", "not", "in", "between", "like", "matches", "is", "null", "true", "false"];
    private readonly List<ExprToken> _tokens;
    private readonly Func<string, Expr> _column;
    private int _next;
    private int _depth;

    private ExprParser(string text, Func<string, Expr> column)
    {
        if (text.Length > MostCharacters)
            throw new ExprException(MostCharacters, $"The expression has {text.Length} characters; at most {MostCharacters} are read. Make several rules of it.");
        _tokens = ExprTokens.Of(text);
        _column = column;
    }

    private ExprToken Token => _tokens[_next];

    /// <summary>Compiles an expression that is true or false.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="column">Gives the column of a name, or throws an <see cref="ExprException"/>.</param>
    /// <exception cref="ExprException">It is no expression, or not one that is true or false.</exception>
    public static Expr<bool> Parse(string text, Func<string, Expr> column)
    {
        var parser = new ExprParser(text, column);
        var whole = parser.Or();
        if (parser.Token.Kind != ExprTokenKind.End)
            throw new ExprException(parser.Token.Position, $"{parser.Token} is too much: an operator such as = or and is missing before it.");
        return Operators.Condition(whole, 0);
    }

    /// <summary>The names of columns in an expression; none in a text that is no expression.</summary>
    public static IEnumerable<string> ColumnsOf(string text)
    {
        try
        {
            var tokens = ExprTokens.Of(text);
            return tokens.Where((token, i) => token.Kind == ExprTokenKind.Column
                || (token.Kind == ExprTokenKind.Word && !Keywords.Contains(token.Text, StringComparer.OrdinalIgnoreCase) && !tokens[i + 1].IsSign("("))).Select(token => token.Text);
        }
        catch (ExprException)
        {
            return [];
        }
    }

    private Expr Or()
    {
        if (++_depth > MostDepth)
            throw new ExprException(Token.Position, $"The expression is nested more than {MostDepth} deep. Make several rules of it.");
        var left = And();
        while (TryTake("or", out var at))
            left = Operators.Or(Operators.Condition(left, at), Operators.Condition(And(), at));
        _depth--;
        return left;
    }

    private Expr And()
    {
        var left = Not();
        while (TryTake("and", out var at))
            left = Operators.And(Operators.Condition(left, at), Operators.Condition(Not(), at));
        return left;
    }

    private Expr Not()
    {
        var isNegated = false;
        var first = Token.Position;
        while (TryTake("not", out _))
            isNegated = !isNegated;
        var operand = Comparison();
        return isNegated ? Operators.Not(Operators.Condition(operand, first)) : operand;
    }

    private Expr Comparison()
    {
        var left = Sum();
        var at = Token.Position;
        if (Token.Kind == ExprTokenKind.Sign && Token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            var sign = Take().Text;
            return Operators.Compare(sign, left, Sum(), at);
        }
        if (TryTake("is", out _))
        {
            var isNot = TryTake("not", out _);
            Expect("null");
            return isNot ? Operators.Not(Operators.IsNull(left)) : Operators.IsNull(left);
        }
        var negated = Token.IsWord("not") && _tokens[_next + 1] is var after && (after.IsWord("in") || after.IsWord("between") || after.IsWord("like") || after.IsWord("matches"));
        if (negated)
            _next++;
        Expr<bool>? test = TryTake("in", out _) ? In(left, at)
            : TryTake("between", out _) ? Between(left, at)
            : TryTake("like", out _) ? Operators.Like(left, PatternText("like"), at)
            : TryTake("matches", out _) ? Operators.Matches(left, PatternText("matches"), at)
            : null;
        return test is null ? left : negated ? Operators.Not(test) : test;
    }

    private Expr<bool> In(Expr left, int at)
    {
        Expect("(");
        Expr<bool>? any = null;
        do
        {
            var equal = Operators.Compare("=", left, Sum(), at);
            any = any is null ? equal : Operators.Or(any, equal);
        }
        while (TryTake(",", out _));
        Expect(")");
        return any;
    }

    private Expr<bool> Between(Expr left, int at)
    {
        var low = Sum();
        Expect("and");
        return Operators.And(Operators.Compare(">=", left, low, at), Operators.Compare("<=", left, Sum(), at));
    }

    private string PatternText(string word) =>
        Token.Kind == ExprTokenKind.Text ? Take().Text : throw new ExprException(Token.Position, $"After {word} stands a pattern in 'quotes', and not {Token}.");

    private Expr Sum()
    {
        var left = Product();
        while (Token.Kind == ExprTokenKind.Sign && Token.Text is "+" or "-")
        {
            var sign = Take();
            left = Operators.Arithmetic(sign.Text[0], left, Product(), sign.Position);
        }
        return left;
    }

    private Expr Product()
    {
        var left = Signed();
        while (Token.Kind == ExprTokenKind.Sign && Token.Text is "*" or "/" or "%")
        {
            var sign = Take();
            left = Operators.Arithmetic(sign.Text[0], left, Signed(), sign.Position);
        }
        return left;
    }

    private Expr Signed()
    {
        var isNegative = false;
        var at = Token.Position;
        while (Token.IsSign("-") || Token.IsSign("+"))
            isNegative ^= Take().Text == "-";
        var operand = Primary();
        return isNegative ? Operators.Arithmetic('-', Operators.Number(default), operand, at) : operand;
    }

    private Expr Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case ExprTokenKind.Number:
                return ExactNumber.TryParse(token.Text, out var number) && token.Text[^1] != '.' && token.Text.Length <= 40
                    ? Operators.Number(number) : throw new ExprException(token.Position, $"'{token.Text}' is not a number such as 12 or 12.50.");
            case ExprTokenKind.Text:
                var bytes = (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(token.Text);
                return new Expr<ReadOnlyMemory<byte>>(ExprType.Text, (in ExprRow _, out ReadOnlyMemory<byte> value) => { value = bytes; return true; }) { Literal = token.Text };
            case ExprTokenKind.Column:
                return Column(token);
            case ExprTokenKind.Word:
                return Word(token);
            case ExprTokenKind.Sign when token.Text == "(":
                var inner = Or();
                Expect(")");
                return inner;
            default:
                throw new ExprException(token.Position, $"A column, a value or ( is missing before {token}.");
        }
    }

    private Expr Word(ExprToken word)
    {
        if (word.IsWord("true") || word.IsWord("false"))
        {
            var isTrue = word.IsWord("true");
            return new Expr<bool>(ExprType.Boolean, (in ExprRow _, out bool value) => { value = isTrue; return true; });
        }
        if (word.IsWord("null"))
            return new Expr<bool>(ExprType.Null, (in ExprRow _, out bool value) => value = false);
        if (Token.IsSign("("))
            return Call(word);
        if (Keywords.Contains(word.Text, StringComparer.OrdinalIgnoreCase))
            throw new ExprException(word.Position, $"A column or a value is missing before {word}. A column of that name stands in [brackets].");
        return Column(word);
    }

    private Expr Column(ExprToken name)
    {
        try
        {
            return _column(name.Text);
        }
        catch (ExprException unknown)
        {
            throw new ExprException(name.Position, unknown.Message);
        }
    }

    private Expr Call(ExprToken name)
    {
        Expect("(");
        var arguments = new List<Expr>();
        if (!Token.IsSign(")"))
        {
            do
                arguments.Add(Or());
            while (TryTake(",", out _));
        }
        Expect(")");
        return Functions.Call(name.Text.ToLowerInvariant(), [.. arguments], name.Position);
    }

    private ExprToken Take() => Token.Kind == ExprTokenKind.End ? Token : _tokens[_next++];

    private bool TryTake(string wanted, out int position)
    {
        position = Token.Position;
        var isThere = Token.IsSign(wanted) || Token.IsWord(wanted);
        if (isThere)
            _next++;
        return isThere;
    }

    private void Expect(string wanted)
    {
        if (!TryTake(wanted, out var position))
            throw new ExprException(position, $"{wanted} is missing before {Token}.");
    }
}
