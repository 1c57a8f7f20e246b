import { spawnSync } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { Api } from '../support/api.ts';
import { startRealServer, type Server } from '../support/server.ts';

const PLACE = { agency: 'lyon-part-dieu', theme: 'premier-rdv', channel: 'office' } as const;
const ADMIN = { email: 'admin@concilia.fr', password: 'demo1234' };
/** A Python that has PyPI's `standardwebhooks`; `cargo xtask test` makes one. */
const PYTHON = process.env.CRENO_PYTHON;

/** A server that really sends, to this machine. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startRealServer({ CRENO_WEBHOOK_HOSTS: '127.0.0.1', CRENO_CHALLENGE_ATTEMPTS: '2' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
});

interface Got {
  headers: Record<string, string>;
  body: string;
}

/** A receiver, as integrators write one. */
async function receive(): Promise<{ url: string; got: Got[]; stop(): void }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: texts(request.headers), body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/creno`, got, stop: () => server.close() };
}

function texts(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** What PyPI's library says of a message: nothing when it is good. */
function verifyInPython(secret: string, { headers, body }: Got): string {
  const program = `
import json, sys
from standardwebhooks.webhooks import Webhook
given = json.load(sys.stdin)
print(json.dumps(Webhook(given["secret"]).verify(given["body"], given["headers"])["type"]))
`;
  const { status, stdout, stderr } = spawnSync(PYTHON!, ['-c', program], {
    input: JSON.stringify({ secret, headers, body }), encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : stderr.trim().split('\n').at(-1)!;
}

test("Standard Webhooks' own libraries verify what we send, by each live secret", async ({ request }) => {
  const receiver = await receive();
  expect((await request.post('/api/v1/session', { data: ADMIN })).ok()).toBe(true);
  const created = await request.post('/api/v1/webhooks', { data: { slug: 'node', url: receiver.url } });
  expect(created.status(), await created.text()).toBe(201);
  const { secret } = await created.json();
  const rotated = await request.post('/api/v1/webhooks/node/secret', { data: { overlap_hours: 1 } });
  const { secret: fresh } = await rotated.json();

  const api = new Api(request);
  const starts = await api.starts(PLACE);
  const booked = await api.book(PLACE, starts.at(-1)!);
  const mine = () => receiver.got.find(({ body }) => body.includes(booked.reference));
  await expect.poll(mine).toBeTruthy();
  const got = mine()!;
  receiver.stop();

  for (const live of [secret, fresh]) {
    const event = new Webhook(live).verify(got.body, got.headers) as { type: string; data: Record<string, unknown> };
    expect(event).toMatchObject({ type: 'appointment.created', data: { reference: booked.reference, version: 1 } });
  }
  const other = `whsec_${Buffer.from('another secret of 32 bytes, say.').toString('base64')}`;
  expect(() => new Webhook(other).verify(got.body, got.headers)).toThrow();
  expect(() => new Webhook(secret).verify(`${got.body} `, got.headers)).toThrow();

  if (PYTHON) {
    expect(verifyInPython(secret, got)).toBe('"appointment.created"');
    expect(verifyInPython(fresh, got)).toBe('"appointment.created"');
    expect(verifyInPython(other, got)).toContain('WebhookVerificationError');
  } else {
    test.info().annotations.push({ type: 'notice', description: 'CRENO_PYTHON is not set: Python is not asked' });
  }
});
