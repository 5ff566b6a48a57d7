using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Names the host, or its NIS domain, in the new UTS namespace.</summary>
internal sealed unsafe class SetHostnameStep(string name, bool domain) : LaunchStep
{
    private readonly CString _name = new(name);

    public override string Name => domain ? "DomainName" : "Hostname";

    public override string Description => $"set the {(domain ? "domain" : "host")} name to {name}";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* text = _name)
        {
            int result = domain ? setdomainname(text, _name.Length) : sethostname(text, _name.Length);
            LinuxException.Check(result, domain ? "setdomainname" : "sethostname", name);
        }
    }
}
