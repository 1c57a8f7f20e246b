import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

export default defineConfig(tests, { testDir: 'pictures', testMatch: '*.pictures.ts', timeout: 180_000 });
