//! `.br` and `.gz` siblings, so that the server compresses nothing by itself.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Tree;
use super::cache::Cache;
use crate::process;

/// Extensions of files that get smaller; images and fonts are compressed already.
const COMPRESSIBLE: [&str; 11] =
    ["css", "geojson", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW_BITS: i32 = 24;

/// Adds the compressed siblings of every file of `tree` that is worth it.
///
/// # Errors
/// When interrupted, or the cache cannot be written.
pub fn add_compressed(tree: &mut Tree, cache: &Cache) -> Result<()> {
    let files: Vec<_> = tree.iter().filter(|(name, _)| is_compressible(name)).collect();
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::new());
    let work = || -> Result<()> {
        while let Some((name, bytes)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            process::check_interrupted()?;
            let br = cache.get("brotli", bytes, || brotli(bytes))?;
            let gz = cache.get("gzip", bytes, || gzip(bytes))?;
            if let Ok(mut made) = made.lock() {
                made.extend([(format!("{name}.br"), br), (format!("{name}.gz"), gz)]);
            }
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a compressing thread panicked")))
        })
    })?;
    tree.extend(made.into_inner().unwrap_or_default());
    Ok(())
}

fn is_compressible(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| COMPRESSIBLE.contains(&extension))
}

/// `bytes` as small as brotli makes them.
///
/// # Errors
/// When there is no memory for it.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut output = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut output, &params).context("compressing with brotli")?;
    Ok(output)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("compressing with gzip")?;
    encoder.finish().context("compressing with gzip")
}
