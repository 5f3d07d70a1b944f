/**
 * Style and scripts of the pages: texts that the Worker brings along, at addresses that change with their content, so
 * that a browser may keep them for good. The one declared state is what `index.ts` has given.
 */
import { RouterError } from '../core/errors.ts';
import { hashText } from '../core/hash-text.ts';
import { once } from '../core/once.ts';
import type { Call } from '../endpoints/endpoint.ts';

const assetTypes = {
  'dashboard.css': 'text/css; charset=utf-8',
  'sort.island.js': 'text/javascript; charset=utf-8',
  'explore.island.js': 'text/javascript; charset=utf-8',
  'uplot.js': 'text/javascript; charset=utf-8',
  'uplot.css': 'text/css; charset=utf-8',
} as const satisfies Record<string, string>;

export type AssetName = keyof typeof assetTypes;

export type Assets = Readonly<Record<AssetName, string>>;

let given: Assets | null = null;
const versions = once(() =>
  Object.fromEntries(Object.entries(given ?? {}).map(([name, text]) => [name, hashText(text)])),
);

export function giveAssets(assets: Assets): void {
  given = assets;
}

export function assetHref(name: AssetName): string {
  return `/dashboard/assets/${name}?v=${versions()[name] ?? ''}`;
}

/** Errors: `not_found`. */
export function answerAsset({ params: { name = '' } }: Call): Response {
  if (!Object.hasOwn(assetTypes, name) || given === null)
    throw new RouterError('not_found', 'The dashboard has no such file.');
  return new Response(given[name as AssetName], {
    headers: {
      'content-type': assetTypes[name as AssetName],
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  });
}
