//! Refusals as answers: every error of every service becomes a problem document here, or in a module of this one, and nowhere
//! else.
//!
//! Each `match` is exhaustive: a new variant does not compile until it has a code.

mod booking;
mod completions;
mod documents;
mod sign_in;
mod webhooks;

use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use creno_types::{FieldError, FieldErrorCode, Problem, ProblemCode, ZonedInstant};
use tower_http::csrf::ProtectionError;
use tower_http::request_id::RequestId;

use super::problem_texts::{
    BEYOND_REACH, OUT_OF_REACH, SETTING_BEYOND_REACH, UNKNOWN_KEY, changed_detail, conflict_detail, detail,
    field_detail, lacks_scope, moved_detail, title,
};
use crate::keys::KeyError;
use crate::precondition::Changed;
use crate::reports::ReportError;
use crate::settings::SettingError;
use crate::slots::explain::ExplainError;
use crate::slots::for_staff::StaffSlotsError;
use crate::slots::inputs::InputsError;
use crate::slots::{OfferError, SlotsError};
use crate::staff::agendas::AgendaError;
use crate::staff::colleagues::ColleaguesError;
use crate::staff::reach::RuleError;
use crate::staff::team::TeamError;
use crate::store::StoreError;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Lets the problems of a request carry its id.
pub(super) async fn with_request_id(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    match id.map(str::to_owned) {
        Some(id) => REQUEST_ID.scope(id, next.run(request)).await,
        None => next.run(request).await,
    }
}

/// Gives a problem document to the errors that layers and libraries answer without one.
pub(super) async fn for_bare_errors(response: Response) -> Response {
    let status = response.status();
    let told = response.extensions().get::<ProblemCode>().is_some();
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = match status {
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemCode::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => ProblemCode::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
        StatusCode::FORBIDDEN => ProblemCode::Forbidden,
        StatusCode::SERVICE_UNAVAILABLE => ProblemCode::Unavailable,
        status if status.is_server_error() => ProblemCode::Internal,
        _ => ProblemCode::MalformedRequest,
    };
    let refusal = Refusal::new(code);
    if code == ProblemCode::Unavailable {
        tracing::warn!("a request took too long");
        return refusal.retry_after(Duration::from_secs(2)).into_response();
    }
    refusal.into_response()
}

/// Tells that a request came from another site's page.
pub(super) async fn for_cross_site(response: Response) -> Response {
    match response.extensions().get::<ProtectionError>() {
        Some(_) => Refusal::new(ProblemCode::CrossSiteRefused).into_response(),
        None => response,
    }
}

/// A problem about to be answered.
#[derive(Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    retry_after: Option<Duration>,
}

/// What handlers return.
pub type Answer<T> = Result<T, Refusal>;

impl Refusal {
    /// A problem with nothing more to say than its code.
    pub fn new(code: ProblemCode) -> Self {
        let problem = Problem {
            kind: format!("urn:creno:problem:{code}"),
            title: title(code).into(),
            status: code.status(),
            detail: detail(code).into(),
            code,
            errors: Vec::new(),
            alternatives: Vec::new(),
            request_id: REQUEST_ID.try_with(Clone::clone).ok(),
        };
        Self { problem: Box::new(problem), retry_after: None }
    }

    /// Adds what only this occurrence can tell: where a body could not be read, for example.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = detail.into();
        self
    }

    /// Adds when to try again.
    #[must_use]
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = Some(time);
        self
    }

    fn with_errors(mut self, mut errors: Vec<FieldError>) -> Self {
        for error in errors.iter_mut().filter(|error| error.detail.is_empty()) {
            error.detail = field_detail(error.code, &error.field).into();
        }
        self.problem.errors = errors;
        self
    }

    /// A field that would have somebody in two agencies at once.
    fn overlapping(field: &str, detail: String) -> Self {
        let error = FieldError {
            detail: detail.clone(),
            ..FieldError::new(field, FieldErrorCode::OverlappingWindow)
        };
        Self::new(ProblemCode::InvalidFields).with_detail(detail).with_errors(vec![error])
    }

    fn with_alternatives(mut self, alternatives: Vec<ZonedInstant>) -> Self {
        self.problem.alternatives = alternatives;
        self
    }

    /// A fault of ours: its cause goes to the log, once, and the answer says nothing of it.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(ProblemCode::Internal)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&*self.problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(time) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(time.as_secs().max(1)));
        }
        response.extensions_mut().insert(self.problem.code);
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if error.is_unavailable() {
            tracing::error!(cause = %error, "database unavailable");
            return Self::new(ProblemCode::Unavailable).retry_after(Duration::from_secs(2));
        }
        Self::internal(error)
    }
}

impl From<OfferError> for Refusal {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::UnknownAgency => Self::new(ProblemCode::UnknownAgency),
            OfferError::UnknownTheme => Self::new(ProblemCode::UnknownTheme),
            OfferError::UnknownCampaign => Self::new(ProblemCode::UnknownCampaign),
            OfferError::ThemeNotOffered => Self::new(ProblemCode::ThemeNotOffered),
            OfferError::ChannelClosed => Self::new(ProblemCode::ChannelClosed),
            OfferError::Store(error) => error.into(),
        }
    }
}

impl From<SlotsError> for Refusal {
    fn from(error: SlotsError) -> Self {
        match error {
            SlotsError::Offer(error) => error.into(),
            SlotsError::InvalidRange => Self::new(ProblemCode::InvalidRange),
            SlotsError::Json(error) => Self::internal(error),
        }
    }
}

impl From<StaffSlotsError> for Refusal {
    fn from(error: StaffSlotsError) -> Self {
        match error {
            StaffSlotsError::Slots(error) => error.into(),
            StaffSlotsError::UnknownStaff => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
            StaffSlotsError::UnknownAppointment => {
                Self::new(ProblemCode::UnknownAppointment).with_detail(OUT_OF_REACH)
            }
        }
    }
}

impl From<AgendaError> for Refusal {
    fn from(error: AgendaError) -> Self {
        match error {
            AgendaError::InvalidRange => Self::new(ProblemCode::InvalidRange)
                .with_detail("Demandez quatorze jours au plus, le premier avant le dernier."),
            AgendaError::UnknownAgency => Self::new(ProblemCode::UnknownAgency).with_detail(OUT_OF_REACH),
            AgendaError::UnknownStaff => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
            AgendaError::Store(error) => error.into(),
        }
    }
}

impl From<ColleaguesError> for Refusal {
    fn from(error: ColleaguesError) -> Self {
        match error {
            ColleaguesError::UnknownAppointment => {
                Self::new(ProblemCode::UnknownAppointment).with_detail(OUT_OF_REACH)
            }
            ColleaguesError::UnknownStaff => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
            ColleaguesError::Offer(error) => error.into(),
        }
    }
}

impl From<ReportError> for Refusal {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::UnknownAgency => Self::new(ProblemCode::UnknownAgency),
            ReportError::UnknownTheme => Self::new(ProblemCode::UnknownTheme),
            ReportError::InvalidRange => Self::new(ProblemCode::InvalidRange),
            ReportError::Store(error) => error.into(),
        }
    }
}

impl From<ExplainError> for Refusal {
    fn from(error: ExplainError) -> Self {
        match error {
            ExplainError::Offer(error) => error.into(),
            ExplainError::InvalidMoment => Self::new(ProblemCode::InvalidQuery)
                .with_detail("Demandez soit un instant (at), soit une date (date)."),
            ExplainError::UnknownStaff => Self::new(ProblemCode::NotFound),
        }
    }
}

impl From<InputsError> for Refusal {
    fn from(error: InputsError) -> Self {
        match error {
            InputsError::Offer(error) => error.into(),
            InputsError::InvalidRange => Self::new(ProblemCode::InvalidRange),
            InputsError::UnknownStaff => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
        }
    }
}

impl From<TeamError> for Refusal {
    fn from(error: TeamError) -> Self {
        match error {
            TeamError::UnknownAgency => Self::new(ProblemCode::UnknownAgency),
            TeamError::InvalidRange => Self::new(ProblemCode::InvalidRange),
            TeamError::Store(error) => error.into(),
        }
    }
}

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::NotFound => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
            RuleError::BeyondReach => Self::new(ProblemCode::Forbidden).with_detail(BEYOND_REACH),
            RuleError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            RuleError::Overlapping(conflict) => Self::overlapping("from_time", conflict_detail(&conflict)),
            RuleError::ChangedBy(last) => {
                Self::new(ProblemCode::PreconditionFailed).with_detail(changed_detail(&last))
            }
            RuleError::Changed(Changed) => Self::new(ProblemCode::PreconditionFailed),
            RuleError::Store(error) => error.into(),
        }
    }
}

impl From<SettingError> for Refusal {
    fn from(error: SettingError) -> Self {
        match error {
            SettingError::NotFound => Self::new(ProblemCode::NotFound).with_detail(OUT_OF_REACH),
            SettingError::BeyondReach => Self::new(ProblemCode::Forbidden).with_detail(SETTING_BEYOND_REACH),
            SettingError::CampaignInUse => Self::new(ProblemCode::CampaignInUse),
            SettingError::InUse => Self::new(ProblemCode::InUse),
            SettingError::LastAdministrator => Self::new(ProblemCode::LastAdministrator),
            SettingError::Changed(Changed) => Self::new(ProblemCode::PreconditionFailed),
            SettingError::Malformed(what) => Self::new(ProblemCode::InvalidJson).with_detail(what),
            SettingError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            SettingError::Overlapping(conflict) => Self::overlapping("timezone", moved_detail(&conflict)),
            SettingError::Store(error) => error.into(),
        }
    }
}

impl From<KeyError> for Refusal {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Unknown => Self::new(ProblemCode::Unauthenticated).with_detail(UNKNOWN_KEY),
            KeyError::Lacks(scope) => {
                Self::new(ProblemCode::InsufficientScope).with_detail(lacks_scope(&scope.to_string()))
            }
            KeyError::Store(error) => error.into(),
        }
    }
}
