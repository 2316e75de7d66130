/** 无法读取的输入，以及上限。 */
export default {
  "internal-error": {
    message: "解析器自身发生故障：`{reason}`",
    title: "解析器自身故障",
    means: "核心在本次调用中途停止。本次调用不保留任何结果，其内存已被丢弃，下一次调用会使用全新的核心。这是本工具的缺陷，与您的模板无关。",
    todo: "请附上引发问题的模板和清单进行反馈。",
  },
  "invalid-utf8": {
    message: "输入不是 UTF-8 编码：此处不应出现字节 {byte}",
    title: "不是 UTF-8 编码",
    means: "ROS、Terraform 和清单都使用 UTF-8，而这个字节不属于任何 UTF-8 字符。通常是因为文件保存成了 GBK、Shift_JIS、Latin-1 等编码。",
    todo: "请将文件另存为 UTF-8。在命令行中，可以按文件的实际编码执行 `iconv -f GBK -t UTF-8 old.yaml > new.yaml`。",
  },
  "utf-16": {
    message: "输入是 UTF-16 编码，不是 UTF-8",
    title: "保存成了 UTF-16",
    means: "文件以 UTF-16 的字节顺序标记开头，或者每隔一个字节就是 0。Windows 的某些编辑器和 Windows PowerShell 的 `>` 会写出这种文件，而 ROS 和 Terraform 只能读取 UTF-8。",
    todo: "请将文件另存为 UTF-8。在 Windows PowerShell 中，请用 `Out-File -Encoding utf8` 代替 `>`。",
  },
  binary: {
    message: "输入是二进制内容，不是文本",
    title: "不是文本文件",
    means: "文件开头附近有值为 0 的字节，这是压缩包、图片或程序的特征，模板中不会出现。",
    todo: "请指定模板文件本身。如果模板在压缩包中，请先解压。",
  },
  "empty-template": {
    message: "模板为空",
    title: "模板没有内容",
    means: "文件为空，或者只有空白和注释。ROS 不接受这样的模板。",
    todo: "请确认文件正确并且已经保存。",
  },
  "template-too-large": {
    message: "模板大小为 {bytes} 字节，超过上限 {limit} 字节",
    title: "模板过大",
    means: "ROS 模板最大为 524,288 字节（512 KB），更大的模板无法部署，因此不会读取。上限按字节而不是按字符计算，一个汉字占 3 个字节。",
    todo: "请将部分内容拆分到子模板（`ALIYUN::ROS::Stack` 的 `TemplateURL`），或者将较长的脚本移出 `UserData`。如果该文件不会提交给 ROS，可以调高上限 `templateBytes`。",
  },
  "manifest-too-large": {
    message: "清单大小为 {bytes} 字节，超过上限 {limit} 字节",
    title: "清单过大",
    means: "超过 16 MiB 的清单不会读取，以免一个文件耗尽浏览器或边缘函数的内存。",
    todo: "请按服务拆分清单：每一份只需包含该服务所关联的部署物。也可以调高上限 `manifestBytes`。",
  },
  "nesting-limit": {
    message: "嵌套超过 {limit} 层",
    title: "嵌套过深",
    means: "同时打开的列表、映射、块或括号过多，不像是人工编写的文件：实际的模板不会超过 30 层。读取到此为止，之后的内容未经检查。",
    todo: "请检查此处附近是否有反复打开而没有关闭的括号。如果内容无误，可以调高上限 `nesting`。",
  },
  "alias-limit": {
    message: "别名超过 {limit} 个",
    title: "YAML 别名过多",
    means: "使用别名（`*name`）和合并键，很小的文件也能表示巨大的数据，因此只会展开有限的数量。读取到此为止，之后的内容未经检查。",
    todo: "请直接写出重复的部分，或者用 `Count` 复制资源。如果内容无误，可以调高上限 `aliases`。",
  },
  "site-limit": {
    message: "镜像位置超过 {limit} 处",
    title: "镜像位置过多",
    means: "模板中指定镜像的位置超过了读取上限。一个 ROS 资源栈最多只有几百个资源，这样的模板通常是误生成的。",
    todo: "需要大量相同的实例时，请使用 `Count`、伸缩组或 `ALIYUN::ECS::InstanceGroup`。如果内容无误，可以调高上限 `sites`。",
  },
};
