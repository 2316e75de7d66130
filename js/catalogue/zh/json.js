/** 不符合 JSON 语法的文本。 */
export default {
  "json-missing-value": {
    message: "此处缺少值",
    title: "缺少值",
    means: "冒号之后以及空文件中都需要值。JSON 的值可以是双引号中的文本、数字、`true`、`false`、`null`、列表或对象。",
    todo: "请写上值。如果没有值，请删除该键，或者写成 `null`。",
  },
  "json-missing-comma": {
    message: "此处缺少逗号",
    title: "缺少逗号",
    means: "对象的两个成员或列表的两项之间没有逗号。",
    todo: "请在前一项之后加上逗号。",
  },
  "json-missing-colon": {
    message: "该键之后缺少冒号",
    title: "缺少冒号",
    means: "对象中的每个键之后都要写冒号和值，而这个键之后没有冒号。",
    todo: "请在键之后加上冒号。如果它不是键而是列表项，括号应为 `[…]`。",
  },
  "json-trailing-comma": {
    message: "JSON 不允许在 `{bracket}` 之前写逗号",
    title: "右括号之前有逗号",
    means: "与 JavaScript 和 YAML 不同，JSON 的最后一项之后不能有逗号。",
    todo: "请删除该逗号。",
  },
  "json-unexpected": {
    message: "此处不能出现 `{character}`",
    title: "字符位置错误",
    means: "在应该是键或值的位置出现了逗号、冒号或括号，例如连续的第二个逗号，或者没有对应左括号的 `]`。",
    todo: "请删除该字符，或者补上它之前缺少的内容。",
  },
  "json-unclosed": {
    message: "`{bracket}` 没有关闭",
    title: "括号未关闭",
    means: "对象 `{…}` 或列表 `[…]` 没有关闭，文件或外层括号就已经结束。同时会标出打开的括号。",
    todo: "请补上右括号。如果文件被截断，请重新获取。",
  },
  "json-trailing-text": {
    message: "文档在这段文本之前已经结束",
    title: "文档之后有文本",
    means: "一个 JSON 文件只能有一个值。值已经结束，之后还有文本，往往是多了一个右括号而提前结束。",
    todo: "请删除之后的内容，或者将其移到右括号之内。",
  },
  "json-key-not-string": {
    message: "键必须是双引号中的文本",
    title: "键没有双引号",
    means: "JSON 的键必须是双引号中的文本。",
    todo: "请给键加上双引号。如果文件其实是 YAML，请将扩展名改为 `.yaml`，YAML 的键不需要引号。",
  },
  "json-unknown-word": {
    message: "`{word}` 不是 JSON 的值，文本要写在双引号中",
    title: "单词没有引号",
    means: "JSON 中不带引号的单词只有小写的 `true`、`false` 和 `null`。Python 的 `True` 和 `None`，以及不带引号的文本，都不是 JSON。",
    todo: "如果是文本，请加上双引号；否则请写 `true`、`false` 或 `null`。",
  },
  "json-invalid-number": {
    message: "`{number}` 不是 JSON 的数字写法",
    title: "无效的数字",
    means: "JSON 的数字用十进制书写，前面没有多余的 0 或 `+`，小数点两侧都有数字，例如 `0.5`、`12`、`-3e8`。",
    todo: "请改写该数字。如果它是 ID 或版本，请加上双引号。",
  },
  "json-single-quotes": {
    message: "JSON 只使用双引号",
    title: "使用了单引号",
    means: "JSON 的文本写在双引号中。单引号是 JavaScript、Python 或 YAML 的写法。",
    todo: "请使用双引号，文本中的 `\"` 写成 `\\\"`。",
  },
  "json-comment": {
    message: "JSON 没有注释",
    title: "注释",
    means: "JSON 没有 `//`、`#`、`/* */` 等任何形式的注释，ROS 会拒绝这样的文件。",
    todo: "请删除注释，或者改用 YAML 编写模板：YAML 用 `#` 开始注释。",
  },
  "json-unclosed-string": {
    message: "该文本在本行没有右引号",
    title: "文本未关闭",
    means: "引号中的文本必须在同一行内结束，其中的换行写成 `\\n`。",
    todo: "请补上右引号，或者将换行替换为 `\\n`。",
  },
  "json-control-character": {
    message: "控制字符 {character} 必须写成转义",
    title: "文本中有控制字符",
    means: "在 JSON 文本中，制表符和其他控制字符必须写成转义。",
    todo: "制表符请写成 `\\t`，其他控制字符请写成 `\\u` 加四位十六进制数。",
  },
  "json-invalid-escape": {
    message: "`{escape}` 不是 JSON 的转义",
    title: "未知的转义",
    means: "反斜杠表示转义的开始。JSON 的转义只有 `\\\"`、`\\\\`、`\\/`、`\\b`、`\\f`、`\\n`、`\\r`、`\\t`，以及 `\\u` 加四位十六进制数。",
    todo: "如果文本需要反斜杠本身（例如 Windows 路径），请写两次（`\\\\`）。",
  },
  "json-lone-surrogate": {
    message: "`{escape}` 只是半个字符",
    title: "半个字符",
    means: "U+FFFF 以上的字符（例如表情符号）要用成对的两个 `\\u` 转义表示。这里只有其中一个，不构成字符。",
    todo: "请直接写出该字符，或者写出两个转义，例如 `\\ud83d\\ude00`。",
  },
};
