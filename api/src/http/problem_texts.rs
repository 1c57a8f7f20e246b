//! French texts of problems, by code. No `_` arm: a new code does not compile until it has its texts.

use creno_types::{FieldErrorCode as Field, ProblemCode as Code};

/// What happened.
pub(super) const fn title(code: Code) -> &'static str {
    match code {
        Code::MalformedRequest => "Requête illisible",
        Code::InvalidJson => "Corps JSON invalide",
        Code::InvalidQuery => "Paramètre invalide",
        Code::Unauthenticated => "Connexion requise",
        Code::WrongCredentials => "Identifiants incorrects",
        Code::Forbidden => "Accès refusé",
        Code::CrossSiteRefused => "Requête d’un autre site refusée",
        Code::NotFound => "Adresse inconnue",
        Code::UnknownAgency => "Agence inconnue",
        Code::UnknownTheme => "Thème inconnu",
        Code::UnknownHold => "Réservation temporaire inconnue",
        Code::UnknownAppointment => "Rendez-vous inconnu",
        Code::MethodNotAllowed => "Méthode non acceptée",
        Code::RequestTimeout => "Requête trop lente",
        Code::SlotTaken => "Créneau déjà pris",
        Code::SlotNotOffered => "Créneau non proposé",
        Code::RequestInProgress => "Demande en cours",
        Code::HoldExpired => "Créneau libéré",
        Code::AppointmentCancelled => "Rendez-vous annulé",
        Code::BodyTooLarge => "Requête trop volumineuse",
        Code::UnsupportedMediaType => "Format non accepté",
        Code::InvalidFields => "Formulaire incomplet ou mal rempli",
        Code::InvalidRange => "Période invalide",
        Code::ThemeNotOffered => "Thème non proposé dans cette agence",
        Code::ChannelClosed => "Canal fermé",
        Code::StartInPast => "Créneau passé",
        Code::AppointmentPast => "Rendez-vous passé",
        Code::IdempotencyKeyReused => "Clé d’idempotence déjà utilisée",
        Code::RateLimited => "Trop de demandes",
        Code::Internal => "Erreur interne",
        Code::Unavailable => "Service momentanément indisponible",
    }
}

/// What to do about it.
pub(super) const fn detail(code: Code) -> &'static str {
    match code {
        Code::MalformedRequest => "La requête n’a pas pu être lue.",
        Code::InvalidJson => "Le corps de la requête n’est pas du JSON de la forme attendue.",
        Code::InvalidQuery => "Un paramètre de l’adresse manque ou n’est pas de la forme attendue.",
        Code::Unauthenticated => "Connectez-vous pour continuer.",
        Code::WrongCredentials => {
            "L’adresse e-mail et le mot de passe ne vont pas ensemble. Vérifiez-les et réessayez."
        }
        Code::Forbidden => "Votre profil ne permet pas cette action.",
        Code::CrossSiteRefused => "Rechargez la page et recommencez.",
        Code::NotFound => "Il n’y a rien à cette adresse.",
        Code::UnknownAgency => "Cette agence n’existe pas ou n’est plus active. Choisissez-en une autre.",
        Code::UnknownTheme => "Ce thème n’existe pas ou n’est plus actif. Choisissez-en un autre.",
        Code::UnknownHold => "Ce créneau n’est pas ou plus réservé pour vous. Choisissez-en un autre.",
        Code::UnknownAppointment => "Ce lien n’ouvre aucun rendez-vous. Vérifiez qu’il est complet.",
        Code::MethodNotAllowed => "Cette adresse existe, mais pas pour cette méthode.",
        Code::RequestTimeout => "La requête a mis trop de temps à arriver. Réessayez.",
        Code::SlotTaken => "Ce créneau vient d’être pris. Choisissez-en un autre.",
        Code::SlotNotOffered => "Ce créneau n’est pas proposé. Choisissez-en un autre.",
        Code::RequestInProgress => "La même demande est en cours de traitement. Réessayez dans un instant.",
        Code::HoldExpired => {
            "Le créneau n’est plus réservé pour vous : le délai est passé. Choisissez-en un autre."
        }
        Code::AppointmentCancelled => "Ce rendez-vous a été annulé. Vous pouvez en prendre un autre.",
        Code::BodyTooLarge => "Le corps de la requête dépasse la taille acceptée.",
        Code::UnsupportedMediaType => "Envoyez le corps en application/json.",
        Code::InvalidFields => "Corrigez les champs signalés.",
        Code::InvalidRange => "La période doit aller d’une date à une date suivante, 62 jours au plus.",
        Code::ThemeNotOffered => {
            "Cette agence ne propose pas ce thème. Choisissez une autre agence ou un autre thème."
        }
        Code::ChannelClosed => {
            "Ce canal n’est pas ouvert pour ce thème dans cette agence. Choisissez-en un autre."
        }
        Code::StartInPast => "Ce créneau est passé. Choisissez-en un autre.",
        Code::AppointmentPast => "Ce rendez-vous a commencé ou est passé : il ne peut plus être changé.",
        Code::IdempotencyKeyReused => {
            "La clé d’idempotence a servi pour une autre demande. Utilisez-en une nouvelle."
        }
        Code::RateLimited => "Vous avez fait trop de demandes. Patientez avant de réessayer.",
        Code::Internal => "Une erreur s’est produite de notre côté. Réessayez dans un instant.",
        Code::Unavailable => "Le service redémarre ou est très sollicité. Réessayez dans un instant.",
    }
}

/// How to mend a field.
pub(super) const fn field_detail(code: Field) -> &'static str {
    match code {
        Field::Required => "Remplissez ce champ.",
        Field::TooLong => "Raccourcissez ce texte.",
        Field::NotLetters => "Saisissez des lettres, des espaces, des traits d’union ou des apostrophes.",
        Field::NotEmail => "Saisissez une adresse e-mail, par exemple nom@exemple.fr.",
        Field::NotPhone => "Saisissez 10 chiffres, par exemple 06 12 34 56 78, ou un numéro international.",
        Field::NotDate => "Saisissez une date sous la forme JJ/MM/AAAA, par exemple 15/06/1980.",
        Field::NotPostcode => "Saisissez un code postal de 5 ou 6 chiffres.",
        Field::NotSiren => "Saisissez un numéro SIREN de 9 chiffres.",
        Field::NotSiret => "Saisissez un numéro SIRET de 14 chiffres.",
        Field::NotChoice => "Choisissez une des réponses proposées.",
        Field::UnknownField => "Ce champ n’existe pas dans ce formulaire.",
        Field::ConsentMissing => "Cochez la case pour donner votre accord.",
    }
}
