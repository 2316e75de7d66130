/** The console's own line drawings, as the elements'. They say nothing to a screen reader: the words beside them do. */

import { svg } from "lit";

/** @param {import("lit").TemplateResult<2>} strokes */
const icon = (strokes) => svg`<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${strokes}</svg>`;

export const artifacts = icon(svg`<path d="M8 1.8 13.8 5v6L8 14.2 2.2 11V5zM2.2 5 8 8.2 13.8 5M8 8.2v6"/>`);
export const services = icon(svg`<rect x="2" y="2.5" width="12" height="4.5" rx="1"/><rect x="2" y="9" width="12" height="4.5" rx="1"/><path d="M4.5 4.75h.01M4.5 11.25h.01"/>`);
export const template = icon(svg`<path d="M9.5 1.8h-6v12.4h9V4.8zM9.5 1.8v3h3M5.7 8h4.6M5.7 10.8h4.6"/>`);
export const matrix = icon(svg`<rect x="2" y="2" width="12" height="12" rx="1"/><path d="M2 6h12M2 10h12M6 2v12M10 2v12"/>`);
export const check = icon(svg`<path d="M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4zM5.7 8l1.7 1.7L10.5 6.5"/>`);
export const undo = icon(svg`<path d="M5.5 3 2.5 6l3 3M2.5 6h7a3.8 3.8 0 0 1 0 7.5H6"/>`);
export const redo = icon(svg`<path d="m10.5 3 3 3-3 3M13.5 6h-7a3.8 3.8 0 0 0 0 7.5H10"/>`);
export const file = icon(svg`<path d="M9.5 1.8h-6v12.4h9V4.8zM9.5 1.8v3h3"/>`);
export const settings = icon(svg`<path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6"/><circle cx="10" cy="4.5" r="1.8"/><circle cx="6" cy="11.5" r="1.8"/>`);
export const down = icon(svg`<path d="m4 6 4 4 4-4"/>`);
export const cross = icon(svg`<path d="m4 4 8 8m0-8-8 8"/>`);
export const plus = icon(svg`<path d="M8 3v10M3 8h10"/>`);
export const search = icon(svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3 3"/>`);
export const warning = icon(svg`<path d="M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.6v.01"/>`);
export const failure = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.7v4M8 11.2v.01"/>`);
export const note = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.3v4M8 4.8v.01"/>`);
export const good = icon(svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`);
export const clock = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.7V8l2.3 1.5"/>`);
export const lock = icon(svg`<rect x="3.3" y="7" width="9.4" height="6.5" rx="1.2"/><path d="M5.3 7V5.2a2.7 2.7 0 0 1 5.4 0V7"/>`);
export const people = icon(svg`<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12 10c1.5.5 2.3 1.7 2.5 3.5"/>`);
export const globe = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14c-2-2-2.6-4-2.6-6S6 4 8 2"/>`);
export const upload = icon(svg`<path d="M8 10.5V3m-3 3 3-3 3 3M2.5 13.5h11"/>`);
export const download = icon(svg`<path d="M8 2.5v7.5m-3-3 3 3 3-3M2.5 13.5h11"/>`);
export const terminal = icon(svg`<rect x="1.8" y="2.5" width="12.4" height="11" rx="1.2"/><path d="m4.5 6 2.2 2-2.2 2M8.5 10.3h3"/>`);
export const link = icon(svg`<path d="M6.5 9.5 9.5 6.5M7 4.5l1.6-1.6a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7.5"/>`);
