"""Draw the pictures of docs/tutorial/find-a-cluster.md from the data that the tutorial makes."""

from pathlib import Path

import numpy as np

from langnghe.core.scan import Events, Geography, ScanResult, Window, inference, scan_permutation

FOLDER = Path(__file__).parents[1] / "docs" / "tutorial"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12">'


def made_up_town() -> tuple[Geography, Events]:
    """Return 60 places, 60 quiet days, and a burst round place 7 on the last four days."""
    rng = np.random.default_rng(7)
    places = rng.uniform(0, 30, (60, 2)).round(2)
    geography = Geography([f"p{i}" for i in range(60)], xy=places)
    weight = rng.dirichlet(np.full(60, 3.0))
    unit, day = rng.choice(60, 600, p=weight), rng.integers(0, 60, 600)
    near = geography.nearest()[0][geography.site_of[7], :3]
    burst = [geography.index[name] for name in geography.members(near)]
    unit, day = np.append(unit, burst * 4), np.append(day, np.repeat(np.arange(56, 60), 3))
    return geography, Events([geography.units[i] for i in unit], day)


def main() -> None:
    """Write both pictures."""
    geography, events = made_up_town()
    result = scan_permutation(events, geography, window=Window(max_share=0.2, max_days=7))
    (FOLDER / "cluster-map.svg").write_text(map_of(geography, result))
    (FOLDER / "cluster-chance.svg").write_text(chance_of(result))
    print(result.clusters[0])


def map_of(geography: Geography, result: ScanResult) -> str:
    """Draw the places, those of the strongest cluster filled, and its circle."""
    strongest = result.clusters[0]
    parts = [SVG.format(w=340, h=340), '<rect width="340" height="340" fill="#f8f9fa"/>']
    points = np.asarray(geography.xy) * 10 + 20
    x, y = points[geography.index[strongest.centre]]
    radius = (strongest.radius_km or 0) * 10 + 6
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#d6336c22" stroke="#d6336c"/>')
    for name, (x, y) in zip(geography.units, points, strict=True):
        colour = "#d6336c" if name in strongest.units else "#495057"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
    parts.append(
        f'<text x="12" y="332">{strongest.observed} reports, {strongest.expected:.1f} expected</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def chance_of(result: ScanResult) -> str:
    """Draw how often chance alone reaches each statistic, the Gumbel curve, and the statistic found."""
    maxima, found = result.replicate_maxima, result.clusters[0].statistic
    edges = np.arange(2.0, max(found, maxima.max()) + 1.0, 0.25)
    heights = np.histogram(maxima, edges)[0]
    scale = 420 / (edges[-1] - edges[0]), 190 / heights.max()
    parts = [SVG.format(w=460, h=250), '<rect width="460" height="250" fill="#f8f9fa"/>']
    for left, height in zip(edges, heights, strict=False):
        x, tall = 20 + (left - edges[0]) * scale[0], height * scale[1]
        parts.append(
            f'<rect x="{x:.1f}" y="{215 - tall:.1f}" width="{0.23 * scale[0]:.1f}" '
            f'height="{tall:.1f}" fill="#74c0fc"/>'
        )
    location, spread = inference.gumbel_fit(maxima) or (0.0, 1.0)
    z = (edges - location) / spread
    density = np.exp(-z - np.exp(-z)) / spread * 0.25 * len(maxima)
    line = " ".join(
        f"{20 + (x - edges[0]) * scale[0]:.1f},{215 - y * scale[1]:.1f}"
        for x, y in zip(edges, density, strict=True)
    )
    x = 20 + (found - edges[0]) * scale[0]
    parts += [
        f'<polyline points="{line}" fill="none" stroke="#1c7ed6" stroke-width="2"/>',
        f'<line x1="{x:.1f}" y1="25" x2="{x:.1f}" y2="215" stroke="#d6336c" stroke-width="2"/>',
        f'<text x="{x - 6:.1f}" y="20" text-anchor="end">found: {found:.1f}</text>',
    ]
    for tick in range(2, int(edges[-1]) + 1, 2):
        at = 20 + (tick - edges[0]) * scale[0]
        parts.append(f'<text x="{at:.1f}" y="232" text-anchor="middle">{tick}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
