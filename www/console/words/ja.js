import artifacts from "./ja/artifacts.js";
import check from "./ja/check.js";
import services from "./ja/services.js";
import shell from "./ja/shell.js";
import template from "./ja/template.js";

export default { ...shell, ...artifacts, ...services, ...template, ...check };
