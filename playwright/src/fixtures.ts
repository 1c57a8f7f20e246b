import { test as base } from '@playwright/test';
import { BackOffice } from './backOffice.ts';
import { Journey } from './journey.ts';
import { Sandbox } from './sandbox.ts';

/** What `use` in a configuration, or `test.use` in a file, can set. */
export interface CrenoOptions {
  /** Where Créno answers; `baseURL`, the site under test, when it is not set. */
  crenoUrl: string | undefined;
}

/** What tests are given. */
export interface CrenoFixtures {
  /** The widget of the page, used with a mouse. */
  journey: Journey;
  /** The back-office, in the same page. */
  backOffice: BackOffice;
  /** The clock and the data of a demonstration. */
  sandbox: Sandbox;
}

/** Playwright's `test`, with the fixtures and the option above. */
export const test = base.extend<CrenoFixtures & CrenoOptions>({
  crenoUrl: [undefined, { option: true }],
  journey: async ({ page }, use) => use(new Journey(page)),
  backOffice: async ({ page, crenoUrl }, use) => use(new BackOffice(page, crenoUrl)),
  sandbox: async ({ request, crenoUrl }, use) => use(new Sandbox(request, crenoUrl)),
});

export { expect } from '@playwright/test';
