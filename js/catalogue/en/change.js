/** Why a change of a manifest is not made. Nothing is changed then, and of a list of changes none is made. */
export default {
  "region-shape": {
    title: "Text that is no region id",
    means: "A release keeps the regions for good, and no region has an id like this one: an id is made of words of small letters and digits with `-` between them, such as `cn-hangzhou` or `ap-southeast-1`.",
    todo: "Write the id of the region as the console shows it.",
  },
  "regions-all-in-list": {
    title: "The word for all regions in a list",
    means: "`all` stands for all regions only where it stands alone. In a list it would be a region of that name, which a release keeps for good.",
    todo: "Write `\"supportRegionIds\": \"all\"`, or list the regions that are meant.",
  },
  "service-empty": {
    title: "Nothing to submit",
    means: "A service without templates deploys nothing, and one without relations has no image replaced. The review would be of nothing, and what is reviewed cannot be changed.",
    todo: "Add a template with `add-template` and relate its images with `relate`, then submit the service.",
  },
  "draft-online-changed": {
    title: "Customers get the changed draft",
    means: "A service that is online has a relation to the draft, so its customers get what the draft holds from now on: its source image, in the source's region and nowhere else.",
    todo: "If that is not meant, relate the literal to a released version with `relate`; release the draft when it is ready.",
  },
  "change-unknown": {
    title: "Unknown change",
    means: "`change` says what is to be done, and no change is called so. Names compare byte for byte.",
    todo: "Write one of the names that the message lists, such as `release` or `mark-delivery`.",
  },
  "change-unknown-field": {
    title: "Field that this change does not take",
    means: "Each kind of change takes its own fields, and this is none of them. In a manifest an unknown field is only a warning; here it may be the very thing that was meant to change, so nothing is done.",
    todo: "Correct the name to one that the message lists, or take the field away.",
  },
  "change-limit": {
    title: "Too many changes at once",
    means: "A list of changes is made as a whole or not at all, and each change takes its time. So the length of a list has a limit.",
    todo: "Make the changes in several lists, each starting from the manifest that the one before it gave.",
  },
  "id-taken": {
    title: "Id already taken",
    means: "The change would create an artifact or a service with an id that another one of the manifest has. Which of the two was meant would be anybody's guess from then on.",
    todo: "Choose another id. To change what is there, use `update-draft` or `open-draft` for an artifact, `relate`, `share` or `set-status` for a service.",
  },
  "field-fixed": {
    title: "Field that never changes",
    means: "The name and the type of an artifact are set when it is created, and stay as they are for as long as it exists. Giving the value that is there already is allowed.",
    todo: "Leave the field out, or give the value that is there. For another name create another artifact; what a version is called is `versionName`.",
  },
  "source-incomplete": {
    title: "Incomplete source",
    means: "A source says where the image comes from: a custom image needs its `imageId` and `regionId`, a marketplace product its `commodityCode` and `commodityVersion`. Without them there is nothing to distribute.",
    todo: "Add the field that the message names. For a release, complete the draft with `update-draft` first.",
  },
  "draft-exists": {
    title: "There is a draft already",
    means: "An artifact has one draft at most, and this one's is not released yet.",
    todo: "Change the draft with `update-draft`, or release or delete it before you open another one.",
  },
  "draft-missing": {
    title: "No draft to work on",
    means: "Only a draft can be changed or released, and this artifact has none: all of its versions are released, and those stay as they are.",
    todo: "Open a draft from a released version with `open-draft`, then change and release that.",
  },
  "draft-not-editable": {
    title: "Draft cannot be changed now",
    means: "A draft can be changed while it is `Created`, and mended after `CreateFailed` or `ScanFailed`. In every other status it is being released, or nobody knows what it is going through.",
    todo: "Wait until the release has ended and bring `status` in the manifest up to date, or correct the status if it is wrong.",
  },
  "draft-not-releasable": {
    title: "Draft cannot be released",
    means: "Only a draft that was saved, whose status is `Created`, can be released. In any other status its release is running already, or has failed.",
    todo: "If it failed, mend the draft with `update-draft`: it is `Created` again after that. If its release is running, wait for it.",
  },
  "version-none-released": {
    title: "No released version to start from",
    means: "A new draft starts with the source and the regions of a released version, and the artifact has none.",
    todo: "Release the draft that there is. If there is none either, delete the artifact and create it anew.",
  },
  "delivery-not-open": {
    title: "Version is not being delivered",
    means: "Images are delivered of a released version that is `Delivering`, and of one that is `Available` to regions that still lack theirs. The version as a whole can be marked only while it is `Delivering`. A draft is never delivered.",
    todo: "Name a released version that is being delivered. If it is the draft, release it first and use its number.",
  },
  "delivery-final": {
    title: "Image already delivered",
    means: "The region has its image, and customers may have deployed it. What a released version gives a region it gives for as long as it exists, so neither the image nor its status can be marked again.",
    todo: "For another image, open a draft with the new source and release it; the result is a new version.",
  },
  "delivery-progress": {
    title: "Progress does not fit the status",
    means: "Progress is percent of the copy of an image: it ends at 100, and an image that is `Available` is at 100.",
    todo: "Leave `progress` out for an `Available` image. While it is `Delivering`, write a whole number from 0 to 100.",
  },
  "delivery-incomplete": {
    title: "Regions still without their image",
    means: "A version becomes `Available` as a whole once every region that it is going to has its image. Here some have none yet, or no region was marked at all.",
    todo: "Mark each of the regions that the message names with `regionId`, `status` and `imageId` first.",
  },
  "region-not-meant": {
    title: "Region the version is not meant for",
    means: "The regions of a version are chosen before its release, in `supportRegionIds`, and this one is not among them. No image is delivered there.",
    todo: "Correct `regionId`. To reach another region, open a draft with it in `supportRegionIds` and release that.",
  },
  "version-in-use": {
    title: "Version that a service uses",
    means: "A relation leads to this version, by its number, as the newest one or as the last one that there is. Without it the service could not be resolved any more, whatever the status of the service is.",
    todo: "Relate the literal to another version with `relate`, or take the relation away with `unrelate`, then delete the version.",
  },
  "artifact-in-use": {
    title: "Artifact that a service uses",
    means: "A relation leads to this artifact. Without it the service could not be resolved any more, whatever the status of the service is.",
    todo: "Relate the literal to another artifact with `relate`, or take the relation away with `unrelate`, then delete the artifact.",
  },
  "relation-missing": {
    title: "No such relation",
    means: "The service has no relation of this literal, so there is none to take away. Literals compare byte for byte, capitals and blanks included.",
    todo: "Write the literal exactly as it stands in the service's `relations`.",
  },
  "share-missing": {
    title: "Not shared with this account",
    means: "The account is not on the service's whitelist, or not in the capacity that the change names, so there is no permission to take away. Account ids compare byte for byte.",
    todo: "Correct the account, or leave `type` out to take away what it has as a customer and as a reseller.",
  },
  "service-not-editable": {
    title: "Change of a service in review",
    means: "What is reviewed is what customers get, so a service keeps its name, templates and relations from the moment it is handed in until it is online or taken back, and while the cloud works on it. Whom it is shared with can be changed at any time.",
    todo: "Take the service back to one of the statuses that the message lists, make the change, and hand it in again.",
  },
  "service-not-deletable": {
    title: "Deletion of a service in use",
    means: "Customers can deploy this service, or it is being reviewed or worked on. Only a draft, a service that is offline, or one whose creation or update failed can be deleted.",
    todo: "Take the service back to one of the statuses that the message lists, until it is offline or a draft, and delete it then.",
  },
  "service-status-forbids": {
    title: "Step that a service cannot take",
    means: "A service goes one step at a time: from `Draft` to `Beta` or `Submitted`, from there to `Approved`, `Online` and `Offline`, and back to `Draft`. This step would leave some of them out, or go where none leads.",
    todo: "Set one of the statuses that the message lists; for a status further on, take the steps one after the other, in one list of changes if you like.",
  },
};
