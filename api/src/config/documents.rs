//! Documents of clients: where their bytes are, under which keys, how large, who looks for viruses in them.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{ConfigError, Values};

/// Settings of documents.
#[derive(Clone, Debug)]
pub struct DocumentConfig {
    /// Folder of the encrypted files.
    pub folder: PathBuf,
    /// What the keys of new files are sealed under; without one, nothing is taken nor read.
    pub key: Option<DocumentKey>,
    /// Keys from before, which still open what they sealed.
    pub former_keys: Vec<DocumentKey>,
    /// The largest file, in bytes.
    pub max_bytes: usize,
    /// Address of an antivirus that speaks the protocol of `clamd`; none to look for nothing.
    pub clamav: Option<String>,
}

/// A key of the operator, by the name that is kept beside what it seals.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentKey {
    /// Its name.
    pub id: String,
    secret: [u8; Self::LENGTH],
}

impl DocumentKey {
    /// The length of a key, in bytes.
    pub const LENGTH: usize = 32;

    /// A key of that name.
    pub fn new(id: String, secret: [u8; Self::LENGTH]) -> Self {
        Self { id, secret }
    }

    /// The key itself.
    pub fn secret(&self) -> &[u8; Self::LENGTH] {
        &self.secret
    }

    /// Reads `name:base64`.
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.trim().split_once(':')?;
        let named = (1..=32).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let secret = GeneralPurpose::new(&STANDARD, config).decode(secret).ok()?;
        Some(Self { id: named.then(|| id.to_owned())?, secret: secret.try_into().ok()? })
    }

    /// As [`DocumentKey::read`] reads it.
    pub fn write(&self) -> String {
        format!("{}:{}", self.id, base64::engine::general_purpose::STANDARD.encode(self.secret))
    }
}

impl std::fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DocumentKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl DocumentConfig {
    pub(super) fn read(values: &Values, data_dir: &Path) -> Result<Self, ConfigError> {
        let key = match given(values, "document_key") {
            None => None,
            Some(text) => Some(key(&text, "document_key")?),
        };
        let former = given(values, "document_former_keys").unwrap_or_default();
        let former = former.split(',').filter(|text| !text.trim().is_empty());
        let former_keys: Vec<_> =
            former.map(|text| self::key(text, "document_former_keys")).collect::<Result<_, _>>()?;
        let mut ids: Vec<_> = key.iter().chain(&former_keys).map(|key| key.id.as_str()).collect();
        ids.sort_unstable();
        if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            let accepted = "keys whose names differ, those of document_key and document_former_keys together";
            return Err(ConfigError::new("document_former_keys", pair[0], accepted));
        }
        let max_mb = values.within("document_max_mb", 10, 1..=50, "a whole number of megabytes, 1 to 50")?;
        Ok(Self {
            folder: given(values, "documents_dir").map_or_else(|| data_dir.join("documents"), PathBuf::from),
            key,
            former_keys,
            max_bytes: usize::from(max_mb) * 1_000_000,
            clamav: clamav(values)?,
        })
    }
}

/// An empty variable is how some platforms leave one unset.
fn given(values: &Values, key: &str) -> Option<String> {
    values.get(key).filter(|text| !text.trim().is_empty())
}

fn key(text: &str, key: &'static str) -> Result<DocumentKey, ConfigError> {
    let accepted = "NAME:KEY, the name in letters, digits, hyphens and dots, the key 32 bytes in base64: \
        2026-06:$(openssl rand -base64 32)";
    DocumentKey::read(text).ok_or_else(|| ConfigError::new(key, "(hidden)", accepted))
}

fn clamav(values: &Values) -> Result<Option<String>, ConfigError> {
    let Some(address) = given(values, "clamav") else { return Ok(None) };
    let address = address.trim().to_owned();
    let good = address.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(['/', ' ', '@']) && port.parse::<u16>().is_ok_and(|port| port != 0)
    });
    if good {
        Ok(Some(address))
    } else {
        Err(ConfigError::new("clamav", &address, "the host and the port of clamd: 127.0.0.1:3310"))
    }
}
