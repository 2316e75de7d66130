//! How much input is too much.

/// The bounds that keep time and memory proportional to what a caller agreed to.
///
/// An input over a byte limit is refused before it is parsed, over any other limit as soon as it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one template. ROS itself refuses more than 524,288.
    pub template_bytes: u32,
    /// Bytes of the manifest.
    pub manifest_bytes: u32,
    /// Collections, blocks or brackets open at once; more than [`Limits::NESTING_MAX`] counts as that.
    pub nesting: u32,
    /// Aliases written in a template, and aliases followed while it is read.
    pub aliases: u32,
    /// Image sites of one template.
    pub sites: u32,
    /// Diagnostics kept for one template. Those past it are counted, and still decide whether it is `ok`.
    pub diagnostics: u32,
}

impl Limits {
    /// The most that [`Limits::nesting`] can be: what the stack of the wasm (`.cargo/config.toml`) holds with room to spare.
    pub const NESTING_MAX: u32 = 1_000;

    /// The same limits, with nesting bounded.
    #[must_use]
    pub fn bounded(self) -> Self {
        Limits { nesting: self.nesting.min(Limits::NESTING_MAX), ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            template_bytes: 524_288,
            manifest_bytes: 16 << 20,
            nesting: 128,
            aliases: 10_000,
            sites: 10_000,
            diagnostics: 1_000,
        }
    }
}
