using System.Runtime.InteropServices;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// One piece of memory for all shards of a table whose final size is guessed. Where Linux gives huge pages to those who ask, it is in
/// some dozen of them: the keys of a large table are looked up in no order, and of small pages each look-up walks the page tables, and
/// each page costs a fault when it is first touched. Memory is zero at first.
/// </summary>
internal sealed unsafe partial class KeyArena : IDisposable
{
    private const nuint HugePageBytes = 2 << 20;
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int AdviseHugePages = 14;
    private const int AdviseNotNeeded = 4;
    private const int AdvisePopulateWrite = 23;

    private readonly byte* _mapped;
    private readonly nuint _mappedBytes;
    private readonly byte* _end;

    private KeyArena(byte* mapped, nuint mappedBytes, nuint bytes)
    {
        _mapped = mapped;
        _mappedBytes = mappedBytes;
        Start = (byte*)(((nuint)mapped + HugePageBytes - 1) & ~(HugePageBytes - 1));
        _end = Start + bytes;
        // A system without them says no, and the memory is as good with small pages.
        _ = Advise(Start, bytes, AdviseHugePages);
        Touch(bytes);
    }

    /// <summary>Its first byte, where a huge page begins.</summary>
    public byte* Start { get; }

    /// <summary>Memory of so many bytes; null where the system gives none in this way.</summary>
    public static KeyArena? TryCreate(long bytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return null;
        try
        {
            var mappedBytes = (nuint)bytes + HugePageBytes;
            var mapped = Map(null, mappedBytes, ReadAndWrite, PrivateAnonymous, -1, 0);
            return (nint)mapped == -1 ? null : new KeyArena((byte*)mapped, mappedBytes, (nuint)bytes);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Has the system find the pages, on two threads: nobody's turn in the DEDUPE stage comes meanwhile, so that a core is idle.</summary>
    private void Touch(nuint bytes)
    {
        var half = (bytes / 2) & ~(HugePageBytes - 1);
        var other = new Thread(() => _ = Advise(Start + half, bytes - half, AdvisePopulateWrite)) { IsBackground = true };
        other.Start();
        _ = Advise(Start, half, AdvisePopulateWrite);
        other.Join();
    }

    /// <summary>Whether a pointer is into it.</summary>
    public bool Holds(void* pointer) => pointer >= Start && pointer < _end;

    /// <summary>Copies a part of an arena to memory of its own, which is larger, and gives the part's pages back to the system.</summary>
    public static void* MoveOut(void* part, nuint bytes, nuint newBytes)
    {
        var moved = NativeMemory.Alloc(newBytes);
        NativeMemory.Copy(part, moved, bytes);
        var pageBytes = (nuint)Environment.SystemPageSize;
        var first = ((nuint)part + pageBytes - 1) & ~(pageBytes - 1);
        var last = ((nuint)part + bytes) & ~(pageBytes - 1);
        if (first < last)
            _ = Advise((void*)first, last - first, AdviseNotNeeded);
        return moved;
    }

    public void Dispose() => _ = Unmap(_mapped, _mappedBytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint bytes, int advice);
}
