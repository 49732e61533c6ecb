using Ingestion.Benchmarks.Cluster;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Pdfs;
using Ingestion.Benchmarks.Profiling;
using Ingestion.Benchmarks.Running;
using Ingestion.Benchmarks.Small;
using Ingestion.Benchmarks.Workbooks;

const string Usage = """
    orders  [--rows 5000000] [--scale 4] [--repeat 1] [--workers 2] [--only engine,duckdb] [--data folder] [--results folder]
    pdf     [--pages 500] [--repeat 3] [--data folder] [--results folder]
    profile [--rows 1000000] [--repeat 5] [--jobs 300] [--workers 2] [--data folder] [--results folder]
    scale   --bin artifacts/bin [--rows 2000000] [--jobs 1000] [--viewers 200] [--data folder] [--results folder]
    small   (--standalone Ingestion.Standalone.dll | --url http://127.0.0.1:5000 --api-key key --project id) [--profile on] [--results folder]
    xlsx    [--rows 200000] [--repeat 3] [--only ours,miniexcel] [--data folder] [--results folder]
    """;

try
{
    return args switch
    {
        ["orders", .. var rest] => await OrdersCommand.RunAsync(rest),
        ["pdf", .. var rest] => await PdfCommand.RunAsync(rest),
        ["profile", .. var rest] => await ProfileCommand.RunAsync(rest),
        ["scale", .. var rest] => await ScaleCommand.RunAsync(rest),
        ["small", .. var rest] => await SmallCommand.RunAsync(rest),
        ["xlsx", .. var rest] => await XlsxCommand.RunAsync(rest),
        [ChildProcess.Verb, .. var rest] => await ChildProcess.RunAsync(rest),
        _ => throw new UsageException("Say what to measure."),
    };
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}\n{Usage}");
    return 2;
}
