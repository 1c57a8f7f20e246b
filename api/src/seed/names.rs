//! Names of people who do not exist, and the addresses made from them.

/// Given names.
pub(super) const FIRST: [&str; 72] = [
    "Adèle",
    "Adrien",
    "Aïcha",
    "Alexandre",
    "Alice",
    "Amadou",
    "Amélie",
    "Amina",
    "Anaïs",
    "André",
    "Anne-Sophie",
    "Anthony",
    "Aurélie",
    "Baptiste",
    "Benoît",
    "Bintou",
    "Brigitte",
    "Bruno",
    "Carmen",
    "Catherine",
    "Cédric",
    "Célia",
    "Chantal",
    "Chloé",
    "Christophe",
    "Claire",
    "Clémence",
    "Corentin",
    "Daniel",
    "Delphine",
    "Dominique",
    "Élodie",
    "Émile",
    "Enzo",
    "Fabrice",
    "Farid",
    "Fatima",
    "Florence",
    "François",
    "Gaëlle",
    "Gérard",
    "Guillaume",
    "Hélène",
    "Hugo",
    "Inès",
    "Isabelle",
    "Jean-Luc",
    "Jeanne",
    "Joël",
    "Julie",
    "Karim",
    "Laurence",
    "Léa",
    "Linh",
    "Loïc",
    "Louise",
    "Malik",
    "Manon",
    "Maël",
    "Mireille",
    "Moussa",
    "Noémie",
    "Olivier",
    "Paulette",
    "Quentin",
    "Rachid",
    "Sandrine",
    "Sébastien",
    "Thi Mai",
    "Thérèse",
    "Yann",
    "Zoé",
];

/// Family names.
pub(super) const LAST: [&str; 84] = [
    "Abdallah",
    "Allard",
    "André",
    "Arnaud",
    "Aubert",
    "Bailly",
    "Barbier",
    "Baron",
    "Bénard",
    "Benali",
    "Berger",
    "Bernard",
    "Bertin",
    "Blanchard",
    "Bonnet",
    "Boucher",
    "Bourgeois",
    "Boyer",
    "Brunet",
    "Camara",
    "Caron",
    "Charpentier",
    "Chevalier",
    "Colin",
    "Cordier",
    "Coulibaly",
    "Cousin",
    "Da Silva",
    "Daniel",
    "David",
    "Delaunay",
    "Denis",
    "Diallo",
    "Diarra",
    "Dumas",
    "Dupuis",
    "Durand",
    "Étienne",
    "Fabre",
    "Faure",
    "Fernandes",
    "Ferreira",
    "Fontaine",
    "Fournier",
    "Gauthier",
    "Germain",
    "Gimenez",
    "Girard",
    "Grondin",
    "Guérin",
    "Haddad",
    "Hamon",
    "Hoarau",
    "Huet",
    "Jacob",
    "Jacquet",
    "Keïta",
    "Lambert",
    "Laurent",
    "Le Bihan",
    "Le Goff",
    "Leclercq",
    "Lemaire",
    "Lévêque",
    "Mansouri",
    "Marchand",
    "Martin",
    "Masson",
    "Mercier",
    "Moulin",
    "N'Diaye",
    "Nguyen",
    "Noël",
    "Payet",
    "Perrin",
    "Picard",
    "Pons",
    "Renard",
    "Rey",
    "Rivière",
    "Roche",
    "Traoré",
    "Vasseur",
    "Yilmaz",
];

/// The text in lower-case ASCII letters and digits, anything else being one hyphen.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letter) => slug.push(letter),
            None if slug.is_empty() || slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The e-mail address of a person in a domain, `prenom.nom@domaine`.
pub(super) fn address(first: &str, last: &str, domain: &str) -> String {
    format!("{}.{}@{domain}", slug(first), slug(last))
}

/// The letter without its accent, if it is a letter or a digit that French names have.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' | '0'..='9' => letter,
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LAST, address, slug};

    #[test]
    fn folds_names() {
        assert_eq!(slug("L'Haÿ-les-Roses — Centre 2"), "l-ha-les-roses-centre-2");
        assert_eq!(slug("Paris Opéra"), "paris-opera");
        assert_eq!(address("Anne-Sophie", "Le Goff", "exemple.fr"), "anne-sophie.le-goff@exemple.fr");
    }

    #[test]
    fn every_letter_of_the_lists_is_folded() {
        for name in FIRST.iter().chain(&LAST) {
            let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
            assert_eq!(slug(name).chars().filter(char::is_ascii_lowercase).count(), letters, "{name}");
        }
    }

    #[test]
    fn no_name_is_listed_twice() {
        for list in [FIRST.as_slice(), LAST.as_slice()] {
            let distinct: std::collections::BTreeSet<_> = list.iter().collect();
            assert_eq!(distinct.len(), list.len());
        }
    }
}
