/**
 * Charts from a Vega-Lite description served by us: `<div data-chart="/address.json" aria-label="…">`.
 *
 * Expressions are interpreted, never compiled to script (the content policy forbids that), and no data is fetched
 * from elsewhere. A table with the same numbers stands beside each chart, so the picture is one image to a reader.
 */
import embed, { type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const FONT = "Be Vietnam Pro, system-ui, sans-serif";

export function start(within: ParentNode): void {
  for (const box of within.querySelectorAll<HTMLElement>("[data-chart]")) {
    if (!box.dataset.chartReady) void draw(box);
  }
}

async function draw(box: HTMLElement): Promise<void> {
  box.dataset.chartReady = "yes";
  box.classList.add("ln-chart");
  try {
    const answer = await fetch(box.dataset.chart ?? "");
    if (!answer.ok) throw new Error(`${box.dataset.chart}: ${answer.status}`);
    await embed(box, (await answer.json()) as VisualizationSpec, {
      ast: true,
      expr: expressionInterpreter,
      actions: false,
      defaultStyle: false,
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
      config: look(),
    });
    box.setAttribute("role", "img");
  } catch (fault) {
    box.hidden = true; // the table beside it holds the same numbers
    console.error(fault);
  }
}

function look() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e6ecf1" : "#1c2733";
  const line = dark ? "#324250" : "#d9dfe6";
  return {
    background: "transparent",
    font: FONT,
    axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12 },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12 },
    title: { color: ink, font: FONT },
    view: { stroke: "transparent" },
    mark: { color: dark ? "#4ba3db" : "#0b5a8a" },
  };
}
