//! Refusals of documents.

use std::time::Duration;

use creno_types::ProblemCode;

use super::Refusal;
use crate::documents::DocumentError;
use crate::http::problem_texts::OUT_OF_REACH;

impl From<DocumentError> for Refusal {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Manage(error) => error.into(),
            DocumentError::OutOfReach => Self::new(ProblemCode::UnknownAppointment).with_detail(OUT_OF_REACH),
            DocumentError::Masked | DocumentError::NotTheirs => Self::new(ProblemCode::Forbidden),
            DocumentError::Unknown => Self::new(ProblemCode::UnknownDocument),
            DocumentError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            DocumentError::TooMany => Self::new(ProblemCode::TooManyDocuments),
            DocumentError::TooLarge { max_bytes } => {
                Self::new(ProblemCode::DocumentTooLarge).with_detail(format!(
                    "Ce document dépasse {} Mo. Envoyez-en une version plus légère, ou en plusieurs fichiers.",
                    max_bytes.div_ceil(1_000_000)
                ))
            }
            DocumentError::Empty => Self::new(ProblemCode::DocumentEmpty),
            DocumentError::KindRefused => Self::new(ProblemCode::DocumentKindRefused),
            DocumentError::Infected => Self::new(ProblemCode::DocumentInfected),
            DocumentError::NotScanned => {
                Self::new(ProblemCode::ScannerUnavailable).retry_after(Duration::from_secs(60))
            }
            DocumentError::Busy => Self::new(ProblemCode::Unavailable).retry_after(Duration::from_secs(5)),
            DocumentError::NoKey => Self::new(ProblemCode::DocumentsUnavailable).retry_after(A_WHILE),
            DocumentError::Shelf(error) => {
                tracing::error!(cause = %error, "the folder of documents fails");
                Self::new(ProblemCode::DocumentsUnavailable).retry_after(A_WHILE)
            }
            DocumentError::Damaged => {
                tracing::error!("a document is not what was kept");
                Self::new(ProblemCode::DocumentsUnavailable).retry_after(A_WHILE)
            }
            DocumentError::Store(error) => error.into(),
        }
    }
}

/// Somebody has to mend it.
const A_WHILE: Duration = Duration::from_secs(600);
