//! Extractors whose refusals are problem documents.

use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method};
use axum::http::{HeaderName, StatusCode, header};
use creno_types::ProblemCode;
use creno_types::api_key::{Access, ApiResource, ApiScope};
use creno_types::ids::StaffId;
use creno_types::staff::Permission;
use serde::de::DeserializeOwned;
use tower_sessions::Session;

use super::problem::Refusal;
use super::session_store::id_hash;
use crate::anti_abuse::Prefix;
use crate::anti_abuse::client_ip::client_address;
use crate::app::App;
use crate::config::{AntiAbuseConfig, ForwardedHeader};
use crate::keys;
use crate::precondition::{self, Precondition};
use crate::settings::whole_network;
use crate::staff::{own_sessions, sign_in};
use crate::store::staff::Member;

/// A JSON body, whose texts hold no U+0000.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !says_json(request.headers()) {
            return Err(Refusal::new(ProblemCode::UnsupportedMediaType));
        }
        match Bytes::from_request(request, state).await {
            Ok(bytes) => read_json(&bytes).map(Self),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refusal::new(ProblemCode::BodyTooLarge))
            }
            Err(_) => Err(Refusal::new(ProblemCode::MalformedRequest)),
        }
    }
}

/// `application/json`, or a format that is written in it (RFC 6839, section 3.1), such as merge patches.
fn says_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    bare.strip_prefix("application/").is_some_and(|format| format == "json" || format.ends_with("+json"))
}

/// What a JSON body says. Its texts hold no U+0000.
///
/// # Errors
/// When it is not JSON, or not of that shape.
pub(super) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let wrong = Refusal::new(ProblemCode::InvalidJson);
    if escapes_nul(bytes) {
        return Err(wrong.with_detail(NO_NUL.to_owned()));
    }
    match axum::Json::from_bytes(bytes) {
        Ok(axum::Json(body)) => Ok(body),
        Err(JsonRejection::JsonDataError(error)) => Err(wrong.with_detail(error.body_text())),
        Err(_) => Err(wrong),
    }
}

/// Whether a text of this JSON holds U+0000, which is written `\u0000` alone (RFC 8259, section 7).
fn escapes_nul(json: &[u8]) -> bool {
    const ESCAPE: &[u8] = br"\u0000";
    let backslashes = |place: usize| json[..place].iter().rev().take_while(|byte| **byte == b'\\').count();
    let mut found = json.windows(ESCAPE.len()).enumerate().filter(|(_, part)| *part == ESCAPE);
    // After a backslash, a backslash is one of the text.
    found.any(|(place, _)| backslashes(place).is_multiple_of(2))
}

/// The parameters of the address. They hold no U+0000.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        if encodes_nul(parts.uri.query().unwrap_or_default()) {
            return Err(Refusal::new(ProblemCode::InvalidQuery).with_detail(NO_NUL.to_owned()));
        }
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(QueryRejection::FailedToDeserializeQueryString(error)) => {
                Err(Refusal::new(ProblemCode::InvalidQuery).with_detail(error.body_text()))
            }
            Err(_) => Err(Refusal::new(ProblemCode::InvalidQuery)),
        }
    }
}

/// PostgreSQL's texts hold none: refused at the door, on both engines alike.
const NO_NUL: &str = "a text holds no U+0000";

/// Whether a part of an address holds U+0000, which can only be there encoded (RFC 3986, section 2.1).
fn encodes_nul(text: &str) -> bool {
    text.contains("%00")
}

/// A varying part of the path. It holds no U+0000.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        if encodes_nul(parts.uri.path()) {
            return Err(Refusal::new(ProblemCode::NotFound));
        }
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(part)) => Ok(Self(part)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => Err(Refusal::new(ProblemCode::NotFound)),
            Err(_) => Err(Refusal::new(ProblemCode::MalformedRequest)),
        }
    }
}

/// The network address that the request comes from; `unknown` when it came through no socket.
#[derive(Clone, Debug)]
pub struct ClientAddress(pub String);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let ip = client_ip(&parts.extensions, &parts.headers, &app.config.anti_abuse);
        Ok(Self(ip.map_or_else(|| "unknown".into(), |ip| ip.to_string())))
    }
}

/// Who shares limits with the client; `None` when the request came through no socket.
#[derive(Clone, Copy, Debug)]
pub struct ClientPrefix(pub Option<Prefix>);

impl FromRequestParts<App> for ClientPrefix {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let ip = client_ip(&parts.extensions, &parts.headers, &app.config.anti_abuse);
        Ok(Self(ip.map(Prefix::of)))
    }
}

/// The client's address, told by the socket and by the proxies that are trusted.
pub(super) fn client_ip(
    extensions: &Extensions,
    headers: &HeaderMap,
    config: &AntiAbuseConfig,
) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let name = match config.forwarded_header {
        ForwardedHeader::XForwardedFor => "x-forwarded-for",
        ForwardedHeader::Forwarded => "forwarded",
    };
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    Some(client_address(peer.ip(), values, config))
}

/// The header in which a visitor shows the token of their own hold.
pub const HOLD_HEADER: HeaderName = HeaderName::from_static("creno-hold");

/// The `Idempotency-Key` header, when there is one.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len()));
        let key = key.ok_or_else(|| {
            let detail = "L’en-tête Idempotency-Key doit avoir de 1 à 255 caractères ASCII.";
            Refusal::new(ProblemCode::MalformedRequest).with_detail(detail)
        })?;
        Ok(Self(Some(key.to_owned())))
    }
}

/// Whether the body of the response may be left out: the client has it under this entity tag.
pub fn is_fresh(headers: &HeaderMap, etag: &str) -> bool {
    let sent = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // RFC 9110 §13.1.2: a list, or any; comparison is weak.
    sent == "*" || precondition::lists(sent, etag)
}

/// Key of the signed-in person in a session.
pub const SESSION_STAFF: &str = "staff";

/// Key under which a session says when and where it was last seen in use. It is read from the row, and never written with the rest.
pub const SESSION_SEEN: &str = "seen";

/// Who calls: a person who is signed in, or a program with a key whose scope opens the route. A handler that takes it is
/// refused to everyone else; it then names the permission it needs.
#[derive(Clone, Debug)]
pub struct Actor(Member);

impl Actor {
    /// The person, when their profile allows `permission`.
    ///
    /// # Errors
    /// `forbidden` otherwise.
    pub fn with(self, permission: Permission) -> Result<Member, Refusal> {
        self.with_any(&[permission])
    }

    /// The person, when their profile allows one of `permissions`.
    ///
    /// # Errors
    /// `forbidden` otherwise.
    pub fn with_any(self, permissions: &[Permission]) -> Result<Member, Refusal> {
        if permissions.iter().any(|permission| self.0.permissions.contains(permission)) {
            Ok(self.0)
        } else {
            Err(Refusal::new(ProblemCode::Forbidden))
        }
    }

    /// The person, when their profile allows `permission` over the whole network, for what tells of all of it.
    ///
    /// # Errors
    /// `forbidden` otherwise.
    pub fn with_all_of(self, permission: Permission) -> Result<Member, Refusal> {
        let member = self.with(permission)?;
        whole_network(&member)?;
        Ok(member)
    }

    /// The person, for what everyone may do with their own session.
    pub fn any(self) -> Member {
        self.0
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let unauthenticated = || Refusal::new(ProblemCode::Unauthenticated);
        let ip = client_ip(&parts.extensions, &parts.headers, &app.config.anti_abuse);
        let address = ip.map_or_else(|| "unknown".into(), |ip| ip.to_string());
        if let Some(authorization) = parts.headers.get(header::AUTHORIZATION) {
            let secret = authorization.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
            let asked = asked_scope(parts).ok_or_else(|| Refusal::new(ProblemCode::InsufficientScope))?;
            let secret = secret.ok_or_else(unauthenticated)?.trim();
            return Ok(Self(keys::authenticate(app, secret, asked, address).await?));
        }
        let session = parts.extensions.get::<Session>().ok_or_else(unauthenticated)?;
        let staff: Option<StaffId> = session.get(SESSION_STAFF).await.map_err(Refusal::internal)?;
        let member = sign_in::find_member(app, staff.ok_or_else(unauthenticated)?, &address).await?;
        let member = member.ok_or_else(unauthenticated)?;
        if let Some(id) = session.id() {
            let seen = session.get(SESSION_SEEN).await.map_err(Refusal::internal)?;
            own_sessions::note_use(app, id_hash(&id), seen, &address).await;
        }
        Ok(Self(member))
    }
}

/// The scope that a key needs for the route: its resource is told by the path. None for routes that keys do not
/// open.
fn asked_scope(parts: &Parts) -> Option<ApiScope> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str().strip_prefix("/api/v1/")?;
    let resource = ApiResource::of_route(path)?;
    let access = if parts.method == Method::GET { Access::Read } else { Access::Write };
    Some(ApiScope { resource, access })
}

/// What the client asks of what it is about to change.
#[derive(Clone, Debug)]
pub struct IfMatch(pub Precondition);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let sent: Vec<_> = parts
            .headers
            .get_all(header::IF_MATCH)
            .iter()
            .map(|value| value.to_str().unwrap_or_default())
            .collect();
        Ok(Self(if sent.is_empty() { Precondition::None } else { Precondition::Tags(sent.join(",")) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_told_from_the_text_of_its_escape() {
        for (json, holds) in [
            (r#"{"a":"b"}"#, false),
            (r#"{"a":"\u0000"}"#, true),
            (r#"{"a":"\\u0000"}"#, false),
            (r#"{"a":"\\\u0000"}"#, true),
            (r#"{"a":"\\u0000 \u0000"}"#, true),
            (r#"{"a":"\u0001"}"#, false),
        ] {
            assert_eq!(escapes_nul(json.as_bytes()), holds, "{json}");
        }
    }
}
