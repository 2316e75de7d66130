/** What all elements say, in English. Strings and functions; the same keys in every language. */

export default {
  "wasm-blocked": "The Content-Security-Policy of this page does not allow WebAssembly, so nothing can be analysed. Its `script-src` needs `'wasm-unsafe-eval'`.",
  "wasm-unsupported": "This browser has no WebAssembly with SIMD, so nothing can be analysed. Any current browser has it.",
  "wasm-unavailable": "The resolver could not be loaded, so nothing can be analysed. Look whether the network is there and the file `core.wasm` is served.",
  again: "Try again",
  loading: "Loading…",
  copy: "Copy",
  copied: "Copied",
  error: "Error",
  warning: "Warning",
  info: "Note",
};
