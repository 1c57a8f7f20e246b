use std::collections::BTreeMap;

use creno_types::appointment::{AppointmentStatus, Confirmation};
use creno_types::document::Documents;
use creno_types::slots::Slots;
use creno_types::{Agency, Channel, Problem};
use serde_json::json;

use super::{Unreadable, read};

#[test]
fn reads_what_the_server_writes() {
    let agency = json!({
        "id": "018f3f5e-0000-7000-8000-000000000001", "slug": "saint-denis", "name": "Saint-Denis « Océan »",
        "street": "12 \"rue\" \\ de\nl’Évêché", "postcode": "97400", "city": "Saint-Denis",
        "timezone": "Indian/Reunion", "position": {"latitude": -20.878945, "longitude": 55.448137},
        "channels": ["office", "phone"], "added_later": {"a": [1, 2.5e-3, null, true, {"b": "}"}], "c": -1},
    });
    let expected: Agency = serde_json::from_value(agency.clone()).unwrap();
    assert_eq!(read(&agency.to_string()), Ok(expected.clone()));
    assert_eq!(read(&serde_json::to_string_pretty(&agency).unwrap()), Ok(expected));
}

#[test]
fn reads_slots_problems_and_confirmations_as_the_general_reader_does() {
    let slots = json!({
        "timezone": "Europe/Paris", "from": "2026-06-15", "to": "2026-06-20", "next": null,
        "days": [{"date": "2026-06-15", "starts": ["2026-06-15T11:00:00+02:00"]}],
    });
    let expected: Slots = serde_json::from_value(slots.clone()).unwrap();
    assert_eq!(read(&slots.to_string()), Ok(expected));
    let problem = json!({
        "type": "urn:creno:problem:slot_taken", "title": "t", "status": 409, "detail": "d", "code": "slot_taken",
        "alternatives": ["2026-06-15T11:00:00+02:00"],
    });
    let expected: Problem = serde_json::from_value(problem.clone()).unwrap();
    assert_eq!(read(&problem.to_string()), Ok(expected));
    let confirmation = json!({
        "reference": "CRN-7K3M9P", "manage_url": "u", "start": "2026-06-15T11:00:00+02:00",
        "end": "2026-06-15T11:45:00+02:00", "timezone": "Europe/Paris", "ics_url": "i",
    });
    let expected: Confirmation = serde_json::from_value(confirmation.clone()).unwrap();
    assert!(read(&confirmation.to_string()) == Ok(expected));
}

#[test]
fn reads_documents_as_the_general_reader_does() {
    let documents = json!({
        "asked": [
            {"slug": "identite", "label": "Pièce d’identité", "help": "Recto", "required": true, "received": true},
            {"slug": "facture", "label": "Facture"},
        ],
        "items": [{
            "id": "018f3f5e-0000-7000-8000-000000000001", "asked": "identite", "label": "Pièce d’identité",
            "name": "carte.pdf", "media_type": "application/pdf", "size": 1_234_567,
            "added_at": "2026-06-15T11:00:00+02:00", "by": "client", "can_delete": true,
        }],
        "can_send": true, "can_add": true, "media_types": ["application/pdf"], "max_bytes": 10_485_760, "max_count": 10,
    });
    let expected: Documents = serde_json::from_value(documents.clone()).unwrap();
    assert_eq!(read(&documents.to_string()), Ok(expected));
    // Sizes have far fewer digits than the reader tells apart.
    assert_eq!((read("-3"), read("123456789012345")), (Ok(-3_i64), Ok(123_456_789_012_345_i64)));
    assert_eq!((read::<i64>("1.5"), read::<i64>("1e300")), (Err(Unreadable), Err(Unreadable)));
}

#[test]
fn reads_the_corners_of_the_format() {
    assert_eq!(read("null"), Ok(()));
    assert_eq!(read(" \"\\u00e9\\ud83d\\ude00\\/\" "), Ok("é😀/".to_owned()));
    assert_eq!(read("[]"), Ok(Vec::<String>::new()));
    assert_eq!(read("{}"), Ok(BTreeMap::<String, String>::new()));
    assert_eq!(read("\"video\""), Ok(Channel::Video));
    assert_eq!(read("\"absent\""), Ok(AppointmentStatus::Absent));
    assert_eq!(read("48.85661400000000123"), Ok(48.856614));
    assert_eq!(read("255"), Ok(255_u8));
}

#[test]
fn refuses_what_it_cannot_read() {
    assert_eq!(read::<u8>("256"), Err(Unreadable));
    assert_eq!(read::<u8>("-1"), Err(Unreadable));
    assert_eq!(read::<f64>("1e5"), Err(Unreadable));
    assert_eq!(read::<Channel>("\"pigeon\""), Err(Unreadable));
    for bad in ["", "\"", "\"\\x\"", "\"\\ud83d\"", "\"\\u12\"", "\"a\" 1", "1"] {
        assert_eq!(read::<String>(bad), Err(Unreadable), "{bad}");
    }
    for bad in ["[", "[\"a\"", "[\"a\" \"b\"]", "{}", "[,\"a\"]"] {
        assert_eq!(read::<Vec<String>>(bad), Err(Unreadable), "{bad}");
    }
    let deep = ["{\"x\":".repeat(100), "1".into(), "}".repeat(100)].concat();
    assert_eq!(read::<creno_types::Texts>(&deep), Err(Unreadable));
}
