/** @type {typeof import("../en/check.js").default} */
export default {};
