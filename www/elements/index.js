/**
 * The elements that others embed, defined: `<ecs-image-template>`, `<ecs-image-matrix>`, `<ecs-image-artifact>`.
 *
 * Importing this file is all it takes. What is defined already, by another copy of it, stays.
 */

import { EcsImageArtifact } from "./artifact/artifact.js";
import { EcsImageMatrix } from "./matrix/matrix.js";
import { EcsImageTemplate } from "./template/template.js";

export { EcsImageArtifact, EcsImageMatrix, EcsImageTemplate };

define("ecs-image-template", EcsImageTemplate);
define("ecs-image-matrix", EcsImageMatrix);
define("ecs-image-artifact", EcsImageArtifact);

/** @param {string} name @param {CustomElementConstructor} element */
function define(name, element) {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
