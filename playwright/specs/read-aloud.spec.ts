// What a screen reader is told at each step: the tree, the stops of Tab in their order, and what is said by itself.
// The words are the product's own. `npm run read-aloud` writes the whole of it.
import type { Page } from '@playwright/test';
import type { Journey, Step } from '../src/journey.ts';
import { open, walkAloud } from '../support/aloud.ts';
import { focusStops, heard } from '../support/ear.ts';
import { expect, test } from '../support/fixtures.ts';

/** A step as it is heard: its tree, in part, and every stop of Tab. */
interface Told {
  tree: string;
  stops: (string | RegExp)[];
}

const AGENCY = 'button "Agence Lyon Part-Dieu 69003 Lyon Modifier"';
const THEME = 'button "Thème Premier rendez-vous 30 min Modifier"';
const CHANNEL = 'button "Canal En agence Modifier"';
const SLOT = 'button "Créneau Lundi 15 juin à 9 h 15 Modifier"';

const STEPS: Record<Step, Told> = {
  agency: {
    tree: `
      - complementary "Votre rendez-vous"
      - paragraph: Étape 1 sur 6 · Agence
      - heading "Dans quelle agence ?" [level=2]
      - searchbox "Rechercher par ville, code postal ou nom"
      - button "Autour de moi"
      - button "Voir la carte"
      - group "Dans quelle agence ?":
        - radio "Bordeaux Mériadeck 24 rue Claude-Bonnier, 33000 Bordeaux"
        - radio "Lyon Part-Dieu 45 rue de la Villette, 69003 Lyon"
        - radio "Toulouse Wilson 31 allées Jean-Jaurès, 31000 Toulouse"
      - button "Continuer"`,
    stops: [
      'searchbox "Rechercher par ville, code postal ou nom"',
      'button "Autour de moi"',
      'button "Voir la carte"',
      'radio "Bordeaux Mériadeck 24 rue Claude-Bonnier, 33000 Bordeaux"',
      'button "Continuer"',
    ],
  },
  theme: {
    tree: `
      - complementary "Votre rendez-vous":
        - list:
          - listitem:
            - ${AGENCY}
      - paragraph: Étape 2 sur 6 · Thème
      - heading "Pour quel sujet ?" [level=2]
      - group "Compétence":
        - radio "Toutes" [checked]
        - radio "Budget et endettement"
      - group "Pour quel sujet ?":
        - radio /^Premier rendez-vous .* 30 min En agence Visioconférence Téléphone$/
        - radio /^Dossier de surendettement .* 1 h En agence$/
      - button "Retour"
      - button "Continuer"`,
    stops: [AGENCY, 'radio "Toutes" [checked]', /^radio "Premier rendez-vous .* 30 min/, 'button "Retour"', 'button "Continuer"'],
  },
  channel: {
    tree: `
      - paragraph: Étape 3 sur 6 · Canal
      - heading "Comment souhaitez-vous échanger ?" [level=2]
      - group "Comment souhaitez-vous échanger ?":
        - radio "En agence Vous venez au 45 rue de la Villette, 69003 Lyon."
        - radio "Visioconférence Vous échangez à l’écran, depuis votre ordinateur ou votre téléphone."
        - radio "Téléphone Nous vous appelons au numéro que vous indiquez."
      - button "Retour"
      - button "Continuer"`,
    stops: [
      AGENCY, THEME, 'radio "En agence Vous venez au 45 rue de la Villette, 69003 Lyon."', 'button "Retour"', 'button "Continuer"',
    ],
  },
  slot: {
    tree: `
      - paragraph: Étape 4 sur 6 · Créneau
      - heading "Quel créneau vous convient ?" [level=2]
      - button /Choisir le prochain créneau disponible.* lundi 15 juin à 9 h 15/
      - button "Jours précédents" [disabled]
      - paragraph: 15 juin – 19 juin
      - button "Jours suivants"
      - group "lundi 15 juin, matin":
        - radio "09:15"
        - radio "11:45"
      - group "lundi 15 juin, après-midi":
        - radio "12:00"
      - group "vendredi 19 juin, matin"
      - button "Retour"
      - button "Réserver ce créneau"`,
    stops: [
      AGENCY, THEME, CHANNEL, /button "Choisir le prochain créneau disponible.* lundi 15 juin à 9 h 15"/,
      'button "Jours suivants"', ...Array.from({ length: 5 }, () => /^radio "\d\d:\d\d"/), 'button "Retour"', 'button "Réserver ce créneau"',
    ],
  },
  details: {
    tree: `
      - paragraph: Étape 5 sur 6 · Informations
      - heading "Qui êtes-vous ?" [level=2]
      - text: Créneau réservé pour vous
      - timer: /^(10:0\\d|09:\\d\\d)$/
      - paragraph: Tous les champs sont obligatoires, sauf mention contraire.
      - textbox "Nom"
      - textbox "Prénom"
      - textbox "Adresse e-mail"
      - textbox "Téléphone"
      - textbox /^Votre demande en quelques mots/
      - checkbox /^J’accepte que Concilia utilise ces informations/
      - button "Retour"
      - button "Vérifier mon rendez-vous"`,
    stops: [
      AGENCY, THEME, CHANNEL, SLOT, 'textbox "Nom"', 'textbox "Prénom"',
      'textbox "Adresse e-mail" — Par exemple nom@exemple.fr.',
      'textbox "Téléphone" — 10 chiffres, ou un numéro international.',
      /^textbox "Votre demande en quelques mots \(facultatif\)" — N’indiquez ni numéro de compte ni mot de passe\.$/,
      /^checkbox "J’accepte que Concilia/, 'button "Retour"', 'button "Vérifier mon rendez-vous"',
    ],
  },
  check: {
    tree: `
      - paragraph: Étape 6 sur 6 · Vérification
      - heading "Tout est-il correct ?" [level=2]
      - text: Créneau réservé pour vous
      - timer
      - term: Agence
      - definition: Lyon Part-Dieu 69003 Lyon
      - term: Créneau
      - definition: Lundi 15 juin à 9 h 15
      - heading "Informations" [level=3]
      - term: Nom
      - definition: Lefèvre
      - term: Téléphone
      - definition: 06 12 34 56 78
      - button "Retour"
      - button "Confirmer mon rendez-vous"`,
    stops: [
      'button "Prolonger"', 'button "Modifier : agence"', 'button "Modifier : thème"', 'button "Modifier : canal"',
      'button "Modifier : créneau"', 'button "Modifier : informations"', 'button "Retour"', 'button "Confirmer mon rendez-vous"',
    ],
  },
  done: {
    tree: `
      - heading "Rendez-vous confirmé !" [level=2]
      - list:
        - listitem:
          - strong: Lundi 15 juin à 9 h 15
          - text: 30 min
        - listitem:
          - strong: Lyon Part-Dieu
          - text: 45 rue de la Villette, 69003 Lyon
      - link "Ajouter à mon agenda"
      - link "Gérer mon rendez-vous"`,
    stops: [/^button "Copier la référence"/, 'button "Imprimer"', /^link "Ajouter à mon agenda/, 'link "Gérer mon rendez-vous"'],
  },
};

/** What is said by itself, by moment; of steps that are not here, the heading alone. */
const SAID: Record<string, (string | RegExp)[]> = {
  agency: [],
  'agency: none was chosen': ['Choisissez une agence pour continuer.'],
  'agency: none is found': [/^Aucune agence ne correspond\. Essayez/],
  'details: 5 min left': [/^Le créneau reste réservé 5 minutes\./],
  'details: 2 min left': [/^Le créneau reste réservé 2 minutes\. Le bouton « Prolonger » le garde plus longtemps\.$/],
  'details: 1 min left': [/^Le créneau reste réservé 1 minute\.$/],
  'details: mistakes': ['5 champs sont à compléter ou à corriger Nom Prénom Adresse e-mail Téléphone Votre accord'],
};

/** The heading, with plain spaces. */
async function heading(journey: Journey): Promise<string> {
  return (await journey.heading.innerText()).replace(/\s+/g, ' ').trim();
}

async function expectTold(page: Page, journey: Journey, { tree, stops }: Told, moment: string) {
  await expect.soft(journey.element, moment).toMatchAriaSnapshot(tree);
  const found = await focusStops(page, journey);
  expect.soft(found, moment).toEqual(stops.map((stop) => (stop instanceof RegExp ? expect.stringMatching(stop) : stop)));
}

test('each step is heard in order: its names, its stops, and what is said by itself', async ({ page, sandbox }) => {
  test.setTimeout(120_000);
  const journey = await open(page, sandbox);
  await walkAloud(page, journey, async (moment) => {
    const said = (await heard(page)).map(({ text }) => text);
    const told = STEPS[moment as Step];
    // The heading has the focus: nothing needs to be said besides.
    const expected = SAID[moment] ?? (told && moment !== 'check' ? [await heading(journey)] : undefined);
    if (expected) {
      expect.soft(said, `said: ${moment}`).toEqual(expected.map((text) => (text instanceof RegExp ? expect.stringMatching(text) : text)));
    }
    if (told) await expectTold(page, journey, told, moment);
  });
});
