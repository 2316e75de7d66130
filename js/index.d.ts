/**
 * ecs-image-resolver: finds the ECS image ids in Alibaba Cloud ROS and Terraform templates and puts a region's own in
 * their place, byte for byte.
 *
 * Units. Offsets count from 0 and ranges are half-open, `[start, end)`: **UTF-16 units when a string was given, bytes when
 * a `Uint8Array` was**. Lines and columns count from 1, in UTF-16 units; LF, CRLF and CR each end a line.
 *
 * Errors. Bad *input* (a template, a manifest, a service, region or account that does not exist) never throws: it is a
 * {@link Diagnostic}, and `ok` is `false`. Bad *arguments* (missing, of the wrong type, used after `free()`) throw a
 * `TypeError`. A core that cannot be loaded throws a {@link LoadError}.
 */

/** The language of a template. */
export type Format = "ros-yaml" | "ros-json" | "terraform" | "terraform-json";

/** How bad a finding is. Only an `error` takes the output away. */
export type Severity = "error" | "warning" | "info";

/**
 * What is known of the place where an image stands: `documented` and `extended` places are resolved, `source` places are
 * only listed, and `unknown` and `foreign` ones appear only with `anyType`.
 */
export type Tier = "documented" | "extended" | "source" | "unknown" | "foreign";

/** What stands at an image site. The first two are literals for every rule; nothing else is ever replaced. */
export type ValueKind =
  | "literal"
  | "fuzzy-name"
  | "dynamic-reference"
  | "parameter"
  | "function"
  | "data-source"
  | "local"
  | "conditional"
  | "interpolation"
  | "other";

/** What became of a site. */
export type Outcome = "replaced" | "unassociated" | "not-literal" | "left-alone" | "blocked";

/** How much input is too much. Whatever is left out keeps its default. */
export interface Limits {
  /** Bytes of one template; a string is counted as UTF-8. Default 524,288, which is ROS's own. */
  templateBytes?: number;
  /** Bytes of the manifest; a string is counted as UTF-8. Default 16,777,216. */
  manifestBytes?: number;
  /** Collections, blocks or brackets open at once. Default 128. */
  nesting?: number;
  /** Aliases written in a template, and aliases followed while it is read. Default 10,000. */
  aliases?: number;
  /** Image sites of one template. Default 10,000. */
  sites?: number;
  /** Diagnostics kept; those past it are counted in `dropped`, and still decide `ok`. Default 1,000. */
  diagnostics?: number;
}

/** How one template is read. */
export interface TemplateOptions {
  /** The template's language. Without it the content decides. */
  format?: Format;
  /** The file's name, a hint where the content could be two languages. It is never opened. */
  filename?: string;
}

/** How a manifest is read, and how everything is judged that is resolved with it. */
export interface ResolverOptions {
  /**
   * Where it stands what a service's shared accounts give the account of a request. `manifest`, the default: in the service's
   * `sharedAccounts`, and nowhere else. `request`: in `permissions` of each request, and nowhere else; without them there are
   * none. That is for a caller who keeps shared accounts apart from the manifest and has looked this one's up itself. Never
   * fill `permissions` with what a customer sent.
   */
  permissionsFrom?: "manifest" | "request";
  /**
   * What it is where the manifest's record of an image's shares (`shared`) lacks the account of a request: an error,
   * `image-not-shared`, or with `audit` a warning. Default `enforce`.
   */
  sharing?: "enforce" | "audit";
  /** Regions that are known beside those of the package's own table: ids such as `cn-hangzhou`. */
  regions?: string[];
  /** `documented` leaves `extended` sites alone. Default `extended`. */
  profile?: "documented" | "extended";
  /** The severity of a code, by its name. Codes whose severity is fixed (syntax, limits, conflicts, who, which image) keep it. */
  severities?: Record<string, Severity | "ignore">;
  /** How much input is too much. */
  limits?: Limits;
}

/** How a template is analysed. */
export interface AnalyzeOptions extends TemplateOptions, Omit<ResolverOptions, "permissionsFrom" | "sharing" | "regions"> {
  /** Also list `ImageId` of every ROS type and `image_id` of every `alicloud_*` resource, whatever the rules say. Default `false`. */
  anyType?: boolean;
}

/** Who deploys what, where. Values that name nothing in the manifest are diagnostics, not exceptions. */
export interface Request {
  /** The service's id. */
  service: string;
  /** The region to deploy in, such as `cn-hangzhou`. */
  region: string;
  /** The id of the account that deploys. */
  account: string;
  /** The service's template by name; its allowed regions are then enforced. */
  template?: string;
  /**
   * The permission of each entry that the service's shared accounts have for this account; `null` for an entry without one.
   * Only where the resolver's `permissionsFrom` is `request`: elsewhere it throws a `TypeError`.
   */
  permissions?: (string | null)[];
}

/** One place in a template where a resource takes an ECS image. */
export interface Site {
  /** The logical id; `Outer/Inner` in an inline child template; `type.name` in Terraform. */
  resource: string;
  /** The resource's type, such as `ALIYUN::ECS::Instance`. */
  type: string;
  /** From the outermost resource to the property; a number is an item of a list, from 0. */
  path: (string | number)[];
  /** What is known of the place. */
  tier: Tier;
  /** What stands there. */
  valueKind: ValueKind;
  /** The decoded text of a string: a literal, a fuzzy name or a dynamic reference; `null` for anything else. */
  value: string | null;
  /** Where the value's token starts, its quotes or tag included. Unit: that of what was given in. */
  start: number;
  /** Where the value's token ends. Unit: that of what was given in. */
  end: number;
  /** Where the text in the token starts: after the quote; at the anchor for an alias. Unit: that of what was given in. */
  innerStart: number;
  /** Where the text in the token ends. Unit: that of what was given in. */
  innerEnd: number;
  /** The line of `start`, from 1. */
  line: number;
  /** The column of `start`, from 1, in UTF-16 units. */
  column: number;
  /** The `Workspace` entry that it stands in, for Terraform carried by a ROS template. */
  workspace?: string;
  /** The name of the condition on the resource. */
  condition?: string;
  /** How many copies of the resource there are; `"dynamic"` where a function decides. */
  count?: number | "dynamic";
  /** `true` in the child of a stack group, which deploys in regions of its own. */
  elsewhere?: boolean;
  /** Where a value that is no literal comes from. */
  reference?: Reference;
  /** What became of it. Only in a {@link Resolution}. */
  outcome?: Outcome;
  /** The image that was put there. Only in a {@link Resolution}, when `outcome` is `replaced`. */
  replacement?: Replacement;
}

/** Where a value that is no literal comes from, followed as far as the template goes. */
export interface Reference {
  /** What it says at the site: `Ref ImageId`, `var.image_id`. */
  name: string;
  /** Every literal it can end in, with its place (unit: that of what was given in). */
  ends: { value: string; start: number; end: number }[];
}

/** The image that was put at a site. */
export interface Replacement {
  /** The image's id in the region asked for. */
  imageId: string;
  /** The artifact that it comes from. */
  artifactId: string;
  /** The artifact's version: `draft` or a number. */
  version: string;
}

/** One change to a template. Nothing that ROS or Terraform reads changes but the sites that are replaced. */
export interface Edit {
  /**
   * What it is for: `image` writes an image id, in place of a text or of an alias, or as a key of its own (`ImageId: m-…`) in a
   * mapping that merges another. `anchor` takes a text with its anchor, as it is written, to the next alias, because others read
   * it, too, and the site where it stood has an image now.
   */
  kind: "image" | "anchor";
  /** Where the replaced text starts. Unit: that of what was given in. */
  start: number;
  /** Where the replaced text ends. Unit: that of what was given in. */
  end: number;
  /** The text that stood there, as it was written. */
  old: string;
  /** The text that stands there now, as it is written. */
  new: string;
  /** Which entries of `sites` it is made for. */
  sites: number[];
}

/** A place, in a template, a manifest or a request. */
export interface Place {
  /** Which input it is in. */
  source: "template" | "manifest" | "request" | "change" | "file";
  /** Where it starts. Unit: that of what was given in. Absent in a manifest given as an object, and in a request. */
  start?: number;
  /** Where it ends. Unit: that of what was given in. */
  end?: number;
  /** The line of `start`, from 1. */
  line?: number;
  /** The column of `start`, from 1, in UTF-16 units. */
  column?: number;
  /** The line of `end`, from 1. */
  endLine?: number;
  /** The column of `end`, from 1, in UTF-16 units. */
  endColumn?: number;
  /** The JSON Pointer (RFC 6901) of a place in the manifest or the change; `""` is the whole. */
  pointer?: string;
  /** The name of the file, in an import. */
  file?: string;
  /** The field of the request or question. */
  field?: "service" | "region" | "account" | "template" | "previous" | "artifact" | "regions";
}

/** A second place, which explains a finding. */
export interface RelatedPlace extends Place {
  /** What it has to do with the finding, such as `first`, `through`, `declared`. */
  role: string;
}

/** A change to the template that would mend what is reported. */
export interface Fix {
  /** Where the text to replace starts. Unit: that of what was given in. */
  start: number;
  /** Where the text to replace ends. Unit: that of what was given in. */
  end: number;
  /** What to put there. */
  text: string;
}

/** One finding. */
export interface Diagnostic extends Place {
  /** Its permanent name; `ecs-image-resolver explain CODE` says what it means and what to do. */
  code: string;
  /** How bad it is here. */
  severity: Severity;
  /** One English line. */
  message: string;
  /** The values in the message, by name. */
  args: Record<string, string | number>;
  /** Places that explain it. */
  related: RelatedPlace[];
  /** Changes that would each mend it. */
  fixes: Fix[];
}

/** Whether there is an error, and what was found. */
export interface Findings {
  /** Whether no finding is an error, those past the limit included. */
  readonly ok: boolean;
  /** What was found. Decoded when first read. */
  readonly diagnostics: Diagnostic[];
  /** How many findings were past the limit. */
  readonly dropped: number;
}

/** What is in a template. */
export interface Analysis extends Findings {
  /** The language that it is in; `null` when it is in none. */
  readonly format: Format | null;
  /** The places where its resources take images, in the order of the text. Decoded when first read. */
  readonly sites: Site[];
  /** A plain object of all fields. */
  toJSON(): { ok: boolean; format: Format | null; sites: Site[]; diagnostics: Diagnostic[]; dropped: number };
}

/** What became of a template for one service, region and account. */
export interface Resolution<T extends string | Uint8Array = string | Uint8Array> extends Findings {
  /** The resolved template, of the type that was given in. `undefined` unless `ok`. */
  readonly template: T | undefined;
  /** The language that it is in; `null` when it is in none. */
  readonly format: Format | null;
  /** The places where its resources take images, with what became of each. Offsets are those of the template given in. */
  readonly sites: Site[];
  /** The changes, sorted and disjoint. Offsets are those of the template given in. */
  readonly edits: Edit[];
  /** A plain object of all fields but `template`. */
  toJSON(): { ok: boolean; format: Format | null; sites: Site[]; edits: Edit[]; diagnostics: Diagnostic[]; dropped: number };
}

/** A template, analysed once, with the resolver that compiled it. Give its memory back with `free()`, or leave that to the garbage collector. */
export interface CompiledTemplate<T extends string | Uint8Array = string | Uint8Array> extends Analysis {
  /** Puts the images of one region into it, for one account. */
  resolve(request: Request): Resolution<T>;
  /** How many bytes of memory it keeps, about, here and in the core: for whoever keeps many within a budget. */
  readonly bytes: number;
  /** Gives its memory back. A later `resolve` throws a `TypeError`. */
  free(): void;
  /** The same as `free()`, for `using`. */
  [Symbol.dispose](): void;
}

/** What a check looks at beside the manifest. */
export interface CheckQuestion {
  /**
   * The texts of the services' templates, by `SERVICE/NAME`: the service's id and the name that the template has in it. A
   * template that is not given is reported as such; a key that names none is an error.
   */
  templates?: Record<string, string | Uint8Array>;
  /** The manifest that was in use before: images that differ from it are reported. */
  previous?: string | Uint8Array | object;
}

/** What is wrong with one template of a service. */
export interface CheckedTemplate {
  /** The service's id. */
  service: string;
  /** Its name in the service. */
  name: string;
  /** Its `path` in the manifest, as written there; `null` where it has none. */
  path: string | null;
  /** Whether none of its findings is an error, those past the limit included. */
  ok: boolean;
  /** The language that it is in. */
  format: Format;
  /** What was found in it. Offsets of places in the template are those of the text that was given for it. */
  diagnostics: Diagnostic[];
  /** How many findings were past the limit. */
  dropped: number;
}

/**
 * What a check found. `ok` is about the manifest and every template; `diagnostics` and `dropped` are those of the manifest and
 * of the question, without the templates'.
 */
export interface Check extends Findings {
  /** The templates that were given, in the order of the manifest. */
  readonly templates: CheckedTemplate[];
  /** A plain object of all fields. */
  toJSON(): { ok: boolean; diagnostics: Diagnostic[]; dropped: number; templates: CheckedTemplate[] };
}

/** What a matrix is about: either a service or an artifact. */
export interface MatrixQuestion {
  /** The service's id. */
  service?: string;
  /** The artifact's id. Its rows are itself, its accounts those that may deploy any service that is related to it. */
  artifact?: string;
  /** The service's template by name; its allowed regions are then enforced. */
  template?: string;
  /** The text of a template: the rows are then the relations that it uses, and cells agree with `resolve` for it. */
  text?: string | Uint8Array;
  /** The regions. Without them those that `template` allows, else every known one and every other that has an image. */
  regions?: string[];
  /** The ids of the accounts. */
  accounts: string[];
  /** The versions, asked as if every relation named them. Without them each relation's own, or all of the artifact's. */
  versions?: string[];
}

/** A relation of the service, or the artifact asked about. */
export interface MatrixRow {
  /** The relation's literal; `null` for an artifact. */
  literal: string | null;
  /** The artifact that it leads to. */
  artifactId: string;
  /** The version that the relation names; `null` where it names none, and the newest is meant. */
  version: string | null;
}

/** An image site of the template, and the row that it reads. */
export interface MatrixSite extends Site {
  /** Whether it reads the image of a row, or stays as it is, and why. */
  reads: "image" | "unassociated" | "not-literal" | "left-alone";
  /** Its position in `rows`; `null` unless `reads` is `image`. */
  row: number | null;
}

/**
 * Which image each region gets, and which account may deploy: apart, because neither depends on the other. An account gets an
 * output in a region exactly where `denied` is 0 for the account and `blocked` is 0 for the region.
 *
 * The lists hold positions in `strings`; 0 stands for none. `V`, `R` and `G` are the lengths of `versions`, `rows` and
 * `regions`, and `v`, `r` and `g` positions in them. When `ok` is `false` (an unknown service, an unreadable manifest) all lists
 * are empty.
 */
export interface Matrix extends Findings {
  /** Image ids, codes, versions and reasons, each once; the first is `""`. Decoded when first read, as the next four are. */
  readonly strings: string[];
  /** The regions, each once. */
  readonly regions: string[];
  /** The versions asked for; `[null]` where each relation's own is meant. */
  readonly versions: (string | null)[];
  /** The relations, or the artifact. */
  readonly rows: MatrixRow[];
  /** The image sites of `text`, in its order; offsets are in its unit. Empty without one. */
  readonly sites: MatrixSite[];
  /** The accounts asked for. */
  readonly accounts: string[];
  /** The image id. Length `V * R * G`, at `(v * R + r) * G + g`. */
  readonly images: Uint32Array;
  /** The code that says why there is no image; 0 where there is one. Length and order as `images`. */
  readonly codes: Uint32Array;
  /** The code of an error that is in the way of the whole template, or of whoever asks for the service. Length `V * G`, at `v * G + g`. */
  readonly blocked: Uint32Array;
  /** The version that serves. Length `V * R`, at `v * R + r`. */
  readonly serving: Uint32Array;
  /**
   * Which accounts ECS has not confirmed for which images, where it was asked about any image of the artifact, whether the
   * account may deploy or not: three numbers each, the position in `images`, the position in `accounts`, and 1 where `resolve` says it as an error or 0
   * where it is a warning.
   */
  readonly unshared: number[];
  /** Why an account may deploy: `provider`, `public`, `shared` or `beta`. Length that of `accounts`. */
  readonly granted: Uint32Array;
  /** The code that says why an account may not deploy. Length that of `accounts`. */
  readonly denied: Uint32Array;
  /** One cell in words. Positions that are out of range throw a `TypeError`; `version` is 0 unless given. */
  cell(row: number, region: number, version?: number): { imageId: string | null; code: string | null; version: string | null; blocked: string | null };
  /**
   * Whether the image of a cell is shared with an account, as far as the manifest knows: `error` where ECS has not confirmed it,
   * `warning` where that is no error, `null` where nothing speaks against it.
   */
  unsharedWith(account: number, row: number, region: number, version?: number): "error" | "warning" | null;
  /** One account in words; a position out of range throws a `TypeError`. */
  access(account: number): { granted: string | null; denied: string | null };
  /** A plain object of all fields, with arrays of numbers. */
  toJSON(): object;
}

/** What the cloud was seen to hold, and what became of calls. */
export interface Observed {
  /** By region: all images of the provider's own there, in every state ({@link observedRegion}). Of any other region nothing is known. */
  regions?: Record<string, { images: ObservedImage[] }>;
  /** The ids of actions that were sent and not answered yet. */
  sent?: string[];
  /** The actions that failed and have not succeeded since: how often in a row, and when last, in milliseconds since 1970. */
  failures?: { id: string; code: string; count?: number; at?: number }[];
  /** How many accounts one image can be shared with; absent where nobody asked. */
  shareQuota?: number;
}

/** An image, as `DescribeImages` and `DescribeImageSharePermission` show it. */
export interface ObservedImage {
  imageId: string;
  imageName?: string;
  /** `Creating`, `Waiting`, `Available`, `UnAvailable`, `CreateFailed`, `Deprecated` or another word. */
  status: string;
  /** Percent: 0 to 100. */
  progress?: number;
  /** All of its tags; those of copies name what they are copies of. */
  tags?: Record<string, string>;
  /** Whether it is open to everyone. */
  isPublic?: boolean;
  /** Whether a disk of it is encrypted. */
  encrypted?: boolean;
  /** `Size`, in GiB. */
  size?: number;
  /** `CreationTime`, in milliseconds since 1970. */
  createdAt?: number;
  /** The accounts that it is shared with; absent where nobody asked. */
  accounts?: string[];
}

/** What may be taken back: unwanted copies, failed copies, shares with accounts that may not deploy, images open to everyone. */
export type Undo = "copies" | "failed" | "accounts" | "community";

/** What a plan is made of, beside the manifest. Everything has a default. */
export interface PlanQuestion {
  /** What was observed. Without it the plan starts with what has to be looked at. */
  observed?: Observed;
  /** The time, in milliseconds since 1970. Default: now. */
  now?: number;
  /** How many copies may run at once from one source region. Default 5, which is the cloud's own. */
  copies?: number;
  /** How many accounts one image can be shared with, where `observed.shareQuota` says no other. Default 50, which the cloud raises on request. */
  accounts?: number;
  /** How often a call is made before it counts as stuck. Default 10. */
  attempts?: number;
  /** How many copies of one image to one region may fail before it counts as stuck. Default 3. */
  failedCopies?: number;
  /** Milliseconds until a call that failed once is made again; each further failure doubles them, six times at most. Default 1,000. */
  retryAfter?: number;
  /** Open the images of public artifacts to everyone, last of all: they cannot be copied or shared from then on. Default `false`. */
  publish?: boolean;
  /** Encrypted source images are encrypted with the provider's own key, and so can be shared. Default `false`. */
  customerKey?: boolean;
  /** Also list what cannot be done yet. Default `true`. */
  ahead?: boolean;
  /** What to take back that the manifest gives no reason for. Default nothing: it is only reported. */
  undo?: Undo[];
  /** Look for copies that nothing asks for in all of `allRegions`. Default `false`; taking copies back implies it. */
  leftovers?: boolean;
  /** Make copies again that the manifest has and their region has not: the region is marked as without an image first. Default `false`. */
  replaceLost?: boolean;
  /** Only these artifacts, versions, regions. Default all. One that names nothing is an error, and nothing is planned. */
  artifacts?: string[];
  versions?: string[];
  regions?: string[];
  /** Which regions `supportRegionIds: "all"` stands for. */
  allRegions?: string[];
}

/** What is to be done. */
export type PlanActionKind =
  | "observe-region"
  | "observe-shares"
  | "copy-image"
  | "wait"
  | "share-image"
  | "unshare-image"
  | "mark-delivery"
  | "publish-image"
  | "unpublish-image"
  | "cancel-copy"
  | "delete-image"
  | "retry-after";

/** One step of a plan. */
export interface PlanAction {
  action: PlanActionKind;
  /** What it is known by in {@link Observed}: the same for the same content. */
  id: string;
  /** Whether it can be done now. */
  ready: boolean;
  artifactId: string;
  /** Absent where it is about no version. */
  version?: string;
  /** The region that it is done in, or copied to; `""` where a mark is about the whole version. */
  regionId: string;
  /** The image; absent where it is still to be made. */
  imageId?: string;
  /** Of a share, or of taking it back: at most ten. */
  accounts?: string[];
  /** Of a copy. */
  sourceRegionId?: string;
  sourceImageId?: string;
  imageName?: string;
  clientToken?: string;
  resourceGroupId?: string;
  tags?: Record<string, string>;
  /** Of a mark. */
  status?: "Delivering" | "Available" | "CreateFailed";
  progress?: number;
  /** Of a mark: that the image is gone which the region had. */
  lost?: boolean;
  /** Of a retry: when, in milliseconds since 1970. */
  at?: number;
  /** Why: a code that the catalogues explain, the values of its message, and the message. */
  code: string;
  args: Record<string, string | number>;
  why: string;
}

/**
 * How far a region is with a version. `not-started`: there is no copy, or nobody has looked; `running`: a copy is being made, or a
 * call is on its way; `waiting`: something comes first, which may itself be stuck in another region; `stuck`: nothing goes on here
 * until somebody does something; `done`: the image is there, the manifest says so, and everyone has it who may deploy and is not
 * set aside; `not-asked-for`: other regions were asked for.
 */
export type RegionState = "not-started" | "running" | "waiting" | "stuck" | "done" | "not-asked-for";

/** One region of one version. It follows from what was seen and done, never from what was planned. */
export interface PlanRegion {
  artifactId: string;
  version: string;
  regionId: string;
  /** Its image, as the manifest has it. */
  imageId?: string;
  state: RegionState;
  /** What it waits for, why it is stuck or what comes first: a code, the values of its message, and the message. Absent where it is done or was not asked for. */
  code?: string;
  args?: Record<string, string | number>;
  why?: string;
  /** The accounts that may deploy and do not get the image, each with the code that it was refused with: the first 1,000 in the order of the manifest. */
  without?: { account: string; code: string }[];
  /** How many there are. */
  withoutCount?: number;
}

/**
 * What is still to be done, in order. `diagnostics` says what is stuck, what is there without a reason, and what is not
 * distributed; `ok` is `false` where something is stuck.
 */
export interface Plan extends Findings {
  readonly actions: PlanAction[];
  /** How far each region of each version is that was chosen, in the manifest's order. */
  readonly regions: PlanRegion[];
  /** The marks that can be made, as changes for {@link transition}: together they give the manifest after what was observed. */
  readonly changes: Change[];
  toJSON(): { ok: boolean; diagnostics: Diagnostic[]; dropped: number; actions: PlanAction[]; regions: PlanRegion[] };
}

/** A call of ECS's interface, as its documents name it. */
export interface PlanCall {
  operation: string;
  parameters: Record<string, string | number | boolean | string[] | { Key: string; Value: string }[]>;
}

/** A row of a plan's table. */
export interface PlanRow {
  action: PlanActionKind;
  artifactId: string;
  version?: string;
  regionId: string;
  /** What it is about: `10 accounts`, a status, an image's id or name. */
  subject: string;
  ready: boolean;
  /** The code of the reason, for the catalogues, with its values; and the reason in English. */
  code: string;
  args: Record<string, string | number>;
  why: string;
}

/** The plan as the rows of a table. */
export function planRows(plan: { readonly actions: PlanAction[] }): PlanRow[];

/**
 * The plan as commands to copy: the one line that carries all of it out, and a line for `aliyun` for each call, in order.
 * `manifest` is the file that the manifest is in, `question` what the plan was asked with: the line says the same.
 */
export function planCommands(plan: { readonly actions: PlanAction[] }, options?: { manifest?: string; question?: PlanQuestion }): { distribute: string; aliyun: string[] };

/** The call that an action is; `undefined` for `wait`, `retry-after` and `mark-delivery`, which are none. */
export function planCall(action: PlanAction): PlanCall | undefined;

/**
 * What `DescribeImages` said of one region, as a plan takes it. `images` are the `Image` entries of all pages; `before` is what
 * was known of the region, whose accounts are kept.
 */
export function observedRegion(images: object[], before?: { readonly images: ObservedImage[] }): { images: ObservedImage[] };

/** Who wants what: of a service or of an artifact, one of the two. */
export interface AccessQuestion {
  /** The service's id. */
  service?: string;
  /** The artifact's id. */
  artifact?: string;
  /** The id of the account. */
  account: string;
  /** To deploy (of an artifact: to use its images), or to see that it is there. Default `deploy`. */
  action?: "deploy" | "view";
  /** With `service`, and as in a {@link Request}. */
  permissions?: (string | null)[];
}

/** What a service and its shared accounts would have to say, so that the account may: all of it, and no more. */
export interface Needs {
  /** The service's id. */
  service: string;
  /** The status that the service needs. */
  status?: string;
  /** The permission that the account needs, as a customer. */
  permission?: string;
}

/** Whether an account may: `ok` says so. If not, `diagnostics` says why. */
export interface Decision extends Findings {
  /** Why it may; `undefined` where it may not. */
  readonly because: "provider" | "public" | "shared" | "beta" | undefined;
  /** The service through which it may use an artifact; `undefined` for a service, and for the provider. */
  readonly through: string | undefined;
  /** What would let it: one of these is enough. For an artifact one entry for each related service, at most 20. */
  readonly needs: Needs[];
  /** A plain object of all fields. */
  toJSON(): { ok: boolean; because?: "provider" | "public" | "shared" | "beta"; through?: string; needs: Needs[]; diagnostics: Diagnostic[]; dropped: number };
}

/** What an audience is to hold. */
export interface AudienceOptions {
  /** Also each account by its id: there may be a hundred thousand of them. Default `false`. */
  accounts?: boolean;
}

/** What one service adds to the audience of an artifact that it is related to. */
export interface Contribution {
  /** The service's id. */
  service: string;
  /** Its status; only `Online` and `Beta` open anything. */
  status?: string;
  /** Its share type. */
  shareType?: string;
  /** Whether it opens the artifact to everyone. */
  everyone: boolean;
  /** How many accounts may deploy it as shared accounts. */
  accounts: number;
}

/** One account of an audience. */
export interface Member {
  /** The account's id. */
  uid: string;
  /** The ids of the services that it may deploy as a shared account, in the order of the manifest. */
  services: string[];
}

/** Whom an artifact is open to, beside its provider. */
export interface Audience extends Findings {
  /** `public`: to everyone. `shared`: to exactly the accounts counted. `private`: to nobody else. */
  readonly visibility: "private" | "shared" | "public";
  /** The services that are related to it, in the order of the manifest, and what each adds. A service with an error is left out. */
  readonly services: Contribution[];
  /** How many accounts there are, each once. */
  readonly accountCount: number;
  /** Each account once, sorted by id; `undefined` unless they were asked for. */
  readonly accounts: Member[] | undefined;
  /** A plain object of all fields. */
  toJSON(): { ok: boolean; visibility: "private" | "shared" | "public"; services: Contribution[]; accountCount: number; accounts?: Member[]; diagnostics: Diagnostic[]; dropped: number };
}

/**
 * Who may use an image beside its owner, as ECS confirmed it: the ids of accounts; `everyone` for a community image;
 * `unknown` where ECS was not asked, as where nothing is recorded.
 */
export type Shared = string[] | "everyone" | "unknown";

/** Where the image of a version comes from. */
export type Source =
  | { type: "custom"; imageId: string; regionId: string; shared?: Shared }
  | { type: "marketplace"; commodityCode: string; commodityVersion: string };

/** What an artifact and its draft hold. */
export interface Content {
  /** 3 to 128 letters, digits and `_`. It never changes: saying it again is no change, another one is refused. */
  name?: string;
  /** `EcsImage`. */
  artifactType?: "EcsImage";
  /** 10 to 500 characters. */
  description?: string;
  /** The id of its resource group. */
  resourceGroupId?: string;
  /** At most 20. */
  tags?: Record<string, string>;
  /** 3 to 50 letters, digits and `_`. */
  versionName?: string;
  /** The image that the others are copies of. */
  source?: Source;
  /** The regions that it is meant for: at least one, or all. */
  supportRegionIds?: "all" | string[];
}

/** One change of a manifest. */
export type Change =
  /** A new artifact with a draft. */
  | ({ change: "create-artifact"; artifactId: string } & Content & Required<Pick<Content, "name" | "versionName" | "source" | "supportRegionIds">>)
  /** What is given replaces what the draft holds. */
  | ({ change: "update-draft"; artifactId: string } & Content)
  /** The draft becomes the next number, for good. Relations to the draft follow it. */
  | { change: "release"; artifactId: string }
  /** A new draft that starts as a released version is: as `from`, or as the one with the highest number. */
  | ({ change: "open-draft"; artifactId: string; from?: string } & Content & Required<Pick<Content, "versionName">>)
  /** How far the image of a region has come; `progress` in percent. Without `regionId` (and with `Available`): that a version for all regions has reached them. Of an image that is there only the record of whom it is `shared` with is written anew, also of the source's own region. `lost`, with its id and `CreateFailed`, says that a copy is gone from the cloud: the region has no image then, and another one may come. */
  | { change: "mark-delivery"; artifactId: string; version: string; regionId?: string; status: "Delivering" | "Available" | "CreateFailed"; imageId?: string; progress?: number; shared?: Shared; lost?: boolean }
  /** Not while a service uses it. With the last version the artifact goes, too. */
  | { change: "delete-version"; artifactId: string; version: string }
  /** Not while a service uses it. */
  | { change: "delete-artifact"; artifactId: string }
  /** A new service, which is a draft. */
  | { change: "create-service"; serviceId: string; name?: string; shareType?: ShareType; templates?: { name: string; path?: string; allowedRegions?: string[] }[] }
  /** A literal of the service's templates stands for an artifact; without `version` for the newest that can be deployed. */
  | { change: "relate"; serviceId: string; literal: string; artifactId: string; version?: string }
  /** A literal stands for itself again. */
  | { change: "unrelate"; serviceId: string; literal: string }
  /** Each account has this permission from now on, and no other in the same capacity (`type`, as a customer unless given). */
  | { change: "share"; serviceId: string; accounts: { uid: string; permission: Permission; type?: AccountType }[] }
  /** The accounts have no permission any more: in one capacity, or in any. */
  | { change: "unshare"; serviceId: string; uids: string[]; type?: AccountType }
  /** Whom the service is open to while it is online. */
  | { change: "set-share-type"; serviceId: string; shareType: ShareType }
  /** Not while it is reviewed; the next three, `relate` and `unrelate` neither. */
  | { change: "rename-service"; serviceId: string; name: string }
  /** One more template of the service, its last. */
  | { change: "add-template"; serviceId: string; name: string; path?: string; allowedRegions?: string[] }
  /** What is given replaces what the template has: an empty `path` takes it away, an empty list of regions means all. */
  | { change: "update-template"; serviceId: string; template: string; name?: string; path?: string; allowedRegions?: string[] }
  /** Its relations stay, for they serve all of the service's templates. */
  | { change: "remove-template"; serviceId: string; template: string }
  /** Not while it is online, in beta or reviewed. */
  | { change: "delete-service"; serviceId: string }
  /** One step along the service's own lifecycle. */
  | { change: "set-status"; serviceId: string; status: "Draft" | "Beta" | "Submitted" | "Approved" | "Launching" | "Online" | "Offline" };

/** Whom a service is open to while it is online. */
export type ShareType = "Public" | "Restricted" | "OnlyFormalRestricted" | "OnlyTrailRestricted" | "OnlyTrialRestricted" | "Hidden";

/** What a shared account may do. */
export type Permission = "Deployable" | "Accessible" | "DeployableIncludeBeta" | "AccessibleIncludeBeta" | "Authorized" | "Unauthorized";

/** In what capacity a service is shared with an account. */
export type AccountType = "SharedAccount" | "Reseller";

/** How a change is made. */
export interface TransitionOptions {
  /** How much input is too much. */
  limits?: Limits;
  /** Regions that are known beside those of the package's own table: ids such as `cn-hangzhou`. */
  regions?: string[];
}

/**
 * A manifest after a change. Of an error the place is in the change (`source: "change"`, a JSON Pointer, and offsets unless an
 * object was given), or in the manifest that was given; of a warning it is a JSON Pointer into the changed manifest.
 */
export interface Transition<T extends string | Uint8Array | object = string | Uint8Array | object> extends Findings {
  /** The changed manifest, of the type that was given in. `undefined` unless `ok`. */
  readonly manifest: T | undefined;
  /** A plain object of what was found, without the manifest. */
  toJSON(): { ok: boolean; diagnostics: Diagnostic[]; dropped: number };
}

/** A manifest, read and indexed once. Give its memory back with `free()`, or leave that to the garbage collector. */
export class Resolver implements Findings {
  /**
   * Reads a manifest. It never throws for what is in it: see `ok` and `diagnostics`.
   *
   * @param manifest JSON as a string or bytes, or the object that it stands for. With an object, diagnostics have a JSON
   *   Pointer and no offsets.
   */
  constructor(manifest: string | Uint8Array | object, options?: ResolverOptions);
  /** Whether the manifest has no error. */
  readonly ok: boolean;
  /** What was found in the manifest. Decoded when first read. */
  readonly diagnostics: Diagnostic[];
  /** How many findings were past the limit. */
  readonly dropped: number;
  /** Puts the images of one region into one template, for one account. */
  resolve(template: string, request: Request, options?: TemplateOptions): Resolution<string>;
  resolve(template: Uint8Array, request: Request, options?: TemplateOptions): Resolution<Uint8Array>;
  resolve(template: string | Uint8Array, request: Request, options?: TemplateOptions): Resolution;
  /** Analyses a template once, to resolve it many times. */
  compile(template: string, options?: TemplateOptions): CompiledTemplate<string>;
  compile(template: Uint8Array, options?: TemplateOptions): CompiledTemplate<Uint8Array>;
  compile(template: string | Uint8Array, options?: TemplateOptions): CompiledTemplate;
  /**
   * Checks the manifest with all of its services and templates: regions that are allowed and not reached, relations that no
   * literal uses, literals without a relation, sites that cannot be replaced, images that change.
   */
  check(question?: CheckQuestion): Check;
  /** Which image each region gets, and which account may deploy. `options` say how `text` is read. */
  matrix(question: MatrixQuestion, options?: TemplateOptions): Matrix;
  /** What is still to be copied, shared and marked, so that every region has its image and whoever may deploy can use it. */
  plan(question?: PlanQuestion): Plan;
  /** Whether an account may deploy a service or use an artifact's images, or see it; why, and what would change it. */
  decide(question: AccessQuestion): Decision;
  /** Whom an artifact is open to beside its provider, and through which services. */
  audience(artifact: string, options?: AudienceOptions): Audience;
  /** A plain object of what was found. */
  toJSON(): { ok: boolean; diagnostics: Diagnostic[]; dropped: number };
  /** Gives its memory back. A later `resolve` or `compile` throws a `TypeError`. */
  free(): void;
  /** The same as `free()`, for `using`. */
  [Symbol.dispose](): void;
}

/** The kinds of files that can be imported; the last is a manifest that was there before. */
export type ImportKind =
  | "computenest"
  | "get-artifact"
  | "list-artifacts"
  | "list-artifact-versions"
  | "get-service"
  | "list-services"
  | "list-service-shared-accounts"
  | "describe-images"
  | "ros-mappings"
  | "packer"
  | "manifest";

/** A file to import. */
export interface ImportFile {
  /**
   * What it is called: in findings, and in the ids that stand for those that no file says, `NAME#Artifact.KEY`. Give a file
   * the same name each time, relative to one folder and with `/` between its steps.
   */
  name: string;
  /** YAML or JSON as a string or bytes, or the object that it stands for. With an object, places have no offsets. */
  text: string | Uint8Array | object;
  /** What it is. Without it the content decides. */
  kind?: ImportKind;
  /** The region of its images, for `describe-images` without a `RegionId`. Without it the name decides, if it holds one. */
  region?: string;
  /** The id of the service of its accounts, for `list-service-shared-accounts` without a `ServiceId`. */
  service?: string;
}

/** How files are imported. */
export interface ImportOptions {
  /** The account id of the provider. */
  provider?: string;
  /** The status of versions whose files have none: those of tables, of Packer and of `DescribeImages`. */
  status?: string;
  /** The status of services whose files have none, as a `config.yaml`: without one nobody but the provider can deploy them. */
  serviceStatus?: string;
  /** The folder that the manifest will be in, absolute or from `root`: paths of templates are told from it. Default `""`. */
  folder?: string;
  /** The folder that the names of files start from, absolute. Without it a `folder` above it cannot be named. */
  root?: string;
  /** Ids that are known for keys that stand for them: `{"config.yaml#Artifact.Web": "artifact-…"}`. */
  bind?: Record<string, string>;
  /** Whether `facts` says where everything comes from. Default `false`. */
  explain?: boolean;
  /** The severity of a code, by its name. */
  severities?: Record<string, Severity | "ignore">;
  /** How much input is too much; `manifestBytes` is that of each file. */
  limits?: Limits;
}

/** What a file was taken for. */
export interface ImportSource {
  /** Its name. */
  name: string;
  /** What it is; `null` when nothing says it. */
  kind: ImportKind | null;
  /** What that was told by: the caller, or the content. */
  evidence: "stated" | "content" | null;
}

/** Where a value of the manifest comes from. Offsets are in the unit of the file's `text`. */
export interface ImportedFact extends Place {
  /** The JSON Pointer (RFC 6901) of the value in the manifest. `pointer` is that of the value in the file. */
  fact: string;
}

/** What came of an import. */
export interface Import extends Findings {
  /** The manifest, as JSON in one fixed order. `undefined` unless `ok`. */
  readonly manifest: string | undefined;
  /** What each file was taken for, in the order given. */
  readonly sources: ImportSource[];
  /** Where each value comes from, with `explain`. */
  readonly facts: ImportedFact[];
  /** A plain object of all fields but `manifest`. */
  toJSON(): { ok: boolean; diagnostics: Diagnostic[]; dropped: number; sources: ImportSource[]; facts: ImportedFact[] };
}

/** What is written: the manifest again, or a table of images, by region, for a template that looks them up itself. */
export interface ExportOptions {
  /** `ros-mappings` is a `Mappings` section in YAML, `hcl-locals` a `locals` block of Terraform. */
  format: "manifest" | "ros-mappings" | "hcl-locals";
  /** The id of the service whose relations the table is of, each by its literal. */
  service?: string;
  /** The id of the artifact that the table is of. */
  artifact?: string;
  /** Its version; without it the newest one that serves. */
  version?: string;
  /** What the table is called. Default `Images`, or `images` in HCL. */
  table?: string;
  /** The severity of a code, by its name. */
  severities?: Record<string, Severity | "ignore">;
  /** How much input is too much. */
  limits?: Limits;
}

/** What came of an export. */
export interface Export extends Findings {
  /** The text. `undefined` unless `ok`. */
  readonly text: string | undefined;
}

/**
 * Makes one manifest of what there is: the `config.yaml` of Compute Nest's command line tool, answers of the cloud's
 * interfaces, tables of images, Packer's output, and a manifest that was there before. What no file says is reported and
 * left out, never made up.
 */
export function importManifest(files: ImportFile[], options?: ImportOptions): Import;

/** Writes a manifest again, or a table of its images. */
export function exportManifest(manifest: string | Uint8Array | object, options: ExportOptions): Export;

/** Finds the image sites of a template. */
export function analyze(template: string | Uint8Array, options?: AnalyzeOptions): Analysis;

/**
 * The manifest after a change, or after a list of up to 1,000 that is made as a whole or not at all: only in the ways that
 * Compute Nest itself allows. `change` is an object or a list, or its JSON. The manifest that was given stays as it is; the
 * answer is written with two spaces a level and the fields in the order of the schema.
 */
export function transition(manifest: string, change: Change | Change[] | string | Uint8Array, options?: TransitionOptions): Transition<string>;
export function transition(manifest: Uint8Array, change: Change | Change[] | string | Uint8Array, options?: TransitionOptions): Transition<Uint8Array>;
export function transition<T extends string | Uint8Array | object>(manifest: T, change: Change | Change[] | string | Uint8Array, options?: TransitionOptions): Transition<T>;

/**
 * Loads the core. Where loading is synchronous (Node, workerd, edge-light) it is ready without; in a browser everything
 * else throws a {@link LoadError} until this has settled.
 */
export function ready(): Promise<void>;

/** The core could not be loaded. */
export class LoadError extends Error {
  /**
   * `not-ready`: used before `ready()` settled. `wasm-blocked`: the page's Content-Security-Policy bars WebAssembly.
   * `wasm-unsupported`: no WebAssembly, or none with SIMD. `wasm-unavailable`: it could not be fetched or read.
   */
  readonly code: "not-ready" | "wasm-blocked" | "wasm-unsupported" | "wasm-unavailable";
}
