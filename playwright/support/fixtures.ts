import { readFile } from 'node:fs/promises';
import { test as base } from '../src/fixtures.ts';
import { Api } from './api.ts';
import { startServer, type Server } from './server.ts';
import { startSite, type Site } from './site.ts';
import { tellViolations, Watch } from './watch.ts';

interface Fixtures {
  /** The public API, called by somebody else. */
  api: Api;
  /** A site on another origin. */
  site: Site;
  /** What no page may do. */
  watch: Watch;
}

/** Every test has the server of its worker, and fails when a page did what none may do. */
export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  watch: [
    async ({ context, server }, use, info) => {
      const watch = new Watch(context, [server.url]);
      await tellViolations(context, watch);
      await use(watch);
      if (info.status !== info.expectedStatus) {
        const log = (await readFile(server.log, 'utf8')).split('\n').slice(-200).join('\n');
        await info.attach('server.log', { body: log, contentType: 'text/plain' });
      }
      watch.check();
    },
    { auto: true },
  ],
  site: async ({ watch }, use) => {
    const site = await startSite();
    watch.allowOrigin(site.url);
    await use(site);
    await site.stop();
  },
  api: async ({ request }, use) => use(new Api(request)),
  // The clock and the data are as they were once the test is over.
  sandbox: async ({ sandbox }, use) => {
    await use(sandbox);
    await sandbox.setClock(new Date());
    await sandbox.reset();
  },
});

export { expect } from '@playwright/test';
