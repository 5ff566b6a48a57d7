using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PSContainer.Bench.Measuring;

namespace PSContainer.Bench.Scenes;

/// <summary>Debian's docker-registry on loopback, with a Debian root of three layers in it, once compressed by gzip and once by zstd.</summary>
internal sealed class ImageRegistry : IDisposable
{
    private const int StartMilliseconds = 10_000;
    private static readonly string[] s_programs = ["docker-registry", "skopeo", "umoci", "podman", "debootstrap"];
    private static readonly string[] s_folders = ["./usr/lib", "./usr/share"];

    // Kept from run to run: what it takes to make it is not measured.
    private const string Debian = "/var/tmp/pscontainer-bench-debian";

    private readonly Process _server;
    private readonly string _folder;
    private readonly int _port;

    private ImageRegistry(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _port = FreePort();
        File.WriteAllText($"{folder}/config.yml", string.Create(CultureInfo.InvariantCulture, $"""
            version: 0.1
            log: {"{"}level: error, accesslog: {"{"}disabled: true{"}"}{"}"}
            storage: {"{"}filesystem: {"{"}rootdirectory: {folder}/storage{"}"}{"}"}
            http: {"{"}addr: "127.0.0.1:{_port}"{"}"}

            """));
        _server = Process.Start(new ProcessStartInfo("docker-registry", ["serve", $"{folder}/config.yml"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    /// <summary>What is missing to have one; null where nothing is.</summary>
    public static string? Missing()
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        string[] missing = [.. s_programs.Where(program => !path.Any(folder => File.Exists($"{folder}/{program}")))];
        return missing.Length == 0 ? null : $"not installed: {string.Join(", ", missing)}";
    }

    /// <summary>Starts it and fills it.</summary>
    public static ImageRegistry Start(string folder)
    {
        var registry = new ImageRegistry(folder);
        if (!SpinWait.SpinUntil(registry.Answers, StartMilliseconds))
        {
            registry.Dispose();
            throw new InvalidOperationException("docker-registry does not answer");
        }

        registry.Fill();
        return registry;
    }

    /// <summary>The image's name there.</summary>
    public string Image(string compression) => string.Create(CultureInfo.InvariantCulture, $"localhost:{_port}/debian:{compression}");

    /// <summary>Runs a command that must succeed.</summary>
    public static void Require(params string[] command)
    {
        (int code, string output) = NativeCommand.Capture(command);
        if (code != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {output}");
        }
    }

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }

    private void Fill()
    {
        if (!File.Exists($"{Debian}/bin/true"))
        {
            Require("debootstrap", "--variant=minbase", "bookworm", Debian);
        }

        string layout = $"{_folder}/layout";
        Require("umoci", "init", "--layout", layout);
        Require("umoci", "new", "--image", $"{layout}:debian");
        AddLayer(layout, [.. s_folders.Select(static folder => $"--exclude={folder}/*"), "."]);
        foreach (string part in s_folders)
        {
            AddLayer(layout, [part]);
        }

        foreach (string compression in (string[])["gzip", "zstd"])
        {
            Require("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", "--dest-compress-format", compression, $"oci:{layout}:debian", $"docker://{Image(compression)}");
        }
    }

    private void AddLayer(string layout, string[] content)
    {
        string archive = $"{_folder}/layer.tar";
        Require(["tar", "--create", "--file", archive, "--directory", Debian, "--numeric-owner", "--xattrs", .. content]);
        Require("umoci", "raw", "add-layer", "--image", $"{layout}:debian", archive);
        File.Delete(archive);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
