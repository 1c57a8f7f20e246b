//! What somebody sees of clients: the one place that decides, for every list, file, journal and message.
//!
//! A profile masks contacts, which is everything that a client typed, or the answers of some fields. What is masked never
//! leaves the server.

use creno_types::appointment::{Answers, Appointment, ClientSummary};
use creno_types::field::FieldFormat;
use creno_types::message::Medium;

/// What a profile, or a key, sees of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    contact: bool,
    keys: Vec<String>,
    name: bool,
    email: bool,
    phone: bool,
}

/// A masked field, as far as the summary of a client may be drawn from it.
#[derive(Clone, Debug)]
pub struct MaskedField {
    /// Its key.
    pub key: String,
    /// Its format.
    pub format: FieldFormat,
    /// Whether clients of some theme are named by it.
    pub names: bool,
}

impl Sight {
    /// Sees everything, or nothing but initials.
    pub fn whole(masks_contact: bool) -> Self {
        Self {
            contact: masks_contact,
            keys: Vec::new(),
            name: masks_contact,
            email: masks_contact,
            phone: masks_contact,
        }
    }

    /// The same without the answers of some fields, nor what is drawn from them.
    #[must_use]
    pub fn without(mut self, fields: Vec<MaskedField>) -> Self {
        for field in fields {
            self.name |= field.names;
            self.email |= field.format == FieldFormat::Email;
            self.phone |= field.format == FieldFormat::Phone;
            self.keys.push(field.key);
        }
        self
    }

    /// Whether contacts are masked altogether.
    pub fn masks_contact(&self) -> bool {
        self.contact
    }

    /// Whether the client's whole name is seen.
    pub fn sees_name(&self) -> bool {
        !self.name
    }

    /// Whether the client's mail address is seen.
    pub fn sees_email(&self) -> bool {
        !self.email
    }

    /// Whether the client's number is seen.
    pub fn sees_phone(&self) -> bool {
        !self.phone
    }

    /// Whether the answer of that field is seen.
    pub fn sees_answer(&self, key: &str) -> bool {
        !self.contact && !self.keys.iter().any(|masked| masked == key)
    }

    /// Whether what people wrote in their own words is seen, whatever it tells.
    pub fn sees_words(&self) -> bool {
        !self.contact
    }

    /// Whether the texts of messages are seen: they name the client, and may carry whatever a template says.
    pub fn sees_texts(&self) -> bool {
        !self.contact && !self.name && self.keys.is_empty()
    }

    /// Whether documents are seen, their names and what is in them: they may show whatever a client was asked, so that
    /// whoever is masked anything sees none.
    pub fn sees_documents(&self) -> bool {
        self.sees_texts()
    }

    /// Whether it is seen where messages to clients go by a medium.
    pub fn sees_recipient(&self, medium: Medium) -> bool {
        match medium {
            Medium::Mail => !self.email,
            Medium::Sms => !self.phone,
        }
    }

    /// Leaves of what a server or a gateway answered what is seen: it may quote an address or a number.
    pub fn redacted(&self, text: &str) -> String {
        let hidden = |word: &str| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            (self.email && word.contains('@')) || (self.phone && digits >= LONG_NUMBER)
        };
        let words = text.split(' ').map(|word| if hidden(word) { "•••" } else { word });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Leaves of a client what is seen.
    pub fn dim(&self, client: &mut ClientSummary) {
        if self.name {
            client.name = initials(&client.name);
        }
        if self.email {
            client.email = None;
        }
        if self.phone {
            client.phone = None;
        }
    }

    /// The appointment as it is seen.
    #[must_use]
    pub fn of(&self, mut appointment: Appointment) -> Appointment {
        self.dim(&mut appointment.client);
        appointment
    }

    /// Leaves of a form what is seen.
    pub fn dim_answers(&self, answers: &mut Answers) {
        answers.retain(|key, _| self.sees_answer(key));
    }
}

/// Digits that make a telephone number.
const LONG_NUMBER: usize = 8;

fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use creno_types::appointment::ClientSummary;
    use creno_types::field::FieldFormat;
    use creno_types::message::Medium;

    use super::{MaskedField, Sight};

    fn seen(sight: &Sight) -> (String, bool, bool) {
        let mut client = ClientSummary {
            name: "Léa  de Martin".into(),
            email: Some("lea@example.org".into()),
            phone: Some("0612345678".into()),
        };
        sight.dim(&mut client);
        (client.name, client.email.is_some(), client.phone.is_some())
    }

    fn without(key: &str, format: FieldFormat, names: bool) -> Sight {
        Sight::default().without(vec![MaskedField { key: key.into(), format, names }])
    }

    #[test]
    fn what_is_masked_is_left_out() {
        assert_eq!(seen(&Sight::whole(false)), ("Léa  de Martin".into(), true, true));
        assert_eq!(seen(&Sight::whole(true)), ("L. d. M.".into(), false, false));
        assert_eq!(
            seen(&without("email", FieldFormat::Email, false)),
            ("Léa  de Martin".into(), false, true)
        );
        assert_eq!(
            seen(&without("portable", FieldFormat::Phone, false)),
            ("Léa  de Martin".into(), true, false)
        );
        assert_eq!(seen(&without("last_name", FieldFormat::Letters, true)), ("L. d. M.".into(), true, true));
    }

    #[test]
    fn answers_of_servers_quote_nobody() {
        let text = "550 5.1.1 <lea@example.org> unknown; +33612345678 refused";
        assert_eq!(Sight::whole(false).redacted(text), text);
        assert_eq!(Sight::whole(true).redacted(text), "550 5.1.1 ••• unknown; ••• refused");
    }

    #[test]
    fn texts_are_for_those_who_see_everything() {
        let sight = without("note", FieldFormat::Letters, false);
        assert!(sight.sees_name() && sight.sees_recipient(Medium::Mail) && !sight.sees_texts());
        assert!(!sight.sees_answer("note") && sight.sees_answer("email"));
        assert!(Sight::whole(false).sees_texts() && !Sight::whole(true).sees_answer("email"));
    }
}
