return await Ingestion.Standalone.StandaloneHost.RunAsync(args);
