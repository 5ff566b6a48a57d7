using System.Xml;
using PSContainer.Help.Cmdlets;
using PSContainer.Help.Pages;

namespace PSContainer.Help.Output;

/// <summary>The file that Get-Help reads for the cmdlets of an assembly.</summary>
internal static class MamlFile
{
    public static void Write(string path, IEnumerable<(CmdletModel Cmdlet, CmdletPage Page)> cmdlets)
    {
        using var writer = new MamlWriter(XmlWriter.Create(path, new XmlWriterSettings { Indent = true, IndentChars = " " }));
        writer.Begin();
        foreach ((CmdletModel cmdlet, CmdletPage page) in cmdlets)
        {
            new CommandMaml(writer, cmdlet, page).Write();
        }
    }
}
