//! The page that was asked for before signing in: kept across the detour, and never anywhere else than in our back-office.

use reqwest::Url;

/// Where one goes when nothing else was asked for.
pub const HOME: &str = "/back-office/";
/// The longest address that is kept.
const LONGEST: usize = 1_000;

/// The path and query of a page of the back-office; [`HOME`] for whatever is none. What is returned is what a browser would make of
/// it: it is resolved first, then looked at, and nothing of the origin is kept.
pub fn checked(asked: Option<&str>) -> String {
    asked.and_then(resolved).unwrap_or_else(|| HOME.to_owned())
}

fn resolved(asked: &str) -> Option<String> {
    if asked.len() > LONGEST || !asked.starts_with('/') {
        return None;
    }
    let base = Url::parse("https://back-office.invalid/").ok()?;
    let url = base.join(asked).ok()?;
    if url.origin() != base.origin() || !url.path().starts_with(HOME) {
        return None;
    }
    let path = url.path().to_owned();
    Some(url.query().map_or(path.clone(), |query| format!("{path}?{query}")))
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn pages_of_the_back_office_are_kept() {
        for page in ["/back-office/", "/back-office/rendez-vous/CRN-7K3QXN?date=2026-06-15&agence=paris"] {
            assert_eq!(checked(Some(page)), page);
        }
        assert_eq!(
            checked(Some("/back-office/journaux#acces")),
            "/back-office/journaux",
            "the fragment is ours"
        );
    }

    #[test]
    fn nothing_else_is_ever_gone_to() {
        let long = format!("/back-office/{}", "a".repeat(1_000));
        for elsewhere in [
            "",
            "/",
            "/back-office",
            "/back-officer/",
            "https://evil.example/back-office/",
            "//evil.example/back-office/",
            "/\\evil.example/back-office/",
            "\\\\evil.example/back-office/",
            "/\t/evil.example/back-office/",
            "\n//evil.example/back-office/",
            "javascript:alert(1)//back-office/",
            "/back-office/../api/v1/session",
            "/back-office/%2e%2e/api/v1/session",
            "/back-office/..\\..\\api",
            "back-office/",
            long.as_str(),
        ] {
            assert_eq!(checked(Some(elsewhere)), "/back-office/", "{elsewhere}");
        }
        assert_eq!(checked(None), "/back-office/");
        // What is odd stays here: a path, encoded, of our own origin.
        assert_eq!(checked(Some("/back-office//evil.example")), "/back-office//evil.example");
        assert_eq!(checked(Some("/back-office/a\r\nSet-Cookie:b")), "/back-office/aSet-Cookie:b");
    }
}
