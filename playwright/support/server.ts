import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A running server. */
export interface Server {
  /** Its origin, such as `http://127.0.0.1:40123`. */
  url: string;
  /** The file that its log goes to. */
  log: string;
  /** Ends it, and deletes its database. */
  stop(): Promise<void>;
}

/** How long the server may take to be ready. */
const START_MS = 30_000;

/** Starts `creno demo` on a free port and an empty database, with these settings, and waits until it is ready. */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'creno-e2e-'));
  const server = await start('demo', folder, settings);
  return { ...server, stop: () => server.stop().then(() => forget(folder)) };
}

/** Starts `creno serve`, which really sends, on the demonstration's data. */
export async function startRealServer(settings: Record<string, string> = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'creno-e2e-'));
  await (await start('demo', folder, settings)).stop();
  const server = await start('serve', folder, settings);
  return { ...server, stop: () => server.stop().then(() => forget(folder)) };
}

function forget(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

async function start(command: 'demo' | 'serve', folder: string, settings: Record<string, string>): Promise<Server> {
  const binary = process.env.CRENO_BIN || resolve(import.meta.dirname, '../../target/debug/creno');
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const log = join(folder, 'server.log');
  const options = [
    command, '--listen', address, '--database-url', `sqlite://${folder}/creno.db`, '--data-dir', folder,
  ];
  // Every test comes from one address: what limits attempts by address has its own tests in the API.
  const server = spawn(binary, options, {
    env: { ...process.env, ...(command === 'demo' && { CRENO_RATE_LIMIT: 'off' }), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(log);
  server.stdout.pipe(output, { end: false });
  server.stderr.pipe(output, { end: false });
  let failure: Error | undefined;
  const ended = new Promise<void>((done) => {
    server.once('error', (error) => {
      failure = new Error(`${binary} does not start (cargo build -p creno gives it): ${error.message}`);
      done();
    });
    server.once('exit', (status) => {
      failure ??= new Error(`${binary} ended with ${status} before it was asked to; its log is ${log}`);
      done();
    });
  });
  const deadline = Date.now() + START_MS;
  while (!(await isReady(url))) {
    if (failure) throw failure;
    if (Date.now() > deadline) throw new Error(`${url} is not ready after ${START_MS} ms; its log is ${log}`);
    await new Promise((again) => setTimeout(again, 50));
  }
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    output.end();
  };
  return { url, log, stop };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
