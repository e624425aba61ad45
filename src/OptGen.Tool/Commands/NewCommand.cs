using System.CommandLine;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen new</c>: a project from a template, with the files of the package OptGen.Templates.</summary>
internal static class NewCommand
{
    public static Command Create(ToolConsole console)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the project, and of the folder that it is put into." };
        var isImplicit = new Option<bool>("--implicit") { Description = "A deep equilibrium network, whose layer is solved." };
        var output = new Option<string?>("--output", "-o") { Description = "The folder; that of the project's name unless given.", HelpName = "DIR" };
        var command = new Command("new", "Makes a project with a network, its training and its tests.") { name, isImplicit, output };
        command.SetAction(parsed =>
        {
            string project = parsed.GetRequiredValue(name), folder = parsed.GetValue(output) ?? project;
            if (!ProjectTemplate.IsName(project))
                throw new UsageException($"'{project}' cannot name a project: take letters, digits, underscores and dots, and begin each part with a letter.");
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new UsageException($"{folder} is there already, and is not empty; nothing was written.");
            ProjectTemplate.Write(parsed.GetValue(isImplicit) ? "optgen-implicit" : "optgen", project, folder);
            console.Line($"Made {project} in {folder}.");
            console.Line($"  dotnet run --project {Path.Combine(folder, project)}     trains it");
            console.Line($"  cd {folder} && dotnet test     tests it");
            return ExitCode.Fine;
        });
        return command;
    }
}
