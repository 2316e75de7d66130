/** `<ecs-image-template>` 的文字。 */

/** @type {typeof import("../en/template.js").default} */
export default {
  editor: "模板",
};
