"""``kg completion``: the lines that teach a shell to complete ``kg``, for the shell's own start file."""

from __future__ import annotations

import argparse
import os

SHELLS = ("bash", "zsh", "fish", "powershell")
_HELP = """\
TAB then completes commands, options, questions with their parameters, and names from the graph:
  kg query who-h⇥   kg query members --body 友⇥   kg show 谊景⇥

Once for every new shell:
  bash        echo 'eval "$(kg completion bash)"' >> ~/.bashrc
  zsh         echo 'eval "$(kg completion zsh)"' >> ~/.zshrc      (after the line with compinit)
  fish        kg completion fish > ~/.config/fish/completions/kg.fish
  PowerShell  Add-Content $PROFILE 'kg completion powershell | Out-String | Invoke-Expression'

Names come from the graph that --graph or $KG_GRAPH names, else from ./graph.
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName kg -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $ErrorActionPreference = 'Continue'
    $file = New-TemporaryFile
    $asked = @{
        _ARGCOMPLETE = '1'
        _ARGCOMPLETE_SHELL = 'fish'
        _ARGCOMPLETE_IFS = "`n"
        _ARGCOMPLETE_DFS = "`t"
        _ARGCOMPLETE_SUPPRESS_SPACE = '1'
        _ARGCOMPLETE_STDOUT_FILENAME = $file.FullName
        COMP_LINE = $commandAst.Extent.Text
        COMP_POINT = "$($cursorPosition - $commandAst.Extent.StartOffset)"
    }
    try {
        foreach ($name in $asked.Keys) { Set-Item -Path "Env:$name" -Value $asked[$name] }
        kg 2>&1 | Out-Null
        Get-Content -Encoding UTF8 -LiteralPath $file.FullName | ForEach-Object {
            $word, $beside = $_ -split "`t", 2
            $text = $word
            if ($word -notmatch '^[\\w:./\\\\=-]+$') {
                $inside = [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($word)
                $text = "'$inside'"
            }
            if (-not $beside) { $beside = $word }
            [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $beside)
        }
    } finally {
        foreach ($name in $asked.Keys) { Remove-Item -Path "Env:$name" }
        Remove-Item -LiteralPath $file.FullName
    }
}
"""
"""argcomplete's own counts the cursor from the start of the whole line, and leaves “ ” bare, which are quotes there."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="default: the one that $SHELL names")


def run(args: argparse.Namespace) -> int:
    """Print the lines. Raises InputError where no shell is told and $SHELL names none that is known."""
    from kg.errors import InputError

    shell = args.shell or os.path.basename(os.environ.get("SHELL", ""))
    if shell not in SHELLS:
        raise InputError("completion", "which shell is not known", f"name it: {', '.join(SHELLS)}")
    print(_lines(shell), end="")
    return 0


def _lines(shell: str) -> str:
    """argcomplete's lines, but zsh gets its completion system where it has none, and PowerShell its own."""
    from argcomplete.shell_integration import shellcode

    if shell == "powershell":
        return _POWERSHELL
    code = shellcode(["kg"], shell=shell)
    if shell == "zsh":
        return "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n" + code.partition("\n")[2]
    return code.lstrip("\n")
