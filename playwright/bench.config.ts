import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

// One at a time, once: figures, not verdicts.
export default defineConfig(tests, { testDir: '.', testMatch: 'bench.ts', workers: 1, retries: 0, timeout: 300_000 });
