/**
 * Whether a request that changes something comes from a page of this router. Needed beside SameSite=Lax, which lets pages
 * of sibling hosts send the cookie, and which the cookie of Cloudflare Access does not have. A token in each form would add
 * nothing: browsers put Origin on every POST since 2020 and no page can set or remove it or Sec-Fetch-Site; a request with
 * neither is refused.
 */
import { RouterError } from '../core/errors.ts';

/** Under `Referrer-Policy: no-referrer` a page's own forms have this origin; then Sec-Fetch-Site decides alone. */
const hiddenOrigin = 'null';

/** Sign-in included: else a page could sign its reader in as somebody else. Errors: `wrong_origin`. */
export function checkOrigin({ headers, url }: Pick<Request, 'headers' | 'url'>): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const shown = origin === hiddenOrigin ? null : origin;
  const isOwn =
    (site === null || site === 'same-origin') && (shown === null || shown === new URL(url).origin);
  if (isOwn && (site !== null || shown !== null)) return;
  throw new RouterError('wrong_origin', 'This form was not sent from a page of this dashboard.');
}
