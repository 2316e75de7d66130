/**
 * What the log says, counted: requests by route, status and problem, their time, and alarms. Its labels are names that this program
 * has, never a text of a caller's.
 */

/** @import { LogLine } from "./index.js" */

/** The upper bounds of the times that are counted, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const PREFIX = "ecs_image_resolver";

export class Metrics {
  /** @type {Map<string, number>} */
  #requests = new Map();
  /** @type {Map<string, { counts: number[], sum: number, count: number }>} */
  #times = new Map();
  /** @type {Map<string, number>} */
  #alarms = new Map();
  #bytes = 0;
  #cached = 0;
  #version = 0;

  /** Counts a line of the log. @param {LogLine} line */
  record(line) {
    if (line.event === "alarm") return add(this.#alarms, labels({ what: line.what, code: line.code ?? "" }));
    const { route, status, code = "", ms, bytes = 0, cached, version } = /** @type {Record<string, any>} */ (line);
    add(this.#requests, labels({ route, status, code }));
    const key = labels({ route });
    const times = this.#times.get(key) ?? { counts: BOUNDS.map(() => 0), sum: 0, count: 0 };
    this.#times.set(key, times);
    const seconds = ms / 1000;
    BOUNDS.forEach((bound, at) => (times.counts[at] += seconds <= bound ? 1 : 0));
    times.sum += seconds;
    times.count += 1;
    this.#bytes += bytes;
    this.#cached += cached === true ? 1 : 0;
    this.#version = version ?? this.#version;
  }

  /** All of it in Prometheus' text format, 0.0.4. */
  text() {
    const lines = head("requests_total", "counter", "Requests that were answered.");
    for (const [key, count] of this.#requests) lines.push(`${PREFIX}_requests_total{${key}} ${count}`);
    lines.push(...head("request_seconds", "histogram", "How long an answer took."));
    for (const [key, { counts, sum, count }] of this.#times) {
      BOUNDS.forEach((bound, at) => lines.push(`${PREFIX}_request_seconds_bucket{${key},le="${bound}"} ${counts[at]}`));
      lines.push(`${PREFIX}_request_seconds_bucket{${key},le="+Inf"} ${count}`, `${PREFIX}_request_seconds_sum{${key}} ${sum}`, `${PREFIX}_request_seconds_count{${key}} ${count}`);
    }
    lines.push(...head("alarms_total", "counter", "Things that the operator should look at."));
    for (const [key, count] of this.#alarms) lines.push(`${PREFIX}_alarms_total{${key}} ${count}`);
    for (const [name, type, help, value] of /** @type {const} */ ([
      ["template_bytes_total", "counter", "Bytes of templates, unpacked.", this.#bytes],
      ["cached_total", "counter", "Templates that were analysed before.", this.#cached],
      ["manifest_version", "gauge", "The version of the manifest that was last answered with.", this.#version],
    ])) {
      lines.push(...head(name, type, help), `${PREFIX}_${name} ${value}`);
    }
    return `${lines.join("\n")}\n`;
  }
}

/**
 * A line of the log as a data point of Cloudflare's Analytics Engine: `index1` is the route, `blob1` to `blob4` event, route, status
 * and problem (of an alarm what and code), `double1` to `double4` milliseconds, bytes, whether it was cached, and the manifest's version.
 *
 * @param {LogLine} line
 */
export function dataPoint(line) {
  const { event, route, status, code, ms, bytes, cached, version, what } = /** @type {Record<string, any>} */ (line);
  const name = String(route ?? what ?? "");
  return { indexes: [name], blobs: [event, name, String(status ?? ""), String(code ?? "")], doubles: [ms ?? 0, bytes ?? 0, cached === true ? 1 : 0, version ?? 0] };
}

/** @param {string} name @param {string} type @param {string} help */
const head = (name, type, help) => [`# HELP ${PREFIX}_${name} ${help}`, `# TYPE ${PREFIX}_${name} ${type}`];

/** @param {Record<string, unknown>} values */
const labels = (values) => Object.entries(values).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, (char) => (char === "\n" ? "\\n" : `\\${char}`))}"`).join(",");

/** @param {Map<string, number>} counts @param {string} key */
const add = (counts, key) => void counts.set(key, (counts.get(key) ?? 0) + 1);
