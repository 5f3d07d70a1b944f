/** Who may administer: the holder of the secret SIGNALBOX_ADMIN_TOKEN. An API key is no admin token. */
import { RouterError } from '../core/errors.ts';
import { isSameBytes } from './constant-time.ts';

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** Errors: `invalid_api_key`, `auth_unavailable` (no token is set). */
export async function authenticateAdmin(headers: Headers, token: string | null): Promise<void> {
  if (token === null)
    throw new RouterError('auth_unavailable', 'Administration is off: SIGNALBOX_ADMIN_TOKEN is not set.', {
      retryable: false,
    });
  const [, sent = ''] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (isSameBytes(await digest(sent), await digest(token))) return;
  throw new RouterError('invalid_api_key', 'Send the admin token: Authorization: Bearer TOKEN.');
}
