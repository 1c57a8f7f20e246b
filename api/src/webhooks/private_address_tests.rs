use super::*;

#[test]
fn addresses_inside_networks_are_none_that_anyone_may_reach() {
    let private = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:53aa:64c:0:0:0:1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:0808:0808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];
    for text in private {
        assert!(!is_public(text.parse().unwrap()), "{text}");
    }
    let public = [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2a01:e0a::1",
        "2606:4700::1111",
    ];
    for text in public {
        assert!(is_public(text.parse().unwrap()), "{text}");
    }
}

#[test]
fn an_address_is_known_whatever_its_spelling() {
    let hosts = ["crm.interne".to_owned(), "127.0.0.1".to_owned()];
    let of = |text: &str, hosts: &[String]| {
        fault(text, hosts).map_or("", |code| match code {
            FieldErrorCode::NotUrl => "not_url",
            FieldErrorCode::NotHttps => "not_https",
            FieldErrorCode::PrivateAddress => "private_address",
            _ => "other",
        })
    };
    for (text, expected) in [
        ("https://crm.example.fr/creno", ""),
        ("https://crm.example.fr:8443/creno?key=1", ""),
        ("https://93.184.215.14/", ""),
        ("http://crm.example.fr/", "not_https"),
        ("http://8.8.8.8/", "not_https"),
        ("ftp://crm.example.fr/", "not_url"),
        ("file:///etc/passwd", "not_url"),
        ("crm.example.fr", "not_url"),
        ("https://", "not_url"),
        ("https://user:pass@crm.example.fr/", "not_url"),
        ("https://crm.example.fr/#part", "not_url"),
        ("https://crm.example.fr/a b", "not_url"),
        ("https://127.0.0.1/", "private_address"),
        ("https://127.1/", "private_address"),
        ("https://2130706433/", "private_address"),
        ("https://0x7f000001/", "private_address"),
        ("https://0x7f.1/", "private_address"),
        ("https://017700000001/", "private_address"),
        ("https://0177.0.0.1/", "private_address"),
        ("https://127.0.0.1./", "private_address"),
        ("https://①②⑦.⓪.⓪.①/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[0:0:0:0:0:0:0:1]/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://[::ffff:7f00:1]/", "private_address"),
        ("https://[fd00::1]:8443/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://localhost/", "private_address"),
        ("https://LOCALHOST./", "private_address"),
        ("https://crm.localhost/", "private_address"),
    ] {
        assert_eq!(of(text, &[]), expected, "{text}");
    }
    for text in
        ["http://crm.interne/", "https://CRM.interne:8080/x", "http://127.0.0.1:9000/", "http://0x7f.1/"]
    {
        assert_eq!(of(text, &hosts), "", "named: {text}");
    }
    assert_eq!(of("http://10.0.0.1/", &hosts), "private_address", "another");
}

#[test]
fn names_are_looked_at_once_resolved() {
    let guard = Guard::new(&["crm.interne".to_owned()]);
    let at = |text: &str| SocketAddr::new(text.parse().unwrap(), 0);
    let (inside, outside) = (at("192.168.1.4"), at("93.184.215.14"));
    assert_eq!(guard.allowed("crm.example.fr", &[outside]), Ok(vec![outside]));
    assert_eq!(guard.allowed("crm.example.fr", &[inside]), Err(Refused::Private));
    assert_eq!(
        guard.allowed("crm.example.fr", &[inside, outside]),
        Ok(vec![outside]),
        "only where anyone may go"
    );
    assert_eq!(guard.allowed("crm.interne", &[inside]), Ok(vec![inside]));
    assert_eq!(guard.allowed("crm.example.fr", &[]), Err(Refused::Unknown));
}
