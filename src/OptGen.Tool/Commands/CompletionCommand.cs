using System.CommandLine;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen completion</c>: scripts by which shells complete commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(ToolConsole console)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Writes the script by which a shell completes commands: eval \"$(optgen completion bash)\" in ~/.bashrc.") { shell };
        command.SetAction(parsed =>
        {
            console.Deliver(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell
            }, null);
            return ExitCode.Fine;
        });
        return command;
    }

    private const string Bash = """
        _optgen() {
            local line="${COMP_LINE:0:COMP_POINT}"
            COMPREPLY=($(compgen -W "$(optgen "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _optgen optgen
        """;

    private const string Zsh = """
        _optgen() {
            local line="${words[1,CURRENT]}"
            local -a found=("${(@f)$(optgen "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- $found
            _files
        }
        compdef _optgen optgen
        """;

    private const string Fish = """
        function __optgen_complete
            set -l line (commandline -cp)
            optgen "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c optgen -a '(__optgen_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName optgen -ScriptBlock {
            param($word, $ast, $position)
            optgen "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;
}
