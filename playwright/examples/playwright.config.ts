import { defineConfig } from '@playwright/test';
import type { CrenoOptions } from '@creno/playwright';

// The site under test; `creno demo` serves one. `crenoUrl` is needed when Créno answers elsewhere.
export default defineConfig<CrenoOptions>({
  use: { baseURL: process.env.SITE_URL, crenoUrl: process.env.CRENO_URL },
});
