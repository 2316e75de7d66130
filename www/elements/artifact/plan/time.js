/** Times and how long something takes, in a language's own words. */

/** @import { Language } from "../../words.js" */

/** @param {number} at milliseconds since 1970 @param {Language} language */
export function timeOf(at, language) {
  return new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "medium" });
}

/** Not more exact than anybody can know it. @param {number} milliseconds @param {Language} language */
export function duration(milliseconds, language) {
  const seconds = Math.max(1, Math.round(milliseconds / 1_000));
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return unit(seconds, "second", language);
  if (minutes < 100) return unit(minutes, "minute", language);
  return `${unit(Math.floor(minutes / 60), "hour", language)} ${unit(minutes % 60, "minute", language)}`;
}

/** @param {number} count @param {string} unit @param {Language} language */
function unit(count, unit, language) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count);
}
