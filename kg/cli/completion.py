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


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="default: the one that $SHELL names")


def run(args: argparse.Namespace) -> int:
    """Print the lines. Raises InputError where no shell is told and $SHELL names none that is known."""
    from argcomplete.shell_integration import shellcode

    from kg.errors import InputError

    shell = args.shell or os.path.basename(os.environ.get("SHELL", ""))
    if shell not in SHELLS:
        raise InputError("completion", "which shell is not known", f"name it: {', '.join(SHELLS)}")
    print(_lines(shellcode(["kg"], shell=shell), shell), end="")
    return 0


def _lines(code: str, shell: str) -> str:
    """argcomplete's lines, but zsh gets its completion system where it has none, and PowerShell reads UTF-8."""
    if shell == "zsh":
        return "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n" + code.partition("\n")[2]
    return code.replace("Get-Content $completion_file", "Get-Content -Encoding UTF8 $completion_file").lstrip("\n")
