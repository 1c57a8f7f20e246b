import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../support/fixtures.ts';

const HERE = resolve(import.meta.dirname, '..');
const MODULES = join(HERE, 'node_modules');

/** The example's configuration, for the browser of these tests. */
const CONFIG = `
import example from './playwright.config.ts';
import { defineConfig } from '@playwright/test';
export default defineConfig(example, { reporter: 'json', use: { launchOptions: {
  executablePath: process.env.CRENO_CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
} } });`;

/** Runs a command to its end; gives its standard output. */
async function run(folder: string, command: string, args: string[], settings: NodeJS.ProcessEnv = {}): Promise<string> {
  const outer = Object.entries(process.env).filter(([name]) => !/^(PLAYWRIGHT_|TEST_|PW_|npm_)/.test(name));
  const env = { ...Object.fromEntries(outer), npm_config_loglevel: 'error', ...settings };
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env }).catch((error) => {
    throw new Error(`${command} ${args.join(' ')}: ${error.message}\n${error.stdout}`);
  });
  return stdout;
}

test('the package that integrators install has its types, and runs the example', async ({ server }) => {
  test.setTimeout(180_000);
  const folder = await mkdtemp(join(tmpdir(), 'creno-package-'));
  try {
    const packed = await run(HERE, 'npm', ['pack', '--json', '--pack-destination', folder]);
    // What builds the package writes before the list.
    const [{ filename, files }] = JSON.parse(packed.slice(packed.indexOf('[\n')));
    const paths = (files as { path: string }[]).map((file) => file.path);
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'dist/index.js', 'dist/index.d.ts', 'package.json']));
    expect(paths.filter((path) => !/^(dist|examples)\/|^(README\.md|package\.json)$/.test(path))).toEqual([]);

    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    await run(folder, 'npm', ['install', '--offline', '--legacy-peer-deps', '--no-save', `./${filename}`]);
    // What the integrator has already.
    await mkdir(join(folder, 'node_modules/@playwright'));
    for (const name of ['@playwright/test', '@types']) await symlink(join(MODULES, name), join(folder, 'node_modules', name));
    await cp(join(folder, 'node_modules/@creno/playwright/examples'), folder, { recursive: true });

    const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--allowImportingTsExtensions', '--types', 'node'];
    await run(folder, join(MODULES, '.bin/tsc'), [...strict, 'booking.spec.ts', 'playwright.config.ts']);

    await writeFile(join(folder, 'here.config.ts'), CONFIG);
    const cli = join(folder, 'node_modules/@playwright/test/cli.js');
    const settings = { SITE_URL: server.url, CRENO_URL: server.url };
    const report = await run(folder, process.execPath, [cli, 'test', '--config', 'here.config.ts'], settings);
    expect(JSON.parse(report).stats).toMatchObject({ expected: 1, unexpected: 0, skipped: 0, flaky: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the types of these tests agree', async () => {
  await run(HERE, 'npm', ['run', 'check']);
});
