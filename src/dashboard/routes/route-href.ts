/** Where a route's page is; period and filters go along, but for the one it is itself. Pure. */
import { hrefWith } from '../period.ts';

export function routeHref(name: string, url: URL): string {
  return hrefWith(url, { route: null }, `/dashboard/routes/${encodeURIComponent(name)}`);
}
