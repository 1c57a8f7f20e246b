//! Compressing what is sent many times, once.

use std::io::Write as _;

/// A content coding that we write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932.
    Brotli,
    /// Gzip, RFC 1952.
    Gzip,
}

/// Shorter texts do not gain by it.
const MIN_LENGTH: usize = 512;
/// What brotli gains beyond costs more time than it saves on the way, for texts of this size.
const BROTLI_QUALITY: u32 = 5;
/// A window of 4 MB, the usual one.
const BROTLI_WINDOW: u32 = 22;

impl Encoding {
    /// Every coding, the preferred one first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The best one that an `Accept-Encoding` header allows (RFC 9110 §12.5.3), for a text of `length` bytes.
    pub fn accepted(header: &str, length: usize) -> Option<Self> {
        let allows = |coding: Self| {
            header.split(',').any(|part| {
                let mut words = part.split(';').map(str::trim);
                let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(coding.as_str()));
                let weight = words.find_map(|word| word.strip_prefix("q=")?.parse::<f32>().ok());
                named && weight.is_none_or(|weight| weight > 0.0)
            })
        };
        if length < MIN_LENGTH { None } else { Self::ALL.into_iter().find(|coding| allows(*coding)) }
    }
}

/// `bytes` in an encoding.
pub fn compress(encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 4);
    let written = match encoding {
        Encoding::Brotli => {
            let mut writer = brotli::CompressorWriter::new(&mut packed, 4_096, BROTLI_QUALITY, BROTLI_WINDOW);
            writer.write_all(bytes).and_then(|()| writer.flush())
        }
        Encoding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::default());
            writer.write_all(bytes).and_then(|()| writer.try_finish())
        }
    };
    debug_assert!(written.is_ok(), "writing to memory");
    packed
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{Encoding, compress};

    #[test]
    fn chooses_what_the_header_allows() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", Some(Encoding::Brotli)),
            ("gzip;q=1.0, br;q=0", Some(Encoding::Gzip)),
            ("GZIP", Some(Encoding::Gzip)),
            ("br;q=0.1", Some(Encoding::Brotli)),
            ("identity, gzip; q=0", None),
            ("", None),
        ] {
            assert_eq!(Encoding::accepted(header, 10_000), expected, "{header}");
        }
        assert_eq!(Encoding::accepted("br", 100), None);
    }

    #[test]
    fn what_is_compressed_reads_the_same() {
        let text = "créneau ".repeat(1_000).into_bytes();
        let mut read = Vec::new();
        brotli::Decompressor::new(compress(Encoding::Brotli, &text).as_slice(), 4_096)
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, text);
        read.clear();
        flate2::read::GzDecoder::new(compress(Encoding::Gzip, &text).as_slice())
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, text);
    }
}
