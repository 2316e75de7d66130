/** What `check` and `matrix` find. */
export default {
  "template-not-given": {
    title: "Template not given",
    means: "`check` looks at every template that the manifest lists, but nobody gave the text of this one: it has no `path`, or the caller left it out. Its images are unknown, so every relation of the service counts as used.",
    todo: "Give the template a `path` relative to the manifest, or name its file with `--template SERVICE/NAME=FILE`; in the API, add it to `templates`.",
  },
  "service-without-templates": {
    title: "Service without templates",
    means: "The service has relations, but the manifest lists none of its templates. Nothing says which images use the relations, nor where the service may be deployed.",
    todo: "List the service's templates under `templates`, each with `name`, `path` and `allowedRegions`.",
  },
  "relation-never-used": {
    title: "Relation that no template uses",
    means: "All templates of the service were looked at, and none has an image that is written so. The artifact behind the relation never takes the place of anything.",
    todo: "Write the string exactly so at the image that it is meant for, capitals and blanks included, or remove the relation.",
  },
  "regions-not-covered": {
    title: "Allowed regions without an image",
    means: "The template may be deployed in these regions, but the version that its relation names has no image there. A deployment in one of them fails. Every artifact is looked at by itself: another one that reaches the region does not help.",
    todo: "Distribute a version to these regions and relate it, wait until their images are `Available`, or take the regions out of `allowedRegions`. With `--error regions-not-covered` a release stops here.",
  },
  "template-unrestricted": {
    title: "Template without allowed regions",
    means: "The template lists no regions, so customers may choose any, but the image exists in a few only. Everywhere else a deployment fails.",
    todo: "List the regions that the images reach under `allowedRegions`.",
  },
  "version-serves-nothing": {
    title: "Version without any image",
    means: "What the relation leads to has no image in any region: it is not released, its check failed, or nothing was delivered. Every deployment that needs this image fails.",
    todo: "Wait until the version is `Available`, release it, or relate a version that is.",
  },
  "version-delivering": {
    title: "Version still being distributed",
    means: "The version is released, and its images are being copied. The regions whose images are complete can be deployed in already.",
    todo: "Nothing has to be done if all the regions that you need are there. Else wait until the version is `Available`.",
  },
  "site-not-replaced": {
    title: "Related image that is not replaced",
    means: "A relation names this image, but it stands at a place whose images stay as they are: it is copied, exported or shared instead of launched, or the profile leaves it alone. The string would be deployed as it is written.",
    todo: "Write a real image id here, or use the related string only where an instance is launched. If the profile is `documented` on purpose, ignore this.",
  },
  "image-region-bound": {
    title: "Image of one region in a template for several",
    means: "The id of a custom image means something in one region only. No relation replaces it, so the template can be deployed nowhere else, although it may be.",
    todo: "Relate the id to an artifact that is distributed to the regions of the template, or allow the image's region only.",
  },
  "image-is-relation": {
    title: "Image that is itself a relation",
    means: "An image id that is put into templates is also a string that the service replaces. If a resolved template were resolved again, another image would take its place.",
    todo: "Use a word as the string that templates name, such as `web-image`, instead of an image id; or remove the relation of this id.",
  },
  "image-changed": {
    title: "Image that changes",
    means: "Compared with the previous manifest this image is another one. Updating a service instance updates its stack, and ROS then replaces the system disk of instances whose image changed: what is on it is lost.",
    todo: "Tell the customers before they update, and keep data on data disks. If the change is not meant, relate the version from before.",
  },
  "previous-unreadable": {
    title: "Previous manifest cannot be read",
    means: "The manifest to compare with is no manifest, so nothing can be said about images that change. The code says what is wrong with it.",
    todo: "Pass the manifest as it was published. `--ignore previous-unreadable` goes on without a comparison.",
  },
  "check-limit": {
    title: "Too much to check",
    means: "The lists of regions, relations and images of this manifest multiply to more than is looked at in one check. What was found is right, but not everything was looked at.",
    todo: "Check the services one by one, in manifests of their own, and remove regions and relations that nobody needs.",
  },
  "matrix-limit": {
    title: "Matrix too large",
    means: "Versions, relations and regions multiply to more cells than one matrix may have.",
    todo: "Ask for fewer regions or versions at a time, or give the template's text, so that only the relations that it uses are rows.",
  },
};
