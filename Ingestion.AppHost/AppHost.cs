using Ingestion.AppHost;

// Topology only: what runs, what it needs, what it waits for. Compiled where UseAspire is true.
var builder = DistributedApplication.CreateBuilder(args);

// Made at the first run and kept in the user's secrets: with other keys nobody could read what is stored.
var encryptionKey = builder.AddParameter("encryption-key", new RandomKey(), secret: true, persist: true);
var signingKey = builder.AddParameter("jwt-key", new RandomKey(), secret: true, persist: true);
var adminEmail = builder.AddParameter("admin-email", new TextDefault("admin@example.org"));
var adminPassword = builder.AddParameter("admin-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);
var uploads = builder.AddUploadFolder();
builder.AddPublisher();

var mysql = builder.AddMySql("mysql").WithDataVolume("ingestion-mysql");
var database = mysql.AddDatabase("ingestion");
var redis = builder.AddRedis("redis").WithDataVolume("ingestion-redis").WithPersistence();

var cluster = builder.AddOrleans("cluster")
    .WithClusterId("ingestion")
    .WithServiceId("ingestion")
    .WithClustering(OrleansProvider.Redis(redis))
    .WithGrainStorage("Default", OrleansProvider.MySql(database))
    .WithReminders(OrleansProvider.MySql(database));

var silo = builder.AddProject<Projects.Ingestion_Silo>("silo")
    .WithReadiness()
    .WithSiloReplicas(2)
    .WithReference(cluster)
    .WithReference(database).WaitFor(database)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("ENCRYPTION_KEY", encryptionKey)
    .WithUploadFolder(uploads);

var api = builder.AddProject<Projects.Ingestion_Api>("api")
    .WithReadiness()
    .WithReference(cluster.AsClient())
    .WithReference(database).WaitFor(database)
    .WithReference(redis).WaitFor(redis)
    .WaitFor(silo)
    .WithEnvironment("ENCRYPTION_KEY", encryptionKey)
    .WithEnvironment("JWT_KEY", signingKey)
    .WithEnvironment("INGESTION_ADMIN_EMAIL", adminEmail)
    .WithEnvironment("INGESTION_ADMIN_PASSWORD", adminPassword)
    .WithUploadFolder(uploads)
    .WithExternalHttpEndpoints();

builder.AddProject<Projects.Ingestion_Web>("web")
    .WithReadiness()
    .WithReference(api).WaitFor(api)
    .WithReference(redis).WaitFor(redis)
    .WithExternalHttpEndpoints();

builder.Build().Run();
