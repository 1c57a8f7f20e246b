//! Services of others that we call: for each a trait, its client, and what stands for it in a demonstration.

pub mod addresses;
mod breaker;
pub mod oidc;
pub mod sms;
