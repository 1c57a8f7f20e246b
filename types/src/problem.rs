//! Refusals, as RFC 9457 problem documents.

use serde::{Deserialize, Serialize};

use crate::instant::ZonedInstant;

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// URI of the kind of problem, `urn:creno:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in French, the same for every occurrence.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What to do about it, in French.
    pub detail: String,
    /// The kind of problem, stable.
    pub code: ProblemCode,
    /// What is wrong with each field of a form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The nearest starts still on offer, when the one asked is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<ZonedInstant>,
    /// Id under which the server's log tells more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

// A word is a `tt`: as a `literal`, the description of the API would have the variant's name in its place.
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt $(, $status:literal)?;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            codes!(@status $($variant $($status)?,)+);
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@status $($variant:ident $status:literal,)+) => {
        /// The HTTP status that goes with it.
        pub const fn status(self) -> u16 {
            match self { $(Self::$variant => $status),+ }
        }
    };
    (@status $($variant:ident,)+) => {};
}

codes! {
    /// Kinds of problem. The words are English and never change; texts are French and may.
    pub enum ProblemCode {
        /// The request could not be read.
        MalformedRequest = "malformed_request", 400;
        /// The body is not JSON, or not of the expected shape.
        InvalidJson = "invalid_json", 400;
        /// A parameter of the address is missing or unreadable.
        InvalidQuery = "invalid_query", 400;
        /// No session, or one that ended.
        Unauthenticated = "unauthenticated", 401;
        /// E-mail and password do not go together.
        WrongCredentials = "wrong_credentials", 401;
        /// The profile does not allow it.
        Forbidden = "forbidden", 403;
        /// The request comes from a page of another site.
        CrossSiteRefused = "cross_site_refused", 403;
        /// There is nothing at this address.
        NotFound = "not_found", 404;
        /// No agency of that name.
        UnknownAgency = "unknown_agency", 404;
        /// No theme of that name.
        UnknownTheme = "unknown_theme", 404;
        /// No campaign of that name has sessions there.
        UnknownCampaign = "unknown_campaign", 404;
        /// No hold of that token.
        UnknownHold = "unknown_hold", 404;
        /// No appointment of that link.
        UnknownAppointment = "unknown_appointment", 404;
        /// The API key does not open this.
        InsufficientScope = "insufficient_scope", 403;
        /// No webhook of that slug or id.
        UnknownWebhook = "unknown_webhook", 404;
        /// The webhook has no such delivery.
        UnknownDelivery = "unknown_delivery", 404;
        /// The address exists, but not for this method.
        MethodNotAllowed = "method_not_allowed", 405;
        /// The request took too long to arrive.
        RequestTimeout = "request_timeout", 408;
        /// Somebody has the start.
        SlotTaken = "slot_taken", 409;
        /// The start is not on offer: outside opening hours, off the grid, too soon or too far.
        SlotNotOffered = "slot_not_offered", 409;
        /// The same idempotency key is being served at this instant.
        RequestInProgress = "request_in_progress", 409;
        /// Something else refers to it: it can be switched off, not removed.
        InUse = "in_use", 409;
        /// Nobody could change the settings any more.
        LastAdministrator = "last_administrator", 409;
        /// Appointments were taken through the campaign.
        CampaignInUse = "campaign_in_use", 409;
        /// Somebody changed the webhook meanwhile.
        WebhookChanged = "webhook_changed", 409;
        /// The delivery does not wait any more.
        DeliveryOver = "delivery_over", 409;
        /// A test is not told again: another is made.
        TestNotReplayed = "test_not_replayed", 409;
        /// The hold lapsed.
        HoldExpired = "hold_expired", 410;
        /// The link to choose another password was used, is too old, or is none of ours.
        ResetLinkOver = "reset_link_over", 410;
        /// The appointment was cancelled.
        AppointmentCancelled = "appointment_cancelled", 410;
        /// It is not what `If-Match` says any more: somebody changed it.
        PreconditionFailed = "precondition_failed", 412;
        /// The appointment has as many documents as it may.
        TooManyDocuments = "too_many_documents", 409;
        /// The appointment has no such document.
        UnknownDocument = "unknown_document", 404;
        /// The file is larger than the limit.
        DocumentTooLarge = "document_too_large", 413;
        /// The file is of no kind that is taken, or not of the one it is said to be.
        DocumentKindRefused = "document_kind_refused", 415;
        /// There is nothing in the file.
        DocumentEmpty = "document_empty", 422;
        /// The antivirus found something in the file.
        DocumentInfected = "document_infected", 422;
        /// The antivirus does not answer: nothing is taken that was not looked at.
        ScannerUnavailable = "scanner_unavailable", 503;
        /// Documents can't be kept or read here: no key is set, or their store fails.
        DocumentsUnavailable = "documents_unavailable", 503;
        /// The body is larger than the limit.
        BodyTooLarge = "body_too_large", 413;
        /// The body is not `application/json`.
        UnsupportedMediaType = "unsupported_media_type", 415;
        /// Fields of the form are missing or malformed: all of them are listed.
        InvalidFields = "invalid_fields", 422;
        /// The range of dates is backwards or too long.
        InvalidRange = "invalid_range", 422;
        /// The agency does not offer the theme.
        ThemeNotOffered = "theme_not_offered", 422;
        /// The channel is not open for this theme in this agency.
        ChannelClosed = "channel_closed", 422;
        /// The start is in the past.
        StartInPast = "start_in_past", 422;
        /// The hold was renewed once already.
        HoldAlreadyRenewed = "hold_already_renewed", 409;
        /// The theme's deadline to move the appointment has passed.
        TooLateToMove = "too_late_to_move", 409;
        /// The theme's deadline to cancel the appointment has passed.
        TooLateToCancel = "too_late_to_cancel", 409;
        /// The appointment changed meanwhile: somebody moved it or cancelled it.
        AppointmentChanged = "appointment_changed", 409;
        /// The client has as many appointments to come as the theme allows.
        TooManyAppointments = "too_many_appointments", 409;
        /// The appointment has not begun: nobody can say yet whether the client came.
        AppointmentNotBegun = "appointment_not_begun", 409;
        /// The appointment began already, or is over.
        AppointmentPast = "appointment_past", 409;
        /// The idempotency key was used for another body.
        IdempotencyKeyReused = "idempotency_key_reused", 422;
        /// No proof of work and no answer to a question came with the request.
        ChallengeMissing = "challenge_missing", 422;
        /// The challenge is none of ours, or its answer is wrong.
        ChallengeInvalid = "challenge_invalid", 422;
        /// The challenge was answered too late.
        ChallengeExpired = "challenge_expired", 422;
        /// The challenge served already.
        ChallengeReplayed = "challenge_replayed", 422;
        /// The challenge was made for another site.
        ChallengeWrongSite = "challenge_wrong_site", 422;
        /// A member that people never see was filled.
        RefusedAsRobot = "refused_as_robot", 422;
        /// Too many lists of slots: a proof of work, or waiting, opens more of them.
        ChallengeRequired = "challenge_required", 429;
        /// Too many requests.
        RateLimited = "rate_limited", 429;
        /// A fault of ours.
        Internal = "internal_error", 500;
        /// The server is starting, stopping or overloaded.
        Unavailable = "unavailable", 503;
        /// Addresses can't be completed for now: they are typed in full.
        AddressesUnavailable = "addresses_unavailable", 503;
    }
}

impl ProblemCode {
    /// Whether another answer to a challenge may be accepted.
    pub const fn is_about_challenge(self) -> bool {
        matches!(
            self,
            Self::ChallengeMissing
                | Self::ChallengeInvalid
                | Self::ChallengeExpired
                | Self::ChallengeReplayed
                | Self::ChallengeWrongSite
        )
    }
}

/// One field of a form that can't be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Key of the field.
    pub field: String,
    /// What is wrong, stable.
    pub code: FieldErrorCode,
    /// How to mend it, in French.
    #[serde(default)]
    pub detail: String,
}

impl FieldError {
    /// What is wrong with `field`; its text is added where it is shown.
    pub fn new(field: impl Into<String>, code: FieldErrorCode) -> Self {
        Self { field: field.into(), code, detail: String::new() }
    }
}

codes! {
    /// What can be wrong with a field.
    pub enum FieldErrorCode {
        /// Nothing was typed where something must be.
        Required = "required";
        /// Longer than the limit.
        TooLong = "too_long";
        /// Something else than letters.
        NotLetters = "not_letters";
        /// No e-mail address.
        NotEmail = "not_email";
        /// No telephone number.
        NotPhone = "not_phone";
        /// No date, or one that does not exist.
        NotDate = "not_date";
        /// No postcode.
        NotPostcode = "not_postcode";
        /// Not nine digits, or a wrong key.
        NotSiren = "not_siren";
        /// Not fourteen digits, or a wrong key.
        NotSiret = "not_siret";
        /// None of the choices.
        NotChoice = "not_choice";
        /// The form has no such field.
        UnknownField = "unknown_field";
        /// Consent was not given, or to an older text.
        ConsentMissing = "consent_missing";
        /// Another code than the one that was sent.
        WrongCode = "wrong_code";
        /// No code is good any more: it lapsed, or too many were tried.
        ExpiredCode = "expired_code";
        /// A number outside its limits.
        OutOfRange = "out_of_range";
        /// No time of the day.
        NotTime = "not_time";
        /// An end that comes before its start, or at the same time.
        EndsBeforeStart = "ends_before_start";
        /// A step that does not divide a day.
        NotDivisor = "not_divisor";
        /// No zone of the IANA database.
        UnknownZone = "unknown_zone";
        /// The person receives elsewhere at the same time.
        OverlappingWindow = "overlapping_window";
        /// Not lower-case letters, digits and single hyphens.
        NotSlug = "not_slug";
        /// Another has that name already.
        NameTaken = "name_taken";
        /// Given twice.
        Duplicate = "duplicate";
        /// More of them than there may be.
        TooMany = "too_many";
        /// No gateway of text messages is set.
        SmsUnavailable = "sms_unavailable";
        /// A template that can't be read, or that does more than put values into a text.
        InvalidTemplate = "invalid_template";
        /// A template that names a value which does not exist.
        UnknownVariable = "unknown_variable";
        /// More than one line where there may be one.
        NotOneLine = "not_one_line";
        /// No colour written `#RRGGBB`.
        NotColor = "not_color";
        /// Text in these colours can't be read by everyone.
        LowContrast = "low_contrast";
        /// Not lower-case letters, digits and underscores that begin with a letter.
        NotKey = "not_key";
        /// No address of a server, or not of a kind that is accepted.
        NotUrl = "not_url";
        /// An address over plain HTTP, which only hosts that the operator names may have.
        NotHttps = "not_https";
        /// An address inside a network, which only hosts that the operator names may have.
        PrivateAddress = "private_address";
        /// Shorter than it may be.
        TooShort = "too_short";
        /// A password that everyone tries, or that is made of who one is.
        TooGuessable = "too_guessable";
    }
}

impl FieldErrorCode {
    /// Whether only the settings can be refused so, never a client's form.
    pub const fn concerns_settings(self) -> bool {
        matches!(
            self,
            Self::OutOfRange
                | Self::NotTime
                | Self::EndsBeforeStart
                | Self::NotDivisor
                | Self::UnknownZone
                | Self::OverlappingWindow
                | Self::NotSlug
                | Self::NameTaken
                | Self::Duplicate
                | Self::TooMany
                | Self::SmsUnavailable
                | Self::InvalidTemplate
                | Self::UnknownVariable
                | Self::NotOneLine
                | Self::NotColor
                | Self::LowContrast
                | Self::NotKey
                | Self::NotUrl
                | Self::NotHttps
                | Self::PrivateAddress
                | Self::TooShort
                | Self::TooGuessable
        )
    }
}
