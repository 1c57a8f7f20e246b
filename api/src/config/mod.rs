//! What the operator sets: by file (`--config`), by `CRENO_*` variables, by options, the last one winning.
//!
//! Every value is read as text and parsed here, so that a wrong one stops the start with its key, its value and
//! what is accepted. To add a setting: a member of [`Config`], a line in [`Config::read`], a row in `docs/exploitation.md`.

mod anti_abuse;
mod documents;
mod mail;
mod oidc;
mod retention;
mod sms;
mod value;
mod webhooks;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use creno_types::MapTiles;
use secrecy::SecretString;

pub use anti_abuse::{AntiAbuseConfig, ForwardedHeader, LimitsConfig, Quota};
pub use documents::{DocumentConfig, DocumentKey};
pub use mail::MailConfig;
pub use oidc::OidcConfig;
pub use retention::RetentionConfig;
pub use sms::{SmsConfig, SmsProvider};
pub use value::ConfigError;
use value::Values;
pub use webhooks::WebhookConfig;

/// Settings that are known to be good.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address that the server listens on.
    pub listen: SocketAddr,
    /// Where the data are.
    pub database_url: DatabaseUrl,
    /// Where the public reaches the server, without a slash at the end.
    pub public_url: String,
    /// Folder of files that are not in the database.
    pub data_dir: PathBuf,
    /// Origins whose pages may carry the widget; `None` for any.
    pub allowed_origins: Option<Vec<String>>,
    /// Origins whose pages may frame the hosted page; `None` for any. Those that may carry the widget, unless told
    /// otherwise: the frame takes its place where a page's policy refuses our scripts.
    pub frame_ancestors: Option<Vec<String>>,
    /// Shape of the log.
    pub log_format: LogFormat,
    /// What is logged, in `tracing`'s directives.
    pub log: String,
    /// Minutes for which a start is kept.
    pub hold_min: u16,
    /// Hours after which a session ends, used or not.
    pub session_hours: u16,
    /// Minutes after which a session that is not used ends.
    pub session_idle_min: u16,
    /// The organisation's own sign-in service; none when there is none.
    pub oidc: Option<OidcConfig>,
    /// Whom to ask about accounts, in the organisation's words.
    pub sign_in_contact: Option<String>,
    /// Seconds that a request may take.
    pub request_timeout_s: u16,
    /// Whether attempts are limited; off only in demonstrations under load.
    pub rate_limit: bool,
    /// Whether a confirmation needs the answer to a challenge; off only in demonstrations.
    pub challenge: bool,
    /// The protection against robots.
    pub anti_abuse: AntiAbuseConfig,
    /// Mails.
    pub mail: MailConfig,
    /// Text messages; none when no gateway is set.
    pub sms: Option<SmsConfig>,
    /// What opens `/metrics` to who is not on this machine; none to keep it to those.
    pub metrics_token: Option<SecretString>,
    /// How long journals and documents are kept.
    pub retention: RetentionConfig,
    /// Webhooks.
    pub webhooks: WebhookConfig,
    /// Documents of clients.
    pub documents: DocumentConfig,
    /// Server that addresses are completed by, without a slash at the end; none to have them typed in full.
    pub addresses_url: Option<String>,
    /// Server of the pictures that the widget's map is drawn on; none for the outlines that come with it.
    pub map_tiles: Option<MapTiles>,
    /// Whether this is a demonstration: nothing leaves.
    pub demo: bool,
}

/// A database's URL. Its password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The URL, with its password.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&value::without_password(&self.0))
    }
}

/// Shape of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// Settings given on the command line.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Overrides {
    /// Settings file (TOML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long)]
    pub listen: Option<String>,
    /// `sqlite://…` or `postgres://…` [default: <sqlite://var/creno.db>]
    #[arg(long)]
    pub database_url: Option<String>,
    /// Where the public reaches the server [default: http://<listen>]
    #[arg(long)]
    pub public_url: Option<String>,
    /// Folder of files that are not in the database [default: var]
    #[arg(long)]
    pub data_dir: Option<String>,
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn load(overrides: &Overrides, demo: bool) -> Result<Self, ConfigError> {
        Self::read(&Values::load(overrides, std::env::vars())?, demo)
    }

    fn read(values: &Values, demo: bool) -> Result<Self, ConfigError> {
        let listen: SocketAddr =
            values.parse("listen", "127.0.0.1:8080", "an address and a port: 0.0.0.0:8080")?;
        let public_url = values.get("public_url").unwrap_or_else(|| format!("http://{listen}"));
        let data_dir = PathBuf::from(values.get("data_dir").unwrap_or_else(|| "var".into()));
        let hours = "a whole number of hours, 1 to 168";
        let minutes = "a whole number of minutes, 1 to 120";
        let seconds = "a whole number of seconds, 1 to 120";
        Ok(Self {
            listen,
            database_url: values
                .get("database_url")
                .unwrap_or_else(|| "sqlite://var/creno.db".into())
                .check("database_url", "sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE", |url| {
                    ["sqlite:", "postgres://", "postgresql://"].iter().any(|kind| url.starts_with(kind))
                })
                .map(DatabaseUrl)?,
            public_url: public_url
                .check("public_url", "an http:// or https:// URL without a query", is_origin)
                .map(|url| url.trim_end_matches('/').to_owned())?,
            documents: DocumentConfig::read(values, &data_dir)?,
            data_dir,
            frame_ancestors: match values.get("frame_ancestors") {
                Some(_) => origins(values, "frame_ancestors")?,
                None => origins(values, "allowed_origins")?,
            },
            allowed_origins: origins(values, "allowed_origins")?,
            log_format: match values.get("log_format").as_deref() {
                None | Some("pretty") => LogFormat::Pretty,
                Some("json") => LogFormat::Json,
                Some(other) => return Err(ConfigError::new("log_format", other, "pretty or json")),
            },
            log: values.get("log").unwrap_or_else(|| "info,sqlx=warn".into()).check(
                "log",
                "tracing directives, such as `info,creno=debug`",
                |text| text.parse::<tracing_subscriber::EnvFilter>().is_ok(),
            )?,
            hold_min: values.within("hold_min", 10, 1..=120, minutes)?,
            session_hours: values.within("session_hours", 10, 1..=168, hours)?,
            session_idle_min: values.within(
                "session_idle_min",
                240,
                5..=1_440,
                "a whole number of minutes, 5 to 1440",
            )?,
            oidc: OidcConfig::read(values)?,
            sign_in_contact: values.get("sign_in_contact").filter(|text| !text.trim().is_empty()),
            request_timeout_s: values.within("request_timeout_s", 15, 1..=120, seconds)?,
            rate_limit: switch(values, "rate_limit", true, demo)?,
            challenge: switch(values, "challenge", true, demo)?,
            anti_abuse: AntiAbuseConfig::read(values)?,
            mail: MailConfig::read(values)?,
            sms: SmsConfig::read(values)?,
            metrics_token: metrics_token(values)?,
            retention: RetentionConfig::read(values)?,
            webhooks: WebhookConfig::read(values)?,
            addresses_url: addresses_url(values)?,
            map_tiles: map_tiles(values)?,
            demo,
        })
    }

    /// The folder that a SQLite file is in, if the database is one.
    pub fn sqlite_folder(&self) -> Option<&Path> {
        let file = self.database_url.0.strip_prefix("sqlite:")?.trim_start_matches("//");
        let file = file.split('?').next().filter(|file| !file.is_empty() && *file != ":memory:")?;
        Path::new(file).parent()
    }
}

/// A protection that only a demonstration may do without.
fn switch(values: &Values, key: &'static str, default: bool, demo: bool) -> Result<bool, ConfigError> {
    match (values.get(key).as_deref(), demo) {
        (None, _) => Ok(default),
        (Some("on"), _) => Ok(true),
        (Some("off"), true) => Ok(false),
        (Some("off"), false) => Err(ConfigError::new(key, "off", "on; it can be off in `creno demo` only")),
        (Some(other), _) => Err(ConfigError::new(key, other, "on or off")),
    }
}

fn addresses_url(values: &Values) -> Result<Option<String>, ConfigError> {
    let accepted = "an http:// or https:// URL without a query: https://data.geopf.fr/geocodage";
    // An empty variable is how some platforms leave one unset.
    let Some(url) = values.get("addresses_url").filter(|url| !url.trim().is_empty()) else { return Ok(None) };
    let url = url.trim().trim_end_matches('/').to_owned();
    url.check("addresses_url", accepted, is_origin).map(Some)
}

/// The fewest characters of a token that opens something.
const TOKEN: usize = 16;

fn metrics_token(values: &Values) -> Result<Option<SecretString>, ConfigError> {
    match values.get("metrics_token").filter(|token| !token.is_empty()) {
        Some(token)
            if token.chars().count() < TOKEN || !token.chars().all(|letter| letter.is_ascii_graphic()) =>
        {
            Err(ConfigError::new(
                "metrics_token",
                "(hidden)",
                "16 characters at least, letters, digits and signs",
            ))
        }
        token => Ok(token.map(SecretString::from)),
    }
}

fn map_tiles(values: &Values) -> Result<Option<MapTiles>, ConfigError> {
    let accepted =
        "an http:// or https:// URL with {z}, {x} and {y}: https://tiles.example.fr/{z}/{x}/{y}.png";
    let Some(url) = values.get("map_tiles").filter(|url| !url.trim().is_empty()) else { return Ok(None) };
    // Its origin goes into a policy, where these would end the word; and a policy names no `{s}`.
    let good = |url: &str| {
        is_address(url)
            && ["{z}", "{x}", "{y}"].iter().all(|part| url.contains(part))
            && !url.contains([';', ',', '\'', '"'])
            && !origin_of(url).contains('{')
    };
    let url = url.trim().to_owned().check("map_tiles", accepted, good)?;
    Ok(Some(MapTiles { url, credit: values.get("map_credit").unwrap_or_default() }))
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Scheme, host and port of `url`.
pub fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find(['/', '?']).map_or(url, |end| &url[..host + end])
}

fn origins(values: &Values, key: &'static str) -> Result<Option<Vec<String>>, ConfigError> {
    let Some(text) = values.get(key) else { return Ok(None) };
    if text.trim() == "*" {
        return Ok(None);
    }
    let accepted = "* or origins separated by commas: https://www.example.fr, https://example.fr";
    let origins = text.split(',').map(|origin| origin.trim().trim_end_matches('/').to_owned());
    origins.map(|origin| origin.check(key, accepted, is_origin)).collect::<Result<_, _>>().map(Some)
}

fn is_origin(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['?', '#', ' ', '@']))
}

/// A text that must pass a test.
trait Check: Sized {
    fn check(
        self,
        key: &'static str,
        accepted: &'static str,
        good: impl Fn(&str) -> bool,
    ) -> Result<Self, ConfigError>;
}

impl Check for String {
    fn check(
        self,
        key: &'static str,
        accepted: &'static str,
        good: impl Fn(&str) -> bool,
    ) -> Result<Self, ConfigError> {
        if good(&self) { Ok(self) } else { Err(ConfigError::new(key, &self, accepted)) }
    }
}

#[cfg(test)]
mod tests;
