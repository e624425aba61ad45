using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using OptGen.Tool.Serving;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen play</c>: serves the playground on this machine, and opens it.</summary>
internal static class PlayCommand
{
    // A port of its own, so that bookmarks stay; another one where it is taken.
    private const int PortUnlessGiven = 5274;

    /// <summary>Where the package has put the page.</summary>
    internal static string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "playground");

    /// <summary>What a person does with Ctrl-C.</summary>
    internal static CancellationToken End { get; set; } = CancellationToken.None;

    public static Command Create(ToolConsole console)
    {
        var folder = new Argument<string?>("DIR") { Description = "The folder of the page; that of this program unless given.", Arity = ArgumentArity.ZeroOrOne };
        var port = new Option<int?>("--port", "-p") { Description = $"The port; {PortUnlessGiven} unless given, or another where that is taken.", HelpName = "N" };
        var noOpen = new Option<bool>("--no-open") { Description = "Does not open a browser." };
        var command = new Command("play", "Serves the playground, a page to try recurrences on, to this machine alone, and opens it. Ctrl-C ends it.") { folder, port, noOpen };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(folder) ?? Folder;
            if (!File.Exists(Path.Combine(path, "index.html")))
            {
                throw new UsageException(parsed.GetValue(folder) is null
                    ? "This program came without the playground: run ./build.sh playground in a checkout of OptGen, and then optgen play artifacts/playground."
                    : $"There is no playground in {path}: ./build.sh playground makes one in artifacts/playground.");
            }
            using StaticServer server = Start(path, parsed.GetValue(port));
            console.Line($"The playground is at {server.Address}; Ctrl-C ends it.");
            if (!parsed.GetValue(noOpen))
                OpenBrowser(server.Address, console);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, End);
            await server.RunAsync(end.Token);
            return ExitCode.Fine;
        });
        return command;
    }

    private static StaticServer Start(string folder, int? port)
    {
        if (port is < 1 or > 65535)
            throw new UsageException($"--port takes a number from 1 to 65535, not {port}.");
        try
        {
            return new StaticServer(folder, port ?? PortUnlessGiven);
        }
        catch (SocketException exception) when (port is null && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return new StaticServer(folder, 0);
        }
        catch (SocketException exception)
        {
            throw new UsageException(exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"The port {port} is taken; name another with --port, or none to have one found.",
                SocketError.AccessDenied => $"The port {port} may not be used here; take one above 1023.",
                _ => $"The port {port ?? PortUnlessGiven} cannot be used: {exception.Message}"
            });
        }
    }

    private static void OpenBrowser(string address, ToolConsole console)
    {
        try
        {
            using Process? process = OperatingSystem.IsLinux() ? Process.Start(new ProcessStartInfo("xdg-open", [address]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })
                : OperatingSystem.IsMacOS() ? Process.Start("open", [address])
                : Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            console.Line("No browser could be opened: open that address yourself.");
        }
    }
}
