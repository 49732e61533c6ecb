using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using Aspire.Hosting.Kubernetes.Resources;

namespace Ingestion.AppHost;

/// <summary>
/// What differs between running here and publishing: where the shared folder is, and what makes several silos. A model has one target at a
/// time: <c>PUBLISH_TO</c> is <c>compose</c>, the default, or <c>kubernetes</c>.
/// </summary>
internal static class Publishing
{
    private const string UploadFolder = "UPLOAD_BASE_DIR";
    private const string Mount = "/var/lib/ingestion/uploads";
    private const string Volume = "ingestion-uploads";
    private const string RootUser = "0";

    // The user of .NET's container images.
    private const long AppUser = 1654;

    /// <summary>Adds the target to publish to.</summary>
    public static void AddPublisher(this IDistributedApplicationBuilder builder)
    {
        if (IsForKubernetes(builder))
            builder.AddKubernetesEnvironment("kubernetes");
        else
            builder.AddDockerComposeEnvironment("compose")
                .ConfigureComposeFile(file => file.AddVolume(new Volume { Name = Volume, Driver = "local" }));
    }

    /// <summary>The folder that all hosts on this machine share. Default: <c>data/uploads</c> below the solution.</summary>
    public static IResourceBuilder<ParameterResource> AddUploadFolder(this IDistributedApplicationBuilder builder) =>
        builder.AddParameter("upload-base-dir", new TextDefault(Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "data", "uploads"))));

    /// <summary>Shares the folder: the parameter's here, a volume of that name in containers.</summary>
    public static IResourceBuilder<ProjectResource> WithUploadFolder(this IResourceBuilder<ProjectResource> host, IResourceBuilder<ParameterResource> folder)
    {
        if (!host.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return host.WithEnvironment(UploadFolder, folder);
        host.WithEnvironment(UploadFolder, Mount);
        return IsForKubernetes(host.ApplicationBuilder) ? host.PublishAsKubernetesService(AddClaim) : host.PublishAsDockerComposeService((_, service) =>
        {
            service.AddVolume(new Volume { Name = Volume, Type = "volume", Source = Volume, Target = Mount });
            // A new volume is root's, and .NET's images run as somebody else.
            service.User = RootUser;
        });
    }

    /// <summary>Several silos. Compose is told apart, for its publisher does not read the model's number.</summary>
    public static IResourceBuilder<ProjectResource> WithSiloReplicas(this IResourceBuilder<ProjectResource> silo, int count)
    {
        silo.WithReplicas(count);
        return IsForKubernetes(silo.ApplicationBuilder) ? silo
            : silo.PublishAsDockerComposeService((_, service) => service.Deploy = new Deploy { Replicas = count });
    }

    /// <summary>An HTTP endpoint, and ready means that <c>/health</c> says so.</summary>
    public static IResourceBuilder<ProjectResource> WithReadiness(this IResourceBuilder<ProjectResource> host) =>
        // There is no launch profile that would name one; when publishing there is one already.
        host.WithEndpoint("http", endpoint => endpoint.UriScheme = "http").WithHttpHealthCheck("/health");

    private static bool IsForKubernetes(IDistributedApplicationBuilder builder) => builder.Configuration["PUBLISH_TO"] switch
    {
        "kubernetes" => true,
        null or "" or "compose" => false,
        var other => throw new InvalidOperationException($"PUBLISH_TO is '{other}': give compose or kubernetes."),
    };

    // Whoever runs the cluster makes the claim: only he knows which of his storage many pods can write to.
    private static void AddClaim(Aspire.Hosting.Kubernetes.KubernetesResource host)
    {
        var pod = host.Workload!.PodTemplate.Spec;
        pod.Volumes.Add(new VolumeV1 { Name = Volume, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceV1 { ClaimName = Volume } });
        pod.Containers[0].VolumeMounts.Add(new VolumeMountV1 { Name = Volume, MountPath = Mount });
        pod.SecurityContext = new PodSecurityContextV1 { FsGroup = AppUser };
    }
}
