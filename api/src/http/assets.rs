//! The browser's files: embedded in a release, read from the build's folder in development.

use std::borrow::Cow;
use std::future::{Ready, ready};
use std::io::{self, Cursor, Read as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use flate2::read::GzDecoder;
use rust_embed::{EmbeddedFile, RustEmbed};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, DefaultServeDirFallback, File, Metadata, ServeDir};

#[derive(RustEmbed)]
#[folder = "../target/assets"]
#[allow_missing = true]
// Three megabytes that nearly nobody is sent: see `unpacked`.
#[exclude = "*.wasm"]
struct Files;

/// Serves the files below `folder`, precompressed where the browser accepts it.
pub fn serve(folder: &'static str) -> ServeDir<DefaultServeDirFallback, EmbeddedFiles> {
    ServeDir::with_backend(folder, EmbeddedFiles).precompressed_br().precompressed_gzip()
}

/// The text of a page; `None` when the browser's files were not built.
pub fn page(path: &str) -> Option<Cow<'static, [u8]>> {
    Files::get(path).map(|file| file.data)
}

/// A name that carries the hash of its content never means anything else.
pub async fn cache_by_name(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let cache = if hashed && response.status().is_success() {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=0, must-revalidate"
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// Whether a path ends in `-<10 hexadecimal digits>.<extension>`, as the build names files.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// [`ServeDir`]'s view of the embedded files.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedFiles;

/// Size and date of an embedded file.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedMetadata {
    length: u64,
    modified: Option<u64>,
}

/// An embedded file being read.
pub struct OpenFile {
    content: Cursor<Cow<'static, [u8]>>,
    metadata: EmbeddedMetadata,
}

impl Backend for EmbeddedFiles {
    type File = OpenFile;
    type Metadata = EmbeddedMetadata;
    type OpenFuture = Ready<io::Result<OpenFile>>;
    type MetadataFuture = Ready<io::Result<EmbeddedMetadata>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(find(&path).map(|file| OpenFile { metadata: metadata(&file), content: Cursor::new(file.data) }))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(find(&path).map(|file| metadata(&file)))
    }
}

fn find(path: &Path) -> io::Result<EmbeddedFile> {
    let path = path.to_str().ok_or(io::ErrorKind::NotFound)?;
    Files::get(path).map_or_else(|| unpacked(path), Ok)
}

/// A file that is kept compressed only, for whoever accepts no compression.
fn unpacked(path: &str) -> io::Result<EmbeddedFile> {
    let packed = Files::get(&format!("{path}.gz")).ok_or(io::ErrorKind::NotFound)?;
    let mut data = Vec::new();
    GzDecoder::new(&*packed.data).read_to_end(&mut data)?;
    Ok(EmbeddedFile { data: data.into(), metadata: packed.metadata })
}

fn metadata(file: &EmbeddedFile) -> EmbeddedMetadata {
    EmbeddedMetadata { length: file.data.len() as u64, modified: file.metadata.last_modified() }
}

impl Metadata for EmbeddedMetadata {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        let seconds = self.modified.ok_or(io::ErrorKind::Unsupported)?;
        Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    fn len(&self) -> u64 {
        self.length
    }
}

impl File for OpenFile {
    type Metadata = EmbeddedMetadata;
    type MetadataFuture<'a> = Ready<io::Result<EmbeddedMetadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.metadata))
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(cx, buffer)
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn tells_hashed_names() {
        assert!(is_hashed("/widget/v1/creno-widget-0a1b2c3d4e.wasm"));
        assert!(!is_hashed("/widget/v1/creno.js"));
        assert!(!is_hashed("/back-office/back-office.css"));
    }
}
