"""
A map of circles, drawn from the points of areas: no map server, nothing asked of anybody.

Every area of the report is within the frame, also one without reports: the islands are never cut off. Where
boundaries are loaded their outlines are drawn below the circles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sqrt

from langnghe.briefings.contents import PartLine
from langnghe.briefings.drawing.charts import NOW_COLOUR, RECEIVED, as_picture
from langnghe.core.paper import Picture
from langnghe.core.paper.fonts import FAMILY

Ring = tuple[tuple[float, float], ...]

WIDTH, TALLEST = 620, 540
EDGE = 46
LARGEST_CIRCLE = 26
LETTERS = 13  # size of names
NAMED = 14  # how many areas may bear their name
PAPER = "#fbfcfe"
KM_PER_DEGREE = 111.2


def area_map(areas: Sequence[PartLine], outlines: Sequence[Ring], *, caption: str) -> Picture | None:
    """Draw the reports of each area as a circle whose surface is their number; None without any point."""
    placed = [area for area in areas if area.latitude is not None and area.longitude is not None]
    if not placed:
        return None
    points = [(area.longitude or 0.0, area.latitude or 0.0) for area in placed]
    frame = Frame.around([*points, *(point for ring in outlines for point in ring)])
    most = max(area.counts[RECEIVED].value for area in placed) or 1
    circles = sorted(
        (Circle.of(area, frame, most) for area in placed), key=lambda circle: circle.radius, reverse=True
    )
    svg = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{frame.height:.0f}" '
            f'viewBox="0 0 {WIDTH} {frame.height:.0f}" font-family="{FAMILY}" font-size="{LETTERS}">',
            f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{frame.height - 1:.0f}" '
            f'fill="{PAPER}" stroke="#8a94a3"/>',
            *(_outline(ring, frame) for ring in outlines),
            *(circle.drawn() for circle in circles),
            *_names(circles, frame),
            _scale_bar(frame),
            _legend(most, frame),
            "</svg>",
        ]
    )
    spoken = "; ".join(f"{circle.name}: {circle.reports}" for circle in circles[:NAMED] if circle.reports)
    return as_picture(svg, caption=caption, alt=f"Bản đồ số phản ánh theo địa bàn. {spoken}.")


@dataclass(frozen=True)
class Frame:
    """The window of the map: degrees to dots, with the shortening of longitudes at its middle."""

    west: float
    north: float
    dots_per_degree: float
    narrowing: float
    height: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "Frame":
        """Return the window that holds all points with an edge."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        narrowing = cos(radians((min(ys) + max(ys)) / 2))
        across = max((max(xs) - min(xs)) * narrowing, 0.05)
        upright = max(max(ys) - min(ys), 0.05)
        dots = min((WIDTH - 2 * EDGE) / across, (TALLEST - 2 * EDGE) / upright)
        spare = (WIDTH - 2 * EDGE) / dots - across  # centres a narrow map
        height = upright * dots + 2 * EDGE
        return cls(min(xs) - spare / 2 / narrowing, max(ys), dots, narrowing, height)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point stands in the drawing."""
        return (
            EDGE + (longitude - self.west) * self.narrowing * self.dots_per_degree,
            EDGE + (self.north - latitude) * self.dots_per_degree,
        )


@dataclass(frozen=True)
class Circle:
    """One area on the map."""

    name: str
    reports: int
    x: float
    y: float
    radius: float

    @classmethod
    def of(cls, area: PartLine, frame: Frame, most: int) -> "Circle":
        """Return the circle of an area; a small ring where nothing was reported."""
        reports = area.counts[RECEIVED].value
        x, y = frame.place(area.longitude or 0.0, area.latitude or 0.0)
        return cls(area.label, reports, x, y, max(LARGEST_CIRCLE * sqrt(reports / most), 2.0))

    def drawn(self) -> str:
        """Return the circle as SVG."""
        fill = f'fill="{NOW_COLOUR}" fill-opacity="0.45"' if self.reports else 'fill="#ffffff"'
        at = f'cx="{self.x:.1f}" cy="{self.y:.1f}" r="{self.radius:.1f}"'
        return f'<circle {at} {fill} stroke="{NOW_COLOUR}"/>'


def _outline(ring: Ring, frame: Frame) -> str:
    places = " ".join("{:.1f},{:.1f}".format(*frame.place(x, y)) for x, y in ring)
    return f'<polygon points="{places}" fill="#f1f4f8" stroke="#9aa5b5" stroke-width="0.6"/>'


def _names(circles: Iterable[Circle], frame: Frame) -> list[str]:
    """Write the names of the largest circles, leaving out those that would cover another name."""
    taken: list[tuple[float, float, float, float]] = []
    written: list[str] = []
    for circle in circles:
        if not circle.reports or len(written) == NAMED:
            break
        label = f"{circle.name}: {circle.reports}"
        width = len(label) * LETTERS * 0.48
        x = min(max(circle.x, width / 2 + 4), WIDTH - width / 2 - 4)
        room_above = circle.y > 2 * LETTERS + circle.radius
        y = circle.y - circle.radius - 4 if room_above else circle.y + circle.radius + LETTERS
        box = (x - width / 2, y - LETTERS, x + width / 2, y + 3)
        if any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        halo = f'stroke="{PAPER}" stroke-width="3" paint-order="stroke"'
        written.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {halo}>{escape(label)}</text>')
    return written


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(frame: Frame) -> str:
    """Draw a round number of kilometres, at most a fourth of the width."""
    dots_per_km = frame.dots_per_degree / KM_PER_DEGREE
    lengths = [km for power in range(5) for km in (10**power, 2 * 10**power, 5 * 10**power)]
    km = max((km for km in lengths if km * dots_per_km <= WIDTH / 4), default=1)
    x, y = 14, frame.height - 12
    end = x + km * dots_per_km
    return (
        f'<path d="M{x} {y - 4:.0f}V{y:.0f}H{end:.0f}V{y - 4:.0f}" fill="none" stroke="#333333"/>'
        f'<text x="{end + 6:.0f}" y="{y:.0f}">{km} km</text>'
    )


def _legend(most: int, frame: Frame) -> str:
    """Show what the largest circle stands for."""
    x, y = WIDTH - LARGEST_CIRCLE - 10, frame.height - LARGEST_CIRCLE - 8
    return (
        f'<circle cx="{x}" cy="{y:.0f}" r="{LARGEST_CIRCLE}" fill="none" stroke="#333333" '
        'stroke-dasharray="3 2"/>'
        f'<text x="{x}" y="{y + 4:.0f}" text-anchor="middle">{most}</text>'
    )
