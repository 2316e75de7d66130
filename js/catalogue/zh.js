/** 中文文案。术语与阿里云文档一致。各条目与 en.js 对应，由测试核对。 */

import { compose } from "./compose.js";
import change from "./zh/change.js";
import check from "./zh/check.js";
import distribution from "./zh/distribution.js";
import hcl from "./zh/hcl.js";
import imports from "./zh/import.js";
import input from "./zh/input.js";
import json from "./zh/json.js";
import manifest from "./zh/manifest.js";
import template from "./zh/template.js";
import yaml from "./zh/yaml.js";

export default {
  language: "zh",
  codes: compose(input, yaml, json, hcl, template, manifest, change, check, imports, distribution),
  roles: {
    first: "第一次出现在这里",
    "opened-here": "在这里打开",
    anchor: "锚点在这里",
    through: "引用经过这里",
    "ends-here": "最终可能是这个字符串",
    declared: "在这里定义",
    "shared-with": "这里也使用同一段文本",
  },
  severities: { error: "错误", warning: "警告", info: "提示" },
  words: {
    expected: {
      "an object": "对象",
      "an object or a list": "对象或列表",
      JSON: "JSON 文本",
      "a list": "列表",
      "a string": "字符串",
      "a number": "数字",
      "a whole number": "整数",
      "a boolean": "布尔值",
      "a list of regions or `all`": "地域列表或 `all`",
      "a list of account ids, `everyone` or `unknown`": "账号 ID 列表、`everyone` 或 `unknown`",
      "a mapping of logical ids to resources": "由逻辑 ID 和资源组成的映射",
      "a mapping with `Type` and `Properties`": "包含 `Type` 和 `Properties` 的映射",
      "a mapping of file names to texts": "由文件名和文件内容组成的映射",
      "the text of a file": "文件内容字符串",
      name: "名称",
    },
    found: {
      "an object": "对象",
      "a list": "列表",
      "a string": "字符串",
      "a number": "数字",
      "a boolean": "布尔值",
      "a tagged value": "带标签的值",
      null: "null",
    },
    kind: { artifact: "部署物", service: "服务", version: "版本", image: "镜像", account: "账号" },
    missing: {
      "source.imageId": "自定义源镜像",
      status: "状态",
      permission: "权限",
      id: "ID",
      "released version that can be deployed": "可以部署的已发布版本",
      "number or `draft` as its name": "数字或 `draft` 形式的名称",
      "custom image as its source": "作为来源的自定义镜像",
      "image that can be used": "可以使用的镜像",
    },
    regions: { none: "无", "every region": "所有地域" },
  },
};
