// Compiled where Aspire is not: the same system in one process.
Console.WriteLine("Running everything in one process. For the distributed app install the Aspire CLI (https://aspire.dev) and run this again.");
return await Ingestion.Standalone.StandaloneHost.RunAsync(args);
