/** Line drawings of one size. They say nothing to a screen reader: the words beside them do. */

import { svg } from "lit";

/** @param {import("lit").TemplateResult<2>} strokes */
const icon = (strokes) => svg`<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${strokes}</svg>`;

export const check = icon(svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`);
export const clock = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.7V8l2.3 1.5"/>`);
export const barred = icon(svg`<circle cx="8" cy="8" r="6"/><path d="m3.9 3.9 8.2 8.2"/>`);
export const cross = icon(svg`<path d="m4 4 8 8m0-8-8 8"/>`);
export const copy = icon(svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"/>`);
export const download = icon(svg`<path d="M8 2.5v7.5m-3-3 3 3 3-3M2.5 13.5h11"/>`);
export const upload = icon(svg`<path d="M8 10.5V3m-3 3 3-3 3 3M2.5 13.5h11"/>`);
export const warning = icon(svg`<path d="M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.6v.01"/>`);
export const failure = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.7v4M8 11.2v.01"/>`);
export const note = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.3v4M8 4.8v.01"/>`);
export const plus = icon(svg`<path d="M8 3v10M3 8h10"/>`);
export const bin = icon(svg`<path d="M2.5 4.3h11M6 4.3V2.5h4v1.8M4 4.3l.6 9.2h6.8l.6-9.2M6.7 7v4M9.3 7v4"/>`);
export const pencil = icon(svg`<path d="m10.6 2.7 2.7 2.7L5.7 13H3v-2.7zM8.9 4.4l2.7 2.7"/>`);
export const swap = icon(svg`<path d="M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13"/>`);
export const globe = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14c-2-2-2.6-4-2.6-6S6 4 8 2"/>`);
export const lock = icon(svg`<rect x="3.3" y="7" width="9.4" height="6.5" rx="1.2"/><path d="M5.3 7V5.2a2.7 2.7 0 0 1 5.4 0V7"/>`);
export const people = icon(svg`<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12 10c1.5.5 2.3 1.7 2.5 3.5"/>`);
export const compare = icon(svg`<rect x="2" y="3" width="5" height="10" rx="1"/><rect x="9" y="3" width="5" height="10" rx="1"/>`);
export const send = icon(svg`<path d="M14 2 7.2 8.8M14 2 9.8 14 7.2 8.8 2 6.2z"/>`);
export const eye = icon(svg`<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="2"/>`);
