//! Sealing: each file under a key of its own, that key under the operator's.
//!
//! XChaCha20-Poly1305, whose nonces are long enough to be drawn. What is sealed is bound to its document: bytes that are
//! moved to another open under none.

use std::io::{Read as _, Write as _};
use std::path::Path;

use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use creno_types::ids::DocumentId;

use crate::app::App;
use crate::config::{DocumentConfig, DocumentKey};

/// Length of a nonce, in bytes.
const NONCE: usize = 24;
/// What is sealed, said with whose it is: a key is never taken for content.
const CONTENT: &[u8] = b"creno document content";
const DATA_KEY: &[u8] = b"creno document key";

/// The operator's keys.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    current: Option<DocumentKey>,
    former: Vec<DocumentKey>,
}

/// The key of one file.
pub struct DataKey([u8; DocumentKey::LENGTH]);

/// A file's key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    /// Name of the operator's key that it is sealed under.
    pub key_id: String,
    /// Its bytes, sealed.
    pub bytes: Vec<u8>,
}

impl Keyring {
    /// The keys that are set.
    pub fn new(config: &DocumentConfig) -> Self {
        Self { current: config.key.clone(), former: config.former_keys.clone() }
    }

    /// The name of the key that new files are sealed under; none when none is set.
    pub fn current(&self) -> Option<&str> {
        self.current.as_ref().map(|key| key.id.as_str())
    }

    /// A file's key sealed under the current one; none when none is set.
    pub fn seal(&self, app: &App, document: DocumentId, key: &DataKey) -> Option<SealedKey> {
        let current = self.current.as_ref()?;
        let bytes = seal(app, current.secret(), &aad(DATA_KEY, document), key.0.to_vec())?;
        Some(SealedKey { key_id: current.id.clone(), bytes })
    }

    /// A file's key; none when the key that it was sealed under is not set any more, or is another.
    pub fn open(&self, document: DocumentId, sealed: &SealedKey) -> Option<DataKey> {
        let mut keys = self.current.iter().chain(&self.former);
        let key = keys.find(|key| key.id == sealed.key_id)?;
        let opened = open(key.secret(), &aad(DATA_KEY, document), sealed.bytes.clone())?;
        Some(DataKey(opened.try_into().ok()?))
    }
}

impl DataKey {
    /// A new one.
    pub fn draw(app: &App) -> Self {
        Self(app.random_bytes())
    }

    /// The content of a document, sealed.
    pub fn seal(&self, app: &App, document: DocumentId, content: Vec<u8>) -> Option<Vec<u8>> {
        seal(app, &self.0, &aad(CONTENT, document), content)
    }

    /// The content of a document; none when a bit of it was changed, or it is another's.
    pub fn open(&self, document: DocumentId, sealed: Vec<u8>) -> Option<Vec<u8>> {
        open(&self.0, &aad(CONTENT, document), sealed)
    }
}

fn aad(what: &[u8], document: DocumentId) -> Vec<u8> {
    [what, &[0], document.0.as_bytes()].concat()
}

/// Nonce, then what is sealed and its tag.
fn seal(app: &App, key: &[u8; DocumentKey::LENGTH], aad: &[u8], mut text: Vec<u8>) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = app.random_bytes();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    cipher.encrypt_in_place(&XNonce::from(nonce), aad, &mut text).ok()?;
    // Behind, where the bytes need not be moved.
    text.extend_from_slice(&nonce);
    Some(text)
}

fn open(key: &[u8; DocumentKey::LENGTH], aad: &[u8], mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = *sealed.last_chunk()?;
    sealed.truncate(sealed.len() - NONCE);
    XChaCha20Poly1305::new(&Key::from(*key)).decrypt_in_place(&XNonce::from(nonce), aad, &mut sealed).ok()?;
    Some(sealed)
}

/// The key of a demonstration, kept in its folder: made when there is none.
///
/// # Errors
/// When the folder can't be written, or holds something else under that name.
pub fn of_demonstration(data_dir: &Path, secret: [u8; DocumentKey::LENGTH]) -> std::io::Result<DocumentKey> {
    use std::os::unix::fs::OpenOptionsExt as _;
    std::fs::create_dir_all(data_dir)?;
    let file = data_dir.join("documents.key");
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
    match made {
        Ok(mut made) => {
            let key = DocumentKey::new("demo".into(), secret);
            made.write_all(key.write().as_bytes())?;
            made.sync_all()?;
            Ok(key)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let mut text = String::new();
            std::fs::File::open(&file)?.read_to_string(&mut text)?;
            let wrong = || std::io::Error::other(format!("{} holds no key", file.display()));
            DocumentKey::read(&text).ok_or_else(wrong)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::app::{SeededRandom, SystemClock};
    use crate::config::{Config, Overrides};
    use crate::store::Db;

    async fn app() -> App {
        let config = Config::load(&Overrides::default(), false).unwrap();
        let db = Db::connect("sqlite::memory:").await.unwrap();
        App::with(db, config, Arc::new(SystemClock), Arc::new(SeededRandom::new(1)))
    }

    fn key(id: &str, byte: u8) -> DocumentKey {
        DocumentKey::new(id.into(), [byte; 32])
    }

    #[tokio::test]
    async fn only_the_right_key_and_document_open() {
        let app = app().await;
        let (here, there) = (DocumentId(Uuid::from_u128(1)), DocumentId(Uuid::from_u128(2)));
        let ring = |current, former| Keyring { current: Some(current), former };
        let first = ring(key("a", 1), Vec::new());
        let data = DataKey::draw(&app);
        let sealed_key = first.seal(&app, here, &data).unwrap();
        let sealed = data.seal(&app, here, b"clear text".to_vec()).unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"clear"));
        assert_ne!(sealed, data.seal(&app, here, b"clear text".to_vec()).unwrap(), "nonces differ");

        let opened = |ring: &Keyring, document, sealed_key: &SealedKey, sealed: &[u8]| {
            ring.open(document, sealed_key)?.open(document, sealed.to_vec())
        };
        assert_eq!(opened(&first, here, &sealed_key, &sealed).as_deref(), Some(&b"clear text"[..]));
        assert_eq!(opened(&first, there, &sealed_key, &sealed), None, "bound to its document");
        // Rotated: the former key still opens, another of the same name does not.
        let rotated = ring(key("b", 2), vec![key("a", 1)]);
        assert!(opened(&rotated, here, &sealed_key, &sealed).is_some());
        assert_eq!(opened(&ring(key("b", 2), Vec::new()), here, &sealed_key, &sealed), None);
        assert_eq!(opened(&ring(key("a", 3), Vec::new()), here, &sealed_key, &sealed), None);
        // A changed bit, wherever it is.
        for at in [0, sealed.len() / 2, sealed.len() - 1] {
            let mut broken = sealed.clone();
            broken[at] ^= 1;
            assert_eq!(opened(&first, here, &sealed_key, &broken), None, "{at}");
        }
        assert_eq!(opened(&first, here, &sealed_key, &[1; 10]), None);
        // A sealed key is no content.
        let content = SealedKey {
            bytes: seal(&app, &[1; 32], &aad(CONTENT, here), vec![0; 32]).unwrap(),
            ..sealed_key
        };
        assert!(first.open(here, &content).is_none());
    }

    #[test]
    fn a_demonstration_keeps_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let made = of_demonstration(folder.path(), [7; 32]).unwrap();
        assert_eq!(of_demonstration(folder.path(), [8; 32]).unwrap(), made);
        std::fs::write(folder.path().join("documents.key"), "nothing").unwrap();
        assert!(of_demonstration(folder.path(), [8; 32]).is_err());
    }
}
