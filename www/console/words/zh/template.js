/** @type {typeof import("../en/template.js").default} */
export default {};
