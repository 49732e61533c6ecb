using Ingestion.Cluster.Tests.Servers;

namespace Ingestion.Cluster.Tests.Hosts;

/// <summary>
/// A disk without room, for one process: in a mount namespace of its own, the shared folder is seen through an overlay whose upper
/// side is a file system that has not one inode left. What others write is there to be read; whatever the process writes ends with ENOSPC.
/// </summary>
internal static class FullDisk
{
    /// <summary>What these tests need.</summary>
    public const string Needs = "A full disk for one process needs unshare, overlayfs and root.";

    private const string Script = """
        set -e
        mount -t tmpfs -o size=64k,nr_inodes=24 tmpfs "$2"
        mkdir "$2/upper" "$2/work" "$2/tmp"
        mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$1"
        shared="$1"; full="$2"; shift 2
        i=0
        while true 2>/dev/null > "$full/tmp/$i"; do i=$((i+1)); done
        TMP_DIR="$full/tmp" exec "$@"
        """;

    /// <summary>Whether this machine lets a process have it.</summary>
    public static bool IsPossible => Environment.IsPrivilegedProcess && ServerProcess.Find("unshare") is not null;

    /// <summary>A command that runs another with a full disk.</summary>
    /// <param name="folder">The folder that is full.</param>
    /// <param name="mountPoint">An empty folder of the caller's, where the file system is mounted.</param>
    /// <param name="command">The program and its arguments.</param>
    public static string[] Command(string folder, string mountPoint, params IEnumerable<string> command) =>
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", Script, "sh", folder, mountPoint, .. command];
}
