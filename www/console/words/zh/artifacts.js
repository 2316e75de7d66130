/** @type {typeof import("../en/artifacts.js").default} */
export default {};
