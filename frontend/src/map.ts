/**
 * Maps of our own areas: `<div data-map data-source="/address.geojson" data-label="…">`. No foreign tiles, no foreign
 * fonts: outlines and points come from our server as GeoJSON (or TopoJSON), so the page works in a closed network.
 *
 * Properties that are drawn: `shade` 0..1 fills an area, `weight` sizes a point, `quiet` makes it small and grey, `name`
 * is told on touch and written beside a `named` one, `url` opens. A map with `data-whole-country` never shows less than
 * the whole of Viet Nam, with the archipelagos of Hoàng Sa and Trường Sa.
 *
 * With `data-pin`, a tap, or Enter for the middle of the map, writes latitude and longitude into the inputs named there
 * (`data-pin="lat long"`). `data-around="area"` names the input whose code is asked along as `?quanh=`, and the map looks
 * there. Inside the same block, `[data-locate]` takes the device's own place, `[data-unpin]` takes the pin away, and
 * `[data-pinned]` says that there is one.
 */
import { LngLatBounds, Map as Picture, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl/dist/maplibre-gl-csp.js";
import workerUrl from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { FeatureCollection, Geometry, Position } from "geojson";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";

setWorkerUrl(workerUrl);

/** West, south, east, north: the mainland and both archipelagos, the southernmost reefs of Trường Sa included. */
const WHOLE_COUNTRY: [number, number, number, number] = [102.1, 6.4, 117.9, 23.5];
const ARCHIPELAGOS: [name: string, at: [number, number]][] = [
  ["Quần đảo Hoàng Sa", [112.0, 16.5]],
  ["Quần đảo Trường Sa", [114.2, 9.6]],
];

export function start(within: ParentNode): void {
  for (const box of within.querySelectorAll<HTMLElement>("[data-map]")) {
    if (!box.dataset.mapReady && !box.closest("details:not([open])")) void draw(box);
  }
}

async function draw(box: HTMLElement): Promise<void> {
  box.dataset.mapReady = "yes";
  box.classList.add("ln-map");
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const shapes = box.dataset.source ? await shapesFrom(addressOf(box)) : nothing();
  const side = shapes.features.some(({ properties }) => properties?.named) ? 84 : 48; // room for names
  const picture = new Picture({
    container: box,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true, // one finger scrolls the page, two move the map
    locale: {
      "CooperativeGesturesHandler.WindowsHelpText": box.dataset.gesture ?? "Ctrl + cuộn để phóng bản đồ",
      "CooperativeGesturesHandler.MacHelpText": box.dataset.gesture ?? "⌘ + cuộn để phóng bản đồ",
      "CooperativeGesturesHandler.MobileHelpText": box.dataset.gestureTouch ?? "Dùng hai ngón tay để di chuyển bản đồ",
      "Map.Title": box.dataset.label ?? "Bản đồ",
      "NavigationControl.ZoomIn": "Phóng to",
      "NavigationControl.ZoomOut": "Thu nhỏ",
    },
    style: {
      version: 8,
      sources: { shapes: { type: "geojson", data: shapes } },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": groundColour(shapes, dark) } },
        {
          id: "areas", type: "fill", source: "shapes", filter: ["==", ["geometry-type"], "Polygon"],
          paint: {
            "fill-color": [
              "interpolate", ["linear"], ["to-number", ["get", "shade"], 0],
              0, dark ? "#22323e" : "#ffffff", 1, dark ? "#4ba3db" : "#0b5a8a",
            ],
          },
        },
        {
          id: "outlines", type: "line", source: "shapes", filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "line-color": dark ? "#6b7d8c" : "#7d8b98", "line-width": 0.8 },
        },
        {
          id: "points", type: "circle", source: "shapes", filter: ["==", ["geometry-type"], "Point"],
          paint: {
            "circle-radius": [
              "case", ["has", "quiet"], 3,
              ["interpolate", ["linear"], ["sqrt", ["to-number", ["get", "weight"], 1]], 1, 5, 10, 22],
            ],
            "circle-color": ["case", ["has", "quiet"], dark ? "#7d8b98" : "#5b6b79", "#b3261e"],
            "circle-opacity": 0.75, "circle-stroke-color": "#ffffff", "circle-stroke-width": ["case", ["has", "quiet"], 0.5, 1.5],
          },
        },
      ],
    },
    bounds: boundsOf(shapes, "wholeCountry" in box.dataset),
    fitBoundsOptions: { padding: { top: 56, bottom: 32, left: side, right: side }, maxZoom: 13 },
  });
  picture.addControl(new NavigationControl({ showCompass: false }), "top-right");
  picture.touchZoomRotate.disableRotation();
  if ("wholeCountry" in box.dataset) for (const [name, at] of ARCHIPELAGOS) label(name, at).addTo(picture);
  for (const { geometry, properties } of shapes.features) {
    if (properties?.named && geometry.type === "Point") label(String(properties.name), geometry.coordinates as [number, number]).addTo(picture);
  }
  tellOnTouch(picture);
  if (box.dataset.pin) dropPin(picture, box);
}

function nothing(): FeatureCollection {
  return { type: "FeatureCollection", features: [] };
}

function addressOf(box: HTMLElement): string {
  const around = box.dataset.around ? inputNear(box, box.dataset.around)?.value : "";
  return `${box.dataset.source}${around ? `?quanh=${encodeURIComponent(around)}` : ""}`;
}

function inputNear(box: HTMLElement, name?: string): HTMLInputElement | null {
  return (box.closest("form") ?? document).querySelector<HTMLInputElement>(`input[name="${name}"]`);
}

async function shapesFrom(address: string): Promise<FeatureCollection> {
  const answer = await fetch(address);
  if (!answer.ok) return nothing();
  const data = (await answer.json()) as FeatureCollection | Topology;
  if (data.type !== "Topology") return data;
  const [first] = Object.values(data.objects);
  return first ? (feature(data, first) as unknown as FeatureCollection) : nothing();
}

/** Around outlines lies the sea; where only points are known, a plain sheet claims neither land nor water. */
function groundColour(shapes: FeatureCollection, dark: boolean): string {
  const hasOutlines = shapes.features.some((one) => one.geometry.type !== "Point");
  if (hasOutlines) return dark ? "#14242f" : "#cfe2ee";
  return dark ? "#1d2831" : "#f1f4f6";
}

/** The bounds of what stands out, of all shapes where none does. */
function boundsOf(shapes: FeatureCollection, wholeCountry: boolean): LngLatBounds {
  const bounds = new LngLatBounds();
  const loud = shapes.features.filter((one) => !one.properties?.quiet);
  for (const one of loud.length > 0 ? loud : shapes.features) for (const at of positions(one.geometry)) bounds.extend([at[0] ?? 0, at[1] ?? 0]);
  if (wholeCountry || bounds.isEmpty()) {
    bounds.extend([WHOLE_COUNTRY[0], WHOLE_COUNTRY[1]]).extend([WHOLE_COUNTRY[2], WHOLE_COUNTRY[3]]);
  }
  return bounds;
}

function* positions(geometry: Geometry): Generator<Position> {
  if (geometry.type === "GeometryCollection") {
    for (const part of geometry.geometries) yield* positions(part);
    return;
  }
  const flat: unknown[] = [geometry.coordinates];
  for (let item = flat.pop(); item !== undefined; item = flat.pop()) {
    if (typeof (item as Position)[0] === "number") yield item as Position;
    else flat.push(...(item as unknown[]));
  }
}

function label(text: string, at: [number, number]): Marker {
  const element = document.createElement("span");
  element.textContent = text;
  element.className = "ln-tag";
  return new Marker({ element, anchor: "bottom", offset: [0, -8] }).setLngLat(at);
}

function tellOnTouch(picture: Picture): void {
  for (const layer of ["points", "areas"]) {
    picture.on("click", layer, (event) => {
      const properties = event.features?.[0]?.properties as { name?: string; url?: string } | undefined;
      if (!properties?.name) return;
      const words = document.createElement(properties.url?.startsWith("/") ? "a" : "span");
      words.textContent = properties.name;
      if (words instanceof HTMLAnchorElement) words.href = properties.url ?? "";
      new Popup({ maxWidth: "260px" }).setLngLat(event.lngLat).setDOMContent(words).addTo(picture);
    });
  }
}

function dropPin(picture: Picture, box: HTMLElement): void {
  const [lat, long] = (box.dataset.pin ?? "").split(" ").map((name) => inputNear(box, name));
  if (!lat || !long) return;
  const block = box.parentElement ?? box;
  const pin = new Marker({ color: "#b3261e" });
  const tell = (set: boolean): void => {
    for (const one of block.querySelectorAll<HTMLElement>("[data-pinned], [data-unpin]")) one.hidden = !set;
  };
  const put = (latitude: number, longitude: number): void => {
    pin.setLngLat([longitude, latitude]).addTo(picture);
    lat.value = latitude.toFixed(5);
    long.value = longitude.toFixed(5);
    tell(true);
  };
  if (lat.value && long.value) {
    put(Number(lat.value), Number(long.value));
    picture.jumpTo({ center: [Number(long.value), Number(lat.value)], zoom: 13 });
  }
  picture.on("click", (event) => put(event.lngLat.lat, event.lngLat.lng));
  picture.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put(picture.getCenter().lat, picture.getCenter().lng);
  });
  block.querySelector("[data-unpin]")?.addEventListener("click", () => {
    pin.remove();
    lat.value = long.value = "";
    tell(false);
  });
  const locate = block.querySelector<HTMLElement>("[data-locate]");
  if (!locate || !("geolocation" in navigator)) return;
  locate.hidden = false;
  locate.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      put(coords.latitude, coords.longitude);
      picture.jumpTo({ center: [coords.longitude, coords.latitude], zoom: 14 });
    }, () => (locate.hidden = true), { timeout: 15_000, enableHighAccuracy: true }));
}
