// Collects the icons that templates name with {% icon "name" %}, and pages of the site with icon="name", into one
// small sprite. The editors' area names icons of its own in Python: only the pages of `site` are read there.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = new URL("..", import.meta.url).pathname;
const rooms = join(here, "../src/langnghe");
const icons = join(here, "node_modules/@tabler/icons/icons/outline");

const names = new Set();
for (const file of filesBelow(rooms)) {
  const text = readFileSync(file, "utf8");
  for (const [, name] of text.matchAll(/\{%\s*icon\s+"([a-z0-9-]+)"/g)) names.add(name);
  for (const [, name] of text.matchAll(/\bicon\s*=\s*"([a-z0-9-]+)"/g)) names.add(name);
}

const symbols = [...names].sort().map((name) => {
  const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
  const body = svg
    .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
    .replace(/<path stroke="none"[^>]*\/>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${body}</symbol>`;
});

mkdirSync(join(here, "public"), { recursive: true });
writeFileSync(
  join(here, "public/icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);
console.log(`icons.svg: ${names.size} icons`);

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => /\.html$|\/site\/pages\/\w+\.py$/.test(path));
}
