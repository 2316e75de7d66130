import artifacts from "./zh/artifacts.js";
import check from "./zh/check.js";
import services from "./zh/services.js";
import shell from "./zh/shell.js";
import template from "./zh/template.js";

export default { ...shell, ...artifacts, ...services, ...template, ...check };
