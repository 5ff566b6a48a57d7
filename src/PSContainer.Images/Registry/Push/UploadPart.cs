using Microsoft.Win32.SafeHandles;

namespace PSContainer.Images.Registry;

/// <summary>A part of a file that is sent.</summary>
/// <param name="File">The file; it stays the caller's.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Progress">Told how many bytes of the file have gone out.</param>
internal sealed record UploadPart(SafeFileHandle File, long Offset, long Length, Action<long> Progress);
