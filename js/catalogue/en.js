/** What each code means, an example, and what to do. A test holds the keys against `src/diagnostic/code.rs`. */
export default {
  codes: {
    "internal-error": {
      title: "The resolver itself failed",
      means: "The core stopped in the middle of a call. Its memory was thrown away; the next call starts with a new one.",
      example: "",
      todo: "Report it with the template and the manifest that made it happen.",
    },
  },
  roles: {
    first: "the first one is here",
    "opened-here": "opened here",
    anchor: "the anchor is here",
    through: "the reference goes on here",
    "ends-here": "it can end in this literal",
    declared: "declared here",
    "shared-with": "this site reads the same text",
  },
};
