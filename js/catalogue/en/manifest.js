/** What is wrong in a manifest, and why a request gets no image. */
export default {
  "manifest-wrong-type": {
    title: "Wrong kind of value",
    means: "The manifest's format gives each field one kind of value: a text, a number, a list or an object. This field holds another kind, so it was left out, and what it belongs to cannot be relied on.",
    todo: "Change the value to the kind that the message names. If an API answer was pasted in, lists and objects may be inside a string: take the quotes away.",
  },
  "manifest-number-for-id": {
    title: "Id written as a number",
    means: "Ids and versions are strings here. Account ids have 16 digits, and a JSON number that long can silently become another number in JavaScript, which would let the wrong account in.",
    todo: "Put the value in double quotes, such as `\"1234567890123456\"` or `\"2\"`.",
  },
  "manifest-missing-field": {
    title: "Required field missing",
    means: "An object of the manifest lacks a field without which it means nothing: an artifact or a service without its id, a relation without its artifact, a manifest without `manifestVersion`.",
    todo: "Add the field. At the top of the file it is `\"manifestVersion\": 1`.",
  },
  "manifest-empty-id": {
    title: "Empty id",
    means: "The field names something, and the empty text names nothing. It is never matched with anything.",
    todo: "Write the id as the Compute Nest console shows it, or remove the object that it belongs to.",
  },
  "manifest-version": {
    title: "Unknown version of the manifest format",
    means: "`manifestVersion` says how the file is to be read. This release knows version 1 only, and reading another one as if it were 1 could give wrong images.",
    todo: "Write `\"manifestVersion\": 1`, or update this package if the file was made for a newer one.",
  },
  "manifest-duplicate-id": {
    title: "Id used twice",
    means: "Two artifacts, or two services, have the same id, so it is not clear which one is meant. Requests that reach this id are refused.",
    todo: "Delete one of the two, or correct its id.",
  },
  "manifest-duplicate-version": {
    title: "Version listed twice",
    means: "Two versions of one artifact have the same name, so it is not clear whose images count. Requests that reach this version are refused.",
    todo: "Merge the two: one version has one `images` table with all of its regions.",
  },
  "manifest-duplicate-template": {
    title: "Template name used twice",
    means: "Two templates of one service have the same name. A request names a template, and its allowed regions depend on which of the two is meant.",
    todo: "Rename one of the two, or delete it.",
  },
  "manifest-artifact-unknown": {
    title: "Relation to an artifact that is not there",
    means: "A relation says which artifact stands behind an image of the template. The manifest has no artifact with this id, so the service cannot be resolved.",
    todo: "Correct `artifactId`, or add the artifact under `artifacts`. Artifacts that were deleted in Compute Nest leave such relations behind.",
  },
  "manifest-version-unknown": {
    title: "Relation to a version that is not there",
    means: "A relation names a version that its artifact does not have in the manifest, so the service cannot be resolved. A draft is called `draft` only until it is released; then it becomes the next number.",
    todo: "Change `version` to one of the artifact's versions. After a release, that is the new number instead of `draft`.",
  },
  "manifest-duplicate-account": {
    title: "Account listed twice",
    means: "The account stands in the whitelist more than once. Each entry counts: it is enough if one of them allows a deployment, so taking a permission away in only one of them changes nothing.",
    todo: "Keep one entry with the permission that is meant. An account that is both a customer and a reseller may have two.",
  },
  "manifest-unknown-field": {
    title: "Unknown field",
    means: "The format has no field of this name here. It is kept and otherwise ignored; if it is a misspelling, the field that was meant is missing. Each such name is reported once.",
    todo: "Correct the name; names are in camelCase, such as `sharedAccounts`. If the field is a note of your own, ignore this finding.",
  },
  "manifest-unknown-word": {
    title: "Unknown word",
    means: "The field takes one of a few words, and this is none of them. Words compare with their capitals. To be safe, an unknown one counts as nothing: an unknown status serves no image, an unknown permission lets nobody deploy.",
    todo: "Write one of the words that the message lists.",
  },
  "manifest-progress": {
    title: "Progress out of range",
    means: "`progress` is how far the copy of an image to a region has come, in percent.",
    todo: "Write a whole number from 0 to 100, without quotes, or leave the field out.",
  },
  "manifest-name-shape": {
    title: "Name that Compute Nest does not take",
    means: "In the Compute Nest console the name of an artifact has 3 to 128 characters and the name of a version 3 to 50, each of them a letter, a digit or `_`. An existing manifest is still read; creating such a name would be refused.",
    todo: "Choose a name that fits the next time you create an artifact or a version. The name of an existing artifact cannot be changed.",
  },
  "manifest-description-length": {
    title: "Description too short or too long",
    means: "In the Compute Nest console a description has 10 to 500 characters. An existing manifest is still read; saving such a description would be refused.",
    todo: "Write between 10 and 500 characters.",
  },
  "manifest-tag-count": {
    title: "Too many tags",
    means: "Compute Nest gives an artifact at most 20 tags.",
    todo: "Remove tags until 20 are left.",
  },
  "manifest-tag-shape": {
    title: "Tag that ECS does not take",
    means: "Images carry the tags of their artifact, so the rules of ECS count: a key has 1 to 128 characters and starts with neither `aliyun` nor `acs:`, a value has at most 128 and does not start with `acs:`, and neither holds `http://` or `https://`.",
    todo: "Change the key or the value, or remove the tag.",
  },
  "manifest-name-combining": {
    title: "Name with a combining mark",
    means: "A letter of the name is written as a plain letter and a mark behind it, such as `が` as `か` and U+3099, which macOS does with names of files. It looks the same, but the mark is no letter, and the console takes letters, digits and `_` only.",
    todo: "Write the name in Unicode's composed form, NFC: `name.normalize(\"NFC\")` in JavaScript, `unicodedata.normalize(\"NFC\", name)` in Python, or type it again. Where no composed letter exists, leave the mark out.",
  },
  "manifest-no-regions": {
    title: "No distribution regions",
    means: "`supportRegionIds` is an empty list. Compute Nest asks for at least one region when a version is released, and \"nowhere\" is hardly meant.",
    todo: "List the regions, write `\"all\"` for all of them, or leave the field out if you do not know them.",
  },
  "manifest-image-id-shape": {
    title: "Does not look like an image id",
    means: "The id of a custom image is `m-` and 20 small letters and digits, and that of a public image ends in `.vhd`. A character that got lost in copying shows only when a customer's deployment fails.",
    todo: "Copy the id again from the ECS console, in the region it belongs to.",
  },
  "manifest-image-id-length": {
    title: "Image id too short or too long",
    means: "The id of a custom image is `m-` and 20 small letters and digits, wherever one was seen. This one has only the right characters, but more of them or fewer: one was lost or doubled in copying, most likely.",
    todo: "Copy the id again from the ECS console, in the region it belongs to.",
  },
  "manifest-image-region": {
    title: "Image id of another region",
    means: "The first three characters behind `m-` tell the region of a custom image: `bp1` is `cn-hangzhou`, `2ze` is `cn-beijing`. These belong to another region than the id stands under, where the image would not be found. Alibaba Cloud does not promise the rule, so this is a warning.",
    todo: "Compare the id with the ECS console of both regions, and move it to its region or copy the right one. If it is right, ignore this warning.",
  },
  "manifest-no-image": {
    title: "Available version without images",
    means: "A version becomes `Available` when its images are there, but nothing in this one can be used in any region: it has no `images` with an id, nor a custom image as its source. A service related to it cannot be deployed anywhere.",
    todo: "Add `images` with the id of each region, or the custom `source`. The export or the API answer that the manifest was made from may have been cut short.",
  },
  "manifest-duplicate-region": {
    title: "Region listed twice",
    means: "The list has the same region more than once. It counts once, but where lists are kept by hand the second one is often a mistake for another region.",
    todo: "Delete the second one, or replace it by the region that was meant.",
  },
  "manifest-zone": {
    title: "Zone in place of a region",
    means: "Images are distributed to regions and belong to one, and a region such as `cn-hangzhou` has several zones, such as `cn-hangzhou-h`. Ids compare byte for byte, so a zone meets no request.",
    todo: "Write the region that the message names.",
  },
  "manifest-region-unknown": {
    title: "Region of the manifest is not known",
    means: "The manifest names a region that this release does not know. Either it is new, or it is a misspelling that no request will ever meet.",
    todo: "Correct the id. If it is right and new, ignore this warning: the region is served as any other.",
  },
  "manifest-account-shape": {
    title: "Does not look like an account id",
    means: "The id of an Alibaba Cloud account is a number of digits only. A login name, a RAM user's name or an id with blanks around it never equals the account of a request, so this entry of the whitelist lets nobody in.",
    todo: "Write the id of the Alibaba Cloud account, as its owner finds it in the console under the account's security settings.",
  },
  "manifest-relation-near": {
    title: "Relations that differ only in case or blanks",
    means: "Two literals would be read as the same by people. An image in a template meets the one that it equals byte for byte, so the two can lead to different artifacts, and one may never be used.",
    todo: "Delete the one that no template has, or give the two names that can be told apart.",
  },
  "manifest-draft-online": {
    title: "Online service with a draft",
    means: "A draft can be used only in the region of its source image, and it can still change. The service is `Online`, so customers get it, or get nothing in every other region.",
    todo: "Release the draft and relate the service to its number; `draft` in a relation is for tests.",
  },
  "service-unknown": {
    title: "No such service",
    means: "The request names a service that the manifest does not have. Ids compare byte for byte.",
    todo: "Pass one of the manifest's `serviceId`s, or add the service to the manifest.",
  },
  "template-unknown": {
    title: "No such template",
    means: "The request names a template that the service does not have. The name is the one in the service's `templates`, not the name of the file.",
    todo: "Pass one of the service's template names, or none: then no allowed regions are checked.",
  },
  "region-not-allowed": {
    title: "Region not allowed for this template",
    means: "The service's template lists the regions it may be deployed in, in `allowedRegions`, and this one is not among them.",
    todo: "Deploy in one of the regions that the message lists, or add the region to the template's `allowedRegions`.",
  },
  "region-unknown": {
    title: "Unknown region",
    means: "No region with this id is known to this release. It may be new, but a zone (`cn-hangzhou-h`) in place of its region (`cn-hangzhou`) and misspellings are more frequent.",
    todo: "Pass the id of the region. If it is right and new, ignore this warning: images are looked up all the same.",
  },
  "account-empty": {
    title: "No account given",
    means: "Who may deploy a service depends on the account, and the request has an empty one. No account, no deployment.",
    todo: "Pass the Alibaba Cloud account id of the customer who deploys, or the provider's own id for a test.",
  },
  "service-not-online": {
    title: "Service not published",
    means: "Customers can deploy a service while its status is `Online`, and invited ones while it is `Beta`. In every other status, and without one, only its provider can.",
    todo: "Publish the service in Compute Nest and bring `status` in the manifest up to date. For a test, resolve with the provider's own account.",
  },
  "account-denied": {
    title: "Service not shared with this account",
    means: "The service is not public, and its whitelist, `sharedAccounts`, does not have this account. Account ids compare byte for byte.",
    todo: "Add the account to `sharedAccounts` with the permission `Deployable`, or make the service public (`shareType: Public`), if the customer is to have it.",
  },
  "account-cannot-deploy": {
    title: "Shared for viewing only",
    means: "The account is on the service's whitelist, with a permission that does not include deploying. Only `Deployable` and `DeployableIncludeBeta` do; `Accessible` lets a customer see the service, and `Authorized` is about reselling it.",
    todo: "Change the account's `permission` to `Deployable`, if the customer is to deploy the service.",
  },
  "service-not-shown": {
    title: "Service that customers do not see",
    means: "Customers see a service while its status is `Online`, and invited ones while it is `Beta`. In every other status, and without one, only its provider does.",
    todo: "Publish the service in Compute Nest and bring `status` in the manifest up to date, if the customer is to see it.",
  },
  "account-cannot-view": {
    title: "Shared without viewing",
    means: "The account is on the service's whitelist, with a permission that does not include seeing the service: `Unauthorized` takes a reseller's right away, and an unknown permission or none gives no right.",
    todo: "Change the account's `permission` to `Accessible` for viewing only, or to `Deployable` for deploying, too.",
  },
  "artifact-private": {
    title: "Artifact without a service",
    means: "An artifact is opened by the services that are related to it. No service that counts is related to this one: there is none, or what there is has errors. So only its provider can see and use it.",
    todo: "Relate a service to the artifact, or correct the errors of the one that is, and share that service. An artifact cannot be shared by itself.",
  },
  "artifact-closed": {
    title: "No service opens the artifact",
    means: "An account may use or see an artifact if one of the services related to it lets the account. None of the services that the message names does; the findings beside this one give the reason of each.",
    todo: "Share one of these services with the account, or publish it: the reasons beside this finding say what each of them lacks.",
  },
  "account-not-in-beta": {
    title: "Account does not take part in the beta",
    means: "While a service is in beta, only accounts with the permission `DeployableIncludeBeta` can deploy it, whatever its share type.",
    todo: "Give the account `DeployableIncludeBeta`, or wait until the service is `Online`.",
  },
  "artifact-unknown": {
    title: "Artifact of the relation not found",
    means: "The image in the template is related to an artifact that the manifest does not have, so there is no image to put here.",
    todo: "Correct `artifactId` in the relation, or add the artifact to the manifest.",
  },
  "artifact-type": {
    title: "Artifact that is no ECS image",
    means: "The string is related to an artifact of another type, such as files or containers. Only an artifact of the type `EcsImage` has an image for each region; one without a type counts as that. `check` warns of such a relation even where no template uses it.",
    todo: "Relate the string to the artifact that holds the image. If the artifact is an image, correct its `artifactType` to `EcsImage`.",
  },
  "version-unknown": {
    title: "Version of the relation not found",
    means: "The image in the template is related to a version that the artifact does not have. `draft` stops existing when it is released and becomes the next number.",
    todo: "Change `version` in the relation to a version that exists.",
  },
  "version-unspecified": {
    title: "Relation without a version",
    means: "The relation names an artifact and no version, so the highest numbered version that can be deployed is taken. The next release will then change what customers get, without anybody changing the service.",
    todo: "Add `version` to the relation, with the number that the message names.",
  },
  "version-none-serves": {
    title: "No released version to take",
    means: "The relation names no version, and the artifact has no numbered version whose status is `Available` or `Delivering`. A draft is never taken by itself.",
    todo: "Release the artifact, or name `draft` in the relation to test in the region of its source image.",
  },
  "version-not-a-number": {
    title: "Version is neither `draft` nor a number",
    means: "Compute Nest calls versions `draft`, `1`, `2` and so on. A name such as `v2` or `latest` is none of its versions; the name that people see is `versionName`.",
    todo: "Write `draft` or the number, as the console shows it.",
  },
  "version-not-available": {
    title: "Version cannot be deployed",
    means: "A draft can be used while its status is `Created`, a numbered version while it is `Available` or `Delivering`. In any other status, such as `Scanning` or `ScanFailed`, and without one, it has no image for any region.",
    todo: "If the release is still running, wait for it and bring `status` up to date. If it failed, release again, or relate the service to an earlier version.",
  },
  "draft-without-source": {
    title: "Draft without a source image",
    means: "Nothing of a draft is distributed, so the only image it can use is its custom source image, in that image's region. This draft has none: its source is a marketplace product, or `imageId` or `regionId` is missing.",
    todo: "Release the draft, or complete its `source` with `\"type\": \"custom\"`, `imageId` and `regionId`.",
  },
  "draft-outside-source-region": {
    title: "Draft used outside its source region",
    means: "A draft has not been distributed, so it can be used only in the region of its source image, whatever distribution regions are chosen already (Compute Nest, ECS image deployment packages).",
    todo: "Test in the region that the message names, or release the draft and relate the service to the new version.",
  },
  "region-not-served": {
    title: "Not distributed to this region",
    means: "The version has no image in this region. An image of another region does not exist there, so nothing can be put in its place.",
    todo: "Deploy in one of the regions that the message lists. To add this one, create a new version with it among the distribution regions, and release it; a released version cannot be changed.",
  },
  "region-not-ready": {
    title: "Distribution to this region not finished",
    means: "The version is meant for this region, but its image there cannot be used. Its entry in `images` says why: the copy failed (`CreateFailed`), it is under way, nobody has asked ECS for it since the release named the region, or the entry lacks an id or a status.",
    todo: "If it failed, run `ecs-image-resolver distribute`, which makes the copy again, and look at what it says of the cause. If it is under way, wait, or let `distribute` wait: a copy takes minutes to hours. If nobody asked for it, run `distribute`. Else bring the entry up to date, or deploy in one of the regions that the message lists.",
  },
  "image-not-shared": {
    title: "Image not shared with the account",
    means: "The account may deploy the service, but the manifest's record of whom ECS shares this image with (`shared`) lacks it, so ECS would refuse the image to the customer. It is a warning where nothing is recorded of this image but something of other images of the version, and where sharing is audited. A public service is no exception: ECS shares an image with accounts by name, or with everyone once it is a community image.",
    todo: "Run `ecs-image-resolver distribute`: it shares the image and records what ECS confirmed. For a public service run it with `--publish`. If images are shared in another way, record it with `mark-delivery`, or use `sharing: \"audit\"` (`--sharing audit`), which makes this a warning.",
  },
};
