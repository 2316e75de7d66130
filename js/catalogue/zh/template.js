/** 模板的内容和镜像位置。 */
export default {
  "foreign-template": {
    message: "这是 {cloud} 的模板，不是 ROS 或 Terraform 模板",
    title: "其他云平台的模板",
    means: "文件带有其他云平台模板的特征，其资源没有 ECS 镜像，ROS 也不会接受。",
    todo: "请指定 ROS 或 Terraform 模板。CloudFormation 模板可以用 ROS 的 `rostran` 命令转换。",
  },
  "not-a-template": {
    message: "这既不是 ROS 模板也不是 Terraform：没有 `Resources`",
    title: "不是模板",
    means: "文件可以读取，但没有 `Resources`、`Workspace`、`Transform` 和 `ROSTemplateFormatVersion` 中的任何一项，可能是其他 YAML 或 JSON 文件，例如 Kubernetes 的配置。",
    todo: "请排除该文件，或者确认文件是否正确。如果它是模板，请将资源写在 `Resources` 之下。",
  },
  "format-version-missing": {
    message: "缺少 `ROSTemplateFormatVersion`",
    title: "缺少 `ROSTemplateFormatVersion`",
    means: "ROS 模板必须声明模板格式的版本，否则 ROS 不会接受。",
    todo: "请在第一行加上 `ROSTemplateFormatVersion: '2015-09-01'`。",
  },
  "resources-missing": {
    message: "模板中没有 `Resources`",
    title: "没有资源",
    means: "ROS 模板必须有 `Resources` 部分，并且只在其中查找镜像 ID。该模板不创建任何资源，因此没有可替换的内容。",
    todo: "请加上 `Resources`，并检查拼写：各部分的名称是英文，首字母大写。",
  },
  "unknown-section": {
    message: "ROS 没有名为 `{section}` 的部分",
    title: "未知的部分",
    means:
      "ROS 只读取文档列出的部分：`ROSTemplateFormatVersion`、`Description`、`Metadata`、`Parameters`、`Mappings`、`Conditions`、`Resources`、`Outputs`、`Rules`、`Locals`、`Transform` 和 `Workspace`。写在其他名称之下的内容不会被读取。",
    todo: "请更正拼写：是 `Resources`，不是 `Resource`。如果要存放多个部分共用的锚点，请使用以 `x-` 或 `.` 开头的名称。",
  },
  "wrong-type": {
    message: "`{name}` 不是{expected}",
    title: "值的类型错误",
    means: "模板在此处需要其他类型的值，却写成了列表、文本或数字。其中的镜像没有被查找。",
    todo: "请改为消息中指出的类型。在 YAML 中，常见原因是缩进错位，或者多余的 `-` 把映射变成了列表。",
  },
  "type-missing": {
    message: "资源 `{resource}` 没有 `Type`",
    title: "资源没有类型",
    means: "每个资源都用 `Type` 说明要创建什么。没有 `Type` 时 ROS 不会接受模板，也无法判断该资源是否使用镜像。",
    todo: "请加上类型，例如 `Type: ALIYUN::ECS::Instance`。如果已经写了 `Type`，请检查它是否比资源名称多缩进一层。",
  },
  "several-documents": {
    message: "ROS 只读取一个文档，而文件中有 {count} 个",
    title: "多个文档",
    means: "单独一行 `---` 表示新的 YAML 文档开始。一个 ROS 模板只能是一个文档；这里查找了所有文档中的镜像。",
    todo: "一个文件请只写一个模板，并删除同一模板各部分之间的 `---`。",
  },
  "duplicate-key": {
    message: "`{key}` 写了两次，以最后一次为准",
    title: "键重复",
    means: "同一个键在模板的同一个映射中，或在清单的同一个对象中出现了两次。以最后一次为准，前一次会悄悄丢失（Terraform 会报错）。模板的镜像不受影响。",
    todo: "请删除其中一个，或者改名。",
  },
  "duplicate-site-key": {
    message: "`{key}` 写了两次，而镜像取决于它",
    title: "影响镜像的键重复",
    means: "同一个键出现了两次，资源使用哪个镜像取决于以哪一个为准。ROS 会悄悄采用最后一个，Terraform 会报错。在这种情况下替换镜像只能靠猜测，因此没有输出。",
    todo: "请删除其中一个，或者给其中一个资源改名。",
  },
  "template-not-checked": {
    message: "资源 `{resource}` 的模板由 `{property}` 指定，此处不会读取",
    title: "未读取的子模板",
    means: "该资源栈的模板由 URL、模板 ID 或函数生成的文本指定。本工具只读取该文件中的内容，因此子模板中的镜像既不检查也不替换。",
    todo: "请单独检查子模板。如果也要替换其中的镜像，请将其直接写在 `TemplateBody` 之下。",
  },
  "stack-depth": {
    message: "子模板的嵌套超过 {limit} 层",
    title: "资源栈嵌套过深",
    means: "ROS 的资源栈最多嵌套 5 层。此处的子模板超出了上限，没有查找其中的镜像。",
    todo: "请将最内层的资源移到外一层的模板中。",
  },
  "workspace-missing": {
    message: "`Transform` 指定了 Terraform，但没有 `Workspace`",
    title: "没有 Terraform 文件",
    means: "`Transform` 表示该 ROS 模板包含 Terraform，其文件应写在 `Workspace` 之下，而模板中没有 `Workspace`。",
    todo: "请加上 `Workspace`，并按文件名写入各文件的内容，例如 `main.tf: |-`。如果是普通的 ROS 模板，请删除 `Transform`。",
  },
  "terraform-not-alicloud": {
    message: "这里没有 `alicloud` Provider 的资源或数据源",
    title: "没有阿里云资源",
    means: "这些文件中没有属于 `alicloud` Provider 的资源或数据源，因此没有可替换的 ECS 镜像。如果文件只包含变量或输出，这是正常的。",
    todo: "如果符合预期，则无需处理；否则请确认包含 `alicloud_…` 资源的文件也已一并提供。",
  },
  "workspace-ignored": {
    message: "`Transform` 没有指定 Terraform，因此不读取 `Workspace`",
    title: "未读取的 Terraform 文件",
    means: "模板有 `Workspace`，但没有以 `Aliyun::Terraform-` 或 `Aliyun::OpenTofu-` 开头的 `Transform`。此时 ROS 不会读取 Terraform，因此不查找这些文件中的镜像。",
    todo: "请加上 `Transform: Aliyun::Terraform-v1.5`（或您使用的版本），或者删除 `Workspace`。",
  },
  "image-not-literal": {
    message: "`{resource}` 的镜像是 `{what}`，不是字符串，无法替换[[；它引用了存在关联的 `{image}`，请在此处直接写该字符串]][[（另有 {rest} 处未列出）]]",
    title: "镜像不是固定的字符串",
    means:
      "只有在模板中用固定字符串指定的镜像，计算巢才会替换；来自参数、函数或变量的值在所有地域都保持不变。同时会标出该值最终可能是哪些字符串。提供清单时，只有其中某个字符串，或者构成该值的某个字符串（例如 `each.value` 的集合、列表的其他元素、函数的参数）存在关联，才会报错。",
    todo: "请在此处写固定的字符串，例如 `ImageId: web-image`，并在清单中将该字符串与部署物关联。它不必是真实的镜像 ID。如果一个块对应多个资源（`for_each`、`count`），请为每个镜像单独写一个块，并在其中写该字符串。如果有意让用户选择镜像，请用 `--warn image-not-literal` 将其设为警告。",
  },
  "module-not-read": {
    message: "`{resource}` 的 `{property}` 传给了此处不读取的内容[[；存在关联的 `{image}` 在那里不会被替换]]",
    title: "传给未读取的模块或资源的镜像",
    means:
      "该值传给了文件不在此处的模块（来自仓库或 git）、`MODULE::…` 类型、自定义资源，或者模板在别处的资源栈。只有写在模板自身镜像属性上的镜像才会被替换，因此该值保持不变。提供清单时，如果该值或它引用的字符串存在关联，则认为作者希望替换它，因此报错。",
    todo: "请将使用该镜像的资源放入本模板，并在其镜像属性上直接写该字符串。Terraform 模块也可以作为文件放入 `Workspace`，此时请在模块自身的镜像属性上写该字符串。如果不希望替换，请删除关联，或者改用其他字符串。",
  },
  "site-not-documented": {
    message: "`{type}` 不在计算巢文档列出的可替换资源之中",
    title: "超出计算巢文档范围的替换",
    means:
      "计算巢文档列出的可替换镜像的资源是实例、实例组、伸缩组和 E-HPC 集群，即 `ALIYUN::ECS::Instance`、`ALIYUN::ECS::InstanceGroup`、`ALIYUN::ESS::ScalingConfiguration`、`ALIYUN::EHPC::Cluster`、`alicloud_instance` 和 `alicloud_ess_scaling_configuration`。该资源使用同一类镜像，因此在这里进行了替换，但计算巢自身可能不会替换。",
    todo: "如果由本工具完成替换，则无需处理。如果由计算巢替换，请在另一个地域测试部署，或者将 `profile` 设为 `documented` 以确认有保证的范围。",
  },
  "property-misnamed": {
    message: "`{type}` 没有 `{property}` 属性",
    title: "资源没有该属性",
    means: "计算巢文档提到了该属性，但 ROS 的这种资源没有这个名称的属性：伸缩组的镜像由伸缩配置指定。ROS 可能会拒绝该模板，也可能忽略该属性。",
    todo: "请将 `ImageId` 移到该伸缩组的 `ALIYUN::ESS::ScalingConfiguration` 中。",
  },
  "stack-group-site": {
    message: "`{resource}` 的镜像部署在资源栈组的地域，而不是当前地域，因此不替换",
    title: "资源栈组中的镜像",
    means: "资源栈组会将其模板部署到自己指定的地域。外层模板所在地域的镜像 ID 在那里并不正确，因此该镜像一律不替换。",
    todo: "请使用所有地域都有的公共镜像，或者在子模板中用 `Mappings` 和基于 `ALIYUN::Region` 的 `Fn::FindInMap` 选择镜像 ID。",
  },
  "image-unassociated": {
    message: "`{image}` 没有关联部署物，保持不变[[；`{near}` 有关联]]",
    title: "镜像没有关联部署物",
    means: "服务中没有该字符串的关联，因此模板中的内容保持不变。如果是公共镜像，这没有问题；而自定义镜像的 ID 只存在于一个地域。关联按字节精确匹配，区分大小写和空格。",
    todo: "如果需要替换，请将它按模板中的写法原样加入服务的 `relations`。如果消息中给出了相近的字符串，请更正拼写有误的一方。",
  },
  "relation-unused": {
    message: "该模板中没有镜像 `{image}`",
    title: "未使用的关联",
    means: "服务将该字符串与部署物关联，但该模板中没有这样写的镜像。关联对服务的所有模板有效，其他模板可能会用到它。",
    todo: "如果该模板应该使用它，请在镜像处原样写上该字符串。如果没有模板使用它，请删除该关联。",
  },
  "image-hidden-character": {
    message: "`{image}` 中含有看不见的字符 {character}",
    title: "镜像中含有看不见的字符",
    means: "该字符串含有没有形状的字符，例如零宽空格或改变文字方向的控制符。它看上去与实际内容不同，而镜像 ID 中不会有这样的字符。",
    todo: "请删除该字符：重新输入 ID，或从控制台复制。如果确实需要，请在引号中用转义书写，使人能够看到。",
  },
  "image-look-alike": {
    message: "`{image}` 中的 `{letter}`（{character}）看起来像 `{like}`，但不是同一个字符",
    title: "镜像中含有形似的字符",
    means: "该字符串含有其他文字体系的字符，大多数字体会把它显示成拉丁字母、数字或连字符的样子。它与看上去相同的字符串并不相等，因此找不到那个字符串的关联。",
    todo: "请在模板或关联中，用半角字母重新输入该字符。",
  },
  "edit-conflict": {
    message: "文本 `{image}` 还被其他位置使用，无法只修改这一处",
    title: "一段文本被多处使用",
    means: "镜像所在的映射通过 YAML 锚点还被其他位置使用，而这些位置的值必须保持不变，例如其他产品的镜像、资源栈组中的资源或名称。没有只改变这一处的修改方法。",
    todo: "请不要共用，在此处直接写出镜像；其余内容可以用合并键 `<<: *name` 引入。相关位置列出了其他使用处。",
  },
  "image-not-writable": {
    message: "此处无法写入 ID `{image}`",
    title: "无法写入的镜像 ID",
    means: "清单中该地域的镜像 ID 含有换行或 `{{resolve:…}}` 等内容，不可能是镜像 ID。如果写入模板，会被理解成其他含义。",
    todo: "请更正清单中的镜像 ID：它由 `m-` 加 20 位小写字母和数字组成。",
  },
};
