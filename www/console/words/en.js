import artifacts from "./en/artifacts.js";
import check from "./en/check.js";
import services from "./en/services.js";
import shell from "./en/shell.js";
import template from "./en/template.js";

export default { ...shell, ...artifacts, ...services, ...template, ...check };
