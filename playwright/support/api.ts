import { expect, type APIRequestContext } from '@playwright/test';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

/** What the public journey needs to know of a start. */
export interface Place {
  agency: string;
  theme: string;
  channel: 'office' | 'video' | 'phone';
}

/** A theme of the demonstration that asks documents. */
export const DISPUTE = 'litige-banque-assurance';

/** The client that tests book for, unless they say otherwise. */
export const CLIENT = {
  last_name: 'Lefèvre',
  first_name: 'Élodie',
  email: 'elodie.lefevre@exemple.fr',
  phone: '06 12 34 56 78',
} as const;

/** The same, where the form asks an address. */
export const DWELLER = { ...CLIENT, street: '12 rue des Lilas', postcode: '75011', city: 'Paris' };

/** A file that is taken, by the name of `name`. */
export const pdf = (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Title (Contrat) >>\nendobj\n%%EOF\n'),
});

/** The public API, as somebody else than the visitor of the page calls it. */
export class Api {
  constructor(private readonly request: APIRequestContext) {}

  /** The starts on offer within four weeks, in order. */
  async starts(place: Place): Promise<string[]> {
    const from = new Date();
    const to = new Date(from.getTime() + 27 * 86_400_000);
    const params = { ...place, from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
    const answer = await this.request.get('/api/v1/public/slots', { params });
    expect(answer.status()).toBe(200);
    const { days } = (await answer.json()) as { days: { starts: string[] }[] };
    return days.flatMap((day) => day.starts);
  }

  /** Holds `start` for as many people as can receive at it: nobody else can take it then. Gives the holds. */
  async takeAll(place: Place, start: string): Promise<string[]> {
    const holds: string[] = [];
    for (;;) {
      const answer = await this.request.post('/api/v1/public/holds', { data: { ...place, start } });
      const body = await answer.json();
      if (answer.status() !== 201) {
        expect(body.code).toBe('slot_taken');
        return holds;
      }
      holds.push(body.hold);
    }
  }

  /** Books `start`. */
  async book(place: Place, start: string, client: Record<string, string> = CLIENT): Promise<Booked> {
    const held = await this.request.post('/api/v1/public/holds', { data: { ...place, start } });
    expect(held.status()).toBe(201);
    const { hold } = await held.json();
    const { texts } = await (await this.request.get('/api/v1/public/catalog')).json();
    const challenge = await this.proof();
    const data = { hold, client, consent: true, consent_version: texts.consent_version, lang: 'fr', challenge };
    const answer = await this.request.post('/api/v1/public/appointments', { data });
    expect(answer.status(), await answer.text()).toBe(201);
    return answer.json();
  }

  /** The answer to a challenge, as a device gives it. */
  private async proof(): Promise<string> {
    const challenge = (await (await this.request.get('/api/v1/public/challenge')).json()) as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }

  /** Books the `rank`th start on offer, from 0. */
  async bookNext(place: Place, rank = 0, client: Record<string, string> = CLIENT): Promise<Booked> {
    const start = (await this.starts(place))[rank];
    if (!start) throw new Error(`nothing is on offer for ${JSON.stringify(place)}`);
    return this.book(place, start, client);
  }

  /** Books the `rank`th start of a theme, by the first agency and channel that have so many. */
  async bookTheme(theme: string, rank: number, client: Record<string, string>): Promise<Booked> {
    const { agencies, themes } = await (await this.request.get('/api/v1/public/catalog')).json();
    const asked = themes.find(({ slug }: { slug: string }) => slug === theme);
    for (const agency of asked.agencies) {
      const { channels } = agencies.find(({ slug }: { slug: string }) => slug === agency);
      for (const channel of asked.channels.filter((channel: string) => channels.includes(channel))) {
        const place = { agency, theme, channel };
        const starts = await this.starts(place);
        if (starts.length > rank) return this.book(place, starts[rank]!, client);
      }
    }
    throw new Error(`nothing is on offer for ${theme}`);
  }
}

/** The answer to a booking. */
export interface Booked {
  reference: string;
  manage_url: string;
  start: string;
  end: string;
  timezone: string;
  ics_url: string;
}
