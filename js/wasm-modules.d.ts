// What a bundler makes of an imported `.wasm` file. Not published: only the project's own entries import one.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
