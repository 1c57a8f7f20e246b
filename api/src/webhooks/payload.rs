//! What is told: an event as JSON.

use creno_types::ZonedInstant;
use creno_types::event::{Event, EventAppointment};
use creno_types::webhook::EventType;
use serde_json::{Value, json};

use crate::app::App;
use crate::store::deliveries::{ClaimedDelivery, message_id};
use crate::store::journal::NumberedEvent;

/// An event as those outside read it.
pub(super) fn event(app: &App, event: NumberedEvent) -> Event {
    let snapshot = event.snapshot;
    let zone: chrono_tz::Tz = snapshot.timezone.parse().unwrap_or(chrono_tz::UTC);
    Event {
        kind: event.kind,
        timestamp: ZonedInstant::new(event.at, &zone),
        data: EventAppointment {
            event: message_id(event.id),
            position: event.position,
            version: snapshot.version,
            id: snapshot.id,
            back_office_url: format!(
                "{}/back-office/rendez-vous/{}",
                app.config.public_url, snapshot.reference
            ),
            reference: snapshot.reference,
            status: snapshot.status,
            start: snapshot.start,
            end: snapshot.end,
            timezone: snapshot.timezone,
            theme: snapshot.theme,
            skill: event.skill,
            agency: snapshot.agency,
            address: snapshot.address,
            channel: snapshot.channel,
            staff: snapshot.staff,
            source: snapshot.source,
            campaign: snapshot.campaign,
            client: event.client,
            changes: event.changes,
            actor: event.actor,
        },
    }
}

/// What a test tells.
pub(super) fn test(app: &App, claimed: &ClaimedDelivery) -> Value {
    json!({
        "type": EventType::Test,
        "timestamp": ZonedInstant::new(app.now(), &chrono_tz::UTC),
        "data": {
            "event": message_id(claimed.message),
            "message": "Essai de Créno : ce message ne parle d’aucun rendez-vous.",
        },
    })
}

/// A body as the journal of deliveries keeps it: without the client, whose data are in one place.
pub(super) fn without_client(mut body: Value) -> String {
    if let Some(data) = body.get_mut("data").and_then(Value::as_object_mut) {
        data.remove("client");
    }
    body.to_string()
}
