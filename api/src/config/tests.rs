use super::value::Values;
use super::{Config, ConfigError, Overrides};

fn read(variables: &[(&str, &str)], demo: bool) -> Result<Config, ConfigError> {
    let variables = variables.iter().map(|(name, value)| (format!("CRENO_{name}"), (*value).to_owned()));
    Config::read(&Values::load(&Overrides::default(), variables)?, demo)
}

#[test]
fn defaults_are_good() {
    let config = read(&[], false).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url, "http://127.0.0.1:8080");
    assert_eq!(config.database_url.as_str(), "sqlite://var/creno.db");
    assert_eq!(config.sqlite_folder().unwrap().to_str(), Some("var"));
}

#[test]
fn a_wrong_value_says_its_key_and_what_is_accepted() {
    let rows = [
        ("LISTEN", "8080", "an address and a port"),
        ("DATABASE_URL", "mysql://localhost/creno", "sqlite://PATH or postgres://"),
        ("PUBLIC_URL", "rdv.example.fr", "https://"),
        ("ALLOWED_ORIGINS", "https://a.fr, b.fr", "origins separated by commas"),
        ("FRAME_ANCESTORS", "a.fr", "origins separated by commas"),
        ("MAP_TILES", "https://{s}.tiles.fr/{z}/{x}/{y}.png", "{z}, {x} and {y}"),
        ("MAP_TILES", "https://tiles.fr/{z}/{x}.png", "{z}, {x} and {y}"),
        ("MAP_TILES", "https://tiles.fr;/{z}/{x}/{y}", "{z}, {x} and {y}"),
        ("LOG_FORMAT", "xml", "pretty or json"),
        ("LOG", "info=loud", "tracing directives"),
        ("HOLD_MIN", "0", "1 to 120"),
        ("SESSION_HOURS", "ten", "1 to 168"),
        ("SESSION_IDLE_MIN", "2", "5 to 1440"),
        ("OIDC_ISSUER", "http://sso.example.fr", "https:// URL"),
        ("OIDC_ISSUER", "sso.example.fr", "https:// URL"),
        ("RATE_LIMIT", "maybe", "on or off"),
        ("RATE_LIMIT", "off", "`creno demo` only"),
        ("CHALLENGE", "off", "`creno demo` only"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, nginx", "networks or addresses"),
        ("FORWARDED_HEADER", "x-real-ip", "x-forwarded-for or forwarded"),
        ("CHALLENGE_COST", "1", "100 to 20000"),
        ("ADDRESSES_URL", "data.geopf.fr", "https://data.geopf.fr/geocodage"),
        ("ADDRESSES_URL", "https://data.geopf.fr/geocodage?key=1", "without a query"),
        ("LIMIT_SLOTS", "0/10", "BURST/PER_MINUTE"),
        ("SMS_PROVIDER", "pigeon", "ovh, twilio or generic"),
        ("LIMIT_HOLDS", "10", "BURST/PER_MINUTE"),
        ("DOCUMENT_MAX_MB", "0", "1 to 50"),
        ("CLAMAV", "localhost", "127.0.0.1:3310"),
        ("CLAMAV", "tcp://localhost:3310/", "127.0.0.1:3310"),
    ];
    for (key, value, accepted) in rows {
        let message = read(&[(key, value)], false).err().unwrap().to_string();
        assert!(message.contains(&format!("CRENO_{key}")), "{message}");
        assert!(message.contains(value.split(", ").last().unwrap()), "{message}");
        assert!(message.contains(accepted), "{message}");
    }
}

#[test]
fn a_gateway_of_text_messages_is_whole_or_none() {
    assert!(read(&[("SMS_PROVIDER", "")], false).unwrap().sms.is_none());
    let twilio = [
        ("SMS_PROVIDER", "twilio"),
        ("SMS_FROM", "Creno"),
        ("SMS_ACCOUNT", "AC1"),
        ("SMS_SECRET", "hidden!"),
    ];
    let config = read(&twilio, false).unwrap();
    assert_eq!(config.sms.as_ref().unwrap().url, "https://api.twilio.com");
    assert!(!format!("{config:?}").contains("hidden!"), "secrets are not shown");
    for missing in 1..4 {
        let mut some = twilio.to_vec();
        let (key, _) = some.remove(missing);
        let message = read(&some, false).err().unwrap().to_string();
        assert!(message.contains(&format!("CRENO_{key}")) && !message.contains("hidden!"), "{message}");
    }
    let generic = [("SMS_PROVIDER", "generic"), ("SMS_FROM", "Creno")];
    assert!(read(&generic, false).err().unwrap().to_string().contains("CRENO_SMS_URL"));
    let short = read(&[("METRICS_TOKEN", "fifteen-letters")], false).err().unwrap().to_string();
    assert!(short.contains("CRENO_METRICS_TOKEN") && !short.contains("fifteen"), "{short}");
}

#[test]
fn a_sign_in_service_is_whole_or_none() {
    assert!(read(&[("OIDC_ISSUER", " ")], false).unwrap().oidc.is_none());
    let base = [("OIDC_ISSUER", "http://[::1]:9911"), ("OIDC_CLIENT_ID", "creno")];
    let with = |more: &[(&str, &str)]| read(&[&base[..], more].concat(), false);
    let oidc = with(&[]).unwrap().oidc.unwrap();
    assert_eq!(
        (oidc.scopes, oidc.create, oidc.trust_email),
        (vec!["email".into(), "profile".into()], None, false)
    );
    let more = [
        ("OIDC_CLIENT_SECRET", "hidden!"),
        ("OIDC_CREATE", "collaborateur"),
        ("OIDC_ALLOWED_DOMAINS", "Example.fr, agences.example.fr"),
        ("OIDC_TRUST_EMAIL", "on"),
        ("OIDC_PASSWORD", "rescue"),
    ];
    let config = with(&more).unwrap();
    assert!(!format!("{config:?}").contains("hidden!"), "secrets are not shown");
    let oidc = config.oidc.unwrap();
    assert_eq!(oidc.allowed_domains, ["example.fr", "agences.example.fr"]);
    assert!(oidc.trust_email && oidc.password_is_rescue);
    for (wrong, value) in [
        ("OIDC_TRUST_EMAIL", "maybe"),
        ("OIDC_PASSWORD", "hidden"),
        ("OIDC_ALLOWED_DOMAINS", "lea@example.fr"),
    ] {
        let message = with(&[(wrong, value)]).err().unwrap().to_string();
        assert!(message.contains(&format!("CRENO_{wrong}")) && message.contains(value), "{message}");
    }
    let message = read(&base[..1], false).err().unwrap().to_string();
    assert!(message.contains("CRENO_OIDC_CLIENT_ID"), "{message}");
}

#[test]
fn protections_can_be_off_in_a_demonstration_only() {
    let config = read(&[("RATE_LIMIT", "off"), ("CHALLENGE", "off")], true).unwrap();
    assert!(!config.rate_limit && !config.challenge);
    let config = read(&[], false).unwrap();
    assert!(config.rate_limit && config.challenge);
}

#[test]
fn passwords_are_never_shown() {
    let config = read(&[("DATABASE_URL", "postgres://creno:s3cret@db/creno")], false).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    let secret = "0123456789abcdef0123456789abcdef";
    let config = read(&[("SECRET", secret)], false).unwrap();
    assert!(!format!("{config:?}").contains(secret));
    let message = read(&[("SECRET", "short and sweet")], false).err().unwrap().to_string();
    assert!(!message.contains("sweet") && message.contains("32 characters"), "{message}");
    let message =
        read(&[("DATABASE_URL", "oracle://creno:s3cret@db/creno")], false).err().unwrap().to_string();
    assert!(!message.contains("s3cret") && message.contains("oracle://creno"), "{message}");
}

#[test]
fn addresses_are_completed_only_where_a_server_is_named() {
    assert_eq!(read(&[], true).unwrap().addresses_url, None);
    assert_eq!(read(&[("ADDRESSES_URL", " ")], false).unwrap().addresses_url, None);
    let config = read(&[("ADDRESSES_URL", "https://data.geopf.fr/geocodage/")], false).unwrap();
    assert_eq!(config.addresses_url.as_deref(), Some("https://data.geopf.fr/geocodage"));
}

#[test]
fn the_map_has_pictures_only_where_a_server_is_named() {
    assert_eq!(read(&[("MAP_TILES", "")], true).unwrap().map_tiles, None);
    let settings = [("MAP_TILES", "https://tiles.fr:8443/a/{z}/{x}/{y}.png"), ("MAP_CREDIT", "© Tiles")];
    let tiles = read(&settings, false).unwrap().map_tiles.unwrap();
    assert_eq!(tiles.credit, "© Tiles");
    assert_eq!(super::origin_of(&tiles.url), "https://tiles.fr:8443");
}

#[test]
fn keys_of_documents_have_names_and_are_never_shown() {
    use base64::Engine as _;
    let config = read(&[("DOCUMENT_KEY", " ")], false).unwrap();
    assert!(config.documents.key.is_none());
    assert_eq!(config.documents.folder.to_str(), Some("var/documents"));
    let secret = |byte: u8| base64::engine::general_purpose::STANDARD.encode([byte; 32]);
    let (current, former) =
        (format!("2026-06:{}", secret(1)), format!("2025:{}, 2024:{}", secret(2), secret(3)));
    let config = read(
        &[("DOCUMENT_KEY", &current), ("DOCUMENT_FORMER_KEYS", &former), ("DATA_DIR", "/srv/creno")],
        false,
    );
    let documents = config.unwrap().documents;
    let key = documents.key.clone().unwrap();
    assert_eq!((key.id.as_str(), key.secret(), key.write()), ("2026-06", &[1; 32], current.clone()));
    let names: Vec<_> = documents.former_keys.iter().map(|key| key.id.as_str()).collect();
    assert_eq!((names, documents.folder.to_str()), (vec!["2025", "2024"], Some("/srv/creno/documents")));
    let shown = format!("{documents:?}");
    assert!(!shown.contains(&secret(1)) && !shown.contains("1, 1"), "{shown}");
    // Without the padding that some tools leave out.
    assert!(read(&[("DOCUMENT_KEY", current.trim_end_matches('='))], false).is_ok());
    let short = base64::engine::general_purpose::STANDARD.encode([7; 31]);
    for wrong in [secret(1), format!(":{}", secret(1)), format!("a b:{}", secret(1)), format!("a:{short}")] {
        let message = read(&[("DOCUMENT_KEY", &wrong)], false).err().unwrap().to_string();
        assert!(message.contains("CRENO_DOCUMENT_KEY") && message.contains("openssl rand"), "{message}");
        assert!(!message.contains(&secret(1)) && !message.contains(&short), "{message}");
    }
    let twice = [("DOCUMENT_KEY", current.as_str()), ("DOCUMENT_FORMER_KEYS", current.as_str())];
    let message = read(&twice, false).err().unwrap().to_string();
    assert!(message.contains("names differ") && !message.contains(&secret(1)), "{message}");
}
