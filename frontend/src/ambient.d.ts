// The build of MapLibre for pages with a content policy has the same interface as the usual one.
declare module "maplibre-gl/dist/maplibre-gl-csp.js" {
  export * from "maplibre-gl";
}
