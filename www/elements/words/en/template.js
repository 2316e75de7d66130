/** What `<ecs-image-template>` says, in English. */

export default {
  editor: "Template",
};
