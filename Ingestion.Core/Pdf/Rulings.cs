using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Ingestion.Core.Pdf;

/// <summary>The straight lines drawn on a page: strokes, edges of rectangles, and rectangles thin enough to be lines.</summary>
internal static class Rulings
{
    private const double Tolerance = 2;
    private const double Thin = 3;
    private const int MostPaths = 100_000;

    /// <summary>Finds them; pieces of one line are joined.</summary>
    public static (List<Ruling> Horizontal, List<Ruling> Vertical) Of(Page page)
    {
        var horizontal = new List<Ruling>();
        var vertical = new List<Ruling>();
        foreach (var path in page.Paths.Take(MostPaths))
        {
            if (!path.IsFilled && !path.IsStroked)
                continue;
            foreach (var part in path)
                Add(part, path.IsStroked, horizontal, vertical);
        }
        return (Join(horizontal), Join(vertical));
    }

    private static void Add(PdfSubpath part, bool isStroked, List<Ruling> horizontal, List<Ruling> vertical)
    {
        if (part.GetBoundingRectangle() is not { } bounds)
            return;
        var box = new Box(bounds.Left, bounds.Bottom, bounds.Right, bounds.Top);
        if (box.Height <= Thin && box.Width > Thin)
        {
            horizontal.Add(new Ruling(box.CenterY, box.Left, box.Right));
        }
        else if (box.Width <= Thin && box.Height > Thin)
        {
            vertical.Add(new Ruling(box.CenterX, box.Bottom, box.Top));
        }
        else if (part.IsDrawnAsRectangle)
        {
            horizontal.Add(new Ruling(box.Bottom, box.Left, box.Right));
            horizontal.Add(new Ruling(box.Top, box.Left, box.Right));
            vertical.Add(new Ruling(box.Left, box.Bottom, box.Top));
            vertical.Add(new Ruling(box.Right, box.Bottom, box.Top));
        }
        else if (isStroked)
        {
            foreach (var line in part.Commands.OfType<PdfSubpath.Line>())
            {
                if (Math.Abs(line.From.Y - line.To.Y) <= Tolerance)
                    horizontal.Add(new Ruling(line.From.Y, Math.Min(line.From.X, line.To.X), Math.Max(line.From.X, line.To.X)));
                else if (Math.Abs(line.From.X - line.To.X) <= Tolerance)
                    vertical.Add(new Ruling(line.From.X, Math.Min(line.From.Y, line.To.Y), Math.Max(line.From.Y, line.To.Y)));
            }
        }
    }

    /// <summary>Lines on one height that touch are one.</summary>
    private static List<Ruling> Join(List<Ruling> rulings)
    {
        var joined = new List<Ruling>();
        foreach (var group in Groups(rulings.Where(ruling => double.IsFinite(ruling.At) && double.IsFinite(ruling.Length)).OrderBy(ruling => ruling.At)))
        {
            var at = group.Average(ruling => ruling.At);
            foreach (var ruling in group.OrderBy(ruling => ruling.From))
            {
                if (joined.Count > 0 && joined[^1].At == at && ruling.From <= joined[^1].To + Tolerance)
                    joined[^1] = joined[^1] with { To = Math.Max(joined[^1].To, ruling.To) };
                else
                    joined.Add(new Ruling(at, ruling.From, ruling.To));
            }
        }
        return joined;
    }

    private static IEnumerable<List<Ruling>> Groups(IEnumerable<Ruling> sorted)
    {
        var group = new List<Ruling>();
        foreach (var ruling in sorted)
        {
            if (group.Count > 0 && ruling.At - group[0].At > Tolerance)
            {
                yield return group;
                group = [];
            }
            group.Add(ruling);
        }
        if (group.Count > 0)
            yield return group;
    }
}
