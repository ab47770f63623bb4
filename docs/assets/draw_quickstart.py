"""Draw chapters of what ``evenhand quickstart`` prints as docs/assets/quickstart.svg.

``evenhand quickstart | python docs/assets/draw_quickstart.py 4 7 9``
"""

import re
import sys
from html import escape
from pathlib import Path

WIDTH, LINE, SIZE, MARGIN = 880, 19, 14, 24
COLOURS = {
    "REFUSED": "#ff7b72",
    "waiver": "#e3b341",
    "released": "#7ee787",
    "approved": "#7ee787",
    "promoted": "#7ee787",
}
GREY, WHITE, BLUE = "#8b949e", "#e6edf3", "#79c0ff"
VERDICTS = ((r"\bpass\b", "#7ee787"), (r"\binsufficient\b", "#e3b341"), (r"\bunjudged\b", "#e3b341"))
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def draw(lines: list[str]) -> str:
    """The lines as a picture of a terminal."""
    height = len(lines) * LINE + 2 * MARGIN
    rows = [
        f'<text x="{MARGIN}" y="{MARGIN + (number + 1) * LINE - 5}" xml:space="preserve">{coloured(line)}</text>'
        for number, line in enumerate(lines)
        if line.strip()
    ]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="What evenhand quickstart prints" font-family="{FONT}" font-size="{SIZE}" fill="{WHITE}">'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" rx="10" fill="#0d1117"/>'
    return "\n".join([opening, ground, *rows, "</svg>\n"])


def coloured(line: str) -> str:
    """A line with its label and verdicts in their colours."""
    if re.match(r"\d+  ", line) or line.startswith("$ "):
        return f'<tspan fill="{BLUE}" font-weight="bold">{escape(line)}</tspan>'
    label = line[:14]
    text = escape(line[14:])
    for pattern, colour in VERDICTS:
        text = re.sub(pattern, lambda found, colour=colour: f'<tspan fill="{colour}">{found[0]}</tspan>', text)
    return f'<tspan fill="{COLOURS.get(label.strip(), GREY)}">{escape(label)}</tspan>{text}'


def main() -> None:
    """Read the story, keep the chapters asked for, write the picture."""
    parts = re.split(r"\n\n(?=\d+  |That took)", sys.stdin.read())
    kept = [part for part in parts if part.split()[0] in sys.argv[1:]]
    lines = "\n\n".join(["$ evenhand quickstart", *kept]).splitlines()
    folder = re.compile(r"/\S*(?=/evenhand-quickstart)")
    target = Path(__file__).with_name("quickstart.svg")
    target.write_text(draw([folder.sub("~", line) for line in lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
