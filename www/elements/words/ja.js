/** すべての要素に共通する語句。 */

/** @type {import("../words.js").Shared} */
export default {
  "wasm-blocked": "このページの Content-Security-Policy が WebAssembly を許可していないため、解析できません。`script-src` に `'wasm-unsafe-eval'` が必要です。",
  "wasm-unsupported": "このブラウザーには SIMD 対応の WebAssembly がないため、解析できません。最新のブラウザーを使ってください。",
  "wasm-unavailable": "リゾルバーを読み込めなかったため、解析できません。ネットワークと、`core.wasm` が配信されていることを確認してください。",
  again: "再試行",
  loading: "読み込み中…",
  copy: "コピー",
  copied: "コピーしました",
  error: "エラー",
  warning: "警告",
  info: "情報",
};
