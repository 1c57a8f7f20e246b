//! What other programs are told and may ask: keys of the API.

mod key_form;
mod keys;

pub use keys::KeysPage;
