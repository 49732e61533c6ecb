using Ingestion.AppHost;

// Topology only: what runs, what it needs, what it waits for. Compiled where UseAspire is true.
var builder = DistributedApplication.CreateBuilder(args);

var encryptionKey = builder.AddParameter("encryption-key", secret: true);
var signingKey = builder.AddParameter("jwt-key", secret: true);
var uploadFolder = builder.AddParameter("upload-base-dir");

var mysql = builder.AddMySql("mysql").WithDataVolume("ingestion-mysql");
var database = mysql.AddDatabase("ingestion");
var redis = builder.AddRedis("redis").WithDataVolume("ingestion-redis");

var cluster = builder.AddOrleans("cluster")
    .WithClusterId("ingestion")
    .WithServiceId("ingestion")
    .WithClustering(OrleansProvider.Redis(redis))
    .WithGrainStorage("Default", OrleansProvider.MySql(database))
    .WithReminders(OrleansProvider.MySql(database));

var silo = builder.AddProject<Projects.Ingestion_Silo>("silo")
    .WithReplicas(2)
    .WithReference(cluster)
    .WithReference(database).WaitFor(database)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("ENCRYPTION_KEY", encryptionKey)
    .WithEnvironment("UPLOAD_BASE_DIR", uploadFolder)
    .WithHttpHealthCheck("/health");

var api = builder.AddProject<Projects.Ingestion_Api>("api")
    .WithReference(cluster.AsClient())
    .WithReference(database).WaitFor(database)
    .WithReference(redis).WaitFor(redis)
    .WaitFor(silo)
    .WithEnvironment("ENCRYPTION_KEY", encryptionKey)
    .WithEnvironment("JWT_KEY", signingKey)
    .WithEnvironment("UPLOAD_BASE_DIR", uploadFolder)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.AddProject<Projects.Ingestion_Web>("web")
    .WithReference(api).WaitFor(api)
    .WithReference(redis).WaitFor(redis)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.Build().Run();
