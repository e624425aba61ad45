"""Keeps in torchsharp-0.107.txt the types that SystemTorch implements.

    python3 extract.py FULL_LIST [TYPE...]

FULL_LIST is the whole public API of TorchSharp 0.107.0 in the notation of ApiFormatter.cs: a line for each type, below it
an indented line for each public or protected member, and an empty line after it. The types that torchsharp-0.107.txt holds are
taken from it afresh, and those named are added, such as 'torch.Tensor' or 'torch.nn.Module<T,TResult>'.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
TARGET = HERE / "torchsharp-0.107.txt"
HEADER = """# The public and protected members of those types of TorchSharp 0.107.0 (read by reflection) that SystemTorch implements.
# Made by extract.py; see there. An indented line is a member of the type above it.
"""


def read(path):
    """The blocks of a list by type name."""
    blocks, name = {}, None
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            words = line.split(" ")
            name = words[next(i for i, word in enumerate(words) if word in ("class", "enum", "interface", "struct")) + 1]
            blocks[name] = []
        blocks[name].append(line)
    return blocks


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    full = read(pathlib.Path(sys.argv[1]))
    wanted = set(read(TARGET)) if TARGET.exists() else set()
    wanted.update(sys.argv[2:])
    for name in sorted(wanted - set(full)):
        print(f"{name}: not in {sys.argv[1]}", file=sys.stderr)
    chosen = ["\n".join(full[name]) for name in sorted(wanted & set(full))]
    TARGET.write_text(HEADER + "\n" + "\n\n".join(chosen) + "\n")


main()
