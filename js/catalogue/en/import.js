/** What `import` and `export` find. */
export default {
  "import-file-too-large": {
    title: "File too large to import",
    means: "The file has more bytes than an import reads, which is 16 MiB unless another limit was set. It is refused before it is read.",
    todo: "Import the answer page by page, or leave out what has nothing to do with images and services. In the API, `limits.manifestBytes` sets another limit.",
  },
  "import-too-much-work": {
    title: "Aliases repeat too much",
    means: "YAML aliases let a small file stand for a huge one. Reading this one would take far longer than its size allows, so it was given up.",
    todo: "Write out what the aliases repeat, or remove the ones that are not needed.",
  },
  "import-unknown-source": {
    title: "Unknown kind of file",
    means: "A file is recognised by a field at its top: `Service` or `Artifact` in a config.yaml, `Artifacts`, `Services`, `ShareAccount` or `Images` in an answer, `Mappings` in a template, `builds` in Packer's manifest. This file has none of them.",
    todo: "Import the whole answer, or the whole file, as the tool wrote it. If you know what it is, say so with `--kind FILE=KIND`.",
  },
  "import-other-source": {
    title: "Not the kind of file that was said",
    means: "The caller says what this file is, but it has none of the fields that every file of that kind has.",
    todo: "Correct the kind, or leave it out: the content then decides.",
  },
  "import-wrong-type": {
    title: "Wrong kind of value in an imported file",
    means: "A field that is needed holds another kind of value than it does in the tool's or the cloud's own format, so what it says is not known. No manifest is written.",
    todo: "Correct the value, or import the answer again as it came. Lists and objects may also be JSON inside of a string.",
  },
  "import-null": {
    title: "Null in an imported file",
    means: "The field is there, but it is null, as some clients write what an answer does not have. It says nothing.",
    todo: "Nothing, if the fact is really not known. Otherwise fill it in.",
  },
  "import-unquoted": {
    title: "Text that YAML reads as something else",
    means: "A text belongs here, but it is not in quotes, and YAML takes it for a number or a boolean. The import takes it as it is written; other tools may change it, such as `1.10` to `1.1`.",
    todo: "Put the value in quotes.",
  },
  "import-placeholder": {
    title: "Placeholder",
    means: "The command line tool of Compute Nest fills in `${…}` when it runs, and the file does not say with what. What the file itself explains is followed; a text keeps its placeholder; a fact that cannot be known is left out. `SourceImageId` of an image builder is what an image is made from, never the image.",
    todo: "Import the answers of `ListArtifactVersions` and `GetService` as well: they say what the placeholder became.",
  },
  "import-missing": {
    title: "Fact that no file says",
    means: "Without this fact the manifest is valid, but requests that need it are refused: an image that nobody names is never guessed.",
    todo: "Import a file that says it, such as the answer of `ListArtifactVersions` for images, `GetService` for statuses and share types; or write it into the manifest. `--provider UID` says who the provider is, and `--status` the status of images from tables and from Packer.",
  },
  "import-derived-id": {
    title: "Id that no file says",
    means: "An artifact or service needs an id, and no file has it. The file's name and the keys on the way stand for it, the same ones each time the file is imported under that name.",
    todo: "Import an answer that has the id and the same name, or say it with `--bind KEY=ID`.",
  },
  "import-taken-as": {
    title: "Taken to be the same",
    means: "One file describes something without its id, another has an id that nothing else is described for. Neither says that the two are one, but there is no other way to put them together.",
    todo: "See whether that is right. If it is, confirm it with `--bind KEY=ID`; if not, import the files apart.",
  },
  "import-conflict": {
    title: "Files that contradict each other",
    means: "Two files say different things of the same fact. What the cloud answers counts more than what a config.yaml asks for, and within one file the first counts; these are warnings. Between two answers nothing is guessed, and no manifest is written.",
    todo: "Leave out the file that is not up to date. With `--warn import-conflict` the file that is named first counts.",
  },
  "import-replaced": {
    title: "Changed in the manifest",
    means: "The manifest that the import started from said something else, and an imported file is newer.",
    todo: "Nothing, if the change is meant.",
  },
  "import-left-out": {
    title: "Left out of the manifest",
    means: "This is no ECS image, or nothing can be done with it: an artifact of another type, a build for another cloud, an entry without its id, an image of somebody else that no artifact names.",
    todo: "Nothing, unless it should be there: then correct the file.",
  },
  "import-service-unnamed": {
    title: "Accounts of an unknown service",
    means: "The answer lists accounts, but not the service that they may use, and there is not exactly one service that it could be. Nobody is let in by a guess.",
    todo: "Name the service with `--service FILE=ID`.",
  },
  "import-region-missing": {
    title: "Images of an unknown region",
    means: "An image belongs to one region, and an answer of `DescribeImages` is about one region. This one has no `RegionId`, and the file's name holds no region either.",
    todo: "Name the region with `--region FILE=REGION`, or call the file after it, such as `images.cn-beijing.json`.",
  },
  "import-image-repeated": {
    title: "Two images of one name",
    means: "Images that no artifact names are put together by their name, one a region. Two of them have the same name in the same region, so it is not clear which one is meant.",
    todo: "Rename or deregister one of the two, or take it out of the file.",
  },
  "import-artifact-text": {
    title: "Not what Packer writes",
    means: "The `artifact_id` of a build on Alibaba Cloud is a list of regions and images, such as `cn-beijing:m-…,cn-hangzhou:m-…`. This text is something else.",
    todo: "Import the manifest as Packer's post-processor wrote it.",
  },
  "import-more-pages": {
    title: "Pages are missing",
    means: "The answer says how many entries there are, and the files that were imported hold fewer: it came in pages.",
    todo: "Fetch the other pages with the `NextToken` of each, and import all of them together.",
  },
  "import-nothing": {
    title: "Nothing to import",
    means: "The file was recognised, but there is nothing in it that a manifest holds: an empty list, or tables without images.",
    todo: "See whether it is the file that you meant.",
  },
  "export-no-images": {
    title: "No image to export",
    means: "A table holds the images that would be served, and this artifact serves none: its version is not available, or no region has an image.",
    todo: "Release the version and wait until its images are delivered, or write them into the manifest.",
  },
};
