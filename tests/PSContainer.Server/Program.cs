using System.Management.Automation;
using System.Reflection;

// pwsh -s, and nothing else of pwsh: PowerShell remoting (MS-PSRP) on standard input and output, until the client closes it.
if (!args.Contains("-s"))
{
    Console.Error.WriteLine("This stands in for pwsh in tests, and is a server of remoting only: pwsh -s.");
    return 64;
}

// What pwsh itself calls. It is no public part of the engine.
MethodInfo run = typeof(PSObject).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator", throwOnError: true)!
    .GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic)!;
run.Invoke(null, [.. run.GetParameters().Select(static parameter => parameter.ParameterType == typeof(bool) ? false : (object?)null)]);
return 0;
