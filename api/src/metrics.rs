//! What the server counts, for Prometheus. To add a measure: a method here, and a row in `docs/exploitation.md`.
//!
//! What is asked often is counted in memory; what the database knows is read when somebody asks.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use creno_types::ProblemCode;
use creno_types::message::{Medium, MessageState};
use metrics::{Histogram, Key, Label, Level, Metadata, Recorder as _};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::app::App;
use crate::store::dead_jobs::{self, KindBacklog};
use crate::store::{StoreError, deliveries};

/// Upper bounds of the times of answers, in seconds: around the half second that the bar sets, and the long ones.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Between two times at which what was recorded is added up.
const UPKEEP: Duration = Duration::from_secs(5);

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);
const REQUESTS: &str = "creno_http_request_duration_seconds";

/// Times of the answers of a route, by method and status.
type OfRoute = HashMap<(&'static str, u16), Histogram>;

/// The counters of a process.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    /// Kinds of jobs that were told of.
    kinds: Mutex<BTreeSet<String>>,
    /// Times of answers, by route, then by method and status: found without a name being made.
    answers: RwLock<HashMap<String, OfRoute>>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let builder = PrometheusBuilder::new();
        // Fails only without bounds.
        let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        for (name, told) in [
            (REQUESTS, "Time to the head of the answer, by pattern of route, method and status"),
            ("creno_refusals_total", "Problems answered, by code"),
            ("creno_messages_total", "What became of messages to clients and staff, by medium and state"),
            ("creno_outbox_jobs_total", "Attempts at jobs of the outbox, by kind and outcome"),
            ("creno_bookings_total", "Appointments taken, by source"),
            ("creno_holds_total", "Starts kept for a visitor"),
            ("creno_database_errors_total", "Failures of the database that are none of its constraints"),
        ] {
            if name == REQUESTS {
                recorder.describe_histogram(name.into(), None, told.into());
            } else {
                recorder.describe_counter(name.into(), None, told.into());
            }
        }
        for (name, told) in [
            ("creno_outbox_jobs", "Jobs of the outbox that are not done, by kind and state"),
            ("creno_outbox_oldest_seconds", "Age of the oldest job that waits, by kind"),
            ("creno_outbox_lag_seconds", "How late the job is that should have been done first, by kind"),
            (
                "creno_webhook_deliveries",
                "Deliveries of webhooks that are not done: waiting, or held by a pause",
            ),
            ("creno_webhook_oldest_seconds", "Age of the oldest delivery that waits"),
        ] {
            recorder.describe_gauge(name.into(), None, told.into());
        }
        Self { handle: recorder.handle(), recorder, kinds: Mutex::default(), answers: RwLock::default() }
    }
}

impl Metrics {
    /// An answer, `latency` after its request came.
    pub fn answer(&self, route: &str, method: &str, status: u16, latency: Duration) {
        let method = known(method);
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(histogram) = answers.get(route).and_then(|route| route.get(&(method, status))) {
            return histogram.record(latency.as_secs_f64());
        }
        drop(answers);
        let labels = vec![
            Label::new("route", route.to_owned()),
            Label::new("method", method),
            Label::new("status", status.to_string()),
        ];
        let histogram = self.recorder.register_histogram(&Key::from_parts(REQUESTS, labels), &METADATA);
        histogram.record(latency.as_secs_f64());
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.entry(route.to_owned()).or_default().insert((method, status), histogram);
    }

    /// A problem that was answered.
    pub fn refusal(&self, code: ProblemCode) {
        self.count("creno_refusals_total", vec![Label::new("code", code.as_str())]);
    }

    /// What became of a message.
    pub fn message(&self, medium: Medium, state: MessageState) {
        let state = serde_json::to_value(state).ok().and_then(|word| word.as_str().map(str::to_owned));
        let labels =
            vec![Label::new("medium", medium.as_str()), Label::new("state", state.unwrap_or_default())];
        self.count("creno_messages_total", labels);
    }

    /// An attempt at a job: `done`, `delayed` or `dead`.
    pub fn job(&self, kind: &str, outcome: &'static str) {
        let labels = vec![Label::new("kind", kind.to_owned()), Label::new("outcome", outcome)];
        self.count("creno_outbox_jobs_total", labels);
    }

    /// An appointment that was taken.
    pub fn booking(&self, source: &'static str) {
        self.count("creno_bookings_total", vec![Label::new("source", source)]);
    }

    /// A start that is kept.
    pub fn hold(&self) {
        self.count("creno_holds_total", Vec::new());
    }

    fn count(&self, name: &'static str, labels: Vec<Label>) {
        self.recorder.register_counter(&Key::from_parts(name, labels), &METADATA).increment(1);
    }

    fn gauge(&self, name: &'static str, labels: Vec<Label>, value: f64) {
        self.recorder.register_gauge(&Key::from_parts(name, labels), &METADATA).set(value);
    }
}

/// Everything, as Prometheus reads it.
///
/// # Errors
/// When the database fails.
pub async fn render(app: &App) -> Result<String, StoreError> {
    let (metrics, now) = (&app.metrics, app.now());
    let mut kinds = dead_jobs::list_backlogs(&app.db).await?;
    let deliveries = deliveries::count_waiting(&app.db).await?;
    let mut told = metrics.kinds.lock().unwrap_or_else(PoisonError::into_inner);
    told.extend(kinds.iter().map(|kind| kind.kind.clone()));
    // A kind of which nothing is left is told as such, not as it was.
    let gone = told.iter().filter(|kind| kinds.iter().all(|known| known.kind != **kind));
    let gone: Vec<_> =
        gone.map(|kind| KindBacklog { kind: kind.clone(), ..KindBacklog::default() }).collect();
    drop(told);
    kinds.extend(gone);
    for kind in kinds {
        let label = |state| vec![Label::new("kind", kind.kind.clone()), Label::new("state", state)];
        let only = || vec![Label::new("kind", kind.kind.clone())];
        let age = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or(0.0, |at| (now - at).as_seconds_f64().max(0.0))
        };
        metrics.gauge("creno_outbox_jobs", label("waiting"), kind.waiting as f64);
        metrics.gauge("creno_outbox_jobs", label("dead"), kind.dead as f64);
        metrics.gauge("creno_outbox_oldest_seconds", only(), age(kind.oldest));
        metrics.gauge("creno_outbox_lag_seconds", only(), age(kind.due));
    }
    for (state, number) in [("waiting", deliveries.waiting), ("held", deliveries.held)] {
        metrics.gauge("creno_webhook_deliveries", vec![Label::new("state", state)], number as f64);
    }
    let oldest = deliveries.oldest.map_or(0.0, |at| (now - at).as_seconds_f64().max(0.0));
    metrics.gauge("creno_webhook_oldest_seconds", Vec::new(), oldest);
    let errors = metrics.recorder.register_counter(&Key::from_name("creno_database_errors_total"), &METADATA);
    errors.absolute(crate::store::errors_so_far());
    Ok(metrics.handle.render())
}

/// Adds up what was recorded, so that it takes no memory while nobody asks, until the process ends.
pub async fn keep_up(app: App) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        app.metrics.handle.run_upkeep();
    }
}

/// The method, when it is one that has a route: anybody may make up others.
fn known(method: &str) -> &'static str {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    known.into_iter().find(|known| *known == method).unwrap_or("OTHER")
}
