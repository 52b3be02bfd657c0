"""Charts as SVG, by hand: bars, lines, and dots around a mark. The same figures give the same bytes.

A chart brings its own ground, light or dark as the reader's system is, so that it can be read on any page. Nothing is
fetched; the words are real text.
"""
import math
from dataclasses import dataclass, field
from html import escape

WIDTH = 860
EDGE = 28
MEASURED = WIDTH - EDGE - 84  # where the column of figures ends
DIAMOND = ((0, -1), (1, 0), (0, 1), (-1, 0))
LEFTWARDS = ((-1, 0), (1, -1), (1, 1))
RIGHTWARDS = ((1, 0), (-1, 1), (-1, -1))
LETTER = 7.1  # what one letter of 13 px needs at most, on average, in the fonts below

STYLE = """
text{font:13px -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans","DejaVu Sans",Helvetica,Arial,sans-serif;fill:#22262b}
.ground{fill:#fff;stroke:#d8dbdf}.title{font-size:17px;font-weight:600}.head{font-weight:600}.faint{fill:#666d75}
.right{text-anchor:end}.middle{text-anchor:middle}.small{font-size:12px}
.grid{stroke:#e6e8ea;fill:none}.mark{stroke:#22262b;fill:none}
.own{fill:#2f6f8f}.kin{fill:#7fabc1}.other{fill:#b9bfc5}
text.own{fill:#22262b;font-weight:600}text.kin{fill:#22262b}text.other{fill:#666d75}
.line{fill:none;stroke-width:2}.line.own{stroke:#2f6f8f;stroke-width:3}.line.kin{stroke:#7fabc1}.line.other{stroke:#b9bfc5}
.spread{stroke:#666d75}.inside{stroke:#fff}
.good{fill:#00815f;stroke:#00815f}.bad{fill:#fff;stroke:#c44e00;stroke-width:2}
.range{stroke-width:5;stroke-opacity:.28;stroke-linecap:round}
text.good{fill:#22262b;stroke:none}text.bad{fill:#b34700;stroke:none;font-weight:600}
@media(prefers-color-scheme:dark){
text{fill:#e6e8ea}.ground{fill:#0d1117;stroke:#30363c}.faint{fill:#99a1a9}.grid{stroke:#262c33}.mark{stroke:#e6e8ea}
.own{fill:#7fc1de}.kin{fill:#42788f}.other{fill:#59616a}
.line{fill:none}.line.own{stroke:#7fc1de}.line.kin{stroke:#42788f}.line.other{stroke:#59616a}
text.own,text.kin,text.good{fill:#e6e8ea}text.other{fill:#99a1a9}.spread{stroke:#99a1a9}.inside{stroke:#0d1117}
.good{fill:#2fc795;stroke:#2fc795}.bad{fill:#0d1117;stroke:#ff9350}text.bad{fill:#ff9350}
}
"""


@dataclass(frozen=True)
class Head:
    """What stands above and below a chart, and what is read aloud instead of it."""
    title: str
    subtitle: str
    spoken: str
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """`value` None: not measured. `kind` is own, kin (of the same family) or other."""
    name: str
    value: float | None
    low: float = 0
    high: float = 0
    kind: str = "other"


@dataclass(frozen=True)
class Panel:
    """Bars that share a scale, in groups that stand a little apart."""
    title: str
    groups: tuple

    @property
    def bars(self):
        return [bar for group in self.groups for bar in group]

    @property
    def height(self):
        return 24 * len(self.bars) + 9 * (len(self.groups) - 1)


@dataclass(frozen=True)
class Series:
    """A line through `points` of (x, y)."""
    name: str
    points: tuple
    kind: str = "other"


@dataclass(frozen=True)
class Dot:
    """`value` on a scale where 1 is the mark and more is better; None: there is nothing to show."""
    name: str
    value: float | None
    low: float = 0
    high: float = 0
    figure: str = ""
    bound: str = ""


def bars(head, panels, columns=2):
    """Horizontal bars, panels side by side; each has a scale of its own, and every bar its figure."""
    sheet = Sheet(head)
    gap = 44
    width = (WIDTH - 2 * EDGE - gap * (columns - 1)) / columns
    names = LETTER * max(len(bar.name) for panel in panels for bar in panel.bars)
    for start in range(0, len(panels), columns):
        row = panels[start:start + columns]
        for column, panel in enumerate(row):
            _panel(sheet, panel, EDGE + column * (width + gap), width, names)
        sheet.down(52 + max(panel.height for panel in row))
    return sheet.text_of()


def _panel(sheet, panel, left, width, names):
    zero, room = left + names + 10, width - names - 10 - 52
    most = max([max(bar.value, bar.high) for bar in panel.bars if bar.value is not None], default=1) or 1
    axis = _axis(0, most, zero, zero + room)
    sheet.text(zero, 14, panel.title, "head")
    top = 26
    for group in panel.groups:
        for bar in group:
            _bar(sheet, bar, top, axis)
            top += 24
        top += 9


def _bar(sheet, bar, top, axis):
    sheet.text(axis(0) - 8, top + 13, bar.name, f"{bar.kind} right")
    if bar.value is None:
        sheet.text(axis(0), top + 13, "–", "faint")
        return
    sheet.rect(axis(0), top, axis(bar.value) - axis(0), 17, bar.kind)
    if bar.high > bar.low:
        sheet.line(axis(bar.low), top + 8.5, axis(bar.value), top + 8.5, "inside")
        sheet.line(axis(bar.value), top + 8.5, axis(bar.high), top + 8.5, "spread")
    sheet.text(axis(max(bar.value, bar.high)) + 6, top + 13, figure(bar.value), bar.kind)


def dots(head, groups, ends=(0.5, 2)):
    """`groups` of (title, dots): one dot each on a logarithmic scale around 1, with its range; right of it is good."""
    sheet = Sheet(head)
    names = LETTER * max(len(dot.name) for _, group in groups for dot in group)
    axis = _log_axis(*ends, EDGE + 12 + names + 20, WIDTH - EDGE - 190)
    bottom = 30 + sum(30 + 23 * len(group) for _, group in groups)
    for at in ends:
        sheet.text(axis(at), 14, f"× {at:g}", "middle small faint")
        sheet.line(axis(at), 22, axis(at), bottom, "grid")
    sheet.text(axis(1), 14, "target", "middle small head")
    sheet.line(axis(1), 22, axis(1), bottom, "mark")
    sheet.text(MEASURED, 14, "measured", "right small faint")
    sheet.text(WIDTH - EDGE, 14, "target", "right small faint")
    sheet.down(30)
    for title, group in groups:
        sheet.text(EDGE, 18, title, "head")
        sheet.down(30)
        for dot in group:
            _dot(sheet, dot, axis, ends)
            sheet.down(23)
    sheet.down(10)
    return sheet.text_of()


def _dot(sheet, dot, axis, ends):
    sheet.text(EDGE + 12, 9, dot.name, "faint" if dot.value is None else "")
    sheet.text(WIDTH - EDGE, 9, dot.bound, "right faint")
    if dot.value is None:
        sheet.text(MEASURED, 9, "not measured", "right faint")
        return
    kind, radius = ("good", 5.5) if dot.value >= 1 else ("bad", 6)
    x = axis(dot.value)
    sheet.text(MEASURED, 9, dot.figure, f"{kind} right")
    sheet.line(axis(dot.low), 5, axis(dot.high), 5, f"{kind} range")
    if not ends[0] <= dot.value <= ends[1]:
        sheet.shape(x, 5, radius, RIGHTWARDS if kind == "good" else LEFTWARDS, kind)  # points to where it is
    elif kind == "good":
        sheet.circle(x, 5, radius, kind)
    else:
        sheet.shape(x, 5, radius, DIAMOND, kind)


def lines(head, series, x_words, y_words, log_x=False):
    """Lines over a common x, sessions or milliseconds: each has its name at its end. `log_x` wants x above 0."""
    sheet = Sheet(head)
    xs = sorted({x for s in series for x, _ in s.points})
    ys = _round_ticks(max(y for s in series for _, y in s.points))
    top, bottom = 36, 316
    left, right = EDGE + 44, WIDTH - EDGE - 20 - LETTER * max(len(s.name) for s in series)
    across = (_log_axis if log_x else _axis)(xs[0], xs[-1], left, right)
    up = _axis(0, ys[-1], bottom, top)
    sheet.text(EDGE, 14, y_words, "small faint")
    for y in ys:
        sheet.line(left, up(y), right, up(y), "grid")
        sheet.text(left - 8, up(y) + 4, _tick(y), "small faint right")
    for x in xs:
        sheet.text(across(x), bottom + 20, _tick(x), "small faint middle")
    sheet.text((left + right) / 2, bottom + 42, x_words, "small faint middle")
    for s in sorted(series, key=lambda s: s.kind == "own"):  # ours above the others
        sheet.path([(across(x), up(y)) for x, y in s.points], f"{s.kind} line")
        for x, y in s.points:
            sheet.circle(across(x), up(y), 3, s.kind)
    for s, y in _apart([(s, up(s.points[-1][1])) for s in series], 17):
        sheet.text(right + 12, y + 4, s.name, s.kind)
    sheet.down(bottom + 62)
    return sheet.text_of()


def figure(value):
    """About three figures, which are read at a glance."""
    if value >= 9_999.5:
        return f"{value / 1000:.1f}k"
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def _tick(value):
    return f"{value / 1000:g}k" if value >= 10_000 else f"{value:,.10g}"


def _axis(low, high, start, end):
    return lambda value: start + (end - start) * ((value - low) / ((high - low) or 1))


def _log_axis(low, high, start, end):
    """What is beyond the ends stays at them."""
    straight = _axis(math.log(low), math.log(high), start, end)
    return lambda value: straight(math.log(min(max(value, low), high)))


def _round_ticks(most):
    """From 0 to `most` or a little more in three to six round steps."""
    magnitude = 10 ** math.floor(math.log10(most or 1))
    step = next(m * magnitude for m in (0.2, 0.25, 0.5, 1, 2) if m * magnitude * 5 >= most)
    return [step * i for i in range(math.ceil(most / step) + 1)]


def _apart(labelled, distance):
    """Moves what stands too close downwards."""
    placed, free = [], -math.inf
    for what, y in sorted(labelled, key=lambda pair: pair[1]):
        placed.append((what, max(y, free)))
        free = placed[-1][1] + distance
    return placed


@dataclass
class Sheet:
    """Elements in the order of drawing; `down` moves the origin of what follows."""
    head: Head
    y: float = 88
    parts: list = field(default_factory=list)

    def down(self, by):
        self.y += by

    def text(self, x, y, words, kind):
        self._add(f'<text{_class(kind)} x="{_n(x)}" y="{_n(self.y + y)}">{escape(words)}</text>')

    def rect(self, x, y, width, height, kind):
        self._add(f'<rect class="{kind}" x="{_n(x)}" y="{_n(self.y + y)}" width="{_n(max(width, 1))}" '
                  f'height="{_n(height)}"/>')

    def line(self, x1, y1, x2, y2, kind):
        self._add(f'<path class="{kind}" d="M{_n(x1)} {_n(self.y + y1)}L{_n(x2)} {_n(self.y + y2)}"/>')

    def path(self, points, kind):
        self._add(f'<path class="{kind}" d="M' + "L".join(f"{_n(x)} {_n(self.y + y)}" for x, y in points) + '"/>')

    def circle(self, x, y, radius, kind):
        self._add(f'<circle class="{kind}" cx="{_n(x)}" cy="{_n(self.y + y)}" r="{_n(radius)}"/>')

    def shape(self, x, y, radius, corners, kind):
        points = "L".join(f"{_n(x + radius * dx)} {_n(self.y + y + radius * dy)}" for dx, dy in corners)
        self._add(f'<path class="{kind}" d="M{points}Z"/>')

    def text_of(self):
        """The whole file."""
        height = self.y + (38 if self.head.note else 12)
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{_n(height)}" '
                 f'viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-labelledby="title desc">',
                 f'<title id="title">{escape(self.head.title)}</title>', f'<desc id="desc">{escape(self.head.spoken)}</desc>',
                 f"<style>{STYLE}</style>",
                 f'<rect class="ground" x=".5" y=".5" width="{WIDTH - 1}" height="{_n(height - 1)}" rx="8"/>',
                 f'<text class="title" x="{EDGE}" y="40">{escape(self.head.title)}</text>',
                 f'<text class="faint" x="{EDGE}" y="62">{escape(self.head.subtitle)}</text>', *self.parts]
        if self.head.note:
            parts.append(f'<text class="faint small" x="{EDGE}" y="{_n(height - 18)}">{escape(self.head.note)}</text>')
        return "\n".join(parts + ["</svg>"]) + "\n"

    def _add(self, part):
        self.parts.append(part)


def _class(kind):
    return f' class="{kind}"' if kind else ""


def _n(number):
    return f"{number:.1f}".removesuffix(".0")
