/** What a template says, and its image sites. */
export default {
  "foreign-template": {
    title: "Template of another cloud",
    means: "The file has the marks of another cloud's templates, whose resources have no ECS images. ROS would refuse it.",
    todo: "Pass the ROS or Terraform template. ROS's own `rostran` command converts CloudFormation templates.",
  },
  "not-a-template": {
    title: "Not a template",
    means: "The file can be read, but has none of `Resources`, `Workspace`, `Transform` and `ROSTemplateFormatVersion`, so it is probably some other YAML or JSON file, such as a Kubernetes manifest.",
    todo: "Leave the file out, or check that this is the right one. If it is a template, its resources belong under `Resources`.",
  },
  "format-version-missing": {
    title: "`ROSTemplateFormatVersion` missing",
    means: "Every ROS template says which version of the format it is written in. ROS refuses one that does not.",
    todo: "Add `ROSTemplateFormatVersion: '2015-09-01'` as the first line.",
  },
  "resources-missing": {
    title: "No resources",
    means: "A ROS template has to have a `Resources` section, and image ids are looked for only there. This one makes nothing, so there is nothing to replace.",
    todo: "Add `Resources`, and check how it is spelled: section names are in English and start with a capital.",
  },
  "unknown-section": {
    title: "Unknown section",
    means:
      "ROS reads only the sections that its documentation lists: `ROSTemplateFormatVersion`, `Description`, `Metadata`, `Parameters`, `Mappings`, `Conditions`, `Resources`, `Outputs`, `Rules`, `Locals`, `Transform` and `Workspace`. What stands under any other name is not looked at.",
    todo: "Correct the spelling: it is `Resources`, not `Resource`. For anchors that several sections share, use a name that starts with `x-` or `.`.",
  },
  "wrong-type": {
    title: "Wrong kind of value",
    means: "A list, a text or a number stands where the template needs something else. What is inside was not searched for images.",
    todo: "Write what the message asks for. In YAML this is often an indentation slip, or a `-` that makes a list out of a mapping.",
  },
  "type-missing": {
    title: "Resource without a type",
    means: "Each resource says with `Type` what it makes. Without it ROS refuses the template, and nobody can tell whether the resource takes an image.",
    todo: "Add the type, such as `Type: ALIYUN::ECS::Instance`. If `Type` is there, check that it is indented one level below the resource's name.",
  },
  "several-documents": {
    title: "More than one document",
    means: "A line `---` starts a new YAML document. ROS takes one document per template; here the images of all of them were looked for.",
    todo: "Keep one template per file, and delete the `---` between parts of the same template.",
  },
  "duplicate-key": {
    title: "Key written twice",
    means: "The same key stands twice in one mapping of the template, or in one object of the manifest. The last one counts and the first is lost without a word (Terraform refuses such a file). No image of the template depends on it.",
    todo: "Delete one of the two, or give one of them another name.",
  },
  "duplicate-site-key": {
    title: "Key written twice on the way to an image",
    means: "The same key stands twice, and which image a resource gets depends on it. ROS would silently take the last one and Terraform refuses the file; to replace an image here would be a guess, so there is no output.",
    todo: "Delete one of the two, or rename one of the resources.",
  },
  "template-not-checked": {
    title: "Child template not read",
    means: "The stack takes its template from a URL, a template id or text made by a function. Only what stands in this file is read, so images in that child are neither checked nor replaced.",
    todo: "Check the child template by itself. To have its images replaced as well, put it inline under `TemplateBody`.",
  },
  "stack-depth": {
    title: "Stacks nested too deeply",
    means: "ROS lets stacks be nested five deep. The child at this place is one too many and was not searched for images.",
    todo: "Move the innermost resources up into the template around them.",
  },
  "workspace-missing": {
    title: "Terraform without its files",
    means: "`Transform` says that this ROS template carries Terraform, whose files belong under `Workspace`. There is no `Workspace`.",
    todo: "Add `Workspace` with the text of each file under its name, such as `main.tf: |-`. If the template is plain ROS, delete `Transform`.",
  },
  "terraform-not-alicloud": {
    title: "No Alibaba Cloud resources",
    means: "No resource or data source in these files belongs to the `alicloud` provider, so there are no ECS images to replace. That is fine for a file of variables or outputs.",
    todo: "Nothing, if that is what you expect. Otherwise check that the file with the `alicloud_…` resources was passed as well.",
  },
  "workspace-ignored": {
    title: "Terraform files not read",
    means: "The template has a `Workspace`, but no `Transform` that starts with `Aliyun::Terraform-` or `Aliyun::OpenTofu-`. ROS then reads no Terraform, and images in these files are not looked for.",
    todo: "Add `Transform: Aliyun::Terraform-v1.5`, or the version you use; or delete `Workspace`.",
  },
  "image-not-literal": {
    title: "Image is not a plain string",
    means:
      "Compute Nest replaces an image only where the template names it as a plain string; what comes from a parameter, a function or a variable stays as it is in every region. The literals that this value can end in are shown beside it. With a manifest this is an error only if a relation names one of them, or a string that stands in what the value is made of: the collection behind `each.value`, the other items of a list, the arguments of a function.",
    todo: "Write a fixed string here, such as `ImageId: web-image`, and relate that string to an artifact in the manifest. It need not be a real image id. Where several resources share one block (`for_each`, `count`), write a block for each image, with its string in it. If customers are meant to choose the image, make it a warning with `--warn image-not-literal`.",
  },
  "module-not-read": {
    title: "Image for a module or a resource that is not read",
    means:
      "The value goes to a module whose files are not here (of a registry, of git), to a `MODULE::…` type, to a custom resource or to a stack whose template is elsewhere. Images are replaced only where the template itself has them at an image property, so this one stays as it is. With a manifest it is an error where a relation names the value, or a string that it refers to: its author meant it to be replaced.",
    todo: "Put the resource that takes the image into this template and write the string at its image property. A Terraform module can also be put into `Workspace` as files; its own image property must then hold the string. If the image is meant to stay, remove the relation, or write another string here.",
  },
  "site-not-documented": {
    title: "Replaced beyond what Compute Nest documents",
    means:
      "Compute Nest's documentation says that it replaces the images of instances, instance groups, scaling groups and E-HPC clusters: `ALIYUN::ECS::Instance`, `ALIYUN::ECS::InstanceGroup`, `ALIYUN::ESS::ScalingConfiguration`, `ALIYUN::EHPC::Cluster`, `alicloud_instance` and `alicloud_ess_scaling_configuration`. This one takes the same kind of image and was replaced here; Compute Nest itself might leave it alone.",
    todo: "Nothing, if this tool does the replacing. If Compute Nest does, test a deployment in a second region, or set `profile` to `documented` to see what is sure.",
  },
  "property-misnamed": {
    title: "Property that the resource does not have",
    means: "Compute Nest's documentation names this property, but ROS has none of that name here: the image of a scaling group belongs to its scaling configuration. ROS may refuse the template, or ignore the property.",
    todo: "Move `ImageId` to an `ALIYUN::ESS::ScalingConfiguration` of the scaling group.",
  },
  "stack-group-site": {
    title: "Image inside a stack group",
    means: "A stack group deploys its template in regions of its own. An image id of the region that the outer template is deployed in would be wrong there, so this image is never replaced.",
    todo: "Use a public image that every region has, or let the child template choose the id with `Mappings` and `Fn::FindInMap` on `ALIYUN::Region`.",
  },
  "image-unassociated": {
    title: "Image without an artifact",
    means: "The service has no relation for this string, so it stays in the template as it is. That is right for a public image; a custom image id exists in one region only. Relations compare byte for byte, capitals and blanks included.",
    todo: "If it should be replaced, add it to the service's `relations` exactly as the template writes it. If the message names a near one, correct whichever of the two is misspelled.",
  },
  "relation-unused": {
    title: "Relation that no image uses",
    means: "The service relates this string to an artifact, but no image in this template is written so. Relations serve all templates of a service, so another one may use it.",
    todo: "If this template should use it, write exactly this string at the image. If no template does, remove the relation.",
  },
  "image-hidden-character": {
    title: "Image with a character that cannot be seen",
    means: "The string holds a character without a shape of its own: a zero width space, a mark that turns the direction of the text, or the like. It reads as another string than it is, and no image id has one.",
    todo: "Delete the character: type the id anew, or copy it from the console. If it is meant, which is unlikely, write it with an escape in quotes, so that people can see it.",
  },
  "image-look-alike": {
    title: "Image with a letter that looks like another",
    means: "The string holds a letter of another script that most fonts draw as a Latin letter, a digit or a hyphen. It never equals the string that it seems to be, so a relation of that one is not found.",
    todo: "Type the letter anew with a Latin keyboard, in the template or in the relation, whichever of them holds it.",
  },
  "edit-conflict": {
    title: "One text, several readers",
    means: "The image stands in a mapping that other places read as well, through a YAML anchor, and those places must keep what they have: another product's image, a resource in a stack group, a name. No edit changes the text for this place alone.",
    todo: "Write the image at this place instead of sharing it, or take the rest with a merge key: `<<: *name`. The related places are the other readers.",
  },
  "image-not-writable": {
    title: "Image id cannot be written here",
    means: "The manifest gives an image id for the region that no image has, such as one with a line break or a `{{resolve:…}}` in it. Written into the template it would be read as something else.",
    todo: "Correct the image id in the manifest: it looks like `m-` and 20 small letters and digits.",
  },
};
