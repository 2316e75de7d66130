/** @import { Words } from "../problem.js" */

/** @type {Words} */
export default {
  problems: {
    "request-invalid": {
      title: "请求不完整或无法理解",
      detail: "`{parameter}` {fault}",
      todo: "请在 `?` 之后给出该路由所需的每个参数，且各给一次。",
    },
    "template-twice": {
      title: "同时给出了两个模板",
      detail: "请求体中有模板，而 `template` 又指定了另一个",
      todo: "请在请求体中发送模板，或指定清单中的模板名称，二者择一。",
    },
    "body-missing": {
      title: "没有请求体",
      detail: "请求体为空[[，也没有用 `{parameter}` 指定模板]]",
      todo: "请将文档作为请求体发送。",
    },
    "body-broken": {
      title: "无法读完请求体",
      detail: "请求体提前结束，或并非按 Content-Encoding 所示的方式压缩",
      todo: "请完整地重新发送；使用 `Content-Encoding: gzip` 时应为单个 gzip 成员。",
    },
    "token-missing": {
      title: "尚未登录",
      detail: "请求中没有 Bearer 令牌",
      todo: "请发送 `Authorization: Bearer TOKEN`。",
    },
    "token-invalid": {
      title: "令牌被拒绝",
      detail: "{reason}",
      todo: "请为此地址签发新的令牌，并原样发送。",
    },
    "scope-missing": {
      title: "令牌用途不符",
      detail: "令牌的 scope 中没有 `{scope}`",
      todo: "请签发带有该 scope 的令牌。",
    },
    "provider-mismatch": {
      title: "这是其他服务商的清单",
      detail: "令牌的账号不是该清单的服务商",
      todo: "请使用清单中服务商账号的令牌。",
    },
    "route-unknown": {
      title: "此处没有内容",
      detail: "没有任何路由使用此路径",
      todo: "可用的路由见 /openapi.json。",
    },
    "service-unavailable": {
      title: "该账号没有可用的此服务",
      detail: "服务不存在，或该账号不能部署它",
      todo: "请核对服务 ID，并请服务商将其共享给令牌中的账号。",
    },
    "template-unknown": {
      title: "没有此模板",
      detail: "该服务没有模板 `{template}`",
      todo: "请指定该服务已有的模板名称，或在请求体中发送模板。",
    },
    "method-not-allowed": {
      title: "方法不适用",
      detail: "该路由只接受 {allowed}",
      todo: "请使用 Allow 头中列出的方法。",
    },
    "not-acceptable": {
      title: "响应是另一种媒体类型",
      detail: "响应将为 `{type}`，而 Accept 头不包含它",
      todo: "请在 Accept 中包含模板的媒体类型，或不发送 Accept。",
    },
    "body-slow": {
      title: "请求体传输过慢",
      detail: "请求体未在 {seconds} 秒内到达",
      todo: "请不间断地重新发送。",
    },
    "unchanged": {
      title: "响应与您已有的相同",
      detail: "If-None-Match 所指即为此请求的响应",
      todo: "请继续使用您已有的模板。",
    },
    "manifest-changed": {
      title: "清单已经改变",
      detail: "If-Match 所指并非正在使用的清单；没有写入任何内容",
      todo: "请读取清单，在其上修改，以更高的版本签名，并连同其 ETag 一起发送。",
    },
    "body-too-large": {
      title: "请求体过大",
      detail: "请求体超过 {limit} 字节",
      todo: "请发送更小的文档。压缩的请求体按解压后的大小计算。",
    },
    "encoding-unsupported": {
      title: "请求体的压缩方式未知",
      detail: "无法识别 `{encoding}`，只支持 `gzip`",
      todo: "请原样发送请求体，或只用 gzip 压缩一次。",
    },
    "media-type-unsupported": {
      title: "媒体类型不适用",
      detail: "[[`{type}` 不可用]][[{missing}]]，可用的有：{known}",
      todo: "请在 Content-Type 中说明请求体的类型。",
    },
    "not-resolved": {
      title: "无法解析该模板",
      detail: "存在错误：{codes}",
      todo: "请查看 `diagnostics`：其中说明了问题、位置以及修正方法。",
    },
    "manifest-refused": {
      title: "清单被拒绝",
      detail: "{reason}[[：{what}]]；没有写入任何内容",
      todo: "请用 `ecs-image-resolver sign` 重新签名，并用 `ecs-image-resolver verify` 检查。",
    },
    "manifest-incomplete": {
      title: "清单的一部分缺失",
      detail: "缺少包中的 {count} 个对象；收到的部分已保存，正在使用的清单保持不变",
      todo: "请连同缺少的对象再次发送同一个包，可一次发送，也可分多次。",
    },
    "if-match-missing": {
      title: "未说明要替换哪个清单",
      detail: "请求没有 If-Match",
      todo: "请将 `GET /v1/manifest` 的 ETag 作为 If-Match 发送；尚无清单时发送 `If-None-Match: *`。",
    },
    "rate-limited": {
      title: "请求过多",
      detail: "该账号的请求过于频繁",
      todo: "请等待 Retry-After 头所示的秒数。",
    },
    "internal-error": {
      title: "本服务出现故障",
      detail: "无法响应该请求",
      todo: "请重新发送。若仍然失败，请将时间告知服务商。",
    },
    "keys-unavailable": {
      title: "目前无法验证令牌",
      detail: "无法取得令牌签发者的密钥",
      todo: "请稍后重新发送。",
    },
    "manifest-missing": {
      title: "尚无清单",
      detail: "此处尚未发布任何内容",
      todo: "服务商通过 `PUT /v1/manifest` 发布清单。",
    },
    "manifest-unavailable": {
      title: "目前无法读取清单",
      detail: "其中一部分缺失，或与签名内容不符",
      todo: "请稍后重新发送。若持续如此，服务商需重新发布清单。",
    },
    "manifest-unverified": {
      title: "在运维人员检查之前不能写入",
      detail: "无法用受信任的密钥验证最新清单的记录；正在使用的清单继续使用",
      todo: "运维人员运行 `ecs-image-resolver recover --root FILE` 或设置 `RECOVERY`，指定要信任的密钥集；然后服务商重新发布。",
    },
    "manifest-expired": {
      title: "清单已过期",
      detail: "有效期已过，且没有更新的清单",
      todo: "服务商需重新签名并发布。",
    },
    "storage-full": {
      title: "存储空间已满",
      detail: "存放清单的磁盘已满；原来的清单继续使用",
      todo: "请清理空间或提高配额，然后重新发送同一请求。",
    },
  },
  words: {
    fault: {
      missing: "缺失",
      twice: "出现多次",
      long: "过长",
      empty: "为空",
      unknown: "不是该路由的参数",
      form: "写法不正确",
    },
    reason: {
      form: "令牌不是已签名的 JWT",
      algorithm: "令牌不是用 EdDSA、ES256 或 RS256 签名的",
      key: "签发者的密钥中没有令牌所指的密钥",
      signature: "令牌的签名不正确",
      type: "令牌的 `typ` 不是此处要求的值",
      lifetime: "令牌的有效期超过此处允许的长度，或没有签发时间",
      issuer: "令牌的签发者不符",
      audience: "令牌的受众不符",
      expired: "令牌已过期，或未注明有效期",
      early: "令牌尚未生效",
      subject: "令牌没有指明账号",
      json: "不是 JSON 格式的包",
      signatures: "已知密钥的有效签名不足",
      version: "其版本不高于正在使用的清单",
      lapsed: "已过期",
      newer: "其格式比此版本新",
      object: "其中一部分缺失，或与根所列不符",
      provider: "其服务商不是令牌的账号",
      manifest: "其中没有清单",
    },
    missing: { "content-type": "没有 Content-Type" },
  },
};
