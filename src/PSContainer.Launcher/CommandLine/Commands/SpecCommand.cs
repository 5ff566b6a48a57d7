using System.Buffers;
using System.Text;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>spec</c>: writes a config.json to begin with.</summary>
internal sealed class SpecCommand : Command
{
    private readonly CommandOption _bundle = CommandOption.Value("bundle", "DIR", "directory to write it to (default \".\")", 'b');
    private readonly CommandOption _file = CommandOption.Value("file", "FILE", "its name (default \"config.json\")", 'f');
    private readonly CommandOption _rootless = CommandOption.Flag("rootless", "for a container without root's rights");

    public override string Name => "spec";

    public override string Summary => "create a new specification file";

    public override string Operands => "";

    public override (int Least, int Most) OperandCount => (0, 0);

    public override CommandOption[] Options => [_bundle, _file, _rootless];

    public override int Run(CommandCall call)
    {
        string path = Path.Combine(Path.GetFullPath(_bundle.Text ?? "."), _file.Text ?? "config.json");
        if (File.Exists(path))
        {
            throw new ContainerException(
                "Spec.Exists", ErrorKind.AlreadyExists, $"File {path} exists.", path, "Remove it first, or name another.");
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        RuntimeSpecWriter.Write(SpecTemplate.Create(_rootless.IsSet), buffer, indented: true);
        HostFile.Write(path, Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n");
        return 0;
    }
}
