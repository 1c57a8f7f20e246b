//! Refusals about webhooks.

use creno_types::ProblemCode;

use super::Refusal;
use crate::webhooks::WebhookError;

impl From<WebhookError> for Refusal {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::UnknownWebhook => Self::new(ProblemCode::UnknownWebhook),
            WebhookError::UnknownDelivery => Self::new(ProblemCode::UnknownDelivery),
            WebhookError::DeliveryOver => Self::new(ProblemCode::DeliveryOver),
            WebhookError::TestReplayed => Self::new(ProblemCode::TestNotReplayed),
            WebhookError::Changed => Self::new(ProblemCode::WebhookChanged),
            WebhookError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            WebhookError::Sealing => Self::internal("a secret can't be sealed"),
            WebhookError::Store(error) => error.into(),
        }
    }
}
