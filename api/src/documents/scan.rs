//! The antivirus, when one is set: what it can't look at is not taken.

use std::time::Duration;

use clamav_client::tokio::{Tcp, scan_buffer};

/// How long it may look.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes sent at once.
const CHUNK: usize = 65_536;

/// What the antivirus says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was found.
    Infected,
    /// It can't be reached, or did not look: too large for its settings, for example.
    Unknown,
}

/// Has the antivirus at that address look at `content`.
pub async fn scan(address: &str, content: &[u8]) -> Verdict {
    let asked = scan_buffer(content, Tcp { host_address: address }, Some(CHUNK));
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(answer)) => verdict(&answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "the antivirus can't be asked");
            Verdict::Unknown
        }
        Err(_) => {
            tracing::error!("the antivirus takes too long");
            Verdict::Unknown
        }
    }
}

/// `stream: OK`, `stream: Name FOUND`, or a failure in words (clamd(8), `INSTREAM`).
fn verdict(answer: &[u8]) -> Verdict {
    let answer = String::from_utf8_lossy(answer);
    let answer = answer.trim_end_matches(['\0', '\n', '\r']);
    if answer.ends_with(" FOUND") {
        tracing::warn!(answer, "the antivirus refuses a document");
        Verdict::Infected
    } else if answer == "stream: OK" {
        Verdict::Clean
    } else {
        tracing::error!(answer, "the antivirus did not look");
        Verdict::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_is_one() {
        for (answer, told) in [
            (&b"stream: OK\0"[..], Verdict::Clean),
            (b"stream: Eicar-Test-Signature FOUND\0", Verdict::Infected),
            (b"INSTREAM size limit exceeded. ERROR\0", Verdict::Unknown),
            (b"stream: BOOK FOUNDATION ERROR", Verdict::Unknown),
            (b"", Verdict::Unknown),
            (b"\xFF\xFE", Verdict::Unknown),
        ] {
            assert_eq!(verdict(answer), told, "{:?}", String::from_utf8_lossy(answer));
        }
    }
}
