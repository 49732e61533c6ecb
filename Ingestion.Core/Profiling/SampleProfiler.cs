using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling.Conclusions;
using Ingestion.Core.Profiling.Suggestions;

namespace Ingestion.Core.Profiling;

/// <summary>Profiles the beginning of a source at once, and suggests rules and mappings, each tried on these very rows.</summary>
public static class SampleProfiler
{
    /// <summary>Profiles the first <see cref="EngineOptions.SampleBytes"/> of an artifact, with the types that were inferred.</summary>
    /// <param name="raw">The artifact.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="source">The source options the layout was sniffed with, for their null tokens and ragged rows. Default: none.</param>
    /// <param name="cancellationToken">Looked at once a few hundred rows.</param>
    public static ProfileReport Profile(
        ArtifactReader raw, CsvLayout layout, EngineOptions options, SourceOptions? source = null, CancellationToken cancellationToken = default)
    {
        source ??= new SourceOptions();
        var (plan, problems) = Plan.Compile(new Recipe { Source = source }, layout);
        if (plan is null)
            throw new UnreadableSourceException(string.Join(" ", problems.Select(problem => $"{problem.Path}: {problem.Message}")));
        var sample = new Sample(raw, layout, options, cancellationToken);
        using var evaluated = sample.Evaluate(plan, isProfiled: true, cancellationToken: cancellationToken);
        var profile = evaluated.Profile!;
        var findings = profile.Columns.Select(column => ColumnConclusion.Find(column, profile.Rows)).ToList();
        var trial = new SuggestionTrial(sample, layout, options, source);
        var tried = Suggester.Of(findings).Select(suggestion => trial.Try(suggestion, cancellationToken)).ToList();
        return new ProfileReport
        {
            Profile = profile.Conclude(isSample: !sample.IsWhole),
            Rules = [.. tried.Select(outcome => outcome.AsRule()).OfType<SuggestedRule>()],
            Mappings = [.. tried.Select(outcome => outcome.AsMapping()).OfType<SuggestedMapping>()],
        };
    }
}
