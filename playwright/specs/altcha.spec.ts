import { createHash } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { solveChallenge, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { deriveKey as deriveKeyInBrowsers } from 'altcha-lib/algorithms/web/pbkdf2';
import { CLIENT, Api } from '../support/api.ts';
import { startServer, type Server } from '../support/server.ts';

const SECRET = 'a secret that both sides of this test know';
const PLACE = { agency: 'paris-opera', theme: 'premier-rdv', channel: 'office' } as const;

/** A server that asks for proofs of work: ALTCHA's own library has to understand them. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ CRENO_CHALLENGE: 'on', CRENO_SECRET: SECRET });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
});

/** The key that our server derives from its secret, by use. */
function key(use: string): string {
  return createHash('sha256').update(`${use}\0${SECRET}`).digest('base64url');
}

for (const [name, derive] of Object.entries({ Node: deriveKey, browsers: deriveKeyInBrowsers })) {
  test(`ALTCHA's library for ${name} solves our challenges, and we accept it`, async ({ request }) => {
    const given = await request.get('/api/v1/public/challenge');
    expect(given.headers()['cache-control']).toBe('no-store');
    const challenge = (await given.json()) as Challenge;
    const began = Date.now();
    const solution = await solveChallenge({ challenge, deriveKey: derive });
    if (!solution) throw new Error('no solution was found');
    expect(Date.now() - began).toBeLessThan(5_000);

    const verified = await verifySolution({
      challenge,
      solution,
      deriveKey: derive,
      hmacSignatureSecret: key('challenge key'),
      hmacKeySignatureSecret: key('solution key'),
    });
    expect(verified, 'their check agrees with ours').toMatchObject({ verified: true, expired: false });

    const payload = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    const starts = await new Api(request).starts(PLACE);
    const book = async (start: string) => {
      const held = await request.post('/api/v1/public/holds', { data: { ...PLACE, start } });
      expect(held.status()).toBe(201);
      const { hold } = await held.json();
      const { texts } = await (await request.get('/api/v1/public/catalog')).json();
      const data = { hold, client: CLIENT, consent: true, consent_version: texts.consent_version, lang: 'fr' };
      const bare = await request.post('/api/v1/public/appointments', { data });
      expect((await bare.json()).code).toBe('challenge_missing');
      return request.post('/api/v1/public/appointments', { data: { ...data, challenge: payload } });
    };
    const booked = await book(starts[0]!);
    expect(booked.status(), await booked.text()).toBe(201);
    const again = await book(starts.at(-1)!);
    expect((await again.json()).code).toBe('challenge_replayed');
  });
}
