/** What a page does with the elements: it gives them what they show, and hears what people choose. */

const REGIONS = ["cn-hangzhou", "cn-beijing", "ap-northeast-1", "us-west-1"];

const template = /** @type {import("ecs-image-resolver/elements").EcsImageTemplate} */ (document.querySelector("ecs-image-template"));
const matrix = /** @type {import("ecs-image-resolver/elements").EcsImageMatrix} */ (document.querySelector("ecs-image-matrix"));
const artifact = /** @type {import("ecs-image-resolver/elements").EcsImageArtifact} */ (document.querySelector("ecs-image-artifact"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const { region, compare, said } = /** @type {any} */ (form.elements);

const [text, manifest] = await Promise.all([bytes("template.yaml"), json("manifest.json")]);
const [service] = manifest.services;
const account = service.sharedAccounts[0].uid;

region.append(...REGIONS.map((name) => new Option(name)));
region.value = "cn-beijing";

Object.assign(template, { source: text, manifest, service: service.serviceId, region: region.value, account });
Object.assign(matrix, { manifest, text, service: service.serviceId, filename: "template.yaml", regions: REGIONS });
Object.assign(artifact, { manifest, artifact: manifest.artifacts[0].artifactId });

region.addEventListener("change", () => (template.region = region.value));
compare.addEventListener("click", () => {
  template.view = template.view === "edit" ? "compare" : "edit";
  compare.setAttribute("aria-pressed", String(template.view === "compare"));
});

template.addEventListener("template-change", () => (matrix.text = template.bytes));
template.addEventListener("literal-activate", ({ detail: { literal, site } }) => {
  said.value = `${literal} at ${site.resource} is not related to an image yet.`;
});
matrix.addEventListener("cell-activate", ({ detail: { region: chosen, imageId, code, site } }) => {
  said.value = `${chosen}: ${imageId ?? code}`;
  region.value = template.region = chosen;
  if (site !== null) template.reveal(site.start, site.end);
});
artifact.addEventListener("manifest-change", ({ detail: { manifest: changed, label } }) => {
  for (const element of [template, matrix, artifact]) element.manifest = changed;
  said.value = label;
});

/** @param {string} path */
async function bytes(path) {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

/** @param {string} path */
async function json(path) {
  return (await fetch(path)).json();
}
