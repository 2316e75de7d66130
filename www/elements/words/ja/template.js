/** `<ecs-image-template>` の語句。 */

/** @type {typeof import("../en/template.js").default} */
export default {
  editor: "テンプレート",
};
