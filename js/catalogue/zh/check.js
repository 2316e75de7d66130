/** What `check` and `matrix` find. */
export default {
  "template-not-given": {
    message: "没有提供服务 `{service}` 的模板 `{template}`，未检查",
    title: "没有提供模板",
    means: "`check` 会检查清单中列出的每个模板，但没有得到这个模板的内容：它没有 `path`，或者调用时漏掉了。由于不知道它使用哪些镜像，该服务的所有关联都视为已使用。",
    todo: "请为模板加上相对于清单的 `path`，或者用 `--template SERVICE/NAME=FILE` 指定文件；在 API 中请把它加入 `templates`。",
  },
  "service-without-templates": {
    message: "服务 `{service}` 没有列出模板，无法得知关联用在何处",
    title: "没有模板的服务",
    means: "该服务有关联，但清单中没有列出它的模板，因此无法得知哪些镜像使用这些关联，也不知道服务可以部署到哪些地域。",
    todo: "请在 `templates` 下列出服务的模板，并为每个模板写明 `name`、`path` 和 `allowedRegions`。",
  },
  "relation-never-used": {
    message: "服务 `{service}` 的所有模板中都没有镜像 `{image}`",
    title: "没有模板使用的关联",
    means: "已检查该服务的所有模板，没有这样写的镜像，因此关联的部署物永远不会被使用。",
    todo: "请在目标镜像处原样写上该字符串（包括大小写和空格），或者删除该关联。",
  },
  "regions-not-covered": {
    message: "模板 `{template}` 可以部署到 {regions}，但部署物 `{artifact}` 的版本 `{version}` 在那里没有 `{literal}` 的镜像[[；尚未就绪：{pending}]]",
    title: "允许的地域没有镜像",
    means: "模板可以部署到这些地域，但关联的版本在那里没有镜像，部署会失败。每个部署物单独检查：其他部署物覆盖了该地域也没有用。",
    todo: "请将某个版本分发到这些地域并关联它，等待镜像变为 `Available`，或者从 `allowedRegions` 中去掉这些地域。使用 `--error regions-not-covered` 可以在此阻止发布。",
  },
  "template-unrestricted": {
    message: "模板 `{template}` 可以部署到任何地域，但部署物 `{artifact}` 的版本 `{version}` 只在以下地域有 `{literal}` 的镜像：{regions}",
    title: "没有限定地域的模板",
    means: "模板没有列出地域，用户可以任意选择，但镜像只存在于少数地域，在其他地域部署会失败。",
    todo: "请在 `allowedRegions` 中列出有镜像的地域。",
  },
  "version-serves-nothing": {
    message: "所有地域都没有 `{literal}` 的镜像：部署物 `{artifact}` [[的版本 `{version}` ]][[状态为 `{status}`]][[没有{missing}]]",
    title: "没有镜像的版本",
    means: "关联指向的版本在任何地域都没有镜像：尚未发布、检查失败，或者还没有分发任何镜像。所有需要该镜像的部署都会失败。",
    todo: "请等待该版本变为 `Available`，发布它，或者改为关联可用的版本。",
  },
  "version-delivering": {
    message: "`{literal}` 使用的部署物 `{artifact}` 的版本 `{version}` 仍在分发（状态：`{status}`）",
    title: "正在分发的版本",
    means: "该版本已发布，正在复制镜像。镜像已复制完成的地域已经可以部署。",
    todo: "如果需要的地域都已就绪，则无需处理；否则请等待该版本变为 `Available`。",
  },
  "site-not-replaced": {
    message: "`{resource}` 的镜像 `{image}` 有关联，但该位置的镜像不会被替换",
    title: "有关联却不替换的镜像",
    means: "关联中有该镜像，但它所在位置的镜像保持不变：它被复制、导出或共享，而不是用来启动实例，或者配置将其排除在外。该字符串会原样部署。",
    todo: "请在此处写真实的镜像 ID，或者只在启动实例的位置使用关联的字符串。如果有意使用 `documented`，可以忽略。",
  },
  "image-region-bound": {
    message: "`{image}` 是某一个地域[[（`{home}`）]]的镜像，没有关联替换它，但模板 `{template}` 可以部署到 {regions}",
    title: "多地域模板中的单地域镜像",
    means: "自定义镜像的 ID 只在一个地域有效。由于没有关联替换它，即使允许，模板也无法部署到其他地域。",
    todo: "请将该 ID 与分发到模板各地域的部署物关联，或者只允许该镜像所在的地域。",
  },
  "image-is-relation": {
    message: "`{literal}` 在 `{region}` 使用的镜像 `{image}` 本身也有关联：再次处理输出会改变它",
    title: "本身也有关联的镜像",
    means: "写入模板的镜像 ID 同时也是该服务要替换的字符串。如果对处理过的模板再处理一次，它会被换成另一个镜像。",
    todo: "请在模板中使用 `web-image` 这样的名称而不是镜像 ID，或者删除该 ID 的关联。",
  },
  "image-changed": {
    message: "[[`{resource}` 的]]镜像在 {regions} 有变化（`{region}`：由 `{before}` 变为 `{image}`）：更新运行中的实例会更换系统盘",
    title: "发生变化的镜像",
    means: "与之前的清单相比，该镜像已不同。更新服务实例会更新其资源栈，镜像有变化的实例会更换系统盘，其中的内容将丢失。",
    todo: "请在更新前通知用户，并将数据保存在数据盘上。如果这不是有意的变化，请关联之前的版本。",
  },
  "previous-unreadable": {
    message: "无法读取之前的清单（`{code}`），未比较镜像",
    title: "无法读取之前的清单",
    means: "用于比较的不是清单，因此无法判断哪些镜像有变化。代码说明了问题所在。",
    todo: "请提供发布时的清单。使用 `--ignore previous-unreadable` 可以跳过比较。",
  },
  "check-limit": {
    message: "地域与镜像的比对超过 {limit} 次，其余未检查",
    title: "检查量过大",
    means: "该清单的地域、关联和镜像的组合超过了一次检查的上限。已报告的内容是正确的，但并未检查全部。",
    todo: "请将服务分成多个清单分别检查，并删除不需要的地域和关联。",
  },
  "matrix-limit": {
    message: "矩阵有 {count} 个单元格，超过上限 {limit}",
    title: "矩阵过大",
    means: "版本、关联和地域相乘得到的单元格数超过了一个矩阵的上限。",
    todo: "请每次减少地域或版本，或者提供模板内容，使每一行只对应它用到的关联。",
  },
};
