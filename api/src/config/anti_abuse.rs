//! What keeps robots out: whose word on addresses counts, how hard a challenge is, how much one network may ask.

use std::num::NonZeroU32;
use std::str::FromStr;

use ipnet::IpNet;
use secrecy::SecretString;

use super::{ConfigError, Values};

/// Settings of the protection against robots.
#[derive(Clone, Debug)]
pub struct AntiAbuseConfig {
    /// Proxies whose word on the client's address counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Where those proxies say it.
    pub forwarded_header: ForwardedHeader,
    /// What signatures are made with; `None` for one that the database keeps.
    pub secret: Option<SecretString>,
    /// Iterations of one derivation of a proof of work.
    pub challenge_cost: u16,
    /// Derivations that a proof takes at most, at the base difficulty.
    pub challenge_attempts: u16,
    /// Minutes for which a challenge can be answered.
    pub challenge_min: u16,
    /// Challenges a minute, over which this instance is busy and they get harder.
    pub challenge_busy: u16,
    /// Minutes for which a proof opens more lists of slots.
    pub slots_proof_min: u16,
    /// Seconds under which a form was filled faster than people do.
    pub quick_s: u16,
    /// How much one network may ask.
    pub limits: LimitsConfig,
}

/// The header in which proxies name the client. Only one: another would be the client's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How many requests at once, and how many more each minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// At once, from rest.
    pub burst: NonZeroU32,
    /// Each minute after that.
    pub per_minute: NonZeroU32,
}

impl Quota {
    const ACCEPTED: &str = "BURST/PER_MINUTE, two whole numbers from 1 to 100000, such as 60/30";
}

impl FromStr for Quota {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (burst, per_minute) = text.split_once('/').ok_or(())?;
        let number = |text: &str| match text.trim().parse::<NonZeroU32>() {
            Ok(number) if number.get() <= 100_000 => Ok(number),
            _ => Err(()),
        };
        Ok(Self { burst: number(burst)?, per_minute: number(per_minute)? })
    }
}

/// One quota by kind of request, for each network: an IPv4 address, or 64 bits of an IPv6 one.
#[derive(Clone, Copy, Debug)]
pub struct LimitsConfig {
    /// The catalogue.
    pub catalog: Quota,
    /// Towns and addresses, while they are typed.
    pub completions: Quota,
    /// Lists of slots, before a proof of work is asked.
    pub slots: Quota,
    /// Lists of slots, with one.
    pub slots_proved: Quota,
    /// Holds.
    pub holds: Quota,
    /// Confirmations.
    pub appointments: Quota,
    /// Proofs of work.
    pub challenges: Quota,
    /// Questions.
    pub questions: Quota,
    /// Management links.
    pub links: Quota,
    /// Signing in.
    pub sign_in: Quota,
    /// The rest of the public journey.
    pub other: Quota,
}

impl AntiAbuseConfig {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let quota = |key, default: &str| values.parse::<Quota>(key, default, Quota::ACCEPTED);
        let within = |key, default, range: std::ops::RangeInclusive<u16>, what: &str| {
            let accepted = format!("a whole number of {what}, {} to {}", range.start(), range.end());
            values.within(key, default, range, &accepted)
        };
        Ok(Self {
            trusted_proxies: proxies(values)?,
            forwarded_header: match values.get("forwarded_header").as_deref() {
                None | Some("x-forwarded-for") => ForwardedHeader::XForwardedFor,
                Some("forwarded") => ForwardedHeader::Forwarded,
                Some(other) => {
                    return Err(ConfigError::new("forwarded_header", other, "x-forwarded-for or forwarded"));
                }
            },
            secret: secret(values)?,
            challenge_cost: within("challenge_cost", 2_000, 100..=20_000, "iterations")?,
            challenge_attempts: within("challenge_attempts", 240, 2..=5_000, "derivations")?,
            challenge_min: within("challenge_min", 5, 1..=60, "minutes")?,
            challenge_busy: within("challenge_busy", 600, 1..=60_000, "challenges a minute")?,
            slots_proof_min: within("slots_proof_min", 15, 1..=120, "minutes")?,
            quick_s: within("quick_s", 2, 0..=60, "seconds")?,
            limits: LimitsConfig {
                catalog: quota("limit_catalog", "120/60")?,
                completions: quota("limit_completions", "240/120")?,
                slots: quota("limit_slots", "300/120")?,
                slots_proved: quota("limit_slots_proved", "1200/600")?,
                holds: quota("limit_holds", "40/20")?,
                appointments: quota("limit_appointments", "20/10")?,
                challenges: quota("limit_challenges", "60/30")?,
                questions: quota("limit_questions", "10/2")?,
                links: quota("limit_links", "60/30")?,
                sign_in: quota("limit_sign_in", "20/10")?,
                other: quota("limit_other", "120/60")?,
            },
        })
    }
}

fn proxies(values: &Values) -> Result<Vec<IpNet>, ConfigError> {
    let text = values.get("trusted_proxies").unwrap_or_default();
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let network = |part: &str| {
        let alone = || part.parse::<std::net::IpAddr>().map(IpNet::from);
        part.parse::<IpNet>().or_else(|_| alone()).map_err(|_| {
            let accepted = "networks or addresses separated by commas: 10.0.0.0/8, 2001:db8::1";
            ConfigError::new("trusted_proxies", part, accepted)
        })
    };
    parts.map(network).collect()
}

fn secret(values: &Values) -> Result<Option<SecretString>, ConfigError> {
    match values.get("secret") {
        None => Ok(None),
        Some(text) if text.len() >= 32 => Ok(Some(text.into())),
        Some(_) => Err(ConfigError::new("secret", "…", "32 characters or more, drawn at random")),
    }
}
