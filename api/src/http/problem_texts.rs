//! French texts of problems, by code. No `_` arm: a new code does not compile until it has its texts.

use creno_types::{FieldErrorCode as Field, ProblemCode as Code};

mod rules;

pub(super) use rules::{changed_detail, conflict_detail, moved_detail};

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
        Code::UnknownCampaign => "Campagne inconnue",
        Code::HoldAlreadyRenewed => "Réservation déjà prolongée",
        Code::TooLateToMove => "Il est trop tard pour déplacer ce rendez-vous",
        Code::TooLateToCancel => "Il est trop tard pour annuler ce rendez-vous",
        Code::AppointmentChanged => "Le rendez-vous a changé entre-temps",
        Code::TooManyAppointments => "Nombre de rendez-vous atteint",
        Code::UnknownHold => "Réservation temporaire inconnue",
        Code::UnknownAppointment => "Rendez-vous inconnu",
        Code::MethodNotAllowed => "Méthode non acceptée",
        Code::RequestTimeout => "Requête trop lente",
        Code::SlotTaken => "Créneau déjà pris",
        Code::SlotNotOffered => "Créneau non proposé",
        Code::RequestInProgress => "Demande en cours",
        Code::InUse => "Élément utilisé",
        Code::LastAdministrator => "Dernier administrateur",
        Code::PreconditionFailed => "L’élément a changé entre-temps",
        Code::InsufficientScope => "Clé insuffisante",
        Code::CampaignInUse => "Campagne utilisée",
        Code::UnknownWebhook => "Webhook inconnu",
        Code::UnknownDelivery => "Livraison inconnue",
        Code::WebhookChanged => "Le webhook a changé entre-temps",
        Code::DeliveryOver => "Livraison terminée",
        Code::TestNotReplayed => "Un essai ne se rejoue pas",
        Code::HoldExpired => "Créneau libéré",
        Code::AppointmentCancelled => "Rendez-vous annulé",
        Code::ResetLinkOver => "Lien périmé",
        Code::TooManyDocuments => "Nombre de documents atteint",
        Code::UnknownDocument => "Document inconnu",
        Code::DocumentTooLarge => "Document trop volumineux",
        Code::DocumentKindRefused => "Type de document refusé",
        Code::DocumentEmpty => "Document vide",
        Code::DocumentInfected => "Document refusé par l’antivirus",
        Code::ScannerUnavailable => "Antivirus indisponible",
        Code::DocumentsUnavailable => "Dépôt de documents indisponible",
        Code::BodyTooLarge => "Requête trop volumineuse",
        Code::UnsupportedMediaType => "Format non accepté",
        Code::InvalidFields => "Formulaire incomplet ou mal rempli",
        Code::InvalidRange => "Période invalide",
        Code::ThemeNotOffered => "Thème non proposé dans cette agence",
        Code::ChannelClosed => "Canal fermé",
        Code::StartInPast => "Créneau passé",
        Code::AppointmentNotBegun => "Rendez-vous à venir",
        Code::AppointmentPast => "Rendez-vous passé",
        Code::IdempotencyKeyReused => "Clé d’idempotence déjà utilisée",
        Code::ChallengeMissing => "Vérification manquante",
        Code::ChallengeInvalid => "Vérification incorrecte",
        Code::ChallengeExpired => "Vérification périmée",
        Code::ChallengeReplayed => "Vérification déjà utilisée",
        Code::ChallengeWrongSite => "Vérification d’un autre site",
        Code::RefusedAsRobot => "Demande refusée",
        Code::ChallengeRequired => "Vérification nécessaire",
        Code::RateLimited => "Trop de demandes",
        Code::Internal => "Erreur interne",
        Code::Unavailable => "Service momentanément indisponible",
        Code::AddressesUnavailable => "Recherche d’adresses indisponible",
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
        Code::HoldAlreadyRenewed => {
            "Un créneau ne se prolonge qu’une fois. Confirmez avant la fin du décompte, ou choisissez de nouveau."
        }
        Code::TooLateToMove => "Le délai pour le déplacer est passé. Appelez l’agence.",
        Code::TooLateToCancel => "Le délai pour l’annuler est passé. Appelez l’agence.",
        Code::AppointmentChanged => "Il a été déplacé ou annulé depuis un autre écran. Rechargez la page.",
        Code::TooManyAppointments => {
            "Vous avez déjà le nombre de rendez-vous à venir permis pour ce thème. Déplacez-en un, ou annulez-le."
        }
        Code::UnknownCampaign => {
            "Cette campagne n’existe pas, est terminée, ou ne se tient pas dans cette agence."
        }
        Code::UnknownHold => "Ce créneau n’est pas ou plus réservé pour vous. Choisissez-en un autre.",
        Code::UnknownAppointment => "Ce lien n’ouvre aucun rendez-vous. Vérifiez qu’il est complet.",
        Code::MethodNotAllowed => "Cette adresse existe, mais pas pour cette méthode.",
        Code::RequestTimeout => "La requête a mis trop de temps à arriver. Réessayez.",
        Code::SlotTaken => "Ce créneau vient d’être pris. Choisissez-en un autre.",
        Code::SlotNotOffered => "Ce créneau n’est pas proposé. Choisissez-en un autre.",
        Code::RequestInProgress => "La même demande est en cours de traitement. Réessayez dans un instant.",
        Code::InUse => {
            "D’autres éléments, ou des rendez-vous, s’y rapportent : il ne peut pas être supprimé. Désactivez-le."
        }
        Code::LastAdministrator => {
            "Plus personne ne pourrait changer les réglages. Donnez d’abord ce droit à quelqu’un d’autre."
        }
        Code::PreconditionFailed => {
            "Quelqu’un l’a modifié depuis que vous l’avez lu. Relisez-le, puis refaites votre modification."
        }
        Code::InsufficientScope => "Cette clé n’ouvre pas cette ressource. Demandez-en une autre.",
        Code::UnknownWebhook => "Ce webhook n’existe pas ou n’existe plus.",
        Code::UnknownDelivery => "Ce webhook n’a pas cette livraison.",
        Code::WebhookChanged => "Il a été changé depuis un autre écran. Relisez-le, et recommencez.",
        Code::DeliveryOver => "Elle n’attend plus : elle a été livrée, gardée ou abandonnée.",
        Code::TestNotReplayed => "Faites-en un autre.",
        Code::CampaignInUse => {
            "Des rendez-vous ont été pris par cette campagne : elle ne peut pas être supprimée. Désactivez-la."
        }
        Code::HoldExpired => {
            "Le créneau n’est plus réservé pour vous : le délai est passé. Choisissez-en un autre."
        }
        Code::ResetLinkOver => {
            "Ce lien a déjà servi, date de plus de trente minutes ou n’est pas complet. Demandez-en un autre."
        }
        Code::AppointmentCancelled => "Ce rendez-vous a été annulé. Vous pouvez en prendre un autre.",
        Code::TooManyDocuments => {
            "Ce rendez-vous a déjà le nombre de documents permis. Supprimez-en un, ou remplacez-le."
        }
        Code::UnknownDocument => "Ce document n’existe pas, ou a été supprimé.",
        Code::DocumentTooLarge => {
            "Ce document dépasse la taille acceptée. Envoyez-en une version plus légère, ou en plusieurs fichiers."
        }
        Code::DocumentKindRefused => {
            "Ce fichier n’est pas d’un type accepté, ou son contenu ne correspond pas à son type. \
            Envoyez un PDF, une photo (JPEG, PNG, HEIC) ou un texte sans macro (DOCX, ODT)."
        }
        Code::DocumentEmpty => "Ce fichier ne contient rien. Choisissez-en un autre.",
        Code::DocumentInfected => {
            "L’antivirus a reconnu un programme malveillant dans ce fichier : il n’a pas été gardé. Envoyez-en un autre."
        }
        Code::ScannerUnavailable => {
            "Les fichiers ne peuvent pas être vérifiés pour l’instant : celui-ci n’a pas été gardé. Réessayez plus tard."
        }
        Code::DocumentsUnavailable => {
            "Les documents ne peuvent pas être déposés ni lus pour l’instant. Réessayez plus tard, ou apportez-les."
        }
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
        Code::AppointmentNotBegun => {
            "Il n’a pas encore commencé : la présence se note à partir de la veille, l’absence à partir de l’heure."
        }
        Code::AppointmentPast => "Ce rendez-vous a commencé ou est passé : il ne peut plus être changé.",
        Code::IdempotencyKeyReused => {
            "La clé d’idempotence a servi pour une autre demande. Utilisez-en une nouvelle."
        }
        Code::ChallengeMissing => {
            "La vérification contre les robots n’a pas été faite. Rechargez la page, ou répondez à la question."
        }
        Code::ChallengeInvalid => {
            "La réponse à la vérification n’est pas la bonne. Recommencez la vérification."
        }
        Code::ChallengeExpired => "La vérification date de trop longtemps. Recommencez-la.",
        Code::ChallengeReplayed => "Cette vérification a déjà servi. Recommencez-la.",
        Code::ChallengeWrongSite => "La vérification a été faite pour un autre site. Rechargez la page.",
        Code::RefusedAsRobot => {
            "La demande ressemble à celle d’un programme. Rechargez la page et remplissez les seuls champs visibles."
        }
        Code::ChallengeRequired => {
            "Vous avez consulté beaucoup de créneaux. Patientez, ou joignez une vérification à la demande."
        }
        Code::RateLimited => "Vous avez fait trop de demandes. Patientez avant de réessayer.",
        Code::Internal => "Une erreur s’est produite de notre côté. Réessayez dans un instant.",
        Code::Unavailable => "Le service redémarre ou est très sollicité. Réessayez dans un instant.",
        Code::AddressesUnavailable => {
            "L’adresse ne peut pas être complétée pour l’instant. Saisissez-la en entier."
        }
    }
}

/// What is not there, or not for the profile that asks.
pub(super) const OUT_OF_REACH: &str = "Cet élément n’existe pas, ou votre profil n’y donne pas accès.";

/// What a key that opens nothing is told.
pub(super) const UNKNOWN_KEY: &str = "Cette clé est inconnue, a expiré ou a été révoquée.";

/// What a key that opens something else is told.
pub(super) fn lacks_scope(scope: &str) -> String {
    format!("Cette clé n’a pas la portée « {scope} ». Demandez-en une qui l’ait.")
}

/// What holds for agencies of others as well.
pub(super) const BEYOND_REACH: &str =
    "Cette disponibilité vaut aussi pour des agences hors de votre périmètre. Demandez à un administrateur.";

/// What concerns agencies of others as well.
pub(super) const SETTING_BEYOND_REACH: &str =
    "Cet élément concerne aussi des agences hors de votre périmètre. Demandez à un administrateur du réseau.";

/// How to mend a field. Fields of settings have texts of their own where the code alone would not do.
pub(super) fn field_detail(code: Field, field: &str) -> &'static str {
    let (list, field) = match field.split_once('[') {
        Some((list, rest)) => (list, rest.split_once("].").map_or("", |(_, field)| field)),
        None => ("", field),
    };
    match code {
        Field::Required => match field {
            "agency" if list == "sessions" => "Choisissez l’agence de la séance.",
            "weekday" => "Donnez une date, ou le jour de la semaine d’une séance qui revient.",
            "media" => "Choisissez au moins un moyen : e-mail ou SMS.",
            "active" => "Dites si la campagne est proposée ou non.",
            "observed" => "Dites si ce jour est férié ou travaillé.",
            "themes" => "Choisissez au moins un thème.",
            "staff" => "Dites qui reçoit.",
            "sessions" => "Ajoutez au moins une séance.",
            "channels" => "Choisissez au moins un canal.",
            "agency" => "Choisissez une de vos agences : cette personne travaille aussi ailleurs.",
            "valid_from" => {
                "Saisissez la première date : c’est d’elle que se comptent les semaines ou les mois."
            }
            "opens" => "Dites si cette date s’ouvre ou se ferme.",
            _ => "Remplissez ce champ.",
        },
        Field::TooLong => match field {
            "description" => "Raccourcissez ce texte : 200 caractères au plus.",
            "url" => "Raccourcissez cette adresse : 2 000 caractères au plus.",
            "password" => "Raccourcissez ce mot de passe : 256 caractères au plus.",
            "label" | "name" => "Raccourcissez ce texte : 120 caractères au plus.",
            _ => "Raccourcissez ce texte.",
        },
        Field::NotLetters => "Saisissez des lettres, des espaces, des traits d’union ou des apostrophes.",
        Field::NotEmail => "Saisissez une adresse e-mail, par exemple nom@exemple.fr.",
        Field::NotPhone => "Saisissez 10 chiffres, par exemple 06 12 34 56 78, ou un numéro international.",
        Field::NotDate => match field {
            "date" | "valid_from" | "valid_until" | "from_date" | "until_date" => {
                "Saisissez une date sous la forme AAAA-MM-JJ, par exemple 2026-06-15."
            }
            _ => "Saisissez une date sous la forme JJ/MM/AAAA, par exemple 15/06/1980.",
        },
        Field::NotPostcode => "Saisissez un code postal de 5 ou 6 chiffres.",
        Field::NotSiren => "Saisissez un numéro SIREN de 9 chiffres.",
        Field::NotSiret => "Saisissez un numéro SIRET de 14 chiffres.",
        Field::NotChoice => match field {
            "agency" if list == "sessions" => {
                "Cette agence n’existe pas, n’est plus active, ou est hors de votre périmètre. Choisissez-en une autre."
            }
            "staff" if list == "staff" => {
                "Cette personne n’existe pas, n’est plus active, ou est hors de votre périmètre. Choisissez-en une autre."
            }
            "" if list == "events" => {
                "Choisissez parmi appointment.created, appointment.updated et appointment.cancelled."
            }
            "" if list == "themes" => "Ce thème n’existe pas ou n’est plus actif. Choisissez-en un autre.",
            "date" => {
                "Donnez soit une date, soit un rythme : jour, intervalle, rang, première et dernière dates."
            }
            "holidays" => {
                "Choisissez un des calendriers de jours fériés, par exemple national ou alsace_moselle."
            }
            "agency" => "Cette personne ne travaille pas dans cette agence. Choisissez-en une autre.",
            "staff" => "Une disponibilité ne change pas de personne. Supprimez-la et créez-en une autre.",
            _ => "Choisissez une des réponses proposées.",
        },
        Field::UnknownField => "Ce champ n’existe pas dans ce formulaire.",
        Field::WrongCode => "Ce n’est pas le code envoyé. Vérifiez-le, ou demandez-en un autre.",
        Field::ExpiredCode => "Ce code n’est plus valable. Demandez-en un autre.",
        Field::ConsentMissing => "Cochez la case pour donner votre accord.",
        Field::OutOfRange => match field {
            "weekday" => "Saisissez un jour de 1 (lundi) à 7 (dimanche).",
            "every" => "Saisissez un nombre de semaines ou de mois, de 1 à 104.",
            "nth" => "Saisissez un rang de 1 à 5, ou de −1 à −5 pour compter depuis la fin du mois.",
            "until_date" => "Une fermeture dure deux ans au plus. Raccourcissez-la.",
            "priority" => "Saisissez un rang de 1 à 999 ; le plus petit passe en premier.",
            "before_min" => "Saisissez de 1 à 86 400 minutes (soixante jours).",
            "overlap_hours" => "Saisissez un recouvrement de 0 à 168 heures.",
            "to" => "Cette période a plus de 10 000 événements. Rejouez-la en plusieurs fois.",
            "duration_min" => "Saisissez une durée de 1 à 480 minutes.",
            "buffer_min" => "Saisissez un battement de 0 à 480 minutes.",
            "notice_min" => "Saisissez un préavis de 0 à 1 051 200 minutes (deux ans).",
            "horizon_days" => "Saisissez un horizon de 0 à 730 jours.",
            _ => "Saisissez un nombre dans les limites permises.",
        },
        Field::TooMany => match field {
            "documents" => "Il y en a trop : dix au plus.",
            _ => "Il y en a trop : cinq au plus.",
        },
        Field::SmsUnavailable => {
            "Aucune passerelle de SMS n’est réglée sur ce serveur : seuls les e-mails peuvent être choisis."
        }
        Field::InvalidTemplate => "Ce texte n’est pas accepté.",
        Field::UnknownVariable => "Ce texte nomme une valeur qui n’existe pas.",
        Field::NotOneLine => "L’objet tient sur une ligne.",
        Field::NotTime => "Saisissez une heure de 00:00 à 24:00, par exemple 09:30.",
        Field::EndsBeforeStart => match field {
            "to" => "La fin de la période doit venir après son début.",
            "valid_until" | "until_date" => "La dernière date ne peut pas venir avant la première.",
            _ => "L’heure de fin doit venir après l’heure de début, le même jour.",
        },
        Field::NotDivisor => {
            "Saisissez un pas qui divise une journée de 1 440 minutes, par exemple 5, 10, 15, 20, 30 ou 60."
        }
        Field::UnknownZone => "Saisissez un fuseau de la base IANA, par exemple Europe/Paris.",
        Field::OverlappingWindow => "Cette personne reçoit déjà ailleurs au même moment. Changez l’horaire.",
        Field::NotSlug => {
            "Saisissez un nom court en minuscules sans accents, chiffres et tirets, par exemple forum-2026."
        }
        Field::NameTaken => match field {
            "email" => "Un autre compte a déjà cette adresse e-mail.",
            "key" => "Un autre champ porte déjà cette clé. Choisissez-en une autre.",
            _ => "Ce nom court est déjà pris. Choisissez-en un autre.",
        },
        Field::NotColor => "Écrivez la couleur comme #086E6B : un dièse et six chiffres ou lettres de A à F.",
        Field::LowContrast => {
            "Le texte ne se lirait pas assez bien sur cette couleur (contraste de 4,5 au moins). Foncez-la."
        }
        Field::NotKey => {
            "Utilisez des minuscules sans accent, des chiffres et des traits bas, en commençant par une lettre."
        }
        Field::Duplicate => "Cet élément est déjà dans la liste. Retirez-le.",
        Field::NotUrl => match field {
            "url" => "Donnez une adresse complète, sans identifiant ni ancre : https://crm.example.fr/creno.",
            _ => "Saisissez une adresse qui commence par https:// ou http://.",
        },
        Field::NotHttps => {
            "Donnez une adresse en https://. En http://, seules les machines que l’exploitant nomme sont jointes."
        }
        Field::TooShort => {
            "Choisissez 12 caractères ou plus, par exemple quatre mots sans rapport entre eux."
        }
        Field::TooGuessable => {
            "Ce mot de passe se devine trop facilement. N’y reprenez ni votre nom, ni votre adresse, ni une suite connue."
        }
        Field::PrivateAddress => {
            "Cette adresse est dans un réseau interne : seules les machines que l’exploitant nomme y sont jointes."
        }
    }
}
