using PSContainer.Help;

if (args is not [var assembly, var references, var pages, var output])
{
    Console.Error.WriteLine("usage: PSContainer.Help MODULE.dll REFERENCES.txt PAGES-FOLDER OUTPUT-FOLDER");
    return 2;
}

var problems = new Problems();
HelpBuild.Run(assembly, File.ReadAllLines(references), pages, output, problems);
problems.WriteTo(Console.Out);
return problems.Any ? 1 : 0;
