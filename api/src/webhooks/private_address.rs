//! Which addresses webhooks may go to: none inside a network, but for the hosts that the operator names.
//!
//! Whoever sets a webhook chooses where this server connects: without a guard, they could reach what only it can reach.
//! Literal addresses are looked at in the URL, whatever their spelling; names when they are resolved, so that one which
//! points elsewhere since it was set is refused too, and the very addresses that were looked at are connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use creno_types::FieldErrorCode;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Why a name is not connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has no address that anyone may reach.
    #[error("adresse privée refusée : ce nom désigne une machine d’un réseau interne (CRENO_WEBHOOK_HOSTS)")]
    Private,
    /// It has no address at all.
    #[error("ce nom n’a pas d’adresse")]
    Unknown,
}

/// Whether an address is one that anyone may reach: by the IANA's registries of special-purpose addresses, and none that
/// carries another inside (IPv4-mapped, 6to4, Teredo, NAT64).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !match (a, b, c) {
        // This network, private, loopback, link-local.
        (0 | 10 | 127, ..) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Shared by carriers (RFC 6598).
        (100, 64..=127, _) => true,
        // Protocol assignments, documentation, the former 6to4 relays, benchmarks.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => true,
        // Multicast, reserved, broadcast.
        (224.., ..) => true,
        _ => false,
    }
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    // Global unicast alone: loopback, mapped, NAT64, unique local, link-local and multicast are elsewhere.
    let global = a & 0xe000 == 0x2000;
    let special = match (a, b) {
        // Protocol assignments, Teredo among them; documentation; 6to4.
        (0x2001, 0x0000..=0x01ff | 0x0db8) | (0x2002, _) => true,
        // Documentation (RFC 9637).
        (0x3fff, 0x0000..=0x0fff) => true,
        _ => false,
    };
    global && !special
}

/// The literal address of a URL, however it is spelt.
fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether the operator named the host of `url`.
fn is_named(url: &Url, hosts: &[String]) -> bool {
    url.host_str().is_some_and(|host| hosts.iter().any(|named| named == host))
}

/// What is wrong with the address of a server to tell, as far as can be seen without resolving it.
pub fn fault(text: &str, hosts: &[String]) -> Option<FieldErrorCode> {
    let Ok(url) = Url::parse(text) else { return Some(FieldErrorCode::NotUrl) };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "https" | "http")
        || !plain
        || text.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return Some(FieldErrorCode::NotUrl);
    }
    if is_named(&url, hosts) {
        return None;
    }
    let local = url.host_str().is_some_and(|host| {
        let host = host.trim_end_matches('.');
        host == "localhost" || host.ends_with(".localhost")
    });
    if local || literal(&url).is_some_and(|ip| !is_public(ip)) {
        return Some(FieldErrorCode::PrivateAddress);
    }
    (url.scheme() != "https").then_some(FieldErrorCode::NotHttps)
}

/// Resolves names to addresses that may be connected to.
#[derive(Clone, Debug)]
pub struct Guard {
    hosts: std::sync::Arc<[String]>,
}

impl Guard {
    /// One that lets the named hosts through.
    pub fn new(hosts: &[String]) -> Self {
        Self { hosts: hosts.into() }
    }

    /// What is wrong with a URL that is about to be posted to.
    pub(super) fn fault(&self, url: &str) -> Option<FieldErrorCode> {
        fault(url, &self.hosts)
    }

    /// Of the addresses of `name`, those that may be connected to.
    ///
    /// # Errors
    /// When there are none.
    pub fn allowed(&self, name: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, Refused> {
        if found.is_empty() {
            return Err(Refused::Unknown);
        }
        let named = self.hosts.iter().any(|host| host == name);
        let allowed: Vec<_> = found.iter().filter(|at| named || is_public(at.ip())).copied().collect();
        if allowed.is_empty() { Err(Refused::Private) } else { Ok(allowed) }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<_> = found.map_or_else(|_| Vec::new(), Iterator::collect);
            let allowed = guard.allowed(name.as_str(), &found)?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[path = "private_address_tests.rs"]
mod tests;
