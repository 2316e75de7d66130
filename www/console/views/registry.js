/** Every view: its element, and where that comes from once it is needed. A view is a Lit element that extends `View`. */

/** @type {Record<string, { element: string, load: () => Promise<unknown> }>} */
export const VIEWS = {
  artifacts: { element: "eir-artifacts", load: () => import("./artifacts.js") },
  artifact: { element: "eir-artifact", load: () => import("./artifact.js") },
  services: { element: "eir-services", load: () => import("./services.js") },
  service: { element: "eir-service", load: () => import("./service.js") },
  template: { element: "eir-template", load: () => import("./template.js") },
  matrix: { element: "eir-matrix", load: () => import("./matrix.js") },
  check: { element: "eir-check", load: () => import("./check.js") },
  missing: { element: "eir-missing", load: () => import("./missing.js") },
};
