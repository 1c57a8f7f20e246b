//! What is not taken, and that nothing is left of it.

use axum::body::Body;
use axum::http::{Method, header};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{Case, PDF, PNG, upload};
use crate::support::network::{ADMIN, MANAGER};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    files_that_will_not_do,
    uploads_that_break_off_leave_nothing,
    links_and_requests_that_will_not_do,
    no_more_than_ten,
    without_a_key_nothing_is_taken,
    the_antivirus_has_the_last_word,
    another_perimeter_reads_nothing,
);

async fn files_that_will_not_do(app: TestApp) {
    let case = Case::new(app).await;
    let large = [PDF, &vec![b' '; 4_096]].concat();
    let kind = (415, "document_kind_refused");
    for (name, media_type, bytes, (status, code)) in [
        ("a.pdf", "application/pdf", PNG, kind),
        ("a.pdf", "image/png", PDF, kind),
        ("a.html", "text/html", &b"<html><script>alert(1)</script>"[..], kind),
        ("a.pdf", "application/pdf", b"<html>%PDF-1.7", kind),
        ("a.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", kind),
        ("a.exe", "application/pdf", b"MZ\x90\0", kind),
        ("a.pdf", "", PDF, kind),
        ("a.pdf", "application/pdf", b"", (422, "document_empty")),
        ("a.pdf", "application/pdf", &large, (413, "document_too_large")),
    ] {
        let refused = case.hand_in(name, media_type, bytes).await;
        assert_eq!(refused.refusal(), (status, code.to_owned()), "{name} {media_type}");
    }
    // Too long, and not said to be.
    let chunks = stream::iter((0..3).map(|_| Ok::<_, std::io::Error>(vec![b'%'; 2_048])));
    let request = case
        .app
        .request(Method::POST, &format!("{}?asked=identite", case.link))
        .header(header::CONTENT_TYPE, "application/pdf")
        .body(Body::from_stream(chunks))
        .unwrap();
    assert_eq!(case.app.send(request).await.refusal(), (413, "document_too_large".into()));
    // As large as may be.
    let full = [PDF, &vec![b' '; 4_096 - PDF.len()]].concat();
    assert_eq!(case.hand_in("a.pdf", "application/pdf", &full).await.status, 201);
    assert_eq!(case.objects().len(), 1, "nothing is left of those refused");
    // Elsewhere a body is still no larger than before.
    let body = json!({ "reason": "x".repeat(70_000) });
    let cancel = case.app.json_by(Method::DELETE, case.link.trim_end_matches("/documents"), &body);
    assert_eq!(case.app.send(cancel).await.status, 413);
}

async fn uploads_that_break_off_leave_nothing(app: TestApp) {
    let case = Case::new(app).await;
    let sent = |chunks: BoxStream<'static, std::io::Result<&'static [u8]>>| {
        let mut request =
            upload(&case.app, &format!("{}?asked=identite", case.link), "a.pdf", "application/pdf", b"");
        *request.body_mut() = Body::from_stream(chunks);
        case.app.send(request)
    };
    let lost = std::io::Error::other("the client is gone");
    let broken = sent(stream::iter([Ok(&PDF[..20]), Err(lost)]).boxed()).await;
    assert!(broken.status.is_client_error(), "{broken:?}");
    // One that does not end keeps the turn of its appointment while it lasts, and not longer.
    let (begun, has_begun) = oneshot::channel();
    let first = stream::once(async move {
        begun.send(()).unwrap();
        Ok(&PDF[..20])
    });
    let endless = sent(first.chain(stream::pending()).boxed());
    tokio::select! {
        answer = endless => panic!("{answer:?}"),
        () = async {
            has_begun.await.unwrap();
            let meanwhile = case.hand_in("a.pdf", "application/pdf", PDF).await;
            assert_eq!(meanwhile.refusal(), (503, "unavailable".into()));
        } => {}
    }
    assert_eq!((case.listed().await["items"].clone(), case.objects().len()), (json!([]), 0));
    case.handed_in("a.pdf").await;
    assert_eq!(case.objects().len(), 1);
}

async fn links_and_requests_that_will_not_do(app: TestApp) {
    let case = Case::new(app).await;
    let send =
        async |path: String| case.app.send(upload(&case.app, &path, "a.pdf", "application/pdf", PDF)).await;
    let wrong = "/api/v1/public/appointments/short/documents";
    assert_eq!(case.app.get(wrong).await.refusal(), (404, "unknown_appointment".into()));
    assert_eq!(send(format!("{wrong}?asked=identite")).await.refusal(), (404, "unknown_appointment".into()));
    assert_eq!(send(case.link.clone()).await.faults(), [("asked".into(), "required".into())]);
    let unasked = send(format!("{}?asked=passeport", case.link)).await;
    assert_eq!(unasked.faults(), [("asked".into(), "not_choice".into())]);
    let replaces = |id: &str| format!("{}?asked=identite&replaces={id}", case.link);
    assert_eq!(send(replaces("nothing")).await.refusal(), (400, "invalid_query".into()));
    let nobody = "00000000-0000-0000-0000-00000000dead";
    assert_eq!(send(replaces(nobody)).await.refusal(), (404, "unknown_document".into()));
    for id in [nobody, "nothing"] {
        let delete = case.app.delete(&format!("{}/{id}", case.link)).await;
        assert_eq!(delete.refusal(), (404, "unknown_document".into()));
    }
    let id = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    // The link of another appointment.
    let other = crate::booking::book(&case.app, "2026-06-16T11:00:00+02:00").await;
    let token = other["manage_url"].as_str().unwrap().split("#rendez-vous=").nth(1).unwrap().to_owned();
    let elsewhere = format!("/api/v1/public/appointments/{token}/documents/{id}");
    assert_eq!(case.app.delete(&elsewhere).await.refusal(), (404, "unknown_document".into()));
    // Cancelled: the client's link opens nothing any more, staff can still remove.
    assert_eq!(case.app.delete(case.link.trim_end_matches("/documents")).await.status, 204);
    let gone = (410, "appointment_cancelled".to_owned());
    assert_eq!(case.app.get(&case.link).await.refusal(), gone);
    assert_eq!(send(format!("{}?asked=identite", case.link)).await.refusal(), gone);
    case.app.sign_in(ADMIN).await;
    assert_eq!(send(case.file()).await.refusal(), gone);
    assert_eq!(case.app.get(&case.file()).await.json()["items"][0]["id"], id.as_str());
    assert_eq!(case.app.delete(&format!("{}/{id}", case.file())).await.status, 204);
}

async fn no_more_than_ten(app: TestApp) {
    let case = Case::new(app).await;
    let mut last = json!(null);
    for number in 0..10 {
        last = case.handed_in(&format!("{number}.pdf")).await;
    }
    let full = case.listed().await;
    assert_eq!(
        (&full["can_add"], &full["can_send"]),
        (&json!(false), &json!(true)),
        "in the place of others"
    );
    let refused = case.hand_in("11.pdf", "application/pdf", PDF).await;
    assert_eq!(refused.refusal(), (409, "too_many_documents".into()));
    // In the place of one of them there is room.
    let path = format!("{}?asked=identite&replaces={}", case.link, last["id"].as_str().unwrap());
    assert_eq!(case.app.send(upload(&case.app, &path, "n.pdf", "application/pdf", PDF)).await.status, 201);
    assert_eq!(case.listed().await["items"].as_array().unwrap().len(), 10);

    // At once on two instances, as many as there is room for.
    let first = case.listed().await["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(case.app.delete(&format!("{}/{first}", case.link)).await.status, 204);
    let other = case.app.configured(|_| {});
    let path = format!("{}?asked=identite", case.link);
    let rivals = [&case.app, &other].map(|app| app.send(upload(app, &path, "r.pdf", "application/pdf", PDF)));
    let mut answers: Vec<_> =
        futures_util::future::join_all(rivals).await.iter().map(|answer| answer.status.as_u16()).collect();
    answers.sort_unstable();
    assert_eq!(answers, [201, 409]);
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects().len(), 10);
}

async fn without_a_key_nothing_is_taken(app: TestApp) {
    let case = Case::new(app).await;
    let id = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    let keyless = case.app.configured(|config| config.documents.key = None);
    let case = Case { app: keyless, ..case };
    let unavailable = (503, "documents_unavailable".to_owned());
    let refused = case.hand_in("a.pdf", "application/pdf", PDF).await;
    assert_eq!(refused.refusal(), unavailable);
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(case.listed().await["can_add"], false);
    case.app.sign_in(ADMIN).await;
    assert_eq!(case.app.get(&format!("{}/{id}", case.file())).await.refusal(), unavailable);
    assert_eq!(case.app.get(&case.file()).await.json()["can_read"], false);
    // What is to go, goes.
    assert_eq!(case.app.delete(&format!("{}/{id}", case.link)).await.status, 204);
}

/// A server that takes a file as `clamd` does, and answers what it is told to.
async fn antivirus(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let length = stream.read_u32().await.unwrap();
                if length == 0 {
                    break;
                }
                let mut chunk = vec![0; length as usize];
                stream.read_exact(&mut chunk).await.unwrap();
                content.extend(chunk);
            }
            assert_eq!(content, PDF);
            stream.write_all(answer).await.unwrap();
        }
    });
    address
}

async fn the_antivirus_has_the_last_word(app: TestApp) {
    let case = Case::new(app).await;
    let hand_in = async |clamav: String| {
        let app = case.app.configured(|config| config.documents.clamav = Some(clamav));
        let path = format!("{}?asked=identite", case.link);
        app.send(upload(&app, &path, "a.pdf", "application/pdf", PDF)).await
    };
    let found = antivirus(b"stream: Eicar-Test-Signature FOUND\0").await;
    assert_eq!(hand_in(found).await.refusal(), (422, "document_infected".into()));
    let unsure = antivirus(b"INSTREAM size limit exceeded. ERROR\0").await;
    assert_eq!(hand_in(unsure).await.refusal(), (503, "scanner_unavailable".into()));
    // A port that was just given back: nobody listens.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let refused = hand_in(closed).await;
    assert_eq!(refused.refusal(), (503, "scanner_unavailable".into()));
    assert_eq!(case.objects(), [], "nothing is kept that was not looked at");
    let clean = antivirus(b"stream: OK\0").await;
    assert_eq!(hand_in(clean).await.status, 201);
}

async fn another_perimeter_reads_nothing(app: TestApp) {
    let case = Case::new(app).await;
    let id = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    case.app
        .write(r#"UPDATE profile SET permissions = '["view_appointments","manage_appointments"]' WHERE slug = 'manager'"#)
        .await;
    case.app.sign_in(MANAGER).await;
    assert_eq!(case.app.get(&format!("{}/{id}", case.file())).await.status, 200, "the manager of Paris");
    case.app.write("UPDATE appointment SET agency_id = @agency.reunion").await;
    let unknown = (404, "unknown_appointment".to_owned());
    assert_eq!(case.app.get(&case.file()).await.refusal(), unknown);
    assert_eq!(case.app.get(&format!("{}/{id}", case.file())).await.refusal(), unknown);
    assert_eq!(case.app.delete(&format!("{}/{id}", case.file())).await.refusal(), unknown);
    let added = case.app.send(upload(&case.app, &case.file(), "a.pdf", "application/pdf", PDF)).await;
    assert_eq!(added.refusal(), unknown);
    // Its own appointment does not open that of another.
    let own = crate::by_staff::wish("paris", "2026-06-17T10:00:00+02:00");
    let own = case.app.post("/api/v1/appointments", &own).await.json();
    let path = format!("/api/v1/appointments/{}/documents/{id}", own["reference"].as_str().unwrap());
    assert_eq!(case.app.get(&path).await.refusal(), (404, "unknown_document".into()));
}
