/** The list of artifacts, and the pages of one. */

/** @param {string[]} names */
const listed = (names) => (names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and "));

export default {
  artifacts: "Artifacts",
  artifactsLead: "An artifact is an ECS image deployment package: one image, its copies in every region that you sell in, and its versions.",
  newArtifact: "Create artifact",
  searchArtifacts: "Search by name, id, tag or image id",
  clearSearch: "Clear the search",
  found: (/** @type {number} */ found, /** @type {number} */ all) => `${found} of ${all}`,
  noneFound: "No artifact has that in it.",
  noArtifacts: "No artifacts yet",
  noArtifactsText: "Create one from a custom image or a marketplace product, or open or drop a manifest.",
  showMore: (/** @type {number} */ more) => `Show more (${more})`,
  name: "Name",
  status: "Status",
  regions: "Regions",
  visibility: "Visible to",
  usedBy: "Used by",
  noService: "No service",
  services: (/** @type {number} */ count) => (count === 1 ? "1 service" : `${count} services`),
  draft: "Draft",
  version: (/** @type {string} */ version) => (version === "draft" ? "Draft" : `Version ${version}`),
  statusOf: (/** @type {string} */ status) =>
    ({ Created: "Created", Scanning: "Scanning", Delivering: "Distributing", Available: "Available", CreateFailed: "Failed" })[status] ?? (status || "No status"),
  regionsOf: (/** @type {number} */ there, /** @type {number} */ meant) => `${there} of ${meant} ready`,
  allRegions: (/** @type {number} */ there) => `All regions, ${there} ready`,
  someRegions: (/** @type {number} */ there) => `${there} ready`,
  unknown: "Not known",
  visibilityOf: (/** @type {"private" | "shared" | "public"} */ visibility) => ({ private: "Provider only", shared: "Shared accounts", public: "Everyone" })[visibility],
  publicThrough: (/** @type {string[]} */ names) => `Through the public service “${listed(names)}”`,
  sharedThrough: (/** @type {number} */ accounts, /** @type {string[]} */ names) => `${accounts} ${accounts === 1 ? "account" : "accounts"} through “${listed(names)}”`,
  privateUnused: "No service uses it",
  privateClosed: (/** @type {number} */ count) => (count === 1 ? "Its service is open to nobody yet" : `Its ${count} services are open to nobody yet`),

  createArtifact: "Create artifact",
  noSuchArtifact: "There is no such artifact",
  noSuchArtifactText: (/** @type {string} */ id) => `The manifest has no artifact ${id}. It may have been deleted; undo brings it back.`,
};
