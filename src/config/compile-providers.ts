/** Joins the shipped providers with those of the configuration and checks their addresses. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Provider } from '../core/target.ts';
import type { NewProvider } from './define-config.ts';
import type { Report } from './problem.ts';
import { shippedProviders } from './providers.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export function compileProviders(
  changes: Readonly<Record<string, Partial<NewProvider>>>,
  { toolFeesOf }: Pick<Catalogue, 'toolFeesOf'>,
  report: Report,
): ReadonlyMap<string, Provider> {
  const shipped: Readonly<Record<string, Omit<Provider, 'id'>>> = shippedProviders;
  const ids = [...new Set([...Object.keys(shipped), ...Object.keys(changes)])];
  return new Map(
    ids.map((id) => {
      const written: Written = { ...shipped[id], ...withoutUndefined(changes[id] ?? {}) };
      const { of } = written.project ?? {};
      if (of !== undefined && (of === id || !ids.includes(of)))
        report(
          `providers.${id}.project.of`,
          `is "${of}", no other provider`,
          'name the one it stands in for',
        );
      const provider = completeProvider(id, written, report);
      const toolFees = toolFeesOf(provider);
      return [id, toolFees === undefined ? provider : { ...provider, toolFees }];
    }),
  );
}

type Written = Partial<Provider> & Pick<NewProvider, 'discountPercent'>;

function completeProvider(id: string, written: Written, report: Report): Provider {
  const path = `providers.${id}`;
  const { discountPercent } = written;
  const protocols = withoutUndefined(written.protocols ?? {});
  if (Object.keys(protocols).length === 0) {
    const fix = "say which it speaks, for example `protocols: { 'openai-chat': '' }`";
    report(`${path}.protocols`, 'names no protocol', fix);
  }
  if (written.background === true && protocols['openai-responses'] === undefined) {
    const fix = "take it out, or add 'openai-responses' to its protocols";
    report(`${path}.background`, 'is a mode of Responses, which it does not speak', fix);
  }
  return {
    id,
    baseUrl: readBaseUrl(written.baseUrl, `${path}.baseUrl`, report),
    env: written.env ?? id.toUpperCase().replaceAll('-', '_'),
    auth: written.auth ?? 'bearer',
    protocols,
    quirks: written.quirks ?? [],
    ...(written.sealForm && { sealForm: written.sealForm }),
    ...(discountPercent !== undefined && { priceFactor: 1000 - 10 * discountPercent }),
    ...(written.background === true && { background: true }),
    ...(written.data && { data: written.data }),
    ...(written.project && { project: written.project }),
  };
}

function readBaseUrl(written: string | undefined, path: string, report: Report): string {
  if (written === undefined) {
    report(path, 'is missing', 'add the address, for example https://llm.example.com/v1');
    return '';
  }
  const url = URL.parse(written);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    report(path, 'is not a web address', 'write a whole URL that begins with https://');
  } else if (url.username !== '' || url.password !== '') {
    report(path, 'contains a user name or password', 'take it out; the key comes from `<env>_API_KEY`');
  } else if (url.search !== '' || url.hash !== '') {
    report(path, 'contains a query or a fragment', 'write the part before `?` and `#` only');
  } else if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    report(path, 'would send keys and prompts unencrypted', 'use https://; http:// is for this machine only');
  }
  return written.replace(/\/+$/, '');
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;
}
