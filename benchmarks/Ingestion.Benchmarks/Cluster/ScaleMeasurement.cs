namespace Ingestion.Benchmarks.Cluster;

/// <summary>One large job on so many silos.</summary>
/// <param name="Silos">Each with one lane.</param>
/// <param name="Seconds">From the upload's answer to the job's end.</param>
/// <param name="SiloCpuSeconds">Of all silos together, meanwhile.</param>
/// <param name="DatabaseCpuSeconds">Of the database, meanwhile.</param>
/// <param name="Chunks">How many chunks it had.</param>
/// <param name="Statements">Writes and reads that the database counted, meanwhile, by kind.</param>
/// <param name="Calls">Grain calls that the silos took, meanwhile, by method.</param>
internal sealed record LargeJob(
    int Silos, double Seconds, double SiloCpuSeconds, double DatabaseCpuSeconds, int Chunks, IReadOnlyDictionary<string, long> Statements,
    IReadOnlyDictionary<string, double> Calls);

/// <summary>Many jobs at once.</summary>
/// <param name="Kind">What kind of jobs.</param>
/// <param name="Jobs">How many.</param>
/// <param name="UploadSeconds">Until all were accepted.</param>
/// <param name="Seconds">Until all were done, from the first byte uploaded.</param>
/// <param name="StatementsPerJob">Writes and reads that the database counted, a job, by kind.</param>
/// <param name="CallsPerJob">Grain calls that the silos took, a job, by method.</param>
internal sealed record ManyJobs(
    string Kind, int Jobs, double UploadSeconds, double Seconds, IReadOnlyDictionary<string, double> StatementsPerJob, IReadOnlyDictionary<string, double> CallsPerJob);

/// <summary>Many viewers of one large job.</summary>
/// <param name="Count">How many event streams.</param>
/// <param name="Seconds">The job's time.</param>
/// <param name="EventsPerSecond">What all viewers got together.</param>
/// <param name="ApiCpuSeconds">Of the API host, meanwhile.</param>
/// <param name="SawTheEnd">How many viewers saw the final state.</param>
internal sealed record Viewers(int Count, double Seconds, double EventsPerSecond, double ApiCpuSeconds, int SawTheEnd);
