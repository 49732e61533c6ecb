using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rejects;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Tries suggestions on a sample, each in a plan of its own, through the evaluator and the dedupe stage of a job.</summary>
internal sealed class SuggestionTrial(Sample sample, CsvLayout layout, EngineOptions options, SourceOptions source)
{
    private const int MostExamples = 5;
    private const int MostShownBytes = 100;

    /// <summary>What a suggestion would do.</summary>
    public SuggestionOutcome Try(Suggestion suggestion, CancellationToken cancellationToken)
    {
        var (plan, _) = Plan.Compile(suggestion.Alone(source), layout);
        // What makes no plan is no suggestion.
        if (plan is null)
            return new SuggestionOutcome(suggestion, null, []);
        // What a fix or a mapping cannot read breaks TYPE.
        var ruleId = suggestion.Rule is { } rule && RuleTemplates.KindOf(rule.Type) == RuleKind.Check ? rule.Id : RuleSpec.ImplicitTypeRuleId;
        var rejected = 0L;
        var examples = new List<RejectExample>();
        using var chunk = sample.Evaluate(plan, isProfiled: false, batch =>
        {
            for (var row = 0; row < batch.Batch.Count && examples.Count < MostExamples; row++)
            {
                if (batch.Rows.IsRejected(row) && batch.Rows.Violations(row).Any(violation => violation.RuleId == ruleId))
                    examples.Add(Example(batch, batch.Batch.Records[row], batch.Rows.Text(0, row)));
            }
        }, cancellationToken);
        foreach (var check in plan.Checks.Where(check => check.RuleId == ruleId))
            rejected += chunk.Rows.ViolationRows[check.Ordinal];
        return plan.HasDedupe ? Deduped(suggestion, plan, chunk) : new SuggestionOutcome(suggestion, rejected, examples);
    }

    private SuggestionOutcome Deduped(Suggestion suggestion, Plan plan, EvaluatedChunk chunk)
    {
        using var resolver = new DedupeResolver(plan, options);
        var removedBy = resolver.Resolve(chunk).RemovedBy;
        var examples = new List<RejectExample>();
        for (var i = 0; i < removedBy.Length && examples.Count < MostExamples; i++)
        {
            if (removedBy[i] == 0)
                continue;
            var candidate = chunk.CandidateAt(i);
            examples.Add(Example(chunk, new Record(candidate.Offset, candidate.Length, 0, IsMalformed: false), Value(chunk, candidate.Slot)));
        }
        return new SuggestionOutcome(suggestion, removedBy.Count(rule => rule != 0), examples);
    }

    private static RejectExample Example(EvaluatedChunk chunk, Record record, ReadOnlySpan<byte> value)
    {
        chunk.RewindLines();
        var isCut = value.Length > MostShownBytes;
        var text = Encoding.UTF8.GetString(isCut ? value[..RejectBuffer.CharacterBorder(value, MostShownBytes)] : value);
        return new RejectExample(chunk.LineOf(record), isCut ? text + "…" : text);
    }

    private static byte[] Value(EvaluatedChunk chunk, int slot)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            chunk.Columns[0].WriteJson(slot, json);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return Encoding.UTF8.GetBytes(document.RootElement.ToString());
    }
}

/// <summary>A suggestion and what it would do; null where it cannot be tried.</summary>
internal sealed record SuggestionOutcome(Suggestion Suggestion, long? WouldReject, IReadOnlyList<RejectExample> Examples)
{
    public SuggestedRule? AsRule() => Suggestion.Rule is { } rule && WouldReject is { } rows ? new SuggestedRule(rule, Suggestion.Why, rows, Examples) : null;

    public SuggestedMapping? AsMapping() => Suggestion.Mapping is { } mapping && WouldReject is { } rows ? new SuggestedMapping(mapping, Suggestion.Why, rows, Examples) : null;
}
