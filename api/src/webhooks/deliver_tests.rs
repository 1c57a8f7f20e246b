use super::*;

fn answered(status: u16, header: Option<(&str, &str)>) -> Posted {
    let headers = header.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    Posted::Answered(Reply { status, headers, body: String::new() })
}

#[test]
fn answers_are_told_apart() {
    let now = DateTime::from_timestamp(784_111_777 - 90, 0).unwrap();
    let wait_of = |posted| match Outcome::of(&posted, now) {
        Outcome::Failed { wait, .. } => wait.map(|wait| wait.num_seconds()),
        other => panic!("{other:?}"),
    };
    for status in [200, 201, 204, 299] {
        assert_eq!(Outcome::of(&answered(status, None), now), Outcome::Delivered);
    }
    assert!(matches!(Outcome::of(&answered(410, None), now), Outcome::Gone(_)));
    for status in [400, 404, 429, 500, 503] {
        assert_eq!(wait_of(answered(status, None)), None, "{status}");
    }
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (status, header, expected) in [
        (503, "120", Some(120)),
        (429, date, Some(90)),
        (429, "99999999", Some(24 * 3_600)),
        (500, "120", None),
        (503, "-5", None),
        (503, "0", None),
        (503, "soon", None),
    ] {
        assert_eq!(wait_of(answered(status, Some(("retry-after", header)))), expected, "{status} {header}");
    }
    let moved = Outcome::of(&answered(302, Some(("location", "https://b.example.fr/"))), now);
    assert_eq!(
        moved.error().unwrap(),
        "redirection refusée (statut 302) : donnez l’adresse définitive https://b.example.fr/"
    );
}

#[test]
fn attempts_follow_the_contract() {
    let seconds = |attempts, chance| jittered(&PAUSES, attempts, chance).map(|pause| pause.num_seconds());
    let expected = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for (attempts, expected) in (1..).zip(expected) {
        let (least, most) = (seconds(attempts, 0).unwrap(), seconds(attempts, 255).unwrap());
        assert!(least <= expected && expected <= most, "{attempts}: {least} {expected} {most}");
        assert!(least >= expected * 8 / 10 && most <= expected * 12 / 10 && least < most, "{attempts}");
    }
    assert_eq!(seconds(10, 0), None);
}
