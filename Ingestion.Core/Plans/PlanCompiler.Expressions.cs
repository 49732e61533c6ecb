using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private readonly List<RowCheck> _rowChecks = [];

    private void CompileExpression(RuleParams parameters, string path) => throw new InvalidOperationException(path + _rowChecks.Count + parameters.TypeName);

    private void CompileCompare(RuleParams parameters, int input, string path) => throw new InvalidOperationException(path + input + _rowChecks.Count + parameters.TypeName);
}
