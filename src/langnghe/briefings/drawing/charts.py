"""The charts of a briefing, from Altair to lines (SVG) and dots (PNG), in the typeface of our papers."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import altair as alt
import vl_convert
from PIL import Image

from langnghe.briefings.contents import Month, PartLine
from langnghe.core.paper import Picture
from langnghe.core.paper.fonts import FAMILY, FOLDER, font_files

NOW_COLOUR, BEFORE_COLOUR = "#1f5fa8", "#b3c1d6"  # told apart in grey print as well
RECEIVED = "reports_received"
WIDTH, SCALE, COLOURS = 620, 3, 48
FITTED = alt.AutoSizeParams(type="fit", contains="padding")
TOPICS_SHOWN = 10
COUNT_AXIS: dict[str, Any] = {"title": "Số phản ánh", "axis": alt.Axis(tickMinStep=1, format="d")}


def months_chart(months: Sequence[Month], *, now: str, before: str, caption: str) -> Picture:
    """Draw reports month by month beside the year before; `now` and `before` name the two periods."""
    rows = [
        {"month": month.label, "period": period, "reports": reports, "order": order}
        for month in months
        for order, (period, reports) in enumerate([(before, month.before), (now, month.now)])
    ]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("month:N", title="Tháng", sort=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("period:N", sort=[before, now]),
            y=alt.Y("reports:Q", **COUNT_AXIS),
            color=_period_colours(now, before),
        )
        .properties(width=WIDTH, height=230, autosize=FITTED)
    )
    spoken = "; ".join(f"tháng {month.label}: {month.now}, năm trước {month.before}" for month in months)
    return draw(chart, caption=caption, alt=f"Biểu đồ cột số phản ánh theo tháng. {spoken}.")


def topics_chart(topics: Sequence[PartLine], *, caption: str) -> Picture:
    """Draw the topics with most reports, longest bar first; the chart names only those that have any."""
    shown = sorted(topics, key=lambda topic: -topic.counts[RECEIVED].value)[:TOPICS_SHOWN]
    rows = [
        {"topic": topic.label, "reports": topic.counts[RECEIVED].value}
        for topic in shown
        if topic.counts[RECEIVED].value
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("topic:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
        x=alt.X("reports:Q", **COUNT_AXIS),
    )
    lengths = base.mark_text(align="left", dx=4, fontSize=14).encode(text="reports:Q")
    chart = alt.layer(base.mark_bar(color=NOW_COLOUR), lengths).properties(
        width=WIDTH, height=24 * len(rows) + 60, autosize=FITTED
    )
    spoken = "; ".join(f"{row['topic']}: {row['reports']}" for row in rows)
    return draw(chart, caption=caption, alt=f"Biểu đồ thanh số phản ánh theo lĩnh vực. {spoken}.")


def draw(chart: alt.TopLevelMixin, *, caption: str, alt: str) -> Picture:
    """Return a chart as a picture for every renderer."""
    _know_letters()
    letters = {"font": FAMILY, "axis": {"labelFontSize": 14, "titleFontSize": 14}}
    spec = {**chart.to_dict(), "config": letters}
    return as_picture(vl_convert.vegalite_to_svg(spec), caption=caption, alt=alt)


def as_picture(svg: str, *, caption: str, alt: str) -> Picture:
    """Return a drawing in both kinds, its letters from our own files."""
    _know_letters()
    return Picture(_light(vl_convert.svg_to_png(svg, scale=SCALE)), alt, caption, svg.encode())


def _light(png: bytes) -> bytes:
    """Return the dots in as few colours as a chart has: a page with a weak signal carries them too."""
    light = BytesIO()
    with Image.open(BytesIO(png)) as dots:
        dots.convert("RGB").quantize(COLOURS).save(light, "PNG", optimize=True)
    return light.getvalue()


def _know_letters() -> None:
    """Let the drawing measure and set letters by our own files; before that it measures another typeface."""
    vl_convert.register_font_directory(str(font_files()[0].parent if font_files() else FOLDER))


def _period_colours(now: str, before: str) -> alt.Color:
    scale = alt.Scale(domain=[before, now], range=[BEFORE_COLOUR, NOW_COLOUR])
    return alt.Color("period:N", title=None, scale=scale, legend=alt.Legend(orient="top", labelFontSize=14))
