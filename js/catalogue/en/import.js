/** What `import` finds in files that a manifest is made of, and `export` in a manifest that tables are made of. */
export default {
  "import-file-too-large": {
    title: "File to import too large",
    means: "A file of more than 16 MiB is not imported, so that one file cannot take all the memory of a browser or an edge function. With an error no manifest is made at all.",
    todo: "Give the pages of an answer as files of their own, or take out what is not about images. Or raise the limit `manifestBytes`.",
  },
  "import-too-much-work": {
    title: "Aliases multiply the file",
    means: "A YAML alias stands for everything behind its anchor. Here aliases repeat so much that reading it would take far longer than the size of the file lets one expect, so the reading was stopped.",
    todo: "Write out what is really needed instead of repeating it with aliases. Answers of Alibaba Cloud's APIs have none.",
  },
  "import-unknown-source": {
    title: "Kind of file not recognized",
    means: "What a file is shows in the fields at its top: `Artifacts`, `Services`, `Images`, `Mappings`, `builds` and so on. This file has none of them. An empty file and a table of another tool look like this, too.",
    todo: "Give the whole answer, not a part of it, or say what the file is with `--kind FILE=KIND`; `ecs-image-resolver import --help` lists the kinds.",
  },
  "import-other-source": {
    title: "File of another kind than was said",
    means: "The caller said what kind of file this is, and at its top it has none of the fields that this kind has. Reading it all the same would give an empty manifest.",
    todo: "Correct the kind, or leave it out: the content says which one it is.",
  },
  "import-wrong-type": {
    title: "Wrong kind of value in a file to import",
    means: "Each field that is imported holds one kind of value: a text, a list or an object. This one holds another, so what it says cannot be taken, and no manifest is made. Lists and objects may also be JSON in a string, as Alibaba Cloud's APIs answer them.",
    todo: "Change the value to the kind that the message names, or get the answer again. In JSON, put numbers that are names into double quotes.",
  },
  "import-null": {
    title: "Field without a value",
    means: "The field is there and has no value, as some clients write fields that an answer does not have. It is read as if it were not there.",
    todo: "Nothing, if the field is empty in Compute Nest, too. In YAML a value is also null when it was forgotten after the colon.",
  },
  "import-unquoted": {
    title: "Text without quotes",
    means: "YAML reads a value such as `1.10` or `true` as a number or a boolean when it stands without quotes, where a text is meant. It is taken character for character as it is written, so nothing is lost here; other tools may read it as something else.",
    todo: "Put the value in quotes, such as `'1.10'`.",
  },
  "import-placeholder": {
    title: "Placeholder of another tool",
    means: "A `${…}` is filled in by Compute Nest's command line tool when it runs, and not by this package. Where the same file says what it stands for, that is taken. Where it does not, an id or a word stays empty, and other text stays as it is written.",
    todo: "Also import the answers of the supplier API, such as `GetArtifact` and `GetService`: they have the values. Or write the value in place of the placeholder.",
  },
  "import-missing": {
    title: "Nothing says this value",
    means: "The manifest has a field for this, and none of the files says it. Nothing is made up, so the field is left out: a version without a status serves no image, and a service without one can be deployed by its provider only.",
    todo: "Import a file that says it, or add the field to the manifest. `--provider UID` says the provider, `--status WORD` the status of versions whose files have none, `--service-status WORD` that of services.",
  },
  "import-derived-id": {
    title: "Id made of the file's name",
    means: "A `config.yaml`, a table of images and Packer's output do not say the ids that Compute Nest gives. So that relations can refer to it, the file's name, `#` and the keys on the way stand for the id. It is the same with every import, as long as the file has the same name.",
    todo: "Say the id with `--bind KEY=ID`, or also import the answer of `ListArtifacts` or `ListServices`. Where the manifest is used by this package only, the id may stay.",
  },
  "import-taken-as": {
    title: "Key and id put together",
    means: "One file has an artifact or a service without an id, and another has one whose id nothing else goes by. They are the only two that are left, so they are taken to be one. Their names do not confirm it.",
    todo: "Look whether they are the same. If so, say it with `--bind KEY=ID`, and the warning is gone; if not, bind the key to another id.",
  },
  "import-conflict": {
    title: "Two files say different things",
    means: "Two files of the same standing have different values for one field, and nothing says which is right. No manifest is made, for half of it could be out of date. Answers count more than a `config.yaml`, and that more than an earlier manifest; between those this is no error.",
    todo: "Get both answers again, at the same time, or leave the older one out. Where the severity is lowered, the value of the file that was named first is kept.",
  },
  "import-replaced": {
    title: "Value replaced by a newer one",
    means: "Files of different standing have different values for one field, and the one that counts more was taken: an answer of the cloud more than a `config.yaml`, and both more than the earlier manifest.",
    todo: "Look whether the change was to be expected, such as a release or a new account. Then there is nothing to do.",
  },
  "import-left-out": {
    title: "Not taken into the manifest",
    means: "A manifest is about ECS images. What is something else, such as an artifact of files or containers, what another cloud's builder made, or what has no id to know it by, is not taken. A field that a manifest has no place for is named once for each kind of object.",
    todo: "Nothing, if it is no ECS image. Where the message names a field that is missing, add it or get the whole answer. What a field says that a manifest has no place for stays where it came from.",
  },
  "import-service-unnamed": {
    title: "Accounts without their service",
    means: "The list of accounts does not name its service, and the files have no service or more than one. Giving the accounts to the wrong one would let strangers deploy it, so none gets them.",
    todo: "Say the service with `--service FILE=ID`, or import the whole answer: each of its entries has a `ServiceId`.",
  },
  "import-region-missing": {
    title: "Images without their region",
    means: "An image exists in one region only, and answers of `DescribeImages` often do not repeat which one was asked. Neither the answer nor the file's name says it.",
    todo: "Say it with `--region FILE=REGION`, or name the file after it, such as `images.cn-beijing.json`.",
  },
  "import-image-repeated": {
    title: "Two images with one name in a region",
    means: "Images of ECS that no version names are put together by their names, one for each region. Here two in one region have the same name, and nothing says which is meant.",
    todo: "Rename or delete one of the two in ECS, or ask with `ImageId` or `Status` so that the answer has only one. Importing the artifact's versions, too, also settles it.",
  },
  "import-artifact-text": {
    title: "Not a list of regions and images",
    means: "Packer's `alicloud-ecs` builder writes its images as `region:image`, with commas between them. This `artifact_id` is written differently, so it cannot be said which image is in which region.",
    todo: "Take the file that Packer's `manifest` post-processor wrote, and do not change it. The same text may also stand alone in a file.",
  },
  "import-more-pages": {
    title: "Only a part of an answer",
    means: "The answer says how many entries there are, and the files hold fewer: it was cut into pages. What is on the others is missing from the manifest, and accounts that are missing cannot deploy.",
    todo: "Ask for the other pages with `NextToken` or `PageNumber`, or for more at once with `MaxResults` or `PageSize`, and import all of them together.",
  },
  "import-nothing": {
    title: "Nothing to import",
    means: "It is clear what kind of file this is, but it has nothing that a manifest could hold: an empty list, or only things that are no ECS images.",
    todo: "Check that the right account and region were asked, and that the answer is not an empty page. Otherwise leave the file out.",
  },
  "export-no-images": {
    title: "No images for a table",
    means: "A table has the images that `resolve` would give, region by region. This artifact or version has none: it was not released, is not available yet, or none of its images is.",
    todo: "Wait until the version is `Available` and bring the manifest up to date, or name a version that has images.",
  },
};
