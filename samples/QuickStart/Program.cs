using System.Reflection;
using QuickStart;

// The engine reports its use to its makers unless told otherwise; a sample has no consent to that.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

// The default script stays beside the project: it finds the module that it belongs to relative to itself.
string script = args.Length > 0
    ? Path.GetFullPath(args[0])
    : Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "DefaultScript").Value!;

if (!File.Exists(script))
{
    Console.Error.WriteLine($"There is no script '{script}'.");
    return 64;
}

using var runner = new ScriptRunner();
return runner.Run(script, args.Skip(1));
