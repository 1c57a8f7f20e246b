// The widget on a slow device and a slow network, and the proof of work, in report/bench.json: `npm run bench`.
// Nothing here is asserted: figures depend on the machine.
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { test } from './support/fixtures.ts';
import { startServer } from './support/server.ts';
import { document as html, snippet } from './support/site.ts';

const RUNS = 5;
const PROOFS = 15;
/** How many times slower than this machine the device is. */
const SLOWDOWN = 4;
/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const NETWORK = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };

/** One arrival on a page, nothing being cached. */
interface Load {
  /** From the click on the link to the field of the first step, drawn and answering; in ms. */
  usable: number;
  /** Longest task of the page's thread; 0 when none took more than 50 ms. */
  longest: number;
  /** Cumulative layout shift. */
  shift: number;
  /** What moved, each time. */
  moved: string[];
  /** Bytes on the wire by file, headers included. */
  bytes: Record<string, number>;
}

test('arriving on a page', async ({ browser, server, site }) => {
  const pages = {
    'page of another origin': site.page(html(`<h1>Prendre rendez-vous</h1>${snippet(server)}<p>Pied de page</p>`)),
    'demonstration site': `${server.url}/`,
  };
  const loads: Record<string, unknown> = {};
  for (const [name, address] of Object.entries(pages)) {
    const runs: Load[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await arrive(browser, address));
    const figures = { usable: middle(runs, 'usable'), longest: middle(runs, 'longest'), shift: middle(runs, 'shift') };
    loads[name] = { ...figures, runs };
    console.log(`\n${name}, median of ${RUNS}: usable after ${Math.round(figures.usable)} ms, longest task ${
      Math.round(figures.longest)} ms, layout shift ${figures.shift.toFixed(4)}`);
    for (const part of runs[0]!.moved) console.log(`  moved: ${part}`);
    const bytes = Object.entries(runs[0]!.bytes).sort(([, one], [, other]) => other - one);
    for (const [file, size] of bytes) console.log(`${String(size).padStart(9)}  ${file}`);
    console.log(`${String(bytes.reduce((total, [, size]) => total + size, 0)).padStart(9)}  in all`);
  }
  await keep('loads', loads);
});

test('the proof of work', async ({ browser, site, watch }) => {
  const server = await startServer({ CRENO_CHALLENGE: 'on' });
  watch.allowOrigin(server.url);
  try {
    const proofs: Record<string, unknown> = {};
    for (const slowdown of [1, SLOWDOWN]) {
      const { page, client } = await device(browser, slowdown);
      await page.goto(site.page(html('<p>Vide</p>')));
      const runs = await prove(page, server.url);
      const times = runs.map((run) => run.ms).sort((one, other) => one - other);
      const tries = runs.map((run) => run.derivations).sort((one, other) => one - other);
      const figures = { median: at(times, 0.5), longest: times.at(-1)!, tries: at(tries, 0.5), task: Math.max(...runs.map((run) => run.task)) };
      proofs[`${slowdown}×`] = { ...figures, runs };
      console.log(`\nproof of work, page's thread ${slowdown}× slower, ${PROOFS} proofs: median ${Math.round(figures.median)} ms, longest ${
        Math.round(figures.longest)} ms, ${figures.tries} derivations at the median, longest task of the page ${Math.round(figures.task)} ms`);
      await client.detach();
      await page.context().close();
    }
    await keep('proofs', proofs);
  } finally {
    await server.stop();
  }
});

/** A browser without a past, whose page's thread is `slowdown` times slower. Its other threads are not. */
async function device(browser: Browser, slowdown: number): Promise<{ page: Page; client: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return { page, client };
}

async function arrive(browser: Browser, address: string): Promise<Load> {
  const { page, client } = await device(browser, SLOWDOWN);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: false });
  await client.send('Network.emulateNetworkConditions', NETWORK);
  const files = new Map<string, string>();
  const bytes: Record<string, number> = {};
  client.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, response.url));
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = files.get(requestId);
    if (!url?.startsWith('http')) return;
    const file = new URL(url).pathname;
    bytes[file] = (bytes[file] ?? 0) + encodedDataLength;
  });
  await page.addInitScript(observe);
  await page.goto(address, { waitUntil: 'commit' });
  const usable = await page.waitForFunction(() => (window as any).figures.usable as number | undefined, undefined, { timeout: 60_000 });
  await page.waitForTimeout(1_000);
  // Before anything is typed: what a person's own acts move is no shift.
  const { longest, shift, moved } = await page.evaluate(() => (window as any).figures);
  await page.getByTestId('creno-agency-search').fill('Lyon');
  await page.getByTestId('creno-agency-paris-opera').waitFor({ state: 'detached' });
  const load = { usable: (await usable.jsonValue())!, longest, shift, moved, bytes };
  await page.context().close();
  return load;
}

/** An entry of the layout's instability. */
type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };

/** Run in the page, before anything else. */
function observe() {
  const figures: Partial<Load> & Pick<Load, 'longest' | 'shift' | 'moved'> = ((window as any).figures = { longest: 0, shift: 0, moved: [] });
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) figures.longest = Math.max(figures.longest, task.duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries() as Shift[]) {
      if (shift.hadRecentInput) continue;
      figures.shift += shift.value;
      const what = shift.sources.map(({ node }) => (node instanceof Element ? `${node.localName}.${node.className}` : node?.nodeName));
      figures.moved.push(`${shift.value.toFixed(4)} ${what.join(' ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    const root = document.querySelector('creno-booking')?.shadowRoot;
    const field = root?.querySelector('[data-testid="creno-agency-search"]');
    if (!field || !field.checkVisibility()) requestAnimationFrame(look);
    // Once it is drawn and the thread is free, it answers.
    else requestAnimationFrame(() => setTimeout(() => (figures.usable = performance.now())));
  };
  look();
}

/** Proofs one after the other, with the script that the widget uses. */
async function prove(page: Page, server: string): Promise<{ ms: number; derivations: number; task: number }[]> {
  const loader = await (await fetch(`${server}/widget/v1/creno.js`)).text();
  const [script] = /work[\w-]*\.js/.exec(loader)!;
  return page.evaluate(
    async ({ server, script, proofs }) => {
      const { prove } = await import(`${server}/widget/v1/${script}`);
      let task = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) task = Math.max(task, duration);
      });
      observer.observe({ type: 'longtask' });
      const runs = [];
      for (let run = 0; run < proofs; run += 1) {
        task = 0;
        const begun = performance.now();
        const { solution } = JSON.parse(atob(await prove(server)));
        const ms = performance.now() - begun;
        // Long tasks are told a little later.
        await new Promise((done) => setTimeout(done, 100));
        runs.push({ ms, derivations: (solution.counter as number) + 1, task });
      }
      return runs;
    },
    { server, script, proofs: PROOFS },
  );
}

function at(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

function middle(runs: Load[], figure: 'usable' | 'longest' | 'shift'): number {
  return at(runs.map((run) => run[figure]).sort((one, other) => one - other), 0.5);
}

const kept: Record<string, unknown> = { network: NETWORK, slowdown: SLOWDOWN };

async function keep(name: string, figures: unknown) {
  kept[name] = figures;
  await mkdir('report', { recursive: true });
  await writeFile('report/bench.json', JSON.stringify(kept, null, 2));
}
