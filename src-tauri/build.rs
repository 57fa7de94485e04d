//! Checks `tauri.conf.json` and the capabilities at build time, and prepares what the window embeds.

fn main() {
    tauri_build::build();
}
