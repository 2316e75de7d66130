/** 所有元素共用的文字。 */

/** @type {import("../words.js").Shared} */
export default {
  "wasm-blocked": "此页面的 Content-Security-Policy 不允许 WebAssembly，因此无法分析。`script-src` 中需要 `'wasm-unsafe-eval'`。",
  "wasm-unsupported": "此浏览器没有支持 SIMD 的 WebAssembly，因此无法分析。请使用较新的浏览器。",
  "wasm-unavailable": "解析器未能加载，因此无法分析。请检查网络，以及 `core.wasm` 是否可访问。",
  again: "重试",
  loading: "正在加载…",
  copy: "复制",
  copied: "已复制",
  error: "错误",
  warning: "警告",
  info: "提示",
};
