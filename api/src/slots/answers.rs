//! Lists of starts kept in memory in the very bytes that are sent, for as long as they stay right.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use chrono::NaiveDate;
use creno_types::Channel;
use creno_types::ids::{AgencyId, CampaignId, ThemeId};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::encoding::{Encoding, compress};

/// A question to a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) agency: AgencyId,
    pub(super) theme: ThemeId,
    pub(super) channel: Channel,
    pub(super) campaign: Option<CampaignId>,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

/// The answer to a question, as JSON.
#[derive(Debug)]
pub struct SlotsAnswer {
    /// The number of the snapshot that it was drawn from.
    pub(super) snapshot: u64,
    /// The first instant at which it may be wrong: a start grows too near, a hold lapses, a day begins.
    pub(super) until: i64,
    /// Strong entity tag, quotes included.
    pub etag: String,
    json: Bytes,
    compressed: [OnceLock<Bytes>; Encoding::ALL.len()],
}

impl SlotsAnswer {
    pub(super) fn new(snapshot: u64, until: i64, etag: String, json: Vec<u8>) -> Self {
        Self { snapshot, until, etag, json: json.into(), compressed: Default::default() }
    }

    /// The body in an encoding, compressed once; as it is for none.
    pub fn body(&self, encoding: Option<Encoding>) -> Bytes {
        match encoding {
            None => self.json.clone(),
            Some(encoding) => self.compressed[encoding as usize]
                .get_or_init(|| compress(encoding, &self.json).into())
                .clone(),
        }
    }
}

/// The answers of this process.
#[derive(Debug)]
pub struct Answers(Cache<Question, Arc<SlotsAnswer>, Weigh>);

/// How many bytes of answers are kept.
const CAPACITY: u64 = 56 * 1024 * 1024;
/// What an answer of a few weeks weighs: for the first size of the tables.
const USUAL: u64 = 16 * 1024;

#[derive(Clone, Copy, Debug)]
struct Weigh;

impl Weighter<Question, Arc<SlotsAnswer>> for Weigh {
    /// Compressed copies are a small part of the whole.
    fn weight(&self, _: &Question, answer: &Arc<SlotsAnswer>) -> u64 {
        answer.json.len() as u64 * 9 / 8 + 256
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self(Cache::with_weighter((CAPACITY / USUAL) as usize, CAPACITY, Weigh))
    }
}

impl Answers {
    /// The answer to `question` drawn from a snapshot, if it is still right at `now`.
    pub(super) fn get(&self, question: &Question, snapshot: u64, now: i64) -> Option<Arc<SlotsAnswer>> {
        self.0.get(question).filter(|answer| answer.snapshot == snapshot && now < answer.until)
    }

    pub(super) fn keep(&self, question: Question, answer: Arc<SlotsAnswer>) {
        self.0.insert(question, answer);
    }
}
