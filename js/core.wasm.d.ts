/** The core, as a bundler for workerd hands it over: compiled. Elsewhere the path is what is wanted, for `slim`'s `init`. */
declare const module: WebAssembly.Module;
export default module;
