using PSContainer.Launch.Layers;
using PSContainer.Layers.Files;
using PSContainer.State;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Layers;

/// <summary>Layers that are copied above each other give what the kernel's overlay of them shows.</summary>
public sealed class LayerCopyTests : IDisposable
{
    private const string Lower = """
        mkdir -p kept/deep hidden/deep replaced gone/deep; echo low > kept/deep/file; echo low > hidden/deep/file; echo low > file; echo low > gone/deep/file
        ln -s file link; echo low > becomes-folder; mkdir becomes-file; echo low > becomes-file/x; mknod null c 1 3; mkfifo fifo; chmod 711 kept; chown 5:6 file
        touch -d 2001-02-03T04:05:06.123456789Z file; echo low > gone-file
        """;

    private const string Upper = """
        mkdir -p kept hidden becomes-folder; echo up > kept/new; echo up > hidden/new; setfattr -n trusted.overlay.opaque -v y hidden
        mknod gone c 0 0; mknod gone-file c 0 0; mknod kept/deep c 0 0; echo up > becomes-file; echo up > becomes-folder/x; ln -s kept link2; rm -f link; mkdir link
        chmod 1755 kept; chown 7:8 kept; mknod never-there c 0 0
        """;

    // All but the sizes and times of folders, which are the file system's.
    private const string Show = """
        find . -mindepth 1 -printf '%P %y %m %U:%G %l\n' | sort; find . -type f -printf '%P %T@ ' -exec cat {} \; | sort; stat -c '%n %t,%T' null
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-layers-").FullName;

    public LayerCopyTests()
    {
        Rights.NeedRoot("devices and overlays are root's to make");
        Assert.SkipUnless(File.Exists("/usr/bin/setfattr"), "needs setfattr (Debian: attr)");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_look_like_an_overlay()
    {
        Make("lower", Lower);
        Make("upper", Upper);
        Make("copy", "");
        Make("changes", "");
        Make("work", "");
        Make("overlay", "");
        Copy("lower");
        Copy("upper");
        Shell(".", "mount -t overlay overlay -o lowerdir=upper:lower,upperdir=changes,workdir=work overlay");
        try
        {
            Assert.Equal(Shell("overlay", Show), Shell("copy", Show));
        }
        finally
        {
            Shell(".", "umount overlay");
        }
    }

    private void Make(string name, string script)
    {
        Directory.CreateDirectory($"{_folder}/{name}");
        Shell(name, script);
    }

    private void Copy(string layer)
    {
        using DirectoryHandle from = Open(layer), to = Open("copy");
        LayerCopy.Add(from.Descriptor, to.Descriptor, layer, new OverlayMarks(userAttributes: false), OwnerShift.None);
    }

    private DirectoryHandle Open(string name)
    {
        Assert.Equal(0, DirectoryHandle.TryOpen($"{_folder}/{name}", followLink: true, out DirectoryHandle? folder));
        return folder!;
    }

    private string Shell(string folder, string script)
    {
        Outcome outcome = Outcome.Of("sh", "-ec", $"cd \"$0\"; {script}", $"{_folder}/{folder}");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Output;
    }
}
