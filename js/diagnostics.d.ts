import type { Diagnostic, Severity } from "./index.js";

/** What is known of one code. */
export interface CodeEntry {
  /** A finding's one line, with `{name}` for its arguments. English comes with the finding itself. */
  message?: string;
  /** A few words. */
  title: string;
  /** What it means. */
  means: string;
  /** Markdown with fenced code that brings it about; empty where nothing can. */
  example: string;
  /** What to do. */
  todo: string;
}

/** Everything that is said in one language. */
export interface Catalogue {
  /** The language, such as `en`. */
  language: string;
  /** By the code's name. */
  codes: Record<string, CodeEntry>;
  /** What a related place has to do with a finding, by its role. */
  roles: Record<string, string>;
  /** The severities, by their names. */
  severities: Record<Severity, string>;
  /** What is said for a value of an argument, by the argument's name and the value. */
  words: Record<string, Record<string, string>>;
}

/** The languages that there is a catalogue of: `en`, `ja` and `zh`. */
export const languages: string[];

/** What each code means, an example and what to do, in one language: `en` unless said otherwise. */
export function catalogue(language?: string): Promise<Catalogue>;

/** A finding's one line, in the catalogue's language; the finding's own English one without a catalogue. */
export function message(diagnostic: Pick<Diagnostic, "code" | "message" | "args">, catalogue?: Catalogue): string;

/** What {@link render} is given beside the finding. */
export interface RenderOptions {
  /** The inputs that the finding's offsets are of, each in the form that was given in, with the name to show. `files` are those of an import. */
  sources: { template?: Source; manifest?: Source; change?: Source; files?: readonly Source[] };
  /** For the names of related places, and help. Without it neither is shown. */
  catalogue?: Catalogue;
  /** Whether the code's advice from the catalogue is shown. Default `true`. */
  help?: boolean;
  /** Whether terminal colours are used. Default `false`. */
  color?: boolean;
  /** How many columns a line of source may take. Default 100. */
  width?: number;
}

/** An input, to show lines of. */
export interface Source {
  /** The name to show, such as a path. */
  name: string;
  /** The text, as it was given in: offsets are bytes of a `Uint8Array` and UTF-16 units of a string. */
  text: string | Uint8Array;
}

/** A finding for people: its line of source, underlined, the places that explain it, and help. Several lines, each ended by LF. */
export function render(diagnostic: Diagnostic, options: RenderOptions): string;
