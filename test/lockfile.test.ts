/** The lockfile installs the same tree everywhere: no addresses of one registry, every platform's binaries, one workerd. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const versions = z.record(z.string(), z.string()).optional();

const lockedPackage = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: versions,
  optionalDependencies: versions,
});

type Packages = Readonly<Record<string, z.infer<typeof lockedPackage>>>;

function readJson<T>(name: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(name, 'utf8')));
}

const { packages } = readJson(
  'package-lock.json',
  z.object({ packages: z.record(z.string(), lockedPackage) }),
);

const manifest = readJson(
  'package.json',
  z.object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
  }),
);

/** Where Node finds `name` from the package at `path`: its own folder first, then each one above. */
function findInstalled(all: Packages, path: string, name: string): string | null {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (all[candidate] !== undefined) return candidate;
    if (at === '') return null;
  }
}

function missingOptionals(all: Packages): string[] {
  return Object.entries(all).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => findInstalled(all, path, name) === null)
      .map((name) => `${path} -> ${name}`),
  );
}

function isExact(version: string): boolean {
  return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
}

const installed = Object.entries(packages).filter(([path]) => path !== '');

test('no package has an address: every registry serves it', () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('every package has a checksum, so that any registry must serve the same bytes', () => {
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});

test("every platform's binaries are locked, whichever platform wrote the file", () => {
  expect(missingOptionals(packages)).toEqual([]);
  expect(Object.keys(packages)).toEqual(
    expect.arrayContaining([
      'node_modules/@cloudflare/workerd-darwin-arm64',
      'node_modules/@biomejs/cli-linux-x64',
    ]),
  );
});

test('a missing binary would be seen, a nested one found', () => {
  const esbuild = {
    version: '1.0.0',
    optionalDependencies: { '@esbuild/a': '1.0.0', '@esbuild/b': '1.0.0' },
  };
  const some: Packages = {
    'node_modules/vite': {},
    'node_modules/vite/node_modules/esbuild': esbuild,
    'node_modules/vite/node_modules/@esbuild/a': {},
    'node_modules/@esbuild/b': {},
  };
  expect(missingOptionals(some)).toEqual([]);
  const { 'node_modules/@esbuild/b': _, ...less } = some;
  expect(missingOptionals(less)).toEqual(['node_modules/vite/node_modules/esbuild -> @esbuild/b']);
});

test('versions in package.json are exact and are the locked ones', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !isExact(version))).toEqual([]);
  expect(['^1.0.0', '~1.0.0', '1.x', 'latest', '>=1.0.0'].filter(isExact)).toEqual([]);
  const locked = all.map(([name]) => [name, packages[`node_modules/${name}`]?.version]);
  expect(locked).toEqual(all);
});

test('wrangler is the one the test runner brings: one workerd for tests, development and types', () => {
  const runner = packages['node_modules/@cloudflare/vitest-plugin'];
  expect(manifest.devDependencies.wrangler).toBe(runner?.dependencies?.wrangler);
  const runtimes = Object.keys(packages).filter((path) =>
    /(^|\/)node_modules\/(workerd|wrangler|miniflare)$/.test(path),
  );
  expect(runtimes).toEqual(['node_modules/miniflare', 'node_modules/workerd', 'node_modules/wrangler']);
});

test('only packages that are allowed to run a script when they are installed', () => {
  const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
  expect(withScripts.map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)).sort()).toEqual(
    allowed.sort(),
  );
});
