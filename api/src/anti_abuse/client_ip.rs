//! Which network a request comes from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::config::{AntiAbuseConfig, ForwardedHeader};

/// The client's address: the socket's, unless a trusted proxy is there; then the nearest address that proxies name and
/// that is none of them. `forwarded` are the values of the configured header, in order.
pub fn client_address<'a>(
    peer: IpAddr,
    forwarded: impl DoubleEndedIterator<Item = &'a str>,
    config: &AntiAbuseConfig,
) -> IpAddr {
    let trusted = |address: IpAddr| config.trusted_proxies.iter().any(|net| net.contains(&address));
    let mut address = peer.to_canonical();
    // From the right: each proxy adds whom it heard, and only what trusted ones added can be believed.
    for hop in forwarded.rev().flat_map(|value| value.rsplit(',')) {
        if !trusted(address) {
            break;
        }
        let said = match config.forwarded_header {
            ForwardedHeader::XForwardedFor => read_host(hop.trim()),
            ForwardedHeader::Forwarded => read_forwarded(hop),
        };
        // `unknown` or nonsense: the proxy that says so is the nearest that is known.
        let Some(said) = said else { break };
        address = said.to_canonical();
    }
    address
}

/// The `for` of an element of `Forwarded` (RFC 7239 §4).
fn read_forwarded(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, host) = pairs.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    read_host(host.trim().trim_matches('"'))
}

/// An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn read_host(text: &str) -> Option<IpAddr> {
    if let Some(rest) = text.strip_prefix('[') {
        return rest.split_once(']')?.0.parse::<Ipv6Addr>().ok().map(IpAddr::from);
    }
    let without_port = text.rsplit_once(':').and_then(|(host, _)| host.parse::<Ipv4Addr>().ok());
    text.parse().ok().or(without_port.map(IpAddr::from))
}

/// Who shares limits: an IPv4 address, or the 64 bits of an IPv6 network, which is what one subscriber has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prefix(IpAddr);

impl Prefix {
    /// That of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(cut_v6(address, 64).into()),
            address => Self(address),
        }
    }

    /// What may be kept of it: /24 or /48, which tells a network, not a household.
    pub fn cut_short(&self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => format!("{}/48", cut_v6(address, 48)),
        }
    }
}

fn cut_v6(address: Ipv6Addr, bits: u32) -> Ipv6Addr {
    let mask = u128::MAX.checked_shl(128 - bits).unwrap_or_default();
    Ipv6Addr::from_bits(address.to_bits() & mask)
}

#[cfg(test)]
mod tests {
    use super::{Prefix, client_address};
    use crate::config::{Config, ForwardedHeader, Overrides};

    fn client(peer: &str, header: ForwardedHeader, values: &[&str]) -> String {
        let mut config = Config::load(&Overrides::default(), false).unwrap().anti_abuse;
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()];
        config.forwarded_header = header;
        client_address(peer.parse().unwrap(), values.iter().copied(), &config).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let rows: [(&str, &[&str], &str); 10] = [
            ("192.0.2.9", &["198.51.100.1"], "192.0.2.9"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            // What the client claims stands at the left.
            ("10.0.0.1", &["203.0.113.66, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.66", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
            ("2001:db8:1::5", &["[2001:db8:9::1]:80"], "2001:db8:9::1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["198.51.100.1, nonsense"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"], "10.0.0.2"),
        ];
        for (peer, values, expected) in rows {
            assert_eq!(client(peer, ForwardedHeader::XForwardedFor, values), expected, "{peer} {values:?}");
        }
        let forwarded =
            "for=203.0.113.66, proto=https;For=\"[2001:db8:9::1]:4711\";by=10.0.0.2, for=10.0.0.2";
        assert_eq!(client("10.0.0.1", ForwardedHeader::Forwarded, &[forwarded]), "2001:db8:9::1");
        assert_eq!(client("10.0.0.1", ForwardedHeader::Forwarded, &["for=_hidden"]), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_network_is_one_prefix() {
        let prefix = |text: &str| Prefix::of(text.parse().unwrap());
        assert_eq!(prefix("2001:db8:9:1::1"), prefix("2001:db8:9:1:ffff::2"));
        assert_ne!(prefix("2001:db8:9:1::1"), prefix("2001:db8:9:2::1"));
        assert_eq!(prefix("::ffff:192.0.2.1"), prefix("192.0.2.1"));
        assert_ne!(prefix("192.0.2.1"), prefix("192.0.2.2"));
        assert_eq!(prefix("192.0.2.77").cut_short(), "192.0.2.0/24");
        assert_eq!(prefix("2001:db8:9:1::1").cut_short(), "2001:db8:9::/48");
    }
}
