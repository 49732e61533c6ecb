namespace Ingestion.Core.Rules.Expressions;

/// <summary>Cuts an expression into its tokens.</summary>
internal static class ExprTokens
{
    private static readonly string[] Signs = ["<=", ">=", "!=", "<>", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

    /// <exception cref="ExprException">A character that begins nothing, or a text or name that does not end.</exception>
    public static List<ExprToken> Of(string text)
    {
        var tokens = new List<ExprToken>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var token = Next(text, i, out var end);
            tokens.Add(token);
            i = end;
        }
        tokens.Add(new ExprToken(ExprTokenKind.End, "", text.Length));
        return tokens;
    }

    private static ExprToken Next(string text, int start, out int end)
    {
        switch (text[start])
        {
            case '\'':
                return new(ExprTokenKind.Text, Quoted(text, start, '\'', "The text is not closed: a ' is missing.", out end), start);
            case '[':
                return new(ExprTokenKind.Column, Quoted(text, start, ']', "The column's name is not closed: a ] is missing.", out end), start);
        }
        end = start;
        if (char.IsAsciiDigit(text[start]))
        {
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
                end++;
            return new(ExprTokenKind.Number, text[start..end], start);
        }
        if (char.IsLetter(text[start]) || text[start] == '_')
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            return new(ExprTokenKind.Word, text[start..end], start);
        }
        var sign = Array.Find(Signs, sign => string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
            ?? throw new ExprException(start, $"'{text[start]}' means nothing here. Texts stand in 'quotes', names with other characters in [brackets].");
        end = start + sign.Length;
        return new(ExprTokenKind.Sign, sign == "<>" ? "!=" : sign, start);
    }

    // The closing character twice stands for itself.
    private static string Quoted(string text, int start, char close, string unclosed, out int end)
    {
        for (end = start + 1; end < text.Length; end++)
        {
            if (text[end] != close)
                continue;
            if (end + 1 < text.Length && text[end + 1] == close)
                end++;
            else
                return text[(start + 1)..end++].Replace($"{close}{close}", $"{close}", StringComparison.Ordinal);
        }
        throw new ExprException(start, unclosed);
    }
}

/// <summary>A token: its text, without quotes or brackets, and where it begins.</summary>
internal readonly record struct ExprToken(ExprTokenKind Kind, string Text, int Position)
{
    public bool IsSign(string sign) => Kind == ExprTokenKind.Sign && Text == sign;

    public bool IsWord(string word) => Kind == ExprTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind == ExprTokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>What a token is.</summary>
internal enum ExprTokenKind
{
    End,
    Number,
    Text,
    Word,
    Column,
    Sign,
}
