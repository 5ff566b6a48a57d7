using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PSContainer.Tests.Invariants;
using PSContainer.Tests.OtherPrograms;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Debian's docker-registry on loopback; with TLS, and for one user only, where a certificate is given. Missing programs skip the test.</summary>
internal sealed class DockerRegistry : IDisposable
{
    public const string User = "user";
    public const string Password = "secret";

    // What "htpasswd -Bbn user secret" writes.
    private const string PasswordFile = "user:$2y$05$LBJLs2hYB4QyZmDWGzmOP.wboCvCHgm2bSHcIcRvZMMMw3H8QXMHa\n";

    private readonly Process _process;

    public DockerRegistry(X509Certificate2? certificate = null)
    {
        string program = ForeignProgram.Find("docker-registry") ?? "";
        Assert.SkipUnless(program.Length > 0, "needs docker-registry (Debian: apt-get install docker-registry)");
        Assert.SkipUnless(ForeignProgram.Find("skopeo") is not null, "needs skopeo (Debian: apt-get install skopeo)");
        Folder = Directory.CreateTempSubdirectory("pscontainer-registry-").FullName;
        Port = FreePort();
        IsSecure = certificate is not null;
        File.WriteAllText($"{Folder}/config.yml", Configuration(certificate));
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" serve \"$1/config.yml\" >\"$1/log\" 2>&1", program, Folder]))!;
        Assert.True(SpinWait.SpinUntil(() => _process.HasExited || Answers(), TimeSpan.FromSeconds(60)) && !_process.HasExited, File.ReadAllText($"{Folder}/log"));
    }

    public string Folder { get; }

    public int Port { get; }

    public bool IsSecure { get; }

    public string Host => string.Create(CultureInfo.InvariantCulture, $"localhost:{Port}");

    public string Log => File.ReadAllText($"{Folder}/log");

    /// <summary>Calls skopeo; it must succeed.</summary>
    public static string Skopeo(params string[] arguments)
    {
        Outcome outcome = Outcome.Of("skopeo", ["--insecure-policy", .. arguments]);
        Assert.True(outcome.ExitCode == 0, $"skopeo {string.Join(' ', arguments)}: {outcome.Errors}");
        return outcome.Output;
    }

    /// <summary>Has skopeo push an image.</summary>
    public void Fill(string name, FakeImage image, params string[] options)
    {
        string layout = $"{Folder}/{Guid.NewGuid():N}";
        image.WriteLayout(layout);
        Skopeo(["copy", .. options, "--dest-tls-verify=false", .. IsSecure ? ["--dest-creds", $"{User}:{Password}"] : (string[])[], $"oci:{layout}:it", $"docker://{Host}/{name}"]);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Configuration(X509Certificate2? certificate)
    {
        string plain = $"""
            version: 0.1
            log: {"{"}level: info{"}"}
            storage: {"{"}filesystem: {"{"}rootdirectory: {Folder}/storage{"}"}{"}"}
            http:
              addr: 127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}

            """;
        if (certificate is null)
            return plain;
        File.WriteAllText($"{Folder}/server.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{Folder}/server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText($"{Folder}/htpasswd", PasswordFile);
        return plain + $"""
              tls:
                certificate: {Folder}/server.crt
                key: {Folder}/server.key
            auth:
              htpasswd:
                realm: test
                path: {Folder}/htpasswd

            """;
    }

    private bool Answers()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
