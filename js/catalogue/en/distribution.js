/** Why a step of a distribution is planned, what is stuck in one, and what is there that nobody asked for. */
export default {
  "plan-observe": {
    title: "Something that was not looked at",
    means: "Nothing is planned for what nobody has seen: a copy may be there already, and an image may be shared already. So the first step is to look, which changes nothing.",
    todo: "Nothing: `distribute` looks by itself. In a program, call `DescribeImages` for the region or `DescribeImageSharePermission` for the image, and add the answer to `observed`.",
  },
  "plan-copy": {
    title: "Copy that is still to be made",
    means: "The version is meant for this region, and no image there has the name and the tags of its copy. The source is copied under a name, tags and a client token that follow from what it is, so nobody makes the same copy twice. A copy leaves a snapshot that is billed.",
    todo: "Nothing: `distribute` makes it. If the region is not meant, take it out of `supportRegionIds` before the release.",
  },
  "plan-queue": {
    title: "Copy that waits for its turn",
    means: "ECS runs five copies at a time from one region, and lets further ones wait. The plan does the same, so that what is asked for first is there first.",
    todo: "Nothing. If your account may run more, say so with `--copies`.",
  },
  "plan-wait": {
    title: "Image that is still being made",
    means: "The image is there and cannot be used yet. How long it takes depends on its size and on the region: minutes to hours.",
    todo: "Nothing: `distribute` looks at it every so often. To look more often, give `--poll`.",
  },
  "plan-share": {
    title: "Accounts that cannot use the image yet",
    means: "The services that are related to the artifact open it to these accounts, and the image of this region is not shared with them. One call takes ten accounts.",
    todo: "Nothing: `distribute` shares it. Who is meant follows from the services; to change it, change those.",
  },
  "plan-mark": {
    title: "Something that the manifest does not say yet",
    means: "What was observed in the region is further than the manifest: an image is on its way, is there and shared, or could not be made. Only what the manifest says is ever put into a template.",
    todo: "Nothing: `distribute` writes it. In a program, give the plan's `changes` to `transition`.",
  },
  "plan-publish": {
    title: "Image that is to be opened to everyone",
    means: "Publishing was asked for, the artifact is public, and this image is still closed. It comes after all copies and shares of the version: a community image can be neither copied nor shared.",
    todo: "Nothing: `distribute --publish` does it. Leave `--publish` out to keep the images closed.",
  },
  "plan-retry": {
    title: "Call that is made again later",
    means: "The call failed in a way that may pass: too many requests, no connection, an error of the server. After each failure the pause is twice as long.",
    todo: "Nothing. If it goes on, look at the code: ECS may be limiting your account.",
  },
  "version-not-distributed": {
    title: "Version that is not distributed",
    means: "Only released versions whose status is `Delivering` or `Available`, and whose source is complete, are copied and shared. A draft is its provider's, where its source is.",
    todo: "Nothing, if that is meant. Else release the draft, or correct `status` or `source`.",
  },
  "regions-unknown": {
    title: "All regions, and nobody says which",
    means: "The version is meant for all regions. Which these are changes, so it is asked when it matters, and here nothing says it.",
    todo: "Give `allRegions`, as `DescribeRegions` lists them. `distribute` asks by itself.",
  },
  "too-many-accounts": {
    title: "More accounts than an image can be shared with",
    means: "An image can be shared with 50 accounts, counting those that it is shared with already. The image is shared in the order of the manifest up to that number; the other accounts are set aside.",
    todo: "Have the quota raised and give it with `--accounts`, take accounts back that may not deploy with `--undo accounts`, or split the accounts between several artifacts.",
  },
  "marketplace-image": {
    title: "Image of a marketplace product",
    means: "A marketplace product cannot be copied to a region: the vendor's listing has an image of its own for each region that it is sold in. A region has an image here once its id was put into the manifest by hand. An image that is among your own is shared as others are; that of another vendor cannot be shared by you, and whoever deploys it has to have bought the product.",
    todo: "Take the image id of the region from the listing (`DescribeImages` with `ImageOwnerAlias=marketplace` and the product code), and put it in with the change `mark-delivery`, `status` `Available`. Leave such versions out of a run with `--artifact` and `--version`.",
  },
  "image-encrypted": {
    title: "Encrypted source image",
    means: "An image that is encrypted with the key of the service cannot be shared, and one that is encrypted at all cannot be opened to everyone. Its copies would be of no use, so none is made.",
    todo: "If it is encrypted with a key of your own, say so with `--customer-key`; that cannot be seen from outside. Else copy it with your own key, and use that copy as the source.",
  },
  "image-not-available": {
    title: "Image in a state that does not go on",
    means: "Only an image that is `Available` can be copied and shared, and this one will not become so by itself. A deprecated image still starts instances.",
    todo: "Make it `Available` again, or release a version with another source.",
  },
  "image-lost": {
    title: "Image that is not there",
    means: "The manifest names an image that its region does not have. It may have been deleted, or belong to another account. What was released never changes, so no other image takes its place by itself.",
    todo: "Check that the credentials are those of the account that owns the images. If a copy is gone, `distribute --replace-lost` makes it again: the region gets another image id from then on. If it is the source, release a new version.",
  },
  "image-name-taken": {
    title: "Name of the copy is taken",
    means: "An image has the name that the copy is to have, and not the tags that say what it is. It may be someone else's, so it is neither taken nor replaced.",
    todo: "Rename or delete the image if nobody needs it. If it is the copy and lost its tags, put them on again.",
  },
  "community-image": {
    title: "Image that is open to everyone",
    means: "While an image is a community image it can be neither copied to other regions nor shared with accounts.",
    todo: "Close it, with `--undo community` if the artifact is not public, distribute, and publish again with `--publish`.",
  },
  "copy-failed": {
    title: "Copy that failed every time",
    means: "ECS took the copies and ended each of them with `CreateFailed` or `UnAvailable`. The region is marked as failed; the other regions go on.",
    todo: "Look at the image in the console of ECS. To try more often, give `--failed-copies`; to delete those that failed once one has succeeded, `--undo failed`.",
  },
  "call-failed": {
    title: "Call that does not succeed",
    means: "ECS refused the call in a way that will not change, or it failed as often as `attempts` says. What depends on it was not done; the other regions go on. An account that ECS does not take is set aside, and the region is done for the others.",
    todo: "Look the code up in the documents of ECS. `Forbidden` is a missing permission, `InvalidAccount` an account that does not exist. Then run it again: it goes on where it was.",
  },
  "public-needs-community": {
    title: "Public artifact whose images are closed",
    means: "Everyone may deploy the artifact, but an image can only be used by accounts it is shared with, unless it is a community image. That is not done by itself, because such an image can be neither copied nor shared any more.",
    todo: "When no further region is to come, run `distribute --publish`.",
  },
  "copy-unasked": {
    title: "Copy that nothing asks for",
    means: "Its tags say that it is a copy of this artifact, but the artifact, the version or the region is not in the manifest any more, or it failed and another one did not. It is left alone, and costs, unless it was asked to take it back.",
    todo: "To cancel and delete such copies, run `distribute --undo copies`; for those that failed, `--undo failed`. Where several manifests share one cloud account, name the artifact with `--artifact`: the copies of the others look just like those of an artifact that is gone.",
  },
  "shared-unasked": {
    title: "Shared with accounts that may not deploy",
    means: "No service of the manifest opens the artifact to these accounts, and they can use its image. Nothing is taken from anybody unless that was asked for: instances that run on the image could not be reset any more.",
    todo: "If they are to lose it, run `distribute --undo accounts`. If not, share a service with them in the manifest.",
  },
  "public-unasked": {
    title: "Open to everyone without a reason",
    means: "The image is a community image, and no public service is related to its artifact: everyone can use it.",
    todo: "To close it, run `distribute --undo community`.",
  },
};
