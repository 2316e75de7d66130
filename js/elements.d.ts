/**
 * The custom elements of ecs-image-resolver: `<ecs-image-template>`, `<ecs-image-matrix>` and `<ecs-image-artifact>`. Importing
 * `ecs-image-resolver/elements` defines them. Only for browsers, and only as an ES module.
 *
 * They follow the `color-scheme` and the language around them; `language` sets the latter. Their looks are set with custom
 * properties `--eir-…` and with `::part()`. All work is done in a worker, or on the page's thread where none can be had.
 *
 * A page's Content-Security-Policy needs `script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'` where these files are served
 * from, and `worker-src 'self'` for the worker. Nothing is inline.
 */

import type { Analysis, Change, Diagnostic, Format, MatrixRow, MatrixSite, Place, Resolution, Site } from "./index.js";

/** The languages that the elements speak. */
export type Language = "en" | "ja" | "zh";

/** What an analysis says, as a plain object. */
export type AnalysisAnswer = ReturnType<Analysis["toJSON"]>;

/** What a resolution says, as a plain object, with the template. */
export type ResolutionAnswer = ReturnType<Resolution["toJSON"]> & { template: string | Uint8Array | undefined };

/** A manifest: JSON as a string or bytes, or the object that it stands for. It is never changed. */
export type Manifest = string | Uint8Array | object;

/** What the events of `<ecs-image-template>` carry in `detail`. */
export interface TemplateEvents {
  /** The text changed by an edit: its bytes now. */
  "template-change": CustomEvent<{ bytes: Uint8Array }>;
  /** What is in the text is known; `null` when there is no text any more. */
  "analysis-change": CustomEvent<{ analysis: AnalysisAnswer | null }>;
  /** What becomes of the text is known; `null` when nobody asks any more. */
  "resolution-change": CustomEvent<{ resolution: ResolutionAnswer | null }>;
  /** A person chose a literal to relate. */
  "literal-activate": CustomEvent<{ literal: string; site: Site }>;
  /** A person chose a place of a finding. A place in the template is shown by the element itself. */
  "diagnostic-activate": CustomEvent<{ diagnostic: Diagnostic; place: Place }>;
}

/** An editor for a template: its image sites, what is found in it with its fixes, and what a region makes of it. */
export class EcsImageTemplate extends HTMLElement {
  /** Attribute `language`. Without it that of the nearest `lang`, else the browser's. */
  language: Language | undefined;
  /**
   * What is edited. Setting it replaces the text and forgets what could be undone, unless it is the text that is there. It
   * stays what was set: the text as it is now is `bytes`.
   */
  source: string | Uint8Array | null;
  /** Attribute `filename`: a hint where the content could be two languages. */
  filename: string | null;
  /** Attribute `format`. Without it the content decides. */
  format: Format | null;
  manifest: Manifest | null;
  /** Attribute `service`: the service's id. With `manifest`, `region` and `account` the text is resolved. */
  service: string | null;
  /** Attribute `region`. */
  region: string | null;
  /** Attribute `account`: the id of the account that deploys. */
  account: string | null;
  /** Attribute `template-name`: the service's template by name; its allowed regions are then enforced. */
  templateName: string | null;
  /** Attribute `view`: the editor, or the text before and after. Default `edit`. */
  view: "edit" | "compare";
  /** Attribute `readonly`. */
  readonly: boolean;
  /** The bytes of the text as it is now: mark and line ends are those of `source`. A copy. */
  readonly bytes: Uint8Array;
  /** What is in the text; `null` until the core answered. Offsets are in the unit of `source`. */
  readonly analysis: AnalysisAnswer | null;
  /** What becomes of the text; `null` until the core answered, and unless service, region, account and manifest are given. */
  readonly resolution: ResolutionAnswer | null;
  /** The bytes of the resolved template; `undefined` unless there is one. A copy. */
  readonly resolvedBytes: Uint8Array | undefined;
  /** Shows a place in the editor, selected. Offsets are in the unit of `source`; without `end` the cursor is put at `start`. */
  reveal(start: number, end?: number): Promise<void>;
  addEventListener<K extends keyof TemplateEvents>(type: K, listener: (this: EcsImageTemplate, event: TemplateEvents[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: EcsImageTemplate, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** What the events of `<ecs-image-matrix>` carry in `detail`. */
export interface MatrixEvents {
  /** A person chose a cell: the image, or the code that says why there is none; `site` is the first place that reads it. */
  "cell-activate": CustomEvent<{ row: MatrixRow; region: string; account: string; imageId: string | null; code: string | null; site: MatrixSite | null }>;
}

/** A table of regions and accounts: which image each gets, and why not. */
export class EcsImageMatrix extends HTMLElement {
  /** Attribute `language`. Without it that of the nearest `lang`, else the browser's. */
  language: Language | undefined;
  manifest: Manifest | null;
  /** Attribute `service`: the id of the service that it is about; else `artifact`. */
  service: string | null;
  /** Attribute `artifact`: the id of the artifact that it is about. */
  artifact: string | null;
  /** A template of the service: only what it uses is shown, and what is wrong with it counts. */
  text: string | Uint8Array | null;
  /** Attribute `filename`: of `text`. */
  filename: string | null;
  /** Attribute `template-name`: the service's template by name; its allowed regions then count. */
  templateName: string | null;
  /** Without them those of the template, else all. */
  regions: string[] | null;
  /** Without them the provider, all that the service is shared with, and one that it is not. */
  accounts: string[] | null;
  /** The versions, asked as if every relation named them. */
  versions: string[] | null;
  /** All cells as RFC 4180 has it, with a line of headings; empty before there is a table. */
  csv(): string;
  addEventListener<K extends keyof MatrixEvents>(type: K, listener: (this: EcsImageMatrix, event: MatrixEvents[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: EcsImageMatrix, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/**
 * A file that says what was seen of the cloud: a journal of `distribute`, answers of `DescribeImages`, `DescribeImageSharePermission`
 * and `DescribeRegions`, also several after each other, or an `Observed`, as JSON.
 */
export interface ObservationFile {
  name: string;
  text: string | Uint8Array;
  /** Where the file lies, if the browser says it: it is then read again as it changes. */
  handle?: FileSystemFileHandle;
  /** When that file was written that `text` is of, in milliseconds since 1970. */
  modified?: number;
}

/** What the events of `<ecs-image-artifact>` carry in `detail`. */
export interface ArtifactEvents {
  /** The manifest after a change, of the type that was given; `change` is `null` for an import, `label` a few words. */
  "manifest-change": CustomEvent<{ change: Change | Change[] | null; manifest: Manifest; label: string }>;
  /** A person chose to see a version. */
  "version-activate": CustomEvent<{ version: string }>;
  /** A person took in what was seen of the cloud, or had it forgotten; the element has it already. */
  "observation-change": CustomEvent<{ observation: readonly ObservationFile[] }>;
  /** A person goes to the form or leaves it. Cancelable. */
  "view-change": CustomEvent<{ view: "detail" | "form" }>;
  /** A person leaves the form without a change. */
  cancel: CustomEvent<null>;
}

/** An artifact with its versions, and the form that makes and changes it. It says what the new manifest is, and sets none. */
export class EcsImageArtifact extends HTMLElement {
  /** Attribute `language`. Without it that of the nearest `lang`, else the browser's. */
  language: Language | undefined;
  manifest: Manifest | null;
  /** Attribute `artifact`: its id; `null` for a new one. */
  artifact: string | null;
  /** Attribute `version`: `draft` or a number; without it the newest. */
  version: string | null;
  /** Attribute `view`. Default `detail`. */
  view: "detail" | "form";
  /** What was seen of the cloud, for the distribution plan; of the same region the later file counts. Set a new list when one has changed. */
  observation: readonly ObservationFile[];
  /** Attribute `filename`: what the manifest's file is called, for the commands of the plan. Default `manifest.json`. */
  filename: string | null;
  addEventListener<K extends keyof ArtifactEvents>(type: K, listener: (this: EcsImageArtifact, event: ArtifactEvents[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: EcsImageArtifact, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "ecs-image-template": EcsImageTemplate;
    "ecs-image-matrix": EcsImageMatrix;
    "ecs-image-artifact": EcsImageArtifact;
  }
}
