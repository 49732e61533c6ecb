namespace Ingestion.Core.Xlsx;

/// <summary>From which day a workbook counts (ECMA-376 part 1, 18.17.4.1).</summary>
internal enum DateSystem
{
    /// <summary>Day 1 is 1900-01-01, and day 60 a 1900-02-29 that never was: an error of Lotus 1-2-3 that Excel keeps.</summary>
    From1900,

    /// <summary>Day 0 is 1904-01-01.</summary>
    From1904,

    /// <summary>Day 0 is 1899-12-30, without the error: strict workbooks that say <c>dateCompatibility="0"</c>.</summary>
    FromIso,
}
