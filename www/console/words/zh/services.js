/** @type {typeof import("../en/services.js").default} */
export default {};
