import { defineConfig, type ReporterDescription } from '@playwright/test';

// The JSON reporter writes to PLAYWRIGHT_JSON_OUTPUT_FILE when that is set, and to the standard output otherwise.
const reporter: ReporterDescription[] = [['line']];
if (process.env.PLAYWRIGHT_JSON_OUTPUT_FILE) reporter.push(['json']);

// The server under test is started by `support/fixtures.ts`: one for each worker, with a database of its own.
export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter,
  use: {
    actionTimeout: 15_000,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: {
      executablePath: process.env.CRENO_CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
