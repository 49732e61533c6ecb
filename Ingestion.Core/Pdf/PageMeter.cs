using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Logging;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Ingestion.Core.Pdf;

/// <summary>What a page draws.</summary>
/// <param name="Marks">Letters, lines and forms.</param>
internal sealed record PageCost(long Marks);

/// <summary>
/// Goes through a page without drawing it, to count what it draws before anything is made of it: a few bytes can show forms within forms
/// billions of times, and the library knows no end to that. The budget comes with the options' filters.
/// </summary>
internal sealed class PageMeter(IPdfTokenScanner scanner, IResourceStore resources, ILookupFilterProvider filters, IPageContentParser parser, UglyToad.PdfPig.ParsingOptions options)
    : BasePageFactory<PageCost>(scanner, resources, filters, new BoundedParser(parser, ((BoundedFilters)options.FilterProvider!).Budget), options)
{
    /// <inheritdoc/>
    protected override PageCost ProcessPage(
        int pageNumber, DictionaryToken dictionary, NamedDestinations namedDestinations, MediaBox mediaBox, CropBox cropBox,
        UserSpaceUnit userSpaceUnit, PageRotationDegrees rotation, TransformationMatrix initialMatrix, IReadOnlyList<IGraphicsStateOperation> operations) =>
        new Counter(
            ((BoundedFilters)ParsingOptions.FilterProvider!).Budget,
            pageNumber, ResourceStore, PdfScanner, PageContentParser, FilterProvider, cropBox, userSpaceUnit, rotation, initialMatrix, ParsingOptions).Process(pageNumber, operations);

    private sealed class BoundedParser(IPageContentParser parser, PdfBudget budget) : IPageContentParser
    {
        public IReadOnlyList<IGraphicsStateOperation> Parse(int pageNumber, IInputBytes inputBytes, ILog log)
        {
            budget.TakeContents(inputBytes.Length);
            return parser.Parse(pageNumber, inputBytes, log);
        }
    }

    private sealed class Counter(
        PdfBudget budget, int pageNumber, IResourceStore resources, IPdfTokenScanner scanner, IPageContentParser parser, ILookupFilterProvider filters,
        CropBox cropBox, UserSpaceUnit unit, PageRotationDegrees rotation, in TransformationMatrix matrix, UglyToad.PdfPig.ParsingOptions options)
        : BaseStreamProcessor<PageCost>(pageNumber, resources, scanner, parser, filters, cropBox, unit, rotation, matrix, options)
    {
        private long _marks;

        public override PageCost Process(int pageNumberCurrent, IReadOnlyList<IGraphicsStateOperation> operations)
        {
            ProcessOperations(operations);
            return new PageCost(_marks);
        }

        public override void ApplyXObject(NameToken xObjectName)
        {
            Count();
            base.ApplyXObject(xObjectName);
        }

        public override void PushState()
        {
            Count();
            base.PushState();
        }

        public override void RenderGlyph(
            IFont font, CurrentGraphicsState currentState, double fontSize, double pointSize, int code, string unicode, long currentOffset,
            in TransformationMatrix renderingMatrix, in TransformationMatrix textMatrix, in TransformationMatrix transformationMatrix, CharacterBoundingBox characterBoundingBox)
        {
            _marks++;
            budget.TakeLetter();
        }

        public override void MoveTo(double x, double y) => Count();

        public override void LineTo(double x, double y) => Count();

        public override void Rectangle(double x, double y, double width, double height) => Count();

        public override void BezierCurveTo(double x2, double y2, double x3, double y3) => Count();

        public override void BezierCurveTo(double x1, double y1, double x2, double y2, double x3, double y3) => Count();

        public override void PaintShading(NameToken shadingName) => Count();

        public override void BeginMarkedContent(NameToken name, NameToken? propertyDictionaryName, DictionaryToken? properties) => Count();

        public override void EndMarkedContent()
        {
        }

        public override void BeginSubpath()
        {
        }

        public override PdfPoint? CloseSubpath() => null;

        public override void StrokePath(bool close)
        {
        }

        public override void FillPath(FillingRule fillingRule, bool close)
        {
        }

        public override void FillStrokePath(FillingRule fillingRule, bool close)
        {
        }

        public override void EndPath()
        {
        }

        public override void ClosePath()
        {
        }

        public override void ModifyClippingIntersect(FillingRule clippingRule)
        {
        }

        protected override void ClipToRectangle(PdfRectangle rectangle, FillingRule clippingRule)
        {
        }

        protected override void RenderXObjectImage(XObjectContentRecord xObjectContentRecord)
        {
        }

        protected override void RenderInlineImage(InlineImage inlineImage)
        {
        }

        private void Count()
        {
            _marks++;
            budget.TakeMark();
        }
    }
}
