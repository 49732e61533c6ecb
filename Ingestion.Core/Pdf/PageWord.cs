namespace Ingestion.Core.Pdf;

/// <summary>A rectangle of a page, in points from its lower left corner.</summary>
internal readonly record struct Box(double Left, double Bottom, double Right, double Top)
{
    public double Width => Right - Left;

    public double Height => Top - Bottom;

    public double CenterX => (Left + Right) / 2;

    public double CenterY => (Bottom + Top) / 2;

    /// <summary>The smallest one around both.</summary>
    public Box Union(Box other) => new(Math.Min(Left, other.Left), Math.Min(Bottom, other.Bottom), Math.Max(Right, other.Right), Math.Max(Top, other.Top));

    /// <summary>Whether a word's middle lies in it.</summary>
    public bool Holds(PageWord word) => word.Box.CenterX > Left && word.Box.CenterX < Right && word.Box.CenterY > Bottom && word.Box.CenterY < Top;
}

/// <summary>A word as it stands on a page.</summary>
internal sealed record PageWord(string Text, Box Box);

/// <summary>A drawn line: of a horizontal one <paramref name="At"/> is its height and the rest its left and right end, of a vertical one its place and its lower and upper end.</summary>
internal readonly record struct Ruling(double At, double From, double To)
{
    public double Length => To - From;
}

/// <summary>What of a page tables are found by.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Height">In points.</param>
/// <param name="Words">In no order.</param>
/// <param name="Horizontal">Drawn lines.</param>
/// <param name="Vertical">Drawn lines.</param>
internal sealed record PageContent(int Number, double Height, IReadOnlyList<PageWord> Words, IReadOnlyList<Ruling> Horizontal, IReadOnlyList<Ruling> Vertical);

/// <summary>A table as it stands on one page.</summary>
/// <param name="Page">1-based.</param>
/// <param name="Box">Where.</param>
/// <param name="Edges">The left borders of its columns.</param>
/// <param name="Rows">Its cells, an empty text where there is nothing.</param>
/// <param name="Confidence">How sure each of its cells is, 0 to 1.</param>
internal sealed record PageTable(int Page, Box Box, IReadOnlyList<double> Edges, IReadOnlyList<string[]> Rows, IReadOnlyList<double[]> Confidence);
