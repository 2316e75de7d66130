// Never run: it compiles when the published types say what `index.d.ts` promises.
import { analyze, exportManifest, importManifest, LoadError, ready, Resolver, transition } from "../../js/index.js";
import type { EcsImageArtifact, EcsImageMatrix, EcsImageTemplate } from "../../js/elements.js";
import * as elements from "../../www/elements/index.js";
import type { Analysis, Check, CompiledTemplate, Diagnostic, Matrix, Resolution } from "../../js/index.js";

const request = { service: "s", region: "cn-beijing", account: "1" };
await ready();

export const report: Analysis = analyze("", { anyType: true, severities: { "image-not-literal": "ignore" }, limits: { sites: 1 } });
export const kind: "literal" | "parameter" | string = report.sites[0].valueKind;

export const resolver = new Resolver({}, { profile: "documented" });
export const text: string | undefined = resolver.resolve("", request).template;
export const bytes: Uint8Array | undefined = resolver.resolve(new Uint8Array(), request, { format: "terraform" }).template;
export const compiled: CompiledTemplate<string> = resolver.compile("");
export const resolution: Resolution<string> = compiled.resolve({ ...request, template: "single" });
export const check: Check = resolver.check({ templates: { "service/single": "", "service/other": new Uint8Array() }, previous: {} });
export const places: readonly Diagnostic[] = check.templates.flatMap((template) => template.diagnostics);
export const matrix: Matrix = resolver.matrix({ service: "s", accounts: ["1"], text: "" }, { format: "ros-yaml" });
export const cell: string | null = matrix.cell(0, 0).imageId ?? matrix.strings[matrix.codes[0]];
export const findings: readonly Diagnostic[] = resolver.diagnostics;
export const either = (input: string | Uint8Array): string | Uint8Array | undefined => resolver.resolve(input, request).template;

{
  using scoped = new Resolver("{}");
  using alsoScoped = scoped.compile("");
  alsoScoped.free();
}

export const told = new Resolver({}, { permissionsFrom: "request" }).decide({ service: "s", account: "1", permissions: [null, "Deployable"] });
export const because: "provider" | "public" | "shared" | "beta" | undefined = resolver.decide({ service: "s", account: "1", action: "view" }).because;
export const uids: string[] | undefined = resolver.audience("a", { accounts: true }).accounts?.map(({ uid }) => uid);
export const changed: string | undefined = transition("{}", { change: "release", artifactId: "a" }).manifest;
export const object: { manifestVersion: number } | undefined = transition({ manifestVersion: 1 }, [{ change: "delete-artifact", artifactId: "a" }]).manifest;

export function describe(error: unknown): string {
  return error instanceof LoadError && error.code === "not-ready" ? "await ready() first" : "another";
}

export const imported: string | undefined = importManifest([{ name: "config.yaml", text: new Uint8Array(), kind: "computenest" }], { explain: true }).manifest;
export const table: string | undefined = exportManifest({}, { format: "ros-mappings", service: "s" }).text;
// @ts-expect-error: a kind is one of eleven
importManifest([{ name: "a", text: "", kind: "x" }]);

// @ts-expect-error: a template is a string or bytes
analyze(1);
// @ts-expect-error: a format is one of four
analyze("", { format: "hcl" });
// @ts-expect-error: a request has an account
resolver.resolve("", { service: "s", region: "r" });
// @ts-expect-error: a change has the fields that it needs
transition({}, { change: "relate", serviceId: "s", literal: "x" });
// @ts-expect-error: results are read-only
report.ok = true;
// @ts-expect-error: permissions come from the manifest or the request
new Resolver({}, { permissionsFrom: "header" });

// The elements are what `elements.d.ts` says of them.
type Own<T> = Omit<T, keyof HTMLElement>;
export const template: Own<EcsImageTemplate> = new elements.EcsImageTemplate();
export const matrixTable: Own<EcsImageMatrix> = new elements.EcsImageMatrix();
export const artifact: Own<EcsImageArtifact> = new elements.EcsImageArtifact();
document.createElement("ecs-image-template").addEventListener("literal-activate", ({ detail }) => detail.literal.length + detail.site.start);
document.querySelector("ecs-image-matrix")?.addEventListener("cell-activate", function ({ detail }) {
  this.regions = [detail.region];
});
// @ts-expect-error: a view is one of two
document.createElement("ecs-image-template").view = "neither";
