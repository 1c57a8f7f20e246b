//! Passwords, as Argon2id hashes (RFC 9106) in the PHC string format.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;

/// OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// The same text, however a keyboard composes its accents (NIST SP 800-63B-4 §3.1.1.2).
fn composed(password: &str) -> String {
    password.nfkc().collect()
}

/// The hash of a password with a salt drawn for it. Slow by design: call it off the async threads.
///
/// # Errors
/// When the parameters or the salt are refused, which the constants above rule out.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String, argon2::password_hash::Error> {
    Ok(argon2().hash_password_with_salt(composed(password).as_bytes(), salt)?.to_string())
}

/// Whether a password goes with a hash. Slow by design: call it off the async threads.
///
/// Without a hash the same work is done for nothing, so that the time taken does not tell whether an account exists.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let Some(hash) = hash else {
        drop(self::hash(password, &[0; 16]));
        return false;
    };
    let password = composed(password);
    PasswordHash::new(hash).is_ok_and(|parsed| argon2().verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{hash, verify};

    #[test]
    fn a_password_goes_with_its_own_hash_only() {
        let stored = hash("demo1234", &[7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("demo1234", Some(&stored)));
        assert!(!verify("demo1235", Some(&stored)));
        assert!(!verify("demo1234", None));
        assert!(!verify("demo1234", Some("plain")));
        let accented = hash("mot de passe très clé", &[7; 16]).unwrap();
        assert!(verify("mot de passe tre\u{300}s cle\u{301}", Some(&accented)), "composed otherwise");
    }
}
