/** Bundles the Worker as a deploy would (minified, nothing uploaded) and reads what came out. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export const root = join(import.meta.dirname, '..');

/** `name` is what import statements in the bundle say. */
export type BundledModule = { readonly name: string; readonly path: string };

/** What wrangler lays beside the modules: a page for people and a source map. */
const notModules = /\.(md|map)$/;
/** Data and texts, scripts of pages among them, have the hash of their content before their name. */
const besideMain = /^[0-9a-f]{40}-/;

/**
 * The main module comes first. `config` is a wrangler.toml and `routes` stands in for routes.config.ts, both from the
 * root of the repository. Errors: throws with wrangler's own words where the Worker does not build.
 */
export function bundleWorker(
  outdir: string,
  { config = 'wrangler.toml', routes }: { readonly config?: string; readonly routes?: string } = {},
): readonly BundledModule[] {
  const wrangler = createRequire(import.meta.url).resolve('wrangler/package.json');
  const bin = join(wrangler, '..', 'bin', 'wrangler.js');
  const alias = routes === undefined ? [] : ['--alias', `#routes:./${routes}`];
  const flags = ['deploy', '--config', config, '--dry-run', '--minify', '--outdir', outdir, ...alias];
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG_PATH: join(outdir, '..') };
  execFileSync(process.execPath, [bin, ...flags], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const names = readdirSync(outdir).filter((name) => !notModules.test(name));
  const isMain = (name: string) => !besideMain.test(name);
  return names
    .sort((a, b) => Number(isMain(b)) - Number(isMain(a)))
    .map((name) => ({ name: isMain(name) ? name : `./${name}`, path: join(outdir, name) }));
}

/** `code` is what V8 parses; `upload` counts what lies beside it too: the classifier's weights, texts of pages. */
export type BundleSize = {
  readonly minifiedKiB: number;
  readonly codeGzipKiB: number;
  readonly uploadGzipKiB: number;
};

export function sizeOf(modules: readonly BundledModule[]): BundleSize {
  const sum = (files: readonly BundledModule[], measure: (content: Buffer) => number) =>
    files.reduce((total, { path }) => total + measure(readFileSync(path)), 0) / 1024;
  const gzipped = (content: Buffer) => gzipSync(content).byteLength;
  const code = modules.slice(0, 1);
  return {
    minifiedKiB: sum(code, (content) => content.byteLength),
    codeGzipKiB: sum(code, gzipped),
    uploadGzipKiB: sum(modules, gzipped),
  };
}
